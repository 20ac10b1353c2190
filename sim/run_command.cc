#include "sim/run_command.h"

#include <spdlog/spdlog.h>

#include "clinical_configs/fit.h"
#include "clinical_configs/load.h"
#include "sim/error.h"
#include "sim/hash.h"
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

Summary run_virtual_patient(const RunOptions& options, const Console& console) {
  const auto program_file = clinical_configs::find_program(options.program);
  const auto patient_file = clinical_configs::find_patient(options.patient);
  const controller::TherapyProgram as_written =
      clinical_configs::load_program(program_file);
  const models::VirtualPatientSettings settings =
      clinical_configs::load_patient(patient_file);
  clinical_configs::require_fit(program_file, patient_file);
  const controller::TherapyProgram program =
      options.untreated ? without_therapy(as_written) : as_written;

  models::VirtualPatient patient(settings, device_setup(as_written),
                                 {.seed = options.seed});
  spdlog::info("run: program {}, patient {}, seed {}, {} s", program_file.string(),
               patient_file.string(), options.seed, options.duration_s);
  const SessionPlan plan{
      .identity = {.kind = "run",
                   .title =
                       settings.name + (options.untreated ? ", untreated" : ", treated"),
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
      .uv_per_count =
          std::vector<double>(program.biomarkers.channel_count, settings.sensing.step_uv),
      .reference = [&patient] { return truth_of(patient); }};
  Summary summary = run_session(plan, patient, console);
  warn_of_fault(console.err, summary);
  return summary;
}

}  // namespace homeostat::sim
