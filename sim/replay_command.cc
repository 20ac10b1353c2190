#include "sim/replay_command.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <sstream>

#include "clinical_configs/load.h"
#include "sim/annotations.h"
#include "sim/edf_reader.h"
#include "sim/error.h"
#include "sim/hash.h"
#include "sim/program_channels.h"
#include "sim/replay_plant.h"
#include "sim/replay_rate.h"
#include "sim/resample.h"
#include "sim/summary_table.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

using Signals = std::vector<std::vector<float>>;

// All channels at the program's rate; a shorter one is filled up with gap.
Signals at_program_rate(Recording& recording, double rate_hz) {
  resample(recording.channels, rate_hz);
  Signals signals;
  std::size_t longest = 0;
  for (Channel& channel : recording.channels) {
    longest = std::max(longest, channel.samples_uv.size());
    signals.push_back(std::move(channel.samples_uv));
  }
  for (std::vector<float>& signal : signals) signal.resize(longest, std::nanf(""));
  return signals;
}

Reference read_reference(const std::filesystem::path& path, double recording_s,
                         std::ostream& err) {
  Annotations known = read_annotations(path, recording_s);
  for (const std::string& note : known.notes) {
    err << "homeostat: warning: " << path.string() << ": " << note << '\n';
  }
  return {.source = path.filename().string(), .seizures = std::move(known.seizures)};
}

// All that a replay is made of, found to be usable.
struct Inputs {
  std::filesystem::path program_file;
  controller::TherapyProgram program;
  Recording recording;
  std::optional<Reference> reference;
};

Inputs read_inputs(const ReplayOptions& options, std::ostream& err) {
  Inputs inputs{.program_file = clinical_configs::find_program(options.program)};
  inputs.program = clinical_configs::load_program(inputs.program_file);
  const biomarkers::BiomarkerSettings& sensing = inputs.program.biomarkers;
  inputs.recording =
      read_edf(options.recording, recording_labels(options.channels, sensing));
  check_rates(options.recording, inputs.recording.channels, sensing, err);
  if (options.annotations) {
    inputs.reference =
        read_reference(*options.annotations, inputs.recording.duration_s, err);
  }
  return inputs;
}

// Before resampling, which forgets the recorder's rate.
std::vector<ChannelOrigin> origins_of(const Inputs& inputs) {
  std::vector<ChannelOrigin> origins;
  for (const Channel& channel : inputs.recording.channels) {
    origins.push_back(
        {.program = inputs.program.biomarkers.channels[origins.size()].label.data(),
         .recording = printable_utf8(channel.label),
         .rate_hz = channel.rate_hz});
  }
  return origins;
}

}  // namespace

void check_replay(const ReplayOptions& options) {
  std::ostringstream unheard;  // the replay itself will say it
  (void)read_inputs(options, unheard);
}

Summary replay_recording(const ReplayOptions& options, const Console& console) {
  Inputs inputs = read_inputs(options, console.err);
  const std::filesystem::path& program_file = inputs.program_file;
  const controller::TherapyProgram& program = inputs.program;
  const std::vector<ChannelOrigin> origins = origins_of(inputs);
  const double rate_hz = static_cast<double>(program.biomarkers.sample_rate_hz);
  ReplayPlant plant(at_program_rate(inputs.recording, rate_hz), program);
  if (plant.frames() == 0) {
    throw RecordingError(options.recording.string() +
                         ": shorter than one frame of the program; nothing to replay");
  }
  spdlog::info("replay: program {}, recording {}, {} s", program_file.string(),
               options.recording.string(), inputs.recording.duration_s);
  SessionPlan plan{
      .identity = {.kind = "replay",
                   .title = printable_utf8(options.recording.filename().string()),
                   .program = program.name.data(),
                   .program_sha256 = sha256_of_file(program_file),
                   .source = options.recording.filename().string(),
                   .source_sha256 = sha256_of_file(options.recording),
                   .seed = std::nullopt,
                   .channels = origins},
      .program = program,
      .program_file = program_file,
      .patient_file = {},
      .inputs = {program_file, options.recording},
      .out = options.out,
      .duration_s = static_cast<double>(plant.frames()) *
                    program.biomarkers.samples_per_frame / rate_hz,
      .start_date_time = inputs.recording.start_date_time,
      .make_loop = options.make_loop,
      .uv_per_count = plant.uv_per_count(),
      .reference = nullptr};
  if (options.annotations) plan.inputs.push_back(*options.annotations);
  if (inputs.reference) plan.reference = [&inputs] { return *inputs.reference; };
  Summary summary = run_session(plan, plant, console);
  warn_of_fault(console.err, summary);
  return summary;
}

}  // namespace homeostat::sim
