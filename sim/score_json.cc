#include "sim/score_json.h"

#include <cmath>

#include "sim/rounding.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;

Json number_json(double value) { return std::isnan(value) ? Json() : Json(value); }

Json seconds_json(const std::optional<double>& span_s) {
  return span_s ? Json(to_millionth(*span_s)) : Json();
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

}  // namespace homeostat::sim
