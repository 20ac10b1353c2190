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

constexpr double kMost = 1e6;  // of days, bursts and visits: more is a mistake

// The object "mood" of a summary, value by value. A value that is not there is as if it
// had not been said; one of another kind throws Json::exception.
class Facts {
 public:
  Facts(const Json& json, const fs::path& path) : json_(json), path_(path) {}

  template <class Value>
  Value get(const char* key, Value otherwise) const {
    const auto found = json_.find(key);
    return found == json_.end() || found->is_null() ? otherwise : found->get<Value>();
  }
  std::string text(const char* key) const { return get<std::string>(key, ""); }
  double days(const char* key) const {
    const double value = get(key, 0.0);
    if (!(value >= 0.0 && value <= kMost)) refuse(key, "0 to 1000000");
    return value;
  }
  int whole(const char* key, int otherwise, int least) const {
    const double value = get(key, static_cast<double>(otherwise));
    if (!(value >= least && value <= kMost && std::floor(value) == value))
      refuse(key, "a whole number from " + std::to_string(least) + " to 1000000");
    return static_cast<int>(value);
  }
  std::optional<std::uint64_t> seed() const {
    const auto found = json_.find("seed");
    if (found == json_.end() || found->is_null()) return std::nullopt;
    if (!found->is_number_unsigned()) refuse("seed", "a whole number, not below 0");
    return found->get<std::uint64_t>();
  }
  OutcomeDefinition outcome() const;

 private:
  [[noreturn]] void refuse(const char* key, const std::string& accepted) const {
    throw RecordingError(
        path_.string() + ": mood." + key + " is " +
        json_.at(key).dump(-1, ' ', false, Json::error_handler_t::replace) +
        "; accepted: " + accepted);
  }
  std::optional<double> bound(const char* key) const {
    const double value = get(key, kNotKnown);
    return std::isnan(value) ? std::nullopt : std::optional(value);
  }

  const Json& json_;
  const fs::path& path_;
};

// By the rules of `homeostat outcome`, whose options have the same names.
OutcomeDefinition Facts::outcome() const {
  const std::string name = text("scale");
  if (find_scale(name) == nullptr) {
    throw RecordingError(path_.string() + ": mood.scale is \"" + name +
                         "\"; accepted: " + scale_names());
  }
  try {
    OutcomeDefinition outcome =
        definition_of({.scale = name,
                       .response_drop_percent = bound("response_drop_percent"),
                       .remission_at = bound("remission_at"),
                       .relapse_from = bound("relapse_from")});
    const auto visits = static_cast<int>(outcome.relapse_visits);
    outcome.relapse_visits = static_cast<std::size_t>(whole("relapse_visits", visits, 1));
    return outcome;
  } catch (const UsageError& error) {
    throw RecordingError(path_.string() + ": mood: " + error.what());
  }
}

MoodFacts facts_of(const Facts& in) {
  MoodFacts facts;
  facts.program = in.text("program");
  facts.patient = in.text("patient");
  facts.arm = in.text("arm");
  facts.planned_days = in.days("planned_days");
  facts.as_if_bursts = in.whole("as_if_bursts", 0, 0);
  facts.seed = in.seed();
  facts.hypothetical = in.get("hypothetical", true);
  facts.approver = in.text("approver");
  facts.record_date = in.text("record_date");
  facts.valid_days = in.whole("valid_days", 0, 0);
  facts.clauses = in.whole("clauses", 0, 0);
  facts.clauses_held = in.whole("clauses_held", 0, 0);
  facts.has_biomarker = in.get("has_biomarker", true);
  facts.dosed = in.get("dosed", true);
  facts.score_on = in.get("score_on", kNotKnown);
  facts.score_off = in.get("score_off", kNotKnown);
  facts.most_bursts_per_day = in.whole("most_bursts_per_day", 0, 0);
  facts.treated_from_day = in.days("treated_from_day");
  facts.outcome = in.outcome();
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
                   {"planned_days", facts.planned_days},
                   {"as_if_bursts", facts.as_if_bursts},
                   {"seed", facts.seed ? Json(*facts.seed) : Json()},
                   {"hypothetical", facts.hypothetical},
                   {"approver", facts.approver},
                   {"record_date", facts.record_date},
                   {"valid_days", facts.valid_days},
                   {"clauses", facts.clauses},
                   {"clauses_held", facts.clauses_held},
                   {"has_biomarker", facts.has_biomarker},
                   {"dosed", facts.dosed},
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
    return facts_of(Facts(*found, path));
  } catch (const Json::exception&) {
    throw RecordingError(
        path.string() +
        ": a value of \"mood\" is of another kind; accepted: the summary "
        "of a slow run");
  }
}

}  // namespace homeostat::sim
