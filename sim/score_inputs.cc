#include "sim/score_inputs.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>

#include "sim/annotations.h"
#include "sim/edf_reader.h"
#include "sim/error.h"
#include "sim/events_tsv.h"
#include "sim/run_folder.h"
#include "sim/strict_events.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

// Files hold 0.01 s: one step apart is rounding, two are another recording.
constexpr double kSameDuration_s = 0.015;
// EDF counts in whole records, mostly of a second.
constexpr double kSameSignal_s = 1.0;

std::string seconds_text(double t_s) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", t_s);
  return text;
}

std::string counted(std::size_t n, const char* thing) {
  return std::to_string(n) + " " + thing + (n == 1 ? "" : "s");
}

void note_events(const EventFile& file, const std::string& name,
                 std::vector<std::string>& notes) {
  if (const auto note = uncounted_rows(file)) notes.push_back(name + ": " + *note);
  const std::vector<Interval> events = seizures(file);
  if (!in_order(events)) {
    notes.push_back(
        name +
        ": events are nested or not in order; the reference scorer trusts the "
        "order and joins them wrongly, and so does this score");
  }
  const auto beyond = std::ranges::count_if(events, [&](const Interval& e) {
    return e.offset_s > file.recording_duration_s + kSameDuration_s;
  });
  if (beyond > 0) {
    notes.push_back(name + ": " + counted(static_cast<std::size_t>(beyond), "event") +
                    " past the end of the recording");
  }
}

void require_sound_or_warn(const EventFile& file, const fs::path& path, bool strict,
                           std::ostream& err) {
  if (strict) return require_sound(file, path);
  if (const auto warning = warning_of(file, path)) {
    err << "homeostat: warning: " << *warning << '\n';
  }
}

ScoreSignal read_signal(const fs::path& path, const std::string& channel,
                        double duration_s) {
  std::vector<std::string> labels{channel};
  if (channel.empty()) {
    labels = edf_labels(path);
    if (labels.empty()) throw RecordingError(path.string() + ": holds no signal");
    labels.resize(1);
  }
  Recording recording = read_edf(path, labels);
  if (!(std::abs(recording.duration_s - duration_s) <= kSameSignal_s)) {
    throw RecordingError(path.string() + ": lasts " + seconds_text(recording.duration_s) +
                         "; accepted: " + seconds_text(duration_s) +
                         " as its events say, give or take 1 s");
  }
  Channel& first = recording.channels.front();
  return {.channel = printable_utf8(first.label),
          .rate_hz = first.rate_hz,
          .samples_uv = std::move(first.samples_uv)};
}

struct Files {
  fs::path reference;
  fs::path hypothesis;
  fs::path recording;  // empty: none
};

ScoreInput read_pair(const Files& files, const ScoreOptions& options,
                     const std::string& of_several, std::vector<std::string>& notes,
                     std::ostream& err) {
  const EventFile reference = read_events(files.reference);
  const EventFile hypothesis = read_events(files.hypothesis);
  const double duration_s = reference.recording_duration_s;
  if (!(std::abs(hypothesis.recording_duration_s - duration_s) <= kSameDuration_s)) {
    throw RecordingError(files.hypothesis.string() + ": recordingDuration is " +
                         seconds_text(hypothesis.recording_duration_s) + "; accepted: " +
                         seconds_text(duration_s) + " as in " + files.reference.string());
  }
  require_sound_or_warn(reference, files.reference, options.strict, err);
  require_sound_or_warn(hypothesis, files.hypothesis, options.strict, err);
  note_events(reference, "reference" + of_several, notes);
  note_events(hypothesis, "hypothesis" + of_several, notes);
  ScoreInput input{.reference = files.reference.string(),
                   .hypothesis = files.hypothesis.string(),
                   .events = {.seizures = seizures(reference),
                              .alarms = seizures(hypothesis),
                              .duration_s = duration_s,
                              .delivered = std::nullopt},
                   .signal = std::nullopt};
  if (!files.recording.empty()) {
    input.signal = read_signal(files.recording, options.channel, duration_s);
  }
  return input;
}

ScoreInput read_run(const fs::path& folder, const ScoreOptions& options,
                    const std::string& of_several, std::vector<std::string>& notes,
                    std::ostream& err) {
  const RunFolder run = read_run_folder(folder);
  if (!run.seizures) {
    throw RecordingError((folder / "seizures.tsv").string() +
                         ": not there, for nobody knew the run's seizures; accepted: a "
                         "virtual patient's run, or a replay with --annotations");
  }
  ScoreInput input = read_pair({.reference = folder / "seizures.tsv",
                                .hypothesis = folder / "detections.tsv",
                                .recording = folder / "recording.edf"},
                               options, of_several, notes, err);
  input.events.delivered.emplace();
  for (const DeliveredBurst& burst : run.bursts) {
    input.events.delivered->push_back({burst.onset_s, burst.onset_s + burst.duration_s});
  }
  return input;
}

void require_pairs(const ScoreOptions& options) {
  const std::size_t n = options.references.size();
  if (n == 0 && options.runs.empty()) {
    throw UsageError(
        "nothing to score; give --reference and --hypothesis, or --run FOLDER");
  }
  if (n != options.hypotheses.size()) {
    throw UsageError(counted(n, "--reference file") + " and " +
                     counted(options.hypotheses.size(), "--hypothesis file") +
                     "; give one of each for every recording, in the same order");
  }
  if (!options.recordings.empty() && options.recordings.size() != n) {
    throw UsageError(counted(options.recordings.size(), "--recording file") + " for " +
                     counted(n, "pair") +
                     " of events files; give one for each, in the same order, or none");
  }
  if (options.recordings.empty() && options.runs.empty() && !options.channel.empty()) {
    throw UsageError("--channel '" + options.channel +
                     "' of no recording; give --recording or --run as well");
  }
}

}  // namespace

std::vector<ScoredRecording> ScoreInputs::events() const {
  std::vector<ScoredRecording> all;
  for (const ScoreInput& input : recordings) all.push_back(input.events);
  return all;
}

bool ScoreInputs::signals() const {
  return std::ranges::all_of(
      recordings, [](const ScoreInput& input) { return input.signal.has_value(); });
}

ScoreInputs read_score_inputs(const ScoreOptions& options, std::ostream& err) {
  require_pairs(options);
  const std::size_t several = options.references.size() + options.runs.size();
  const auto number = [&](std::size_t i) {
    return several > 1 ? " " + std::to_string(i + 1) : std::string();
  };
  ScoreInputs inputs;
  for (std::size_t i = 0; i < options.references.size(); ++i) {
    Files files{options.references[i], options.hypotheses[i], {}};
    if (!options.recordings.empty()) files.recording = options.recordings[i];
    inputs.recordings.push_back(read_pair(files, options, number(i), inputs.notes, err));
  }
  for (const fs::path& run : options.runs) {
    inputs.recordings.push_back(
        read_run(run, options, number(inputs.recordings.size()), inputs.notes, err));
  }
  // Therapies of some recordings delivered and of others asked for would be no figure.
  inputs.delivered = options.references.empty();
  if (!inputs.delivered) {
    for (ScoreInput& input : inputs.recordings) input.events.delivered.reset();
  }
  return inputs;
}

}  // namespace homeostat::sim
