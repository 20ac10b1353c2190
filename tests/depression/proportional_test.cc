// A proportional therapy from samples to current and back: what it hears it hears under
// its own stimulation, and begins without knowing anything.
#include <gtest/gtest.h>

#include "clinical_configs/load.h"
#include "controller/commissioning.h"
#include "models/mood_signal.h"
#include "sim/run.h"
#include "sim/run_command.h"

namespace homeostat::sim {
namespace {

using controller::Mode;
using controller::TherapyProgram;

// The electrodes of the dosed program, stimulated at 100 Hz for as long as it goes on.
TherapyProgram proportional(float target_log10) {
  TherapyProgram program = clinical_configs::load_program(
      clinical_configs::find_program("depression/amygdala_gamma_dosed"));
  biomarkers::MoodSettings& mood = program.biomarkers.mood;
  mood.sensed_while = biomarkers::SensedWhile::kOn;
  mood.exclusion = {};
  program.biomarkers.artefact = biomarkers::ArtefactRemoval::kTemplate;
  program.biomarkers.blanking = {};
  program.policy = controller::PolicyKind::kProportional;
  program.proportional = {.outputs = program.dosed.burst.outputs,
                          .feature = 0,
                          .target_log10 = target_log10,
                          .smoothing_s = 4.0F,
                          .gain_ua = 200.0F,
                          .integral_ua_per_s = 20.0F,
                          .lowest = Microamps(200),
                          .rise_ua_per_s = 50,
                          .fall_ua_per_s = 100};
  program.dosed = {};
  program.start_armed = true;
  safety::Limits& limits = program.limits;
  limits.episodic = false;
  limits.episodes = {};
  limits.max_duty_permille_1min = limits.max_duty_permille_1h =
      limits.max_duty_permille_24h = 1000;
  limits.fast_budget.refill_pc_per_s = limits.slow_budget.refill_pc_per_s = 20'000'000;
  mood.record.made_for = controller::commissioned_for(program);
  return program;
}

void refuse(void*, const controller::ProgramFault& fault) {
  if (!fault.warning) ADD_FAILURE() << fault.field.data() << ": " << fault.why;
}

class Currents final : public Observer {
 public:
  void see(const biomarkers::SampleFrame&,
           const controller::LoopReport& report) override {
    const std::int32_t now_ua = report.granted.command.output(0).amplitude.count();
    if (most_ua == 0 && now_ua > 0) power_at_start = report.seen.mood.second[0];
    most_ua = std::max(most_ua, now_ua);
    last_ua = now_ua;
    mode = report.mode;
    if (report.seen.mood.second_ended) power = report.seen.mood.second[0];
  }
  std::int32_t most_ua = 0;
  std::int32_t last_ua = 0;
  float power_at_start = 0.0F;
  float power = 0.0F;
  Mode mode = Mode::kOff;
};

// The shipped patients' front end recovers for 20 ms after a pulse, as one that is made
// for bursts: between pulses of 100 Hz it would hear nothing. This one goes on hearing.
Currents live(const TherapyProgram& program, double minutes) {
  models::VirtualPatientSettings settings =
      clinical_configs::load_patient("treatment_resistant");
  settings.sensing.recovery_us = 0.0;
  models::MoodSignal patient(settings, device_setup(program), {.seed = 3});
  LocalLoop loop(program, Instant{});
  Currents currents;
  Observer* const observers[] = {&currents};
  const std::atomic<bool> stop{false};
  run(loop, patient, {.frames = static_cast<std::int64_t>(minutes * 60.0 / 0.256)},
      observers, stop);
  return currents;
}

TEST(ProportionalInTheLoop, Saf408_BeginsWithoutAPowerAndThenFollowsIt) {
  const TherapyProgram above = proportional(-6.0F);
  ASSERT_TRUE(controller::validate(above, refuse, nullptr));
  const Currents most = live(above, 6.0);
  EXPECT_EQ(most.mode, Mode::kTreatingContinuous);
  EXPECT_NE(most.power_at_start, most.power_at_start) << "nothing is sensed without";
  EXPECT_EQ(most.power, most.power);
  EXPECT_EQ(most.last_ua, above.proportional.outputs[0].amplitude.count());
  const Currents least = live(proportional(6.0F), 6.0);
  EXPECT_EQ(least.mode, Mode::kTreatingContinuous);
  EXPECT_EQ(least.power, least.power);
  EXPECT_EQ(least.most_ua, 200);
  EXPECT_EQ(least.last_ua, 200);
}

}  // namespace
}  // namespace homeostat::sim
