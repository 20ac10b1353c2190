#include "sim/score_command.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "sim/annotations.h"
#include "sim/error.h"
#include "sim/events_tsv.h"
#include "sim/matching.h"
#include "sim/score_json.h"
#include "sim/scoring.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;

// Files hold 0.01 s: one step apart is rounding, two are another recording.
constexpr double kSameDuration_s = 0.015;

constexpr double kLongest_s = 10.0 * 366 * 86400;  // ten years
constexpr double kShortestCut_s = 1.0;  // keeps the pieces of such a file countable

struct Comparison {
  ScoringParameters parameters;
  double duration_s = 0.0;
  std::vector<Interval> seizures;
  std::vector<Interval> alarms;
  Score events;
  Score samples;
  Matching matching;
  std::vector<std::string> notes;
};

std::string fixed(double value, int decimals) {
  if (std::isnan(value)) return "n/a";
  std::array<char, 40> text;  // counts and rates; 1e9 s hold fewer than 1e15 of anything
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value,
                                          std::chars_format::fixed, decimals);
  return error == std::errc{} ? std::string(text.data(), end) : "n/a";
}

std::string counted(std::size_t n, const char* thing) {
  return std::to_string(n) + " " + thing + (n == 1 ? "" : "s");
}

// ---- what a person should know about the files before trusting the figures

void note_labels(const EventFile& file, const std::string& name,
                 std::vector<std::string>& notes) {
  if (const auto note = uncounted_rows(file)) notes.push_back(name + ": " + *note);
}

void note_places(const std::vector<Interval>& events, double duration_s,
                 const std::string& name, std::vector<std::string>& notes) {
  if (!in_order(events)) {
    notes.push_back(
        name +
        ": events are nested or not in order; the reference scorer trusts the "
        "order and joins them wrongly, and so does this score");
  }
  const auto beyond = std::ranges::count_if(events, [&](const Interval& e) {
    return e.offset_s > duration_s + kSameDuration_s;
  });
  if (beyond > 0) {
    notes.push_back(name + ": " + counted(static_cast<std::size_t>(beyond), "event") +
                    " past the end of the recording");
  }
}

// ---- what no figure can be trusted after

void require_order(const std::vector<Interval>& events,
                   const std::filesystem::path& path) {
  if (in_order(events)) return;
  throw RecordingError(path.string() +
                       ": seizures are nested or not in order, and the public scorer "
                       "joins them wrongly; accepted: rows sorted by onset, none inside "
                       "another, or --as-is to score them as it does");
}

void require_range(double value, double low, double high, const char* option,
                   const char* accepted) {
  if (value >= low && value <= high) return;
  throw UsageError(std::string(option) + " is out of range; accepted: " + accepted);
}

void require_parameters(const ScoringParameters& p) {
  constexpr const char* kSpan = "0s to ten years";
  require_range(p.tolerance_start_s, 0.0, kLongest_s, "--tolerance-start", kSpan);
  require_range(p.tolerance_end_s, 0.0, kLongest_s, "--tolerance-end", kSpan);
  require_range(p.min_overlap, 0.0, 1.0, "--min-overlap", "a share from 0 to 1");
  require_range(p.max_event_duration_s, kShortestCut_s, kLongest_s,
                "--max-event-duration", "1s to ten years");
  require_range(p.min_duration_between_events_s, 0.0, kLongest_s, "--min-gap", kSpan);
}

Comparison compare(const ScoreOptions& options) {
  require_parameters(options.parameters);
  const EventFile reference = read_events(options.reference);
  const EventFile hypothesis = read_events(options.hypothesis);
  const double duration_s = reference.recording_duration_s;
  if (!(std::abs(hypothesis.recording_duration_s - duration_s) <= kSameDuration_s)) {
    throw RecordingError(options.hypothesis.string() + ": recordingDuration is " +
                         fixed(hypothesis.recording_duration_s, 2) + " s; accepted: " +
                         fixed(duration_s, 2) + " s as in " + options.reference.string());
  }
  Comparison c;
  c.parameters = options.parameters;
  c.duration_s = duration_s;
  c.seizures = seizures(reference);
  c.alarms = seizures(hypothesis);
  if (!options.as_is) {
    require_order(c.seizures, options.reference);
    require_order(c.alarms, options.hypothesis);
  }
  c.events = score_events(c.seizures, c.alarms, duration_s, c.parameters);
  c.samples = score_samples_1hz(c.seizures, c.alarms, duration_s);
  c.matching = match(c.seizures, c.alarms);
  note_labels(reference, "reference", c.notes);
  note_labels(hypothesis, "hypothesis", c.notes);
  note_places(c.seizures, duration_s, "reference", c.notes);
  note_places(c.alarms, duration_s, "hypothesis", c.notes);
  return c;
}

// ---- as JSON

void print_json(const Comparison& c, const ScoreOptions& options, std::ostream& out) {
  const Json whole = {{"reference_file", options.reference.string()},
                      {"hypothesis_file", options.hypothesis.string()},
                      {"recording_duration_s", c.duration_s},
                      {"parameters", parameters_json(c.parameters)},
                      {"event", score_json(c.events)},
                      {"sample_1hz", score_json(c.samples)},
                      {"matching", matching_json(c.matching)},
                      {"notes", c.notes}};
  // A path or label need not be UTF-8, JSON must be.
  out << whole.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

// ---- as a table

void print_row(std::ostream& out, std::string_view name, const std::string& events,
               const std::string& samples) {
  out << std::left << std::setw(22) << name << std::right << std::setw(12) << events
      << std::setw(15) << samples << '\n';
}

void print_scores(std::ostream& out, const Score& events, const Score& samples) {
  print_row(out, "", "events", "1 Hz samples");
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

void print_table(const Comparison& c, const ScoreOptions& options, std::ostream& out) {
  out << "reference   " << options.reference.string() << ": "
      << counted(c.seizures.size(), "seizure") << " in " << fixed(c.duration_s, 2)
      << " s\nhypothesis  " << options.hypothesis.string() << ": "
      << counted(c.alarms.size(), "alarm") << "\n\n";
  out << "as the public scorer counts (" << kPublicScorer << "):\n";
  print_scores(out, c.events, c.samples);
  out << '\n';
  print_matching(out, c.matching);
  for (const std::string& note : c.notes) out << "note: " << note << '\n';
}

}  // namespace

int score_command(const ScoreOptions& options, std::ostream& out) {
  const Comparison comparison = compare(options);
  if (options.json) {
    print_json(comparison, options, out);
  } else {
    print_table(comparison, options, out);
  }
  return 0;
}

}  // namespace homeostat::sim
