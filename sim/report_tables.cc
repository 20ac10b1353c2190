#include "sim/report_tables.h"

#include <algorithm>

#include "sim/duration.h"
#include "sim/html.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t kMostDecisions = 400;
constexpr double kRampGap_s = 0.1;  // longer than a control period
constexpr const char* kAbsent = "–";

std::string shown(const Json& value, int decimals, const std::string& unit = "") {
  if (value.is_null()) return kAbsent;
  if (value.is_number()) {
    return html::number(value.get<double>(), decimals) + (unit.empty() ? "" : " " + unit);
  }
  return value.is_string() ? value.get<std::string>() : value.dump();
}

Json at(const Json& object, const std::string& pointer) {
  const nlohmann::json_pointer<std::string> path(pointer);
  return object.contains(path) ? object.at(path) : Json(nullptr);
}

struct Figure {
  const char* words;
  const char* pointer;
  int decimals;
  const char* unit;
};
constexpr Figure kFigures[] = {
    {"Seizures", "/reference/seizures", 0, ""},
    {"Seconds in seizure", "/reference/seizure_s", 1, "s"},
    {"Seizures detected, each by a detection of its own",
     "/reference/matching/detected_seizures", 0, ""},
    {"Median latency (a miss counts as latest)", "/reference/matching/median_latency_s",
     1, "s"},
    {"Detections", "/detections/count", 0, ""},
    {"Detections again in a seizure", "/reference/matching/other_detections_in_seizure",
     0, ""},
    {"Detections outside any seizure", "/reference/matching/other_detections_outside", 0,
     ""},
    {"Public scorer (SzCORE): seizures, joined and cut",
     "/reference/public_scorer/event/reference", 0, ""},
    {"Public scorer: found, give or take its tolerances",
     "/reference/public_scorer/event/true_positives", 0, ""},
    {"Public scorer: false positives", "/reference/public_scorer/event/false_positives",
     0, ""},
    {"Public scorer: false positives per day",
     "/reference/public_scorer/event/false_positives_per_day", 1, ""},
    {"Stimulation bursts", "/stimulation/bursts", 0, ""},
    {"Pulses", "/stimulation/pulses", 0, ""},
    {"Charge, first phases", "/stimulation/charge_uc", 1, "µC"},
    {"Guard interventions", "/guard/interventions", 0, ""},
    {"In fault", "/fault/seconds", 1, "s"},
    {"Signal lost", "/signal_lost_s", 1, "s"},
};

std::string joined(const Json& list) {
  std::string text;
  for (const Json& item : list) {
    text += (text.empty() ? "" : ", ") + shown(item, 0);
  }
  return text.empty() ? kAbsent : text;
}

std::string counts_text(const Json& counts) {
  std::string text;
  for (const auto& [name, count] : counts.items()) {
    text += (text.empty() ? "" : ", ") + name + " " + shown(count, 0);
  }
  return text.empty() ? kAbsent : text;
}

std::string events_text(const Json& decision) {
  const Json missing = at(decision, "/self_test_missing");
  return joined(at(decision, "/events")) +
         (missing.empty() ? "" : "; self test misses " + joined(missing));
}

std::string train_text(const Json& trains) {
  std::string text;
  for (const Json& train : trains) {
    const double period_us = train.value("period_us", 0.0);
    text += (text.empty() ? "" : "; ") + shown(at(train, "/amplitude_ua"), 0, "µA") +
            ", " + shown(at(train, "/pulse_width_us"), 0, "µs") + ", " +
            (period_us > 0.0 ? html::number(1e6 / period_us, 1) : "?") + " Hz";
  }
  return text.empty() ? "off" : text;
}

std::string in_ma(Microamps amplitude) {
  return html::number(amplitude.count() / 1000.0, 3) + " mA";
}

