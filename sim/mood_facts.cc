#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "sim/error.h"
#include "sim/mood_history.h"
#include "sim/output_file.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kSummary = "summary.json";
constexpr const char* kKey = "mood";

Json known(double value) { return std::isfinite(value) ? Json(value) : Json(); }

// An empty object where there is no file.
Json read_summary(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Json::object();
  Json json = Json::parse(in, nullptr, false);
  if (!json.is_object())
    throw RecordingError(path.string() +
                         ": is no JSON object; accepted: a run's summary");
  return json;
}

template <class Value>
Value read(const Json& facts, const char* key, Value otherwise) {
  const auto found = facts.find(key);
  return found == facts.end() || found->is_null() ? otherwise : found->get<Value>();
}

OutcomeDefinition outcome_of(const Json& facts, const fs::path& path) {
  const std::string name = read<std::string>(facts, "scale", "");
  const RatingScale* const scale = find_scale(name);
  if (scale == nullptr) {
    throw RecordingError(path.string() + ": mood.scale is \"" + name +
                         "\"; accepted: " + scale_names());
  }
  OutcomeDefinition outcome = usual_definition(scale->id).value_or(OutcomeDefinition{});
  outcome.scale = scale->id;
  outcome.response_drop_percent =
      read(facts, "response_drop_percent", outcome.response_drop_percent);
  outcome.remission_at = read(facts, "remission_at", outcome.remission_at);
  outcome.relapse_from = read(facts, "relapse_from", outcome.relapse_from);
  outcome.relapse_visits = read(facts, "relapse_visits", outcome.relapse_visits);
  return outcome;
}

MoodFacts facts_of(const Json& json, const fs::path& path) {
  MoodFacts facts;
  facts.program = read<std::string>(json, "program", "");
  facts.patient = read<std::string>(json, "patient", "");
  facts.arm = read<std::string>(json, "arm", "");
  if (json.contains("seed") && !json["seed"].is_null())
    facts.seed = json["seed"].get<std::uint64_t>();
  facts.hypothetical = read(json, "hypothetical", true);
  facts.approver = read<std::string>(json, "approver", "");
  facts.record_date = read<std::string>(json, "record_date", "");
  facts.valid_days = read(json, "valid_days", 0);
  facts.clauses = read(json, "clauses", 0);
  facts.clauses_held = read(json, "clauses_held", 0);
  facts.score_on = read(json, "score_on", kNotKnown);
  facts.score_off = read(json, "score_off", kNotKnown);
  facts.most_bursts_per_day = read(json, "most_bursts_per_day", 0);
  facts.treated_from_day = read(json, "treated_from_day", 0.0);
  facts.outcome = outcome_of(json, path);
  return facts;
}

}  // namespace

void write_facts(const fs::path& folder, const MoodFacts& facts) {
  const fs::path path = folder / kSummary;
  Json summary = read_summary(path);
  const OutcomeDefinition& outcome = facts.outcome;
  summary[kKey] = {{"program", facts.program},
                   {"patient", facts.patient},
                   {"arm", facts.arm},
                   {"seed", facts.seed ? Json(*facts.seed) : Json()},
                   {"hypothetical", facts.hypothetical},
                   {"approver", facts.approver},
                   {"record_date", facts.record_date},
                   {"valid_days", facts.valid_days},
                   {"clauses", facts.clauses},
                   {"clauses_held", facts.clauses_held},
                   {"score_on", known(facts.score_on)},
                   {"score_off", known(facts.score_off)},
                   {"most_bursts_per_day", facts.most_bursts_per_day},
                   {"treated_from_day", facts.treated_from_day},
                   {"scale", scale_of(outcome.scale).name},
                   {"response_drop_percent", outcome.response_drop_percent},
                   {"remission_at", outcome.remission_at},
                   {"relapse_from", outcome.relapse_from},
                   {"relapse_visits", outcome.relapse_visits}};
  std::ofstream out = open_output(path);
  out << summary.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  close_output(out, path);
}

MoodFacts read_facts(const fs::path& folder) {
  const fs::path path = folder / kSummary;
  const Json summary = read_summary(path);
  const auto found = summary.find(kKey);
  if (found == summary.end() || !found->is_object()) {
    throw RecordingError(path.string() +
                         ": has no object \"mood\"; accepted: the summary of a slow run");
  }
  try {
    return facts_of(*found, path);
  } catch (const Json::exception&) {
    throw RecordingError(
        path.string() +
        ": a value of \"mood\" is of another kind; accepted: the summary "
        "of a slow run");
  }
}

}  // namespace homeostat::sim
