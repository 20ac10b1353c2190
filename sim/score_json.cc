#include "sim/score_json.h"

#include <cmath>

#include "sim/rounding.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;

Json number_json(double value) { return std::isnan(value) ? Json() : Json(value); }

Json seconds_json(const std::optional<double>& span_s) {
  return span_s && std::isfinite(*span_s) ? Json(to_millionth(*span_s)) : Json();
}

Json known_json(const std::optional<double>& value) {
  if (!value) return Json();
  return std::isinf(*value) ? Json("missed") : Json(*value);
}

Json range_json(const std::optional<DrawnRange>& range, bool with_mean) {
  if (!range) return Json();
  Json json = Json::object();
  if (with_mean) json["mean"] = known_json(range->mean);
  json["low"] = known_json(range->low);
  json["high"] = known_json(range->high);
  return json;
}

Json figures_json(const Performance& p) {
  Json json = Json::object();
  for (const NamedFigure& figure : compared_figures()) {
    json[figure.name] = known_json(figure.of(p));
  }
  return json;
}

Json ranges_json(const DrawnFigures& ranges, bool with_mean) {
  Json json = Json::object();
  const auto figures = compared_figures();
  for (std::size_t i = 0; i < figures.size(); ++i) {
    json[figures[i].name] = range_json(ranges[i], with_mean);
  }
  return json;
}

Json rule_json(const Comparison& c) {
  const AlarmRule& rule = c.rules.alarms;
  return {{"useful_before_s", rule.useful_before_s},
          {"useful_after_s", rule.useful_after_s},
          {"clear_before_s", rule.clear_before_s},
          {"clear_after_s", rule.clear_after_s},
          {"therapies", c.delivered ? "as delivered" : "one at each alarm's onset"},
          {"therapy_s", c.delivered ? Json() : Json(rule.therapy_s)},
          {"therapy_gap_s", c.delivered ? Json(kTherapyGap_s) : Json()}};
}

}  // namespace

Json score_json(const Score& score) {
  return {{"reference", score.n_ref},
          {"true_positives", score.tp},
          {"false_positives", score.fp},
          {"sensitivity", number_json(score.sensitivity)},
          {"precision", number_json(score.precision)},
          {"f1", number_json(score.f1)},
          {"false_positives_per_day", number_json(score.fp_per_day)}};
}

Json parameters_json(const ScoringParameters& p) {
  return {{"tolerance_start_s", p.tolerance_start_s},
          {"tolerance_end_s", p.tolerance_end_s},
          {"min_overlap", p.min_overlap},
          {"max_event_duration_s", p.max_event_duration_s},
          {"min_duration_between_events_s", p.min_duration_between_events_s}};
}

Json matching_json(const Matching& m) {
  Json latencies = Json::array();
  for (const auto& latency_s : m.latencies_s)
    latencies.push_back(seconds_json(latency_s));
  return {{"tolerance_s", m.rule.tolerance_s},
          {"earliest_s", m.rule.earliest_s},
          {"detected_seizures", m.detected},
          {"other_detections_in_seizure", m.other_in_seizure},
          {"other_detections_outside", m.other_outside},
          {"latencies_s", latencies},
          {"median_latency_s", seconds_json(median_latency_s(m.latencies_s))}};
}

Json alarm_figures_json(const Comparison& c) {
  const AlarmFigures& f = c.detector.alarms;
  Json latencies = Json::array();
  for (const auto& latency_s : f.latencies_s)
    latencies.push_back(seconds_json(latency_s));
  return {{"rule", rule_json(c)},
          {"coverage",
           {{"recordings", f.recordings},
            {"seizures", f.seizures()},
            {"alarms", f.alarms},
            {"hours", f.duration_s / 3600.0},
            {"hours_outside_seizures", f.outside_s / 3600.0}}},
          {"latencies_s", latencies},
          {"median_latency_s", seconds_json(latency_quantile_s(f, 0.5))},
          {"p90_latency_s", seconds_json(latency_quantile_s(f, 0.9))},
          {"detected", f.detected},
          {"sensitivity", known_json(sensitivity(f))},
          {"undetected_share", known_json(undetected_share(f))},
          {"useful", f.useful},
          {"useful_sensitivity", known_json(useful_sensitivity(f))},
          {"false_alarms", f.false_alarms},
          {"false_alarms_per_hour", known_json(false_alarms_per_hour(f))},
          {"false_alarm_s", to_millionth(f.false_alarm_s)},
          {"false_alarm_share", known_json(false_alarm_share(f))},
          {"therapies", f.therapies},
          {"therapies_per_day", known_json(therapies_per_day(f))},
          {"stimulation_s", to_millionth(f.stimulation_s)},
          {"stimulation_s_per_day", known_json(stimulation_s_per_day(f))}};
}

Json beside_json(const Comparison& c) {
  return {{"seed", c.seed},
          {"draws", c.draws},
          {"intervals_95", ranges_json(c.intervals, false)},
          {"always_on", figures_json(c.always_on)},
          {"random", ranges_json(c.random, true)},
          {"loudest", c.loudest ? figures_json(*c.loudest) : Json()}};
}

}  // namespace homeostat::sim
