#include "sim/session.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <fstream>

#include "sim/decision_log.h"
#include "sim/detection_tally.h"
#include "sim/duration.h"
#include "sim/error.h"
#include "sim/events_tsv.h"
#include "sim/output_file.h"
#include "sim/output_folder.h"
#include "sim/progress.h"
#include "sim/report.h"
#include "sim/run.h"
#include "sim/signal_recorder.h"
#include "sim/stimulation_table.h"
#include "sim/stimulation_tally.h"
#include "sim/trend_log.h"

namespace homeostat::sim {
namespace {

// Events files count in hundredths of a second: what is shorter has no length there.
constexpr double kShortest_s = 0.01;
constexpr double kRounding = 1e-9;

double frame_seconds(const controller::TherapyProgram& program) {
  return program.biomarkers.samples_per_frame /
         static_cast<double>(program.biomarkers.sample_rate_hz);
}

RunPlan frames_of(const SessionPlan& plan) {
  const double frame_s = frame_seconds(plan.program);
  const double shortest_s = std::max(frame_s, kShortest_s);
  if (!(plan.duration_s >= shortest_s * (1.0 - kRounding))) {
    throw UsageError(
        "duration " + spell_duration(plan.duration_s) +
        ": shorter than one frame of the program; give at least " +
        std::to_string(std::llround(std::ceil(shortest_s * 1e3 - kRounding))) + "ms");
  }
  const auto fewest = std::llround(std::ceil(kShortest_s / frame_s - kRounding));
  return {.frames = std::max(fewest, std::llround(plan.duration_s / frame_s)),
          .fewest = fewest};
}

EventFile seizure_events(const std::vector<Interval>& intervals, double duration_s,
                         const std::string& start_date_time) {
  EventFile file{.recording_duration_s = duration_s, .date_time = start_date_time};
  for (const Interval& seizure : intervals) {
    file.events.push_back({.onset_s = seizure.onset_s,
                           .duration_s = seizure.offset_s - seizure.onset_s,
                           .event_type = "sz",
                           .channels = "all"});
  }
  return file;
}

void count_detections(Summary& summary, const DetectionTally& tally) {
  summary.detections = static_cast<std::int64_t>(tally.detections().size());
  for (const Interval& detection : tally.detections()) {
    summary.detection_s += detection.offset_s - detection.onset_s;
  }
  summary.signal_lost_s = tally.signal_lost_s();
  summary.self_test_passed = tally.self_test_passed();
  summary.fault_reasons = tally.fault_reasons();
  for (int i = 0; i < controller::kModes; ++i) {
    const auto mode = static_cast<controller::Mode>(i);
    if (tally.mode_seconds(mode) > 0.0) {
      summary.mode_s[controller::name_of(mode)] = tally.mode_seconds(mode);
    }
  }
}

void count_guard(Summary& summary, const DetectionTally& tally, bool latched) {
  for (int i = 0; i < GUARD_REASON_COUNT; ++i) {
    const auto reason = static_cast<safety::Reason>(i);
    const std::int64_t count = tally.interventions(reason);
    if (count == 0) continue;
    summary.guard_reasons[safety::name_of(reason)] = count;
    summary.guard_interventions += count;
  }
  summary.latched = latched;
}

void count_notices(Summary& summary, const DetectionTally& tally) {
  for (int i = 0; i < controller::kNotices; ++i) {
    const auto notice = static_cast<controller::Notice>(i);
    if (tally.raised(notice) == 0) continue;
    summary.notices[controller::name_of(notice)] = tally.raised(notice);
  }
}

void count_stimulation(Summary& summary, const StimulationTally& tally) {
  summary.bursts = static_cast<std::int64_t>(tally.bursts().size());
  summary.pulses = tally.pulses();
  summary.charge_uc = tally.charge_uc();
}

class FrameCount final : public Observer {
 public:
  void see(const biomarkers::SampleFrame&, const controller::LoopReport&) override {
    ++frames;
  }
  std::int64_t frames = 0;
};

struct Outcome {
  std::int64_t done = 0;
  std::exception_ptr broke_off;  // what is to be thrown once the files are written
  std::string why;
};

// A run that cannot go on (a link that is silent, a referee that objects) loses nothing
// of what was done.
Outcome run_on(Loop& loop, models::PlantGroup& plant, const RunPlan& plan,
               std::vector<Observer*> observers, const std::atomic<bool>& stop) {
  FrameCount count;
  observers.push_back(&count);
  try {
    return {.done = run(loop, plant, plan, observers, stop)};
  } catch (const std::exception& error) {
    if (count.frames < plan.fewest) throw;
    return {
        .done = count.frames, .broke_off = std::current_exception(), .why = error.what()};
  }
}

}  // namespace

Summary run_session(const SessionPlan& plan, models::PlantGroup& plant,
                    const Console& console) {
  const RunPlan frames = frames_of(plan);
  refuse_to_overwrite(plan.out, plan.inputs);
  make_output_folder(plan.out);

  const std::unique_ptr<Loop> loop = plan.make_loop({plan.program, plan.uv_per_count});
  DetectionTally detections;
  StimulationTally stimulation;
  DecisionLog decisions(plan.out / "decisions.jsonl",  // first: it marks a run's folder
                        plan.program.biomarkers);
  copy_text(plan.program_file, plan.out / "program.textproto");
  if (!plan.patient_file.empty()) {
    copy_text(plan.patient_file, plan.out / "patient.textproto");
  }
  TrendLog trend(plan.out / "trend.tsv", plan.program);
  SignalRecorder signal(plan.out / "recording.edf", plan.program.biomarkers,
                        plan.start_date_time);
  Progress progress(console.err, console.terminal, plan.identity.title, plan.duration_s);
  const std::vector<Observer*> observers = {&detections, &stimulation, &decisions,
                                            &trend,      &signal,      &progress};

  const Outcome outcome = run_on(*loop, plant, frames, observers, console.stop);
  const std::int64_t done = outcome.done;
  if (done < frames.frames && !outcome.broke_off) {
    console.err << plan.identity.title << ": stopped after "
                << spell_duration(static_cast<double>(done) * frame_seconds(plan.program))
                << " of " << spell_duration(plan.duration_s)
                << "; the files hold what was done\n";
  }
  decisions.close();
  trend.close();
  signal.close(detections.detections(), stimulation.bursts());

  Summary summary = plan.identity;
  summary.duration_s = static_cast<double>(done) * frame_seconds(plan.program);
  summary.complete = done == frames.frames;
  count_detections(summary, detections);
  count_guard(summary, detections, loop->report().granted.latched);
  count_notices(summary, detections);
  count_stimulation(summary, stimulation);
  if (plan.reference) {
    const Reference reference = plan.reference();
    judge(summary, reference, detections.detections());
    write_events(
        plan.out / "seizures.tsv",
        seizure_events(reference.seizures, summary.duration_s, plan.start_date_time));
  }
  write_events(
      plan.out / "detections.tsv",
      seizure_events(detections.detections(), summary.duration_s, plan.start_date_time));
  write_stimulation_table(plan.out / "stimulation.tsv", stimulation.bursts());
  if (outcome.broke_off) summary.broke_off = outcome.why;
  write_text(to_json(summary), plan.out / "summary.json");
  write_report(plan.out);
  if (outcome.broke_off) std::rethrow_exception(outcome.broke_off);
  return summary;
}

}  // namespace homeostat::sim
