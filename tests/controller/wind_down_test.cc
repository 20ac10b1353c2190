// Therapy that goes on ends as its indication asks where its end can be seen coming, and
// at once where somebody or something must be obeyed.
#include "controller/wind_down.h"

#include <gtest/gtest.h>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

// 2 mA without pause; up in 2 s, down in 4 s.
TherapyProgram always_on() {
  TherapyProgram program = open_loop_program();
  program.open_loop.off_time = {};
  return program;
}

struct Ending : ::testing::Test {
  static Scene& full(Scene& scene) {
    scene.arm();
    scene.run(10_s);
    EXPECT_EQ(2000_uA, scene.granted().amplitude);
    return scene;
  }
  // Lives until silence and returns how long that took; nothing rises on the way, and no
  // frame takes more than `most` away.
  static Microseconds falls(Scene& scene, Microamps most) {
    const Instant begin = scene.now();
    Microamps last = scene.granted().amplitude;
    while (last > 0_uA && scene.now() - begin < 60_s) {
      scene.step();
      const Microamps now = scene.granted().amplitude;
      EXPECT_LE(now, last);
      EXPECT_LE(last - now, most) << (scene.now() - begin).count();
      last = now;
    }
    return scene.now() - begin;
  }
  // A frame's share of a ramp over 4 s, and what rounding adds.
  static constexpr Microamps kStep{18};
};

TEST_F(Ending, Saf105_AClinicianWhoEndsTherapyIsObeyedOverTheRamp) {
  Scene scene(always_on());
  full(scene).inputs.clinician_events = biomarkers::kClinicianEnd;
  const Microseconds took = falls(scene, kStep);
  EXPECT_GE(took, 3900_ms);
  EXPECT_LE(took, 4100_ms);
  EXPECT_EQ(Mode::kOff, scene.mode());
  scene.run(60_s);
  EXPECT_FALSE(scene.granted().on());
  scene.arm();
  scene.run(10_s);
  EXPECT_EQ(2000_uA, scene.granted().amplitude);
}

