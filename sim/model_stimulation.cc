#include "sim/model_stimulation.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "models/afferent.h"
#include "sim/model_text.h"
#include "sim/pulse_words.h"

namespace homeostat::sim {
namespace {

// A volley each, all of them kept.
constexpr double kMostVolleys = 1e6;

// A pulse of an electrode, and when, in the model's unit of time.
struct Delivered {
  double onset;
  models::ElectrodePulse pulse;
};

void add_electrode_train(const std::string& text, double seconds_per_unit,
                         std::vector<Delivered>& all) {
  auto parts = split(text);
  models::ElectrodePulse pulse;
  while (parts.size() > 5 && (parts.back() == "biphasic" || parts.back() == "anodic")) {
    (parts.back() == "biphasic" ? pulse.biphasic : pulse.cathode_first) =
        parts.back() == "biphasic";
    parts.pop_back();
  }
  if (parts.size() != 5) {
    throw UsageError("--electrode-train '" + text +
                     "': give rate_hz,width_us,amplitude_ua,start,stop[,biphasic]"
                     "[,anodic]");
  }
  const auto at = [&](std::size_t i) { return number(parts[i], "--electrode-train"); };
  const double period = 1.0 / (at(0) * seconds_per_unit);
  pulse.width_us = at(1);
  pulse.amplitude_ua = at(2);
  const double start = at(3);
  const double stop = at(4);
  const bool fair = at(0) > 0.0 && pulse.width_us > 0.0 && pulse.amplitude_ua >= 0.0 &&
                    start >= 0.0 && stop >= start &&
                    (stop - start) / period <= kMostVolleys;
  if (!fair) {
    throw UsageError("--electrode-train '" + text +
                     "': rate and width must be positive, amplitude and start not "
                     "negative, stop not before start, and at most 1e6 pulses");
  }
  const std::uint64_t pulses = models::pulses_until(start, period, stop);
  if (pulses == 0) {
    throw UsageError("--electrode-train '" + text +
                     "': no pulse begins between start and stop");
  }
  for (std::uint64_t k = 0; k < pulses; ++k) {
    all.push_back({start + static_cast<double>(k) * period, pulse});
  }
}

// Settings that a person may change, by the names of models/afferent.h.
std::vector<std::pair<const char*, double*>> named(models::AfferentSettings& s) {
  return {{"drive", &s.drive},
          {"distance_mm", &s.distance_mm},
          {"focus_radius_mm", &s.tissue.focus_radius_mm},
          {"chronaxie_us", &s.tissue.chronaxie_us},
          {"rheobase_ua", &s.tissue.rheobase_ua},
          {"current_distance_ua_per_mm2", &s.tissue.current_distance_ua_per_mm2},
          {"anode_to_cathode_threshold", &s.tissue.anode_to_cathode_threshold},
          {"use", &s.path.synapse.use},
          {"facilitation_ms", &s.path.synapse.facilitation},
          {"depression_ms", &s.path.synapse.depression},
          {"dispersion_ms", &s.path.dispersion_ms},
          {"latency_ms", &s.path.latency_ms}};
}

models::AfferentSettings afferent_of(const models::Model& model,
                                     const std::vector<std::string>& set) {
  auto settings = models::published_afferent(0.0);
  bool driven = false;
  for (const std::string& text : set) {
    const auto equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const auto all = named(settings);
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const auto& one) { return name == one.first; });
    if (equals == std::string::npos || found == all.end()) {
      std::string names;
      for (const auto& one : all)
        names += (names.empty() ? "" : ", ") + std::string(one.first);
      throw UsageError("--afferent '" + text + "': give NAME=NUMBER with one of " +
                       names);
    }
    *found->second =
        number(std::string_view(text).substr(equals + 1), "--afferent " + name);
    driven = driven || name == "drive";
  }
  if (!driven) {
    throw UsageError(
        "--electrode-train: give --afferent drive=NUMBER, what full recruitment and "
        "release add to the model's stimulus (" +
        std::string(model.facts.stimulus) + ")");
  }
  return settings;
}

double seconds_per_unit_of(const models::Model& model, const ModelRunOptions& options) {
  if (options.seconds_per_unit && model.facts.seconds_per_unit > 0.0) {
    throw UsageError("--seconds-per-unit: the unit of " + std::string(model.name) +
                     "'s time is " + model.facts.time_unit);
  }
  const double given = options.seconds_per_unit.value_or(model.facts.seconds_per_unit);
  if (given > 0.0) return given;
  throw UsageError("--electrode-train: give --seconds-per-unit, how long a unit of " +
                   std::string(model.name) + "'s time lasts");
}

void add_volleys(const models::Model& model, const ModelRunOptions& options,
                 std::vector<models::PulseTrain>& all) {
  if (options.electrode_trains.empty()) {
    if (!options.afferent.empty()) {
      throw UsageError("--afferent is for --electrode-train");
    }
    if (options.seconds_per_unit) {
      throw UsageError(
          "--seconds-per-unit is for --electrode-train; the other trains are in the unit "
          "of the model's time");
    }
    return;
  }
  const double unit = seconds_per_unit_of(model, options);
  std::vector<Delivered> delivered;
  for (const auto& text : options.electrode_trains) {
    const std::size_t first = delivered.size();
    add_electrode_train(text, unit, delivered);
    expect_before_end(delivered[first].onset, options.t_end);
  }
  std::stable_sort(delivered.begin(), delivered.end(),
                   [](const auto& a, const auto& b) { return a.onset < b.onset; });
  try {
    models::Afferent afferent(afferent_of(model, options.afferent), unit);
    for (const Delivered& d : delivered) {
      const auto volley = afferent.volley(d.pulse, d.onset);
      if (volley.amplitude != 0.0) all.push_back(volley);
    }
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
}

models::PulseTrain jump_of(const std::string& text) {
  const auto parts = split(text);
  if (parts.size() != 2) throw UsageError("--jump '" + text + "': give time,size");
  models::PulseTrain jump{.start = number(parts[0], "--jump"),
                          .amplitude = number(parts[1], "--jump"),
                          .jumps = true};
  if (!(jump.start >= 0.0)) {
    throw UsageError("--jump '" + text + "': the time must not be negative");
  }
  return jump;
}

}  // namespace

void add_stimulation(const models::Model& model, const ModelRunOptions& options,
                     models::SimulationSetup& setup) {
  for (const auto& text : options.pulse_trains) {
    setup.pulses.push_back(periodic_train(model, text));
  }
  for (const auto& text : options.burst_trains) {
    setup.pulses.push_back(burst_train(model, text));
  }
  for (const auto& text : options.phase_trains) {
    setup.phase_trains.push_back(phase_train(model, text));
  }
  for (const auto& text : options.jumps) setup.pulses.push_back(jump_of(text));
  for (const auto& train : setup.pulses) expect_before_end(train.start, options.t_end);
  add_volleys(model, options, setup.pulses);
}

}  // namespace homeostat::sim