// "LH1-LH4 bad: mains alone, F8 suspect: step"
std::string doubts_text(const Json& decision) {
  std::string text;
  for (const Json& doubt : decision.value("doubts", Json::array())) {
    const std::string flags = joined(at(doubt, "/flags"));
    text += (text.empty() ? "" : ", ") + doubt.value("channel", "") + ' ' +
            doubt.value("verdict", "") + (flags.empty() ? "" : ": " + flags);
  }
  return text;
}

std::string contacts_text(const safety::ElectrodeConfiguration& configuration) {
  std::string text;
  for (int i = 0; i < safety::kContacts; ++i) {
    const safety::ContactUse& use = configuration.contacts[static_cast<std::size_t>(i)];
    if (use.polarity == safety::Polarity::kUnused) continue;
    text += (text.empty() ? "" : " ") + (i == safety::kCan ? "can" : std::to_string(i)) +
            (use.polarity == safety::Polarity::kCathode ? "−" : "+");
  }
  return text;
}

std::string configurations_table(const safety::Limits& limits) {
  Rows rows;
  for (int i = 0; i < limits.configuration_count; ++i) {
    const auto& configuration = limits.configurations[static_cast<std::size_t>(i)];
    rows.push_back({std::to_string(i), contacts_text(configuration),
                    in_ma(configuration.tested_amplitude),
                    in_ma(safety::max_amplitude_for(limits, i, limits.min_pulse_width)),
                    in_ma(safety::max_amplitude_for(limits, i, limits.max_pulse_width))});
  }
  return html::table({"Configuration", "Contacts", "Titrated to",
                      "Charge allows at the shortest pulse", "at the longest pulse"},
                     rows);
}

// In brackets, where it was not as planned.
std::string how_it_ended(const nlohmann::ordered_json& summary) {
  if (summary.value("complete", true)) return "";
  const auto why = summary.find("broke_off");
  if (why == summary.end() || !why->is_string()) return " (stopped)";
  return " (broke off: " + why->get<std::string>() + ")";
}

}  // namespace

std::string figures_table(std::span<const RunFolder> runs) {
  std::vector<std::string> heads{""};
  for (const RunFolder& run : runs) heads.push_back(shown(at(run.summary, "/title"), 0));
  Rows rows{{"Length"}};
  for (const RunFolder& run : runs) {
    rows[0].push_back(spell_duration(run.duration_s) + how_it_ended(run.summary));
  }
  for (const Figure& figure : kFigures) {
    rows.push_back({figure.words});
    for (const RunFolder& run : runs) {
      rows.back().push_back(
          shown(at(run.summary, figure.pointer), figure.decimals, figure.unit));
    }
  }
  rows.push_back({"Told to the patient, times"});
  for (const RunFolder& run : runs) {
    rows.back().push_back(counts_text(run.summary.value("notices", Json::object())));
  }
  return html::table(heads, rows, "figures");
}

std::string fault_warning(const RunFolder& run) {
  const Json fault = at(run.summary, "/fault");
  const double span_s = fault.value("seconds", 0.0);
  if (fault.value("self_test_passed", true) && !(span_s > 0.0)) return "";
  return html::element(
      "p",
      html::escape((span_s > 0.0 ? "In fault " + spell_duration(span_s)
                                 : std::string("The self test was not passed")) +
                   ": " + joined(at(fault, "/reasons"))),
      "warning");
}

// Nothing but amplitudes changed from one to the other, and at once.
bool ramps(const Json& decision, const Json& next) {
  const auto told = [](Json line) {
    for (const char* of_a_ramp : {"t_s", "asked", "granted", "detectors"})
      line.erase(of_a_ramp);
    return line;
  };
  return next.value("t_s", 0.0) - decision.value("t_s", 0.0) < kRampGap_s &&
         at(next, "/events").empty() && told(decision) == told(next);
}

// Of a ramp its first step and its last.
std::vector<std::size_t> shown_decisions(const RunFolder& run) {
  std::vector<std::size_t> shown;
  const std::vector<Json>& all = run.decisions;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool within = i > 0 && i + 1 < all.size() && ramps(all[i - 1], all[i]) &&
                        ramps(all[i], all[i + 1]);
    if (!within) shown.push_back(i);
  }
  return shown;
}

