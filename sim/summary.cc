#include "sim/summary.h"

#include <nlohmann/json.hpp>

#include "controller/therapy_mode.h"
#include "sim/build_identity.h"
#include "sim/rounding.h"
#include "sim/score_json.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json modes_json(const Summary& summary) {
  Json modes = Json::object();
  for (const auto& [mode, span_s] : summary.mode_s) modes[mode] = to_millionth(span_s);
  return modes;
}

// One detection may count for several seizures there, and `event` counts them joined and
// cut: its figures stand apart, with the parameters that made them.
Json public_scorer_json(const Score& score) {
  return {{"name", kPublicScorer},
          {"parameters", parameters_json({})},
          {"event", score_json(score)}};
}

Json reference_json(const Summary& summary) {
  return {
      {"source", or_null(summary.reference_source)},
      {"seizures", or_null(summary.seizures)},
      {"seizure_s", summary.seizure_s ? Json(to_millionth(*summary.seizure_s)) : Json()},
      {"matching", summary.matching ? matching_json(*summary.matching) : Json()},
      {"public_scorer", summary.score ? public_scorer_json(*summary.score) : Json()}};
}

}  // namespace

void judge(Summary& summary, const Reference& reference,
           const std::vector<Interval>& detections) {
  summary.reference_source = reference.source;
  summary.seizures = static_cast<std::int64_t>(reference.seizures.size());
  summary.seizure_s = 0.0;
  for (const Interval& seizure : reference.seizures) {
    *summary.seizure_s += seizure.offset_s - seizure.onset_s;
  }
  summary.matching = match(reference.seizures, detections);
  summary.score = score_events(reference.seizures, detections, summary.duration_s);
}

double fault_s(const Summary& summary) {
  const auto found = summary.mode_s.find(controller::name_of(controller::Mode::kFault));
  return found == summary.mode_s.end() ? 0.0 : found->second;
}

namespace {

Json channels_json(const Summary& summary) {
  Json channels = Json::array();
  for (const ChannelOrigin& channel : summary.channels) {
    channels.push_back({{"program", channel.program},
                        {"recording", channel.recording},
                        {"recording_rate_hz", to_millionth(channel.rate_hz)}});
  }
  return channels;
}

}  // namespace

std::string to_json(const Summary& summary) {
  Json json = {
      {"kind", summary.kind},
      {"title", summary.title},
      {"program", summary.program},
      {"program_sha256", summary.program_sha256},
      {"source", summary.source},
      {"source_sha256", summary.source_sha256},
      {"seed", or_null(summary.seed)},
      {"channels", channels_json(summary)},
      {"duration_s", to_millionth(summary.duration_s)},
      {"complete", summary.complete},
      {"broke_off", or_null(summary.broke_off)},
      {"reference", reference_json(summary)},
      {"detections",
       {{"count", summary.detections}, {"seconds", to_millionth(summary.detection_s)}}},
      {"stimulation",
       {{"bursts", summary.bursts},
        {"pulses", summary.pulses},
        {"charge_uc", to_millionth(summary.charge_uc)}}},
      {"guard",
       {{"interventions", summary.guard_interventions},
        {"reasons", summary.guard_reasons},
        {"latched", summary.latched}}},
      {"fault",
       {{"self_test_passed", summary.self_test_passed},
        {"seconds", to_millionth(fault_s(summary))},
        {"reasons", summary.fault_reasons}}},
      {"notices", summary.notices},
      {"signal_lost_s", to_millionth(summary.signal_lost_s)},
      {"mode_s", modes_json(summary)},
      {"homeostat",
       {{"version", kVersion},
        {"guard_sha256", kGuardSha256},
        {"compiler", kCompiler},
        {"note", "Research software, not approved for therapy."}}}};
  if (summary.outcome) json["outcome"] = *summary.outcome;
  if (summary.flags) json["flags"] = *summary.flags;
  if (summary.adverse_events) json["adverse_events"] = *summary.adverse_events;
  // A file's name need not be UTF-8, JSON must be.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace homeostat::sim
