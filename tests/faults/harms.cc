// Harms that only the closed loop can do: the virtual patient answers, and what it
// answers is stimulated again.
//
// The patient is clinical_configs/patients/temporal_lobe, changed as each case says; what
// no patient of the models can do is done to its samples.
#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

using biomarkers::SampleFrame;
using models::VirtualPatientSettings;

constexpr std::uint64_t kSeed = 1;

VirtualPatientSettings patient(std::function<void(VirtualPatientSettings&)> change = {}) {
  VirtualPatientSettings settings = demo_patient();
  if (change) change(settings);
  return settings;
}

VirtualPatientSettings never_seizing() {
  return patient([](VirtualPatientSettings& s) { s.spike_wave.noise_per_sqrt_s = 0.0; });
}

// 63: whatever is sensed, the detector says seizure.
Outcome fires_for_ever() {
  Rig rig(responsive(), patient(), kSeed);
  rig.listen();
  rig.inject();
  rig.on_seen = [](biomarkers::Biomarkers& seen) { seen.seizure = true; };
  rig.live(1800_s);
  return rig.outcome();
}

// 64: the artefact outlasts the blanking tenfold; one false detection begins it.
Outcome detects_itself() {
  Rig rig(responsive(), patient([](VirtualPatientSettings& s) {
            s.spike_wave.noise_per_sqrt_s = 0.0;
            s.sensing.artefact_uv_per_ma = 5000;
            s.sensing.artefact_decay_us = 80'000;
          }),
          kSeed);
  rig.listen();
  rig.inject();
  rig.on_seen = [](biomarkers::Biomarkers& seen) { seen.seizure = true; };
  rig.live(64_ms);
  rig.on_seen = {};
  rig.live(300_s);
  return rig.outcome();
}

// 65: who seizes again as soon as the last seizure is over.
Outcome limit_cycle() {
  Rig rig(responsive(), patient([](VirtualPatientSettings& s) {
            s.spike_wave.thalamic_drive = -1.86;
            s.spike_wave.noise_per_sqrt_s = 0.022;
            s.spike_wave.fatigue_time_s = 30;
          }),
          kSeed);
  rig.listen();
  rig.inject();
  rig.live(1800_s);
  return rig.outcome();
}

constexpr const char* kNothingGathered =
    "nothing while refused, then no more than one episode of the program";

// 66: ten minutes in which every therapy is refused; nothing may have gathered.
Outcome winds_up() {
  Rig rig(responsive(), patient(), kSeed);
  rig.listen();
  rig.inject();
  const auto seizing = [](biomarkers::Biomarkers& seen) { seen.seizure = true; };
  rig.on_seen = seizing;
  rig.on_frame = [](SampleFrame& frame) {
    for (auto& contact : frame.impedances) contact.value = 9000_ohm;
  };
  rig.live(600_s);
  const int refused_pulses = rig.outcome().pulses;
  rig.on_frame = {};
  while (!rig.report().granted.command.on() && rig.now() < Instant{} + 1800_s) {
    rig.live_frame();
  }
  rig.live(60_s);
  Outcome outcome = rig.outcome();
  const auto& last = responsive().responsive.therapies[4].bursts[0].outputs[0];
  outcome.facts[kNothingGathered] = refused_pulses == 0 && outcome.pulses > 0 &&
                                    outcome.therapies <= 5 &&
                                    outcome.highest <= last.amplitude;
  return outcome;
}

// 96: each pulse of the program lies above what provokes an after-discharge.
Outcome evokes_after_discharge() {
  Rig rig(responsive(), patient([](VirtualPatientSettings& s) {
            s.response.after_discharge_threshold_nc = 200;
            s.spike_wave.fatigue_depth = 0.02;
          }),
          kSeed);
  rig.live_until(Mode::kTreatingBurst);
  rig.inject();
  rig.live(1800_s);
  return rig.outcome();
}

constexpr const char* kSeizesToTheEnd = "the patient seizes to the end";

// 97: a discharge that neither tires nor yields.
Outcome status_epilepticus() {
  Rig rig(responsive(), patient([](VirtualPatientSettings& s) {
            s.spike_wave.thalamic_drive = -1.85;
            s.spike_wave.noise_per_sqrt_s = 0.018;
            s.spike_wave.fatigue_depth = 0.0;
            s.response.acute_effect = -0.0001;
          }),
          kSeed);
  rig.live_until(Mode::kTreatingBurst);
  rig.inject();
  bool seizes = true;
  rig.on_step = [&](const SampleFrame&, const controller::LoopReport&) {
    seizes = seizes && rig.patient()->in_seizure();
  };
  rig.live(1200_s);
  Outcome outcome = rig.outcome();
  outcome.facts[kSeizesToTheEnd] = seizes;
  return outcome;
}

