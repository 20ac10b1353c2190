#include "sim/tune_text.h"

#include <cmath>
#include <cstdio>
#include <ostream>

namespace homeostat::sim {
namespace {

std::string text(const char* format, double a, double b = 0.0, double c = 0.0) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, format, a, b, c);
  return buffer;
}

double false_alarm_rate(const AlarmFigures& score) {
  return false_alarms_per_hour(score).value_or(0.0);
}

double hours_of(const AlarmFigures& score) { return score.duration_s / 3600.0; }

// Of all folds, at the rate of the time that they cover.
std::string cost_line(const TuneResult& result, const TherapyCost& of_one) {
  TherapyCost cost;
  for (const TuneFoldResult& told : result.folds) cost += told.cost;
  const AlarmFigures score = result.unseen();
  const double days = hours_of(score) / 24.0;
  if (result.chain) {
    return text(
        "cost: its currents, as they were not seen before, %.4g uC and %.4g mJ a "
        "day\n",
        cost.charge_uc / days, cost.energy_mj / days);
  }
  if (of_one.charge_uc == 0.0) return "cost: the program gives no therapy on detection\n";
  const double false_a_day = 24.0 * false_alarm_rate(score);
  return text("cost: a detection's first therapy %.4g uC and %.4g mJ of the battery; ",
              of_one.charge_uc, of_one.energy_mj) +
         text("false alarms at that rate %.4g uC and %.4g mJ a day\n",
              false_a_day * of_one.charge_uc, false_a_day * of_one.energy_mj);
}

std::string fold_costs(const TuneFoldResult& told) {
  const LongEpisodes& episodes = told.long_episodes;
  std::string line =
      text("long episodes %.0f (%.0f outside seizures), ",
           static_cast<double>(episodes.all), static_cast<double>(episodes.outside)) +
      text("in %.0f of %.0f seizures; ", static_cast<double>(episodes.seizures_with),
           static_cast<double>(episodes.seizures)) +
      text("%.0f alarms in %.2f h", static_cast<double>(told.score.alarms),
           hours_of(told.score));
  if (told.cost.charge_uc == 0.0) return line;
  return line + text(": %.4g uC and %.4g mJ", told.cost.charge_uc, told.cost.energy_mj);
}

std::string stretch_words(const Timeline& line,
                          const std::vector<TuneStretch>& stretches) {
  return text("%.1f s in %.0f stretches", line.background_s(stretches),
              static_cast<double>(stretches.size()));
}

}  // namespace

std::string figures_text(const AlarmFigures& score) {
  std::string line =
      text("%.0f of %.0f detected, %.0f useful", static_cast<double>(score.detected),
           static_cast<double>(score.seizures()), static_cast<double>(score.useful));
  const auto latency_s = latency_quantile_s(score, 0.5);
  line += latency_s && std::isfinite(*latency_s)
              ? text(", median latency %.1f s", *latency_s)
              : std::string(", no median latency");
  return line + text(", %.2f false alarms/h (%.0f in %.2f h)", false_alarm_rate(score),
                     static_cast<double>(score.false_alarms), score.outside_s / 3600.0);
}

void print_given(std::ostream& out, const Timeline& line, double budget_per_h) {
  const AlarmRule& rule = line.rule.alarm;
  out << text("%.0f recordings, %.2f h, ", static_cast<double>(line.recordings.size()),
              line.duration_s / 3600.0)
      << line.events.size()
      << (line.objective == TuneObjective::kOnset ? " seizures" : " bursts")
      << text("; at most %.3g false alarms/h\n", budget_per_h) << "annotated as artefact "
      << stretch_words(line, line.artefacts) << ", as stimulated "
      << stretch_words(line, line.stimulated)
      << ", outside seizures: background, to stay silent in\n"
      << text("useful: an alarm begins within %.0f s before an onset and %.0f s after; ",
              rule.useful_before_s, rule.useful_after_s)
      << text("false: further than %.0f s before one and %.0f s after an end",
              rule.clear_before_s, rule.clear_after_s)
      << (line.objective == TuneObjective::kBurst ? ", and away from seizures\n" : "\n")
      << text("long episode: a detection of %.0f s or more\n", kLongEpisode_s);
}

void print_result(std::ostream& out, const TuneResult& result,
                  const TherapyCost& of_one) {
  out << result.detector << ": " << result.words << '\n';
  for (const TuneFoldResult& told : result.folds) {
    out << text("  learnt until %.0f s, tested until %.0f s: ", told.fold.train.to_s,
                told.fold.test.to_s)
        << figures_text(told.score);
    if (told.words.empty()) out << "; nothing kept to the budget, so nothing was on";
    out << "\n    " << fold_costs(told) << '\n';
  }
  if (result.folds.size() > 1)
    out << "  not seen before, all: " << figures_text(result.unseen()) << '\n';
  out << "  on what it was chosen by (a fit): " << figures_text(result.fit) << '\n';
  out << "  " << cost_line(result, of_one);
  for (const std::string& note : result.notes) out << "  note: " << note << '\n';
}

}  // namespace homeostat::sim