std::string decisions_table(const RunFolder& run) {
  Rows rows;
  const std::vector<std::size_t> shown = shown_decisions(run);
  const std::size_t most = std::min(shown.size(), kMostDecisions);
  for (std::size_t i = 0; i < most; ++i) {
    const Json& decision = run.decisions[shown[i]];
    rows.push_back(
        {html::clock(decision.value("t_s", 0.0), 2), decision.value("mode", ""),
         events_text(decision), train_text(at(decision, "/asked")),
         train_text(at(decision, "/granted")), joined(at(decision, "/reasons")),
         joined(at(decision, "/notices")), doubts_text(decision)});
  }
  std::string text =
      html::table({"Time", "Mode", "Events", "Asked", "Granted", "Guard's reasons",
                   "Told to the patient", "Channels in doubt"},
                  rows, "decisions");
  if (run.decisions.size() > most) {
    text += html::element("p", std::to_string(run.decisions.size() - most) +
                                   " more decisions, steps of ramps among them, are in "
                                   "decisions.jsonl.");
  }
  return text;
}

std::string limits_table(const RunFolder& run) {
  const safety::Limits& limits = run.program.limits;
  if (limits.configuration_count == 0) {
    return html::element("p", "This program never stimulates: its limits admit nothing.");
  }
  const auto ms = [](Microseconds span) {
    return html::number(seconds(span) * 1e3, 3) + " ms";
  };
  const Rows rows = {
      {"Charge density per phase",
       html::number(limits.charge_density_nc_per_cm2 / 1000.0, 3) + " µC/cm²"},
      {"Shannon k", html::number(limits.shannon_k_hundredths / 100.0, 2)},
      {"Amplitude, one output", in_ma(limits.max_amplitude)},
      {"Amplitude, both outputs", in_ma(limits.max_sum_amplitude)},
      {"Pulse width", std::to_string(limits.min_pulse_width.count()) + " to " +
                          std::to_string(limits.max_pulse_width.count()) + " µs"},
      {"Pulse period", ms(limits.min_period) + " to " + ms(limits.max_period)},
      {"Rise", std::to_string(limits.max_ramp_ua_per_ms) + " µA/ms"},
      {"Therapies per hour, per day",
       limits.episodic ? std::to_string(limits.episodes.therapies_per_hour) + ", " +
                             std::to_string(limits.episodes.therapies_per_day)
                       : "not episodic"},
      {"A command expires after", ms(limits.max_command_lifetime)},
  };
  return html::table({}, rows) + configurations_table(limits);
}

// "F8 from EEG F8-Ref, 64 Hz"
std::string channels_text(const Json& summary) {
  std::string text;
  for (const Json& channel : summary.value("channels", Json::array())) {
    text += (text.empty() ? "" : "; ") + shown(at(channel, "/program"), 0) + " from " +
            shown(at(channel, "/recording"), 0) + ", " +
            shown(at(channel, "/recording_rate_hz"), 3) + " Hz";
  }
  return text.empty() ? "the patient's own" : text;
}

std::string identity_table(const RunFolder& run) {
  const Json& summary = run.summary;
  return html::table(
      {},
      {{"Program", shown(at(summary, "/program"), 0)},
       {"Program, SHA-256", shown(at(summary, "/program_sha256"), 0)},
       {"Patient or recording", shown(at(summary, "/source"), 0)},
       {"Patient or recording, SHA-256", shown(at(summary, "/source_sha256"), 0)},
       {"Channels", channels_text(summary)},
       {"Seizures known from", shown(at(summary, "/reference/source"), 0)},
       {"Seed", shown(at(summary, "/seed"), 0)},
       {"Homeostat", shown(at(summary, "/homeostat/version"), 0) + ", " +
                         shown(at(summary, "/homeostat/compiler"), 0)},
       {"Guard's source, SHA-256", shown(at(summary, "/homeostat/guard_sha256"), 0)}},
      "identity");
}

}  // namespace homeostat::sim
