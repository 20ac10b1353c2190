#include "sim/demo_command.h"

#include <ostream>

#include "sim/output_folder.h"
#include "sim/replay_command.h"
#include "sim/report.h"
#include "sim/run_command.h"

namespace homeostat::sim {
namespace {

constexpr const char* kPatient = "temporal_lobe";
constexpr const char* kProgram = "epilepsy/responsive";
constexpr const char* kScalpProgram = "replay/scalp";

RunOptions virtual_run(const DemoOptions& options, bool untreated) {
  return {.program = kProgram,
          .patient = kPatient,
          .duration_s = options.duration_s,
          .seed = options.seed,
          .out = options.out / (untreated ? "untreated" : "treated"),
          .untreated = untreated};
}

// The recording's events file as SzCORE names it: X.edf and X_events.tsv.
std::optional<std::filesystem::path> events_beside(std::filesystem::path recording) {
  recording.replace_filename(recording.stem().string() + "_events.tsv");
  if (!std::filesystem::exists(recording)) return std::nullopt;
  return recording;
}

bool lacks_example(const DemoOptions& options) {
  return !options.recording && !std::filesystem::exists(options.example);
}

// A recording that a person named, else the example, else the one just simulated.
ReplayOptions replay_of(const DemoOptions& options) {
  ReplayOptions replay{.program = kScalpProgram,
                       .recording = options.recording.value_or(options.example),
                       .annotations = options.annotations,
                       .channels = options.channels,
                       .out = options.out / "replay"};
  if (lacks_example(options)) {
    replay.program = kProgram;
    replay.recording = options.out / "untreated" / "recording.edf";
    replay.annotations = options.out / "untreated" / "seizures.tsv";
    return replay;
  }
  if (!replay.annotations) replay.annotations = events_beside(replay.recording);
  return replay;
}

// Before the first run: by the last, a recording in one of the folders would be gone.
void refuse_to_overwrite_replayed(const DemoOptions& options) {
  std::vector<std::filesystem::path> inputs{options.recording.value_or(options.example)};
  if (options.annotations) inputs.push_back(*options.annotations);
  if (const auto events = events_beside(inputs.front())) inputs.push_back(*events);
  for (const char* folder : {"untreated", "treated", "replay", ""}) {
    refuse_to_overwrite(options.out / folder, inputs);
  }
}

// Before the first run, too: nobody waits for two simulations to hear of a third file's
// fault. What the untreated run will write cannot be looked at yet.
void check_replayed(const DemoOptions& options) {
  if (!lacks_example(options)) check_replay(replay_of(options));
}

}  // namespace

std::vector<Summary> demonstrate(const DemoOptions& options, const Console& console) {
  refuse_to_overwrite_replayed(options);
  check_replayed(options);
  std::vector<Summary> runs;
  std::vector<std::filesystem::path> folders;
  const auto done = [&](Summary run, const char* folder) {
    runs.push_back(std::move(run));
    folders.push_back(options.out / folder);
    return !console.stop.load();
  };
  if (lacks_example(options)) {
    console.err
        << options.example.string()
        << " is not there: the replay takes the recording that the untreated run wrote\n";
  }
  if (done(run_virtual_patient(virtual_run(options, true), console), "untreated") &&
      done(run_virtual_patient(virtual_run(options, false), console), "treated")) {
    done(replay_recording(replay_of(options), console), "replay");
  }
  write_comparison(options.out / "report.html", folders);
  return runs;
}

}  // namespace homeostat::sim