TEST(WindDown, Saf106_APowersControllerRisesAsFastAsItsFirstOutputMay) {
  TherapyProgram program = proportional_program();
  program.ramp_off = 1_s;
  program.proportional.outputs[0].amplitude = 1000_uA;
  program.proportional.rise_ua_per_s = 500;
  WindDown level(program);
  biomarkers::SampleFrame frame = quiet_inputs();
  const auto pass = [&](int frames) {
    for (int i = 0; i < frames; ++i) {
      frame.time = frame.time + 32_ms;
      level.update(frame, Mode::kTreatingContinuous);
      frame.clinician_events = 0;
    }
  };
  pass(1);
  frame.clinician_events = biomarkers::kClinicianEnd;
  while (level.level() > 0) pass(1);
  frame.time = frame.time + 1'900'001_us;  // of the two seconds to its full current
  level.update(frame, Mode::kTreatingContinuous);
  EXPECT_EQ(950'000, level.level());
}

TEST_F(Ending, Saf105_AClinicianWhoStartsAgainTakesTheEndBack) {
  Scene scene(always_on());
  full(scene).order(biomarkers::kClinicianEnd);
  scene.run(2_s);
  EXPECT_LT(scene.granted().amplitude, 1100_uA);
  scene.order(biomarkers::kClinicianStart);
  scene.run(10_s);
  EXPECT_EQ(Mode::kTreatingContinuous, scene.mode());
  EXPECT_EQ(2000_uA, scene.granted().amplitude);
}

TEST_F(Ending, Saf105_WhereNothingCanRampTheEndIsAStop) {
  TherapyProgram abrupt = always_on();
  abrupt.ramp_off = {};
  Scene scene(abrupt);
  full(scene).order(biomarkers::kClinicianEnd);
  EXPECT_EQ(Mode::kOff, scene.mode());
  EXPECT_FALSE(scene.granted().on());
  Scene bursts(responsive_program());
  bursts.arm();
  bursts.seizure = true;
  bursts.run_until(Mode::kTreatingBurst);
  bursts.order(biomarkers::kClinicianEnd);
  EXPECT_EQ(Mode::kOff, bursts.mode());
  EXPECT_FALSE(bursts.granted().on());
}

TEST_F(Ending, Saf105_TherapyFallsBeforeTheBatteryReachesItsFloor) {
  const TherapyProgram program = always_on();
  const Millivolts edge = program.limits.battery_floor + kBatteryFallMargin;
  Scene scene(program);
  full(scene).inputs.battery = edge;
  scene.run(10_s);
  EXPECT_EQ(2000_uA, scene.granted().amplitude);
  scene.inputs.battery = edge - 1_mV;
  EXPECT_GE(falls(scene, kStep), 3900_ms);
  EXPECT_FALSE(scene.report().granted.reasons.has(safety::Reason::kBattery));
  scene.inputs.battery = program.limits.battery_floor - 1_mV;
  scene.step();
  EXPECT_TRUE(scene.report().granted.reasons.has(safety::Reason::kBattery));
}

TEST_F(Ending, Saf106_TherapyRisesByItsOwnRampOnceTheBatteryIsWell) {
  const TherapyProgram program = always_on();
  const Millivolts floor = program.limits.battery_floor;
  Scene scene(program);
  full(scene).inputs.battery = floor + 50_mV;
  falls(scene, kStep);
  scene.inputs.battery = floor + kBatteryRiseMargin - 1_mV;  // not yet
  scene.run(10_s);
  EXPECT_FALSE(scene.granted().on());
  scene.inputs.battery = floor + kBatteryRiseMargin;
  scene.run(1_s);
  EXPECT_GT(scene.granted().amplitude, 900_uA);
  EXPECT_LT(scene.granted().amplitude, 1100_uA);
  scene.run(2_s);
  EXPECT_EQ(2000_uA, scene.granted().amplitude);
}

TEST_F(Ending, Saf105_TherapyFallsBeforeAnImpedanceIsTooOld) {
  TherapyProgram program = always_on();
  Scene scene(program);
  full(scene);
  Microseconds age =
      program.limits.max_impedance_age - program.ramp_off - kImpedanceSlack;
  for (auto& contact : scene.inputs.impedances) contact.age = age;
  scene.step();
  EXPECT_EQ(2000_uA, scene.granted().amplitude);
  Microamps last = 2000_uA;
  int frames = 0;
  while (last > 0_uA && frames < 1000) {
    age = age + kFrame;
    for (auto& contact : scene.inputs.impedances) contact.age = age;
    scene.step();
    EXPECT_LE(last - scene.granted().amplitude, kStep) << frames;
    EXPECT_FALSE(scene.report().granted.reasons.has(safety::Reason::kImpedance));
    last = scene.granted().amplitude;
    ++frames;
  }
  EXPECT_LT(age, program.limits.max_impedance_age);
  for (auto& contact : scene.inputs.impedances) contact.age = 1_s;  // measured
  scene.run(3_s);
  EXPECT_EQ(2000_uA, scene.granted().amplitude);
}

TEST_F(Ending, Saf106_ALevelNeverGivesMoreThanTheWish) {
  safety::StimRequest wish;
  for (const int amplitude : {0, 1, 2, 999, 6000}) {
    wish.outputs[0] = {0, Microamps(amplitude), 160_us, 5_ms, Instant{}, Instant(1)};
    for (const std::int32_t level : {0, 1, 499'999, 500'000, 999'999, kFullLevel}) {
      const Microamps given = at_level(level, wish).outputs[0].amplitude;
      EXPECT_LE(given, Microamps(amplitude));
      EXPECT_EQ(given, Microamps(static_cast<int>(std::int64_t{amplitude} * level /
                                                  kFullLevel)));
    }
    EXPECT_EQ(amplitude > 0 ? wish.outputs[0] : safety::PulseTrain{},
              at_level(kFullLevel, wish).outputs[0]);
  }
}

TEST_F(Ending, Saf105_ABaselineFallsAsItsTherapyDoes) {
  TherapyProgram program = responsive_program();
  program.has_fallback = true;
  program.fallback = {.outputs = on_output_0(500_uA), .on_time = 1_s, .ramp = 320_ms};
  program.ramp_off = 4_s;
  program.limits.episodes.max_burst = 60_s;
  Scene scene(program);
  scene.arm();
  scene.signal = false;
  scene.run(2_s);
  ASSERT_EQ(Mode::kFallback, scene.mode());
  ASSERT_EQ(500_uA, scene.granted().amplitude);
  scene.inputs.battery = program.limits.battery_floor + 50_mV;
  EXPECT_GE(falls(scene, kStep), 3900_ms);
}

// ---- At once

TEST_F(Ending, Saf107_WhoeverMustBeObeyedAtOnceIsHoweverTheTherapyRamps) {
  const struct {
    const char* what;
    void (*befall)(Scene&);
  } each[] = {
      {"stop", [](Scene& s) { s.inputs.clinician_events = biomarkers::kClinicianStop; }},
      {"magnet", [](Scene& s) { s.inputs.magnet_present = true; }},
      {"MRI", [](Scene& s) { s.inputs.mri_mode = true; }},
      {"heat", [](Scene& s) { s.inputs.temperature = Millicelsius(60'000); }},
      {"empty battery", [](Scene& s) { s.inputs.battery = 1_mV; }},
      {"end and magnet",
       [](Scene& s) {
         s.inputs.clinician_events = biomarkers::kClinicianEnd;
         s.inputs.magnet_present = true;
       }},
  };
  for (const auto& cause : each) {
    Scene scene(always_on());
    full(scene);
    cause.befall(scene);
    scene.step();
    EXPECT_FALSE(scene.granted().on()) << cause.what;
  }
  Scene scene(always_on());
  full(scene).step_after(10_s);  // a fault
  EXPECT_FALSE(scene.granted().on());
  EXPECT_TRUE(scene.report().granted.latched);
}

TEST_F(Ending, Saf107_AStopWithinTheRampIsAtOnce) {
  Scene scene(always_on());
  full(scene).order(biomarkers::kClinicianEnd);
  scene.run(1_s);
  EXPECT_TRUE(scene.granted().on());
  scene.order(biomarkers::kClinicianStop);
  EXPECT_FALSE(scene.granted().on());
  EXPECT_EQ(Mode::kOff, scene.mode());
}

// ---- The level by itself

struct Level : ::testing::Test {
  TherapyProgram program = always_on();
  WindDown therapy{program};
  biomarkers::SampleFrame frame = quiet_inputs();

  std::int32_t after(Microseconds gap, Mode mode = Mode::kTreatingContinuous) {
    frame.time = frame.time + gap;
    therapy.update(frame, mode);
    frame.clinician_events = 0;
    return therapy.level();
  }
  void weaken(bool weak = true) { frame.battery = weak ? 1_mV : 3600_mV; }
};

TEST_F(Level, Saf105_FallsAndRisesByTheShareOfTheRampThatHasPassed) {
  EXPECT_EQ(kFullLevel, after(1_s));
  weaken();
  EXPECT_EQ(750'000, after(1_s));
  EXPECT_EQ(750'000, after(0_s));
  EXPECT_EQ(750'000, after(Microseconds(-1'000'000)));
  EXPECT_EQ(749'999, after(1_us));  // a quarter of a millionth: at least one
  EXPECT_EQ(749'997, after(8_us));
  EXPECT_EQ(0, after(3_s));
  EXPECT_EQ(0, after(1_s));
  weaken(false);
  EXPECT_EQ(500'000, after(1_s));
  EXPECT_EQ(500'000, after(0_s));
  EXPECT_EQ(500'001, after(1_us));
  EXPECT_EQ(kFullLevel, after(1_s));
  weaken();
  EXPECT_EQ(1, after(3'999'996_us));
  EXPECT_EQ(0, after(1_us));
}

TEST_F(Level, Saf105_IsGoneWhenTheWholeRampHasPassedInOneFrame) {
  weaken();
  EXPECT_EQ(0, after(program.ramp_off));
  weaken(false);
  EXPECT_EQ(kFullLevel, after(program.open_loop.ramp));
}

TEST_F(Level, Saf106_RisesByTheRampOfWhatGoesOn) {
  program.has_fallback = true;
  program.fallback = baseline();
  program.fallback.ramp = 1_s;
  weaken();
  after(4_s);
  weaken(false);
  EXPECT_EQ(250'000, after(500_ms));
  EXPECT_EQ(750'000, after(500_ms, Mode::kFallback));
  program.has_fallback = false;  // then it is no baseline that goes on, but a ramp off
  weaken();
  EXPECT_EQ(0, after(1_s, Mode::kFallback));
  weaken(false);
  EXPECT_EQ(kFullLevel, after(1_us, Mode::kFallback));
}

// What begins begins with its own ramp, or does not.
TEST_F(Level, Saf105_IsAllOrNothingWhereNothingGoesOn) {
  weaken();
  EXPECT_EQ(0, after(1_us, Mode::kSensing));
  weaken(false);
  EXPECT_EQ(kFullLevel, after(1_us, Mode::kSensing));
  program.ramp_off = {};
  weaken();
  EXPECT_EQ(kFullLevel, after(1_us, Mode::kSensing));
  EXPECT_EQ(kFullLevel, after(1_s));
  frame.clinician_events = biomarkers::kClinicianEnd;
  EXPECT_EQ(kFullLevel, after(1_us));
  EXPECT_TRUE(therapy.ended());
}

TEST_F(Level, Saf105_AnEndIsReachedOnceAndNotBeforeTheLevelIsGone) {
  frame.clinician_events = biomarkers::kClinicianEnd;
  EXPECT_EQ(750'000, after(1_s));
  EXPECT_FALSE(therapy.ended());
  EXPECT_EQ(1, after(2'999'996_us));
  EXPECT_FALSE(therapy.ended());
  EXPECT_EQ(0, after(4_us));
  EXPECT_TRUE(therapy.ended());
  after(1_us, Mode::kOff);
  EXPECT_FALSE(therapy.ended());
  EXPECT_EQ(kFullLevel, therapy.level());
  weaken();  // a fall that nobody ordered is no end
  EXPECT_EQ(0, after(4_s));
  EXPECT_FALSE(therapy.ended());
}

TEST_F(Level, Saf105_WhoeverStartsOrStopsTakesAnEndBack) {
  for (const auto other : {biomarkers::kClinicianStart, biomarkers::kClinicianStop}) {
    frame.clinician_events = biomarkers::kClinicianEnd;
    after(1_us, Mode::kSensing);
    EXPECT_TRUE(therapy.ended());
    frame.clinician_events = biomarkers::kClinicianEnd | other;
    after(1_us, Mode::kSensing);
    EXPECT_FALSE(therapy.ended());
  }
}

TEST_F(Level, Saf105_TheBatteryIsWeakAtOneLevelAndWellAtAnother) {
  const auto at = [&](Millivolts above) {
    frame.battery = program.limits.battery_floor + above;
    return after(1_us, Mode::kSensing);
  };
  EXPECT_EQ(kFullLevel, at(kBatteryFallMargin));
  EXPECT_EQ(0, at(kBatteryFallMargin - 1_mV));
  EXPECT_EQ(0, at(kBatteryRiseMargin - 1_mV));
  EXPECT_EQ(kFullLevel, at(kBatteryRiseMargin));
}

TEST_F(Level, Saf105_AnImpedanceNearsItsEndByTheRampOrByHalfItsAge) {
  const auto at = [&](Microseconds age) {
    frame.impedances[2].age = age;
    return after(1_us, Mode::kSensing);
  };
  EXPECT_EQ(kFullLevel, at(86'400_s - 5_s));  // a ramp of 4 s, and a second
  EXPECT_EQ(0, at(86'400_s - 5_s + 1_us));
  program.limits.max_impedance_age = 8_s;
  EXPECT_EQ(kFullLevel, at(4_s));
  EXPECT_EQ(0, at(4_s + 1_us));
  frame.impedances[2].valid = false;  // the guard's business
  EXPECT_EQ(kFullLevel, at(4_s + 1_us));
}

TEST_F(Level, Saf105_OnlyContactsThatAreDrivenNearTheirEndAndNeverTheCan) {
  program.limits.configuration_count = 2;
  program.limits.configurations[0].contacts[safety::kCan] = {safety::Polarity::kAnode,
                                                             1000};
  program.limits.configurations[1].contacts[7] = {safety::Polarity::kCathode, 1000};
  for (std::size_t i = 0; i < frame.impedances.size(); ++i) {
    frame.impedances[i].age = i == 1 || i == 2 ? 1_s : 86'400_s;
  }
  EXPECT_EQ(kFullLevel, after(1_us, Mode::kSensing));
  program.open_loop.outputs[1] = program.open_loop.outputs[0];
  program.open_loop.outputs[1].configuration = 1;
  EXPECT_EQ(0, after(1_us, Mode::kSensing));
  // A number that is none, as after a flipped bit, is not looked up.
  program.open_loop.outputs[1].configuration = safety::kMaxConfigurations;
  EXPECT_EQ(kFullLevel, after(1_us, Mode::kSensing));
  program.limits.configurations[0].contacts[0] = {safety::Polarity::kAnode, 500};
  EXPECT_EQ(0, after(1_us, Mode::kSensing));
}

}  // namespace
}  // namespace homeostat::controller::testing
