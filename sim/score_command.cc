#include "sim/score_command.h"

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "sim/comparison.h"
#include "sim/error.h"
#include "sim/score_inputs.h"
#include "sim/score_json.h"
#include "sim/score_text.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kLongest_s = 10.0 * 366 * 86400;  // ten years
constexpr double kShortestCut_s = 1.0;  // keeps the pieces of such a file countable
constexpr int kMostDraws = 100'000;

void require_range(double value, double low, double high, const char* option,
                   const char* accepted) {
  if (value >= low && value <= high) return;
  throw UsageError(std::string(option) + " is out of range; accepted: " + accepted);
}

void require_parameters(const ScoreOptions& options) {
  const ScoringParameters& p = options.parameters;
  constexpr const char* kSpan = "0s to ten years";
  require_range(p.tolerance_start_s, 0.0, kLongest_s, "--tolerance-start", kSpan);
  require_range(p.tolerance_end_s, 0.0, kLongest_s, "--tolerance-end", kSpan);
  require_range(p.min_overlap, 0.0, 1.0, "--min-overlap", "a share from 0 to 1");
  require_range(p.max_event_duration_s, kShortestCut_s, kLongest_s,
                "--max-event-duration", "1s to ten years");
  require_range(p.min_duration_between_events_s, 0.0, kLongest_s, "--min-gap", kSpan);
  require_range(options.draws, 1, kMostDraws, "--draws", "1 to 100000");
}

Json files_json(const ScoreInputs& inputs) {
  if (inputs.recordings.size() == 1) {
    const ScoreInput& one = inputs.recordings.front();
    return {{"reference_file", one.reference},
            {"hypothesis_file", one.hypothesis},
            {"recording_duration_s", one.events.duration_s}};
  }
  Json files = Json::array();
  for (const ScoreInput& input : inputs.recordings) {
    files.push_back({{"reference_file", input.reference},
                     {"hypothesis_file", input.hypothesis},
                     {"recording_duration_s", input.events.duration_s}});
  }
  return {{"recordings", files}};
}

void print_json(std::ostream& out, const ScoreInputs& inputs, const Comparison& c,
                bool one_to_one) {
  Json whole = files_json(inputs);
  whole["parameters"] = parameters_json(c.rules.events);
  whole["event"] = score_json(c.detector.events);
  whole["sample_1hz"] = score_json(c.samples);
  whole["matching"] = matching_json(c.matching);
  if (one_to_one) {
    whole["one_to_one"] = score_json(score_of(c.matching, c.detector.alarms.duration_s));
  }
  whole["alarm_onsets"] = alarm_figures_json(c);
  whole["beside"] = beside_json(c);
  whole["notes"] = inputs.notes;
  // A path or label need not be UTF-8, JSON must be.
  out << whole.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

int score_command(const ScoreOptions& options, std::ostream& out, std::ostream& err) {
  require_parameters(options);
  const ScoreInputs inputs = read_score_inputs(options, err);
  const Comparison comparison = compare(
      inputs, {.events = options.parameters, .alarms = {}}, options.seed, options.draws);
  if (options.json) {
    print_json(out, inputs, comparison, options.strict);
  } else {
    print_comparison(out, inputs, comparison, options.strict);
  }
  return 0;
}

}  // namespace homeostat::sim
