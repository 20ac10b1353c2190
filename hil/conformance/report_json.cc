#include <algorithm>
#include <nlohmann/json.hpp>

#include "hil/conformance/report.h"
#include "sim/build_identity.h"
#include "sim/hex.h"
#include "sim/output_file.h"

namespace homeostat::hil {
namespace {

using Json = nlohmann::ordered_json;

Json both(const Text& text) { return {{"en", text.en}, {"zh", text.zh}}; }

Json number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json identity_json(const wire::Identity& identity) {
  return {{"device_id", sim::to_hex(identity.device_id)},
          {"firmware", identity.firmware_version.data()},
          {"protocol", identity.protocol_version},
          {"schema", identity.schema_version},
          {"program", identity.program_name.data()},
          {"program_crc32", identity.program_crc32},
          {"image_counter", identity.image_counter},
          {"capabilities", identity.capabilities},
          {"channels", identity.channels},
          {"samples", identity.samples}};
}

Json judgement_json(const Judgement& judgement) {
  return {{"holds", judgement.holds},
          {"expectation", both(judgement.expectation)},
          {"measured", both(judgement.measured)},
          {"value", number(judgement.value)},
          {"limit", number(judgement.limit)},
          {"expanded_uncertainty", number(judgement.uncertainty)},
          {"unit", judgement.unit}};
}

Json result_json(const ScenarioResult& result) {
  Json json = {
      {"name", result.name},
      {"title", {{"en", result.scenario.title_en}, {"zh", result.scenario.title_zh}}},
      {"verdict", name_of(result.verdict)},
      {"why", both(result.why)},
      {"clauses", Json::array()},
      {"program", result.scenario.program},
      {"identity", identity_json(result.identity)},
      {"used_before", result.used},
      {"frame_s", result.frame_s},
      {"duration_s", result.scenario.duration_s},
      {"ran_s", result.ran_s},
      {"wall_s", result.wall_s},
      {"expectations", Json::array()},
      {"evidence", Json::array()}};
  for (const auto& clause : result.scenario.clauses) {
    json["clauses"].push_back({{"standard", clause.standard},
                               {"number", clause.number},
                               {"status", "to be checked against the bought text"}});
  }
  for (const Judgement& judgement : result.judgements)
    json["expectations"].push_back(judgement_json(judgement));
  for (const EvidenceFile& file : result.evidence)
    json["evidence"].push_back({{"file", file.name}, {"sha256", file.sha256}});
  return json;
}

}  // namespace

int KitReport::count(Verdict verdict) const {
  return static_cast<int>(std::ranges::count(results, verdict, &ScenarioResult::verdict));
}

bool KitReport::passed() const {
  return complete && count(Verdict::kFailed) == 0 && count(Verdict::kPassed) > 0;
}

void write_json(const KitReport& report, const std::filesystem::path& file) {
  Json json = {{"kit", "homeostat conformance"},
               {"format", 1},
               {"version", sim::kVersion},
               {"compiler", sim::kCompiler},
               {"guard_sha256", sim::kGuardSha256},
               {"started", report.started},
               {"rig", report.rig},
               {"laboratory", report.laboratory},
               {"engineer", report.engineer},
               {"device", report.device},
               {"key", report.key},
               {"paced", report.paced},
               {"complete", report.complete},
               {"decision_rule",
                "value + expanded uncertainty <= limit (k = 2); whole numbers are exact"},
               {"passed", report.count(Verdict::kPassed)},
               {"failed", report.count(Verdict::kFailed)},
               {"not_applicable", report.count(Verdict::kNotApplicable)},
               {"not_run", report.count(Verdict::kNotRun)},
               {"scenarios", Json::array()}};
  for (const ScenarioResult& result : report.results)
    json["scenarios"].push_back(result_json(result));
  std::ofstream out = sim::open_output(file);
  out << json.dump(2) << '\n';
  sim::close_output(out, file);
}

}  // namespace homeostat::hil
