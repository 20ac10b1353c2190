#include "sim/run_command.h"

#include <spdlog/spdlog.h>

#include "clinical_configs/fit.h"
#include "clinical_configs/load.h"
#include "controller/program_use.h"
#include "models/mood_signal.h"
#include "sim/duration.h"
#include "sim/error.h"
#include "sim/hash.h"
#include "sim/slow_session.h"
#include "sim/summary_table.h"

namespace homeostat::sim {
namespace {

// Takes away what treats and leaves what listens.
controller::TherapyProgram without_therapy(controller::TherapyProgram program) {
  program.policy = controller::PolicyKind::kDetectionOnly;
  program.responsive = {};
  program.open_loop = {};
  program.adaptive = {};
  program.dosed = {};
  program.proportional = {};
  program.schedule = {};
  program.has_fallback = false;
  program.fallback = {};
  program.limits = {};
  return program;
}

// A device that does all as if, and gives nothing.
controller::TherapyProgram as_sham(controller::TherapyProgram program) {
  program.dosed.sham = true;
  return program;
}

Reference truth_of(const models::VirtualPatient& patient) {
  Reference reference{.source = "model"};
  for (const models::SeizureInterval& seizure : patient.seizures()) {
    reference.seizures.push_back({seizure.onset_s, seizure.end_s});
  }
  return reference;
}

}  // namespace

models::DeviceSetup device_setup(const controller::TherapyProgram& program) {
  const biomarkers::BiomarkerSettings& sensing = program.biomarkers;
  models::DeviceSetup setup{.rate_hz = static_cast<double>(sensing.sample_rate_hz),
                            .samples_per_frame = sensing.samples_per_frame};
  for (std::size_t i = 0; i < sensing.channel_count; ++i) {
    setup.channels.push_back(
        {sensing.channels[i].plus_contact, sensing.channels[i].minus_contact});
  }
  const safety::Limits& limits = program.limits;
  setup.configurations.assign(limits.configurations.begin(),
                              limits.configurations.begin() + limits.configuration_count);
  return setup;
}

namespace {

constexpr double kDay_s = 86'400.0;

// What only a patient with a mood, or only a dosed therapy, can be asked for.
void expect_mood(const RunOptions& options,
                 const models::VirtualPatientSettings& settings,
                 const controller::TherapyProgram& program) {
  if (options.sham && program.policy != controller::PolicyKind::kDosed)
    throw UsageError("--sham: " + options.program + " is not DOSED, and has no sham");
  if (options.sham && options.untreated)
    throw UsageError("--sham: with --untreated there is no therapy to sham");
  if (options.every_sample && options.therapy_from_s > 0.0)
    throw UsageError("--therapy-from: with --every-sample therapy starts with the run");
  if (models::has_mood(settings.model)) return;
  if (options.therapy_from_s > 0.0)
    throw UsageError("--therapy-from: " + options.patient +
                     " has no mood: its therapy starts with the run");
  if (controller::follows_mood(program))
    throw UsageError("--patient: " + options.patient +
                     " has no mood, and the therapy of " + options.program +
                     " follows one; give a patient who has, as treatment_resistant");
}

// That a clinician's start is a start, and comes while the run goes on.
void expect_start(const RunOptions& options, const controller::TherapyProgram& program) {
  if (options.therapy_from_s <= 0.0) return;
  if (options.therapy_from_s >= options.duration_s) {
    throw UsageError("--therapy-from " + spell_duration(options.therapy_from_s) +
                     ": the run is over by then; give less than --duration, " +
                     spell_duration(options.duration_s));
  }
  if (program.start_armed && !options.untreated) {
    throw UsageError("--therapy-from: " + options.program +
                     " begins by itself (start_armed: true); give a program with "
                     "start_armed: false");
  }
}

const char* arm_of(const RunOptions& options) {
  if (options.untreated) return "untreated";
  return options.sham ? "sham" : "treated";
}

Summary run_seizing(const RunOptions& options, SessionPlan plan,
                    const models::VirtualPatientSettings& settings,
                    const controller::TherapyProgram& as_written,
                    const Console& console) {
  models::VirtualPatient patient(settings, device_setup(as_written),
                                 {.seed = options.seed});
  plan.reference = [&patient] { return truth_of(patient); };
  Summary summary = run_session(plan, patient, console);
  warn_of_fault(console.err, summary);
  return summary;
}

Summary run_mood_samples(const RunOptions& options, const SessionPlan& plan,
                         const models::VirtualPatientSettings& settings,
                         const controller::TherapyProgram& as_written,
                         const Console& console) {
  console.err << plan.identity.title
              << ": sample by sample, the report shows signals and modes; without "
                 "--every-sample it shows mood by day\n";
  models::MoodSignal patient(settings, device_setup(as_written), {.seed = options.seed});
  Summary summary = run_session(plan, patient, console);
  warn_of_fault(console.err, summary);
  return summary;
}

Summary run_slowly(const RunOptions& options, const SessionPlan& session,
                   const models::VirtualPatientSettings& settings,
                   const Console& console) {
  const controller::PolicyKind policy = session.program.policy;
  if (policy == controller::PolicyKind::kResponsive ||
      policy == controller::PolicyKind::kAdaptive ||
      policy == controller::PolicyKind::kProportional) {
    throw UsageError(options.program +
                     ": listens to more than bins of ten minutes: give "
                     "--every-sample, or a program that is DOSED, "
                     "SCHEDULE, OPEN_LOOP or DETECTION_ONLY");
  }
  if (!(options.duration_s >= kDay_s / kBinsPerDay)) {
    throw UsageError("duration " + spell_duration(options.duration_s) +
                     ": shorter than a bin of ten minutes; give at least 10m, or "
                     "--every-sample");
  }
  expect_start(options, session.program);
  const SlowSessionPlan plan{.identity = session.identity,
                             .run = {.program = session.program,
                                     .patient = settings,
                                     .key = {.seed = options.seed},
                                     .days = options.duration_s / kDay_s,
                                     .arm_day = options.therapy_from_s / kDay_s},
                             .arm = arm_of(options),
                             .program_file = session.program_file,
                             .patient_file = session.patient_file,
                             .out = options.out};
  Summary summary = run_slow_session(plan, console);
  warn_of_fault(console.err, summary);
  return summary;
}

}  // namespace

Summary run_virtual_patient(const RunOptions& options, const Console& console) {
  const auto program_file = clinical_configs::find_program(options.program);
  const auto patient_file = clinical_configs::find_patient(options.patient);
  const controller::TherapyProgram as_written =
      clinical_configs::load_program(program_file);
  const models::VirtualPatientSettings settings =
      clinical_configs::load_patient(patient_file);
  clinical_configs::require_fit(program_file, patient_file);
  expect_mood(options, settings, as_written);
  const controller::TherapyProgram program = options.untreated
                                                 ? without_therapy(as_written)
                                             : options.sham ? as_sham(as_written)
                                                            : as_written;
  spdlog::info("run: program {}, patient {}, seed {}, {} s", program_file.string(),
               patient_file.string(), options.seed, options.duration_s);
  const SessionPlan plan{.identity = {.kind = "run",
                                      .title = settings.name + ", " + arm_of(options),
                                      .program = program.name.data(),
                                      .program_sha256 = sha256_of_file(program_file),
                                      .source = patient_file.filename().string(),
                                      .source_sha256 = sha256_of_file(patient_file),
                                      .seed = options.seed},
                         .program = program,
                         .program_file = program_file,
                         .patient_file = patient_file,
                         .inputs = {program_file, patient_file},
                         .out = options.out,
                         .duration_s = options.duration_s,
                         .start_date_time = "",
                         .make_loop = options.make_loop,
                         .uv_per_count = std::vector<double>(
                             program.biomarkers.channel_count, settings.sensing.step_uv),
                         .reference = nullptr};
  if (models::has_mood(settings.model)) {
    return options.every_sample
               ? run_mood_samples(options, plan, settings, as_written, console)
               : run_slowly(options, plan, settings, console);
  }
  return run_seizing(options, plan, settings, as_written, console);
}

}  // namespace homeostat::sim
