#include "sim/adaptive_run.h"

#include <algorithm>
#include <cmath>

#include "biomarkers/biomarker_bank.h"
#include "sim/observer.h"
#include "sim/replay_plant.h"

namespace homeostat::sim {
namespace {

using namespace biomarkers;

TherapyCost cost_of(const controller::TherapyProgram& program, const RcsReading& reading,
                    double frame_s) {
  TherapyCost cost;
  const double compliance_v =
      static_cast<double>(program.limits.compliance.count()) * 1e-6;
  for (std::size_t p = 0; p < program.adaptive.outputs.size(); ++p) {
    const controller::Stimulation& output = program.adaptive.outputs[p];
    if (output.period.count() <= 0 || output.amplitude.count() == 0) continue;
    const auto current_ua =
        std::min<std::int64_t>(reading.currents_ua[p], output.amplitude.count());
    const double pulses = frame_s * 1e6 / static_cast<double>(output.period.count());
    const double charge_uc = pulses * static_cast<double>(current_ua) *
                             static_cast<double>(output.pulse_width.count()) * 1e-6;
    cost.charge_uc += charge_uc;
    cost.energy_mj += 2.0 * charge_uc * compliance_v * 1e-3;
  }
  return cost;
}

void run_one(const controller::TherapyProgram& program, const TuneRecording& recording,
             AdaptiveRun& run) {
  ReplayPlant plant(recording.signals_uv, program);
  BiomarkerBank bank(program.biomarkers, &program.adaptive.chain);
  SampleFrame frame;
  const safety::StimCommand off = safety::StimCommand::off();
  const double frame_s = program.biomarkers.samples_per_frame /
                         static_cast<double>(program.biomarkers.sample_rate_hz);
  bool before = false;
  for (std::int64_t i = 0; i < plant.frames(); ++i) {
    plant.advance({&off, 1}, {&frame, 1});
    const double now_s = recording.begin_s + seconds(frame.time);
    const RcsReading reading = bank.update(frame, false).adaptive;
    const bool now = reading.state > 0 && reading.state != kRcsNoState;
    if (now && !before) run.detections.push_back({now_s, now_s});
    if (now || before) run.detections.back().offset_s = now_s;
    before = now;
    const auto second = static_cast<std::size_t>(now_s);
    if (second < run.cost.size()) run.cost[second] += cost_of(program, reading, frame_s);
  }
}

}  // namespace

TherapyCost AdaptiveRun::cost_between(double from_s, double to_s) const {
  TherapyCost sum;
  for (auto second = static_cast<std::size_t>(std::max(0.0, from_s));
       second < cost.size() && static_cast<double>(second) < to_s; ++second) {
    sum += cost[second];
  }
  return sum;
}

AdaptiveRun run_adaptive(const controller::TherapyProgram& program,
                         const Timeline& line) {
  controller::TherapyProgram heard = program;
  heard.biomarkers.detector_count = 0;
  heard.biomarkers.trees = {};
  AdaptiveRun run;
  run.cost.resize(static_cast<std::size_t>(line.duration_s) + 2);
  for (const TuneRecording& recording : line.recordings) run_one(heard, recording, run);
  return run;
}

}  // namespace homeostat::sim