// 98: after the seizure the signal is a tenth for a minute, and then as before.
Outcome post_ictal_suppression() {
  Rig rig(responsive(), patient(), kSeed);
  rig.live_until(Mode::kTreatingBurst);
  rig.live_until(Mode::kRefractory);
  rig.inject();
  rig.on_frame = [](SampleFrame& frame) {
    for (auto& channel : frame.samples_uv) {
      for (float& sample : channel) sample *= 0.1F;
    }
  };
  rig.live(60_s);
  rig.on_frame = {};
  rig.live(30_s);
  return rig.outcome();
}

constexpr const char* kEndsWithTheBiomarker =
    "treatment ends within 3.5 s of the biomarker, and is not resumed without it";

// 99: therapy that works takes its own biomarker away.
Outcome biomarker_vanishes() {
  Rig rig(responsive(), patient(), kSeed);
  rig.listen();
  rig.inject();
  bool resumed = false;
  bool treating = false;
  rig.on_step = [&](const SampleFrame&, const controller::LoopReport& report) {
    const bool now = controller::in_episode(report.mode);
    if (now && !treating && !report.seen.seizure) resumed = true;
    treating = now;
  };
  rig.live(1800_s);
  Outcome outcome = rig.outcome();
  outcome.facts[kEndsWithTheBiomarker] =
      !resumed && rig.longest_treated_calm() <= 3500_ms;
  return outcome;
}

// 100: within ten minutes the background becomes threefold, and goes back.
Outcome sleep_shifts() {
  Rig rig(responsive(), never_seizing(), kSeed);
  rig.listen();
  rig.inject();
  rig.on_frame = [frames = 0](SampleFrame& frame) mutable {
    constexpr int kTenMinutes = 18'750;
    const int into = frames < kTenMinutes ? frames : 2 * kTenMinutes - frames;
    const float gain = 1.0F + 2.0F * static_cast<float>(into) / kTenMinutes;
    for (auto& channel : frame.samples_uv) {
      for (float& sample : channel) sample *= gain;
    }
    ++frames;
  };
  rig.live(1200_s);
  return rig.outcome();
}

}  // namespace

std::vector<Fault> harms_of_the_loop() {
  return {
      {63,
       "detector fires continuously",
       "half an hour, whatever the patient's signal",
       {at_most(5), reaches(Mode::kLockout, 30_s), ends_in(Mode::kLockout), no_latch(),
        notifies(controller::Notice::kSeizureGoesOn)},
       fires_for_ever},
      {64,
       "detection during own stimulation",
       "a patient at rest; the artefact outlasts the blanking tenfold",
       {at_most(5), silent_within(60_s), no_latch()},
       detects_itself},
      {65,
       "limit cycle with patient model",
       "a patient who seizes again at once, half an hour",
       {at_least_one_pulse(), at_most(120)},
       limit_cycle},
      {66,
       "integrator wind-up",
       "a seizure without end, contacts at 9 kohm for ten minutes",
       {at_most(5), fact(kNothingGathered)},
       winds_up},
      {96,
       "after-discharge, detected, stimulated again",
       "pulses provoke from 200 nC on, half an hour",
       {at_most(120), reaches(Mode::kLockout, 30_s),
        notifies(controller::Notice::kSeizureGoesOn)},
       evokes_after_discharge},
      {97,
       "status epilepticus",
       "a discharge that neither tires nor yields, 20 minutes",
       {at_most(5), reaches(Mode::kLockout, 30_s), no_latch(),
        notifies(controller::Notice::kSeizureGoesOn), fact(kSeizesToTheEnd)},
       status_epilepticus},
      {98,
       "post-ictal suppression read as normal",
       "a tenth of the signal for a minute",
       {never_in(Mode::kFallback), at_most(5), no_latch()},
       post_ictal_suppression},
      {99,
       "biomarker vanishes because therapy works",
       "half an hour, as shipped",
       {at_least_one_pulse(), fact(kEndsWithTheBiomarker), no_latch()},
       biomarker_vanishes},
      {100,
       "medication or sleep shifts the threshold",
       "a patient at rest whose background trebles within ten minutes, and back",
       {no_pulse(), ends_in(Mode::kSensing), no_latch()},
       sleep_shifts},
  };
}

}  // namespace homeostat::faults
