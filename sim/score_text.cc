#include "sim/score_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <iomanip>
#include <ostream>
#include <string>
#include <string_view>

namespace homeostat::sim {
namespace {

constexpr const char* kUnknown = "not known";

std::string fixed(double value, int decimals) {
  if (std::isnan(value)) return "n/a";
  if (std::isinf(value)) return "missed";
  std::array<char, 40> text;  // counts and rates; 1e9 s hold fewer than 1e15 of anything
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value,
                                          std::chars_format::fixed, decimals);
  return error == std::errc{} ? std::string(text.data(), end) : "n/a";
}

std::string known(const std::optional<double>& value, int decimals) {
  return value ? fixed(*value, decimals) : kUnknown;
}

std::string percent(const std::optional<double>& share, int decimals = 1) {
  return share ? fixed(100.0 * *share, decimals) + " %" : kUnknown;
}

std::string range(const std::optional<DrawnRange>& drawn) {
  if (!drawn) return kUnknown;
  return fixed(drawn->low, 3) + " to " + fixed(drawn->high, 3);
}

std::string counted(std::integral auto n, const char* thing) {
  return std::to_string(n) + " " + thing + (n == 1 ? "" : "s");
}

// ---- as the public scorer counts

void print_row(std::ostream& out, std::string_view name, const std::string& events,
               const std::string& samples) {
  out << std::left << std::setw(22) << name << std::right << std::setw(12) << events
      << std::setw(15) << samples << '\n';
}

void print_scores(std::ostream& out, const Score& events, const Score& samples,
                  const char* left, const char* right) {
  print_row(out, "", left, right);
  print_row(out, "reference", std::to_string(events.n_ref),
            std::to_string(samples.n_ref));
  print_row(out, "true positives", std::to_string(events.tp), std::to_string(samples.tp));
  print_row(out, "false positives", std::to_string(events.fp),
            std::to_string(samples.fp));
  print_row(out, "sensitivity", fixed(events.sensitivity, 4),
            fixed(samples.sensitivity, 4));
  print_row(out, "precision", fixed(events.precision, 4), fixed(samples.precision, 4));
  print_row(out, "F1", fixed(events.f1, 4), fixed(samples.f1, 4));
  print_row(out, "false positives/day", fixed(events.fp_per_day, 2),
            fixed(samples.fp_per_day, 2));
}

void print_matching(std::ostream& out, const Matching& m) {
  const auto median_s = median_latency_s(m.latencies_s);
  out << "one alarm a seizure, overlapping or at most " << fixed(m.rule.tolerance_s, 0)
      << " s apart: " << m.detected << " of " << counted(m.latencies_s.size(), "seizure")
      << ", median latency " << (median_s ? fixed(*median_s, 2) + " s" : "n/a")
      << "; other alarms: " << m.other_in_seizure << " in a seizure, " << m.other_outside
      << " outside\n";
}

void print_one_to_one(std::ostream& out, const Matching& m, double duration_s) {
  const Score score = score_of(m, duration_s);
  out << "one to one: sensitivity " << fixed(score.sensitivity, 4) << ", precision "
      << fixed(score.precision, 4) << ", F1 " << fixed(score.f1, 4)
      << ", false positives/day " << fixed(score.fp_per_day, 2) << '\n';
}

// ---- onsets of alarms against onsets of seizures

void print_figures(std::ostream& out, const Comparison& c) {
  const AlarmFigures& f = c.detector.alarms;
  const AlarmRule& rule = c.rules.alarms;
  const auto p90_s = latency_quantile_s(f, 0.9);
  const auto median_s = latency_quantile_s(f, 0.5);
  const auto seconds = [](const std::optional<double>& t_s) {
    return known(t_s, 2) + (t_s && std::isfinite(*t_s) ? " s" : "");
  };
  const auto row = [&](std::string_view name) -> std::ostream& {
    return out << std::left << std::setw(22) << name << std::right;
  };
  out << "onsets of alarms against onsets of seizures, no alarms joined ("
      << counted(f.recordings, "recording") << ", " << fixed(f.duration_s / 3600.0, 2)
      << " h, " << fixed(f.outside_s / 3600.0, 2) << " h of it outside -"
      << fixed(rule.clear_before_s, 0) << "/+" << fixed(rule.clear_after_s, 0) << " s of "
      << counted(f.seizures(), "seizure") << "):\n";
  row("latency") << "median " << seconds(median_s) << ", 90 % within " << seconds(p90_s)
                 << ", undetected " << percent(undetected_share(f)) << " ("
                 << f.seizures() - f.detected << " of " << f.seizures()
                 << "; a miss is later than any alarm)\n";
  row("useful sensitivity") << percent(useful_sensitivity(f)) << " (" << f.useful
                            << " of " << f.seizures() << ": onset within -"
                            << fixed(rule.useful_before_s, 0) << "/+"
                            << fixed(rule.useful_after_s, 0) << " s)\n";
  row("false alarms/hour") << known(false_alarms_per_hour(f), 3) << " (" << f.false_alarms
                           << " in " << fixed(f.outside_s / 3600.0, 2) << " h)\n";
  row("time in false alarm") << percent(false_alarm_share(f), 3) << " ("
                             << fixed(f.false_alarm_s, 1) << " s)\n";
  row("therapies/day") << known(therapies_per_day(f), 2) << " (" << f.therapies << " in "
                       << fixed(f.duration_s / 3600.0, 2) << " h; ";
  if (c.delivered) {
    out << "as delivered, bursts less than " << fixed(kTherapyGap_s, 0)
        << " s apart are one)\n";
  } else {
    out << "one at each alarm's onset, of " << fixed(rule.therapy_s, 1) << " s)\n";
  }
  row("stimulation, s/day") << known(stimulation_s_per_day(f), 2) << "\n\n";
}

// ---- what stands beside

void print_beside(std::ostream& out, const Comparison& c) {
  const auto row = [&](std::string_view name, const std::string& detector,
                       const std::string& interval, const std::string& on,
                       const std::string& mean, const std::string& drawn,
                       const std::string& loud) {
    out << std::left << std::setw(21) << name << std::right << std::setw(10) << detector
        << std::setw(18) << interval << std::setw(11) << on << std::setw(11) << mean
        << std::setw(18) << drawn << std::setw(11) << loud << '\n';
  };
  out << "beside detectors that know nothing of seizures:\n";
  row("", "detector", "95 % interval", "always on", "random", "95 % of draws", "loudest");
  const auto figures = compared_figures();
  for (std::size_t i = 0; i < figures.size(); ++i) {
    row(figures[i].title, known(figures[i].of(c.detector), 3),
        c.intervals[i] ? range(c.intervals[i]) : "none",
        known(figures[i].of(c.always_on), 3),
        c.random[i] ? fixed(c.random[i]->mean, 3) : kUnknown, range(c.random[i]),
        c.loudest ? known(figures[i].of(*c.loudest), 3) : "-");
  }
  out << "random: as many alarms, as long, anywhere; " << counted(c.draws, "draw")
      << ", seed " << c.seed << '\n';
  if (c.loudest) {
    out << "loudest: the " << fixed(kLoudnessWindow_s, 0)
        << " s of highest amplitude, as long together as the alarms\n";
  } else {
    out << "loudest: not known without the signal; give --recording\n";
  }
  if (c.detector.alarms.recordings < 2) {
    out << "95 % interval: over recordings, and of one none can be given\n";
  } else {
    out << "95 % interval: over recordings drawn with replacement (none: fewer than two "
           "speak of the figure); "
        << counted(c.draws, "draw") << ", seed " << c.seed << '\n';
  }
}

}  // namespace

void print_comparison(std::ostream& out, const ScoreInputs& inputs, const Comparison& c,
                      bool one_to_one) {
  for (const ScoreInput& input : inputs.recordings) {
    out << "reference   " << input.reference << ": "
        << counted(input.events.seizures.size(), "seizure") << " in "
        << fixed(input.events.duration_s, 2) << " s\nhypothesis  " << input.hypothesis
        << ": " << counted(input.events.alarms.size(), "alarm") << "\n";
  }
  out << "\nas the public scorer counts (" << kPublicScorer << "):\n";
  print_scores(out, c.detector.events, c.samples, "events", "1 Hz samples");
  out << '\n';
  print_matching(out, c.matching);
  if (one_to_one) print_one_to_one(out, c.matching, c.detector.alarms.duration_s);
  out << '\n';
  print_figures(out, c);
  print_beside(out, c);
  for (const std::string& note : inputs.notes) out << "note: " << note << '\n';
}

}  // namespace homeostat::sim
