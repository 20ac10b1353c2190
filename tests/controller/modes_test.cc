// How people, signal and guard move the modes, with the real chart and guard.
#include <gtest/gtest.h>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::kClinicianReset;
using biomarkers::kClinicianStart;
using biomarkers::kClinicianStop;

struct Modes : ::testing::Test {
  Scene scene{responsive_program()};

  // Each mode that the responsive program reaches.
  void reach(Mode mode) {
    if (mode == Mode::kOff) return;
    scene.order(kClinicianStart);
    if (mode == Mode::kSelfTest) return;
    scene.run_until(Mode::kSensing);
    scene.seizure = mode == Mode::kTreatingBurst || mode == Mode::kTreatingPause ||
                    mode == Mode::kRefractory || mode == Mode::kLockout;
    if (mode == Mode::kRefractory) {
      scene.run_until(Mode::kTreatingBurst);
      scene.seizure = false;
    }
    scene.inputs.magnet_present = mode == Mode::kInhibited;
    scene.signal = mode != Mode::kFallback;
    if (mode == Mode::kFault) scene.step_after(10_s);  // a clock that jumps
    scene.run_until(mode);
  }
};

constexpr Mode kReached[] = {
    Mode::kOff,           Mode::kSelfTest,   Mode::kSensing, Mode::kTreatingBurst,
    Mode::kTreatingPause, Mode::kRefractory, Mode::kLockout, Mode::kInhibited,
    Mode::kFallback,      Mode::kFault};

class FromEachMode : public Modes, public ::testing::WithParamInterface<Mode> {};
INSTANTIATE_TEST_SUITE_P(Modes, FromEachMode, ::testing::ValuesIn(kReached),
                         [](const auto& test) {
                           std::string name = name_of(test.param);
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST_P(FromEachMode, AMagnetSilencesAtOnceAndWhileItStays) {
  reach(GetParam());
  scene.inputs.magnet_present = true;
  scene.step();
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(may_stimulate(scene.mode()));
    EXPECT_FALSE(scene.report().granted.command.on());
    scene.step();
  }
}

TEST_P(FromEachMode, MriSilencesAtOnceAndWhileItStays) {
  reach(GetParam());
  scene.inputs.mri_mode = true;
  scene.step();
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(may_stimulate(scene.mode()));
    EXPECT_FALSE(scene.report().granted.command.on());
    scene.step();
  }
}

TEST_P(FromEachMode, AStopSilencesAtOnceAndUntilAStart) {
  reach(GetParam());
  scene.seizure = true;
  scene.order(kClinicianStop);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(GetParam() == Mode::kFault ? Mode::kFault : Mode::kOff, scene.mode());
    EXPECT_FALSE(scene.report().granted.command.on());
    EXPECT_TRUE(scene.report().granted.reasons.has(safety::Reason::kClinicianStop) ||
                scene.report().granted.latched);
    scene.step();
  }
}

TEST_P(FromEachMode, AGuardThatLatchesBecomesAFaultAndSilencesAtOnce) {
  reach(GetParam());
  scene.step_after(10_s);  // far beyond max_step_gap
  EXPECT_FALSE(scene.report().granted.command.on());
  EXPECT_TRUE(scene.report().granted.latched);
  scene.step();
  EXPECT_EQ(Mode::kFault, scene.mode());
  scene.order(kClinicianStart);
  scene.run(120_s);
  EXPECT_EQ(Mode::kFault, scene.mode());
}

TEST_F(Modes, AResetLeadsFromFaultToOffAndNoFurther) {
  reach(Mode::kFault);
  scene.order(kClinicianReset);
  EXPECT_EQ(Mode::kOff, scene.mode());
  scene.run(60_s);
  EXPECT_EQ(Mode::kOff, scene.mode());
  scene.order(kClinicianStart);
  EXPECT_EQ(Mode::kSelfTest, scene.mode());
}

TEST_F(Modes, AStopDrownsAStartInTheSameFrame) {
  scene.inputs.clinician_events = kClinicianStart;
  scene.order(kClinicianStop);
  EXPECT_EQ(Mode::kOff, scene.mode());
}

TEST_F(Modes, AMagnetDoesNotDrownAClinicianWhoStarts) {
  scene.inputs.magnet_present = true;
  scene.order(kClinicianStart);
  EXPECT_EQ(Mode::kSelfTest, scene.mode());
  scene.run(120_s);  // held up, not failed
  EXPECT_EQ(Mode::kSelfTest, scene.mode());
  scene.inputs.magnet_present = false;
  scene.run_until(Mode::kSensing);
}

TEST_F(Modes, Saf134_AProgramMayArmItselfOnceAtBoot) {
  TherapyProgram program = responsive_program();
  program.start_armed = true;
  Scene armed(program);
  armed.step();
  EXPECT_EQ(Mode::kSelfTest, armed.mode());
  armed.run_until(Mode::kSensing);
  armed.order(kClinicianStop);
  armed.run(60_s);
  EXPECT_EQ(Mode::kOff, armed.mode());
}

TEST_F(Modes, Saf134_AProgramThatIsNotArmedWaitsForAClinician) {
  scene.seizure = true;
  scene.run(600_s);
  EXPECT_EQ(Mode::kOff, scene.mode());
}

TEST_F(Modes, Saf135_ASignalThatIsLostFallsBackAndSensesAgainWhenItIsBack) {
  reach(Mode::kSensing);
  scene.signal = false;
  scene.step();
  EXPECT_EQ(Mode::kFallback, scene.mode());
  EXPECT_TRUE(scene.heard(Event::kSignalLost));
  EXPECT_FALSE(scene.asked().on());  // this program has no baseline
  scene.signal = true;
  scene.step();
  EXPECT_EQ(Mode::kSensing, scene.mode());
  EXPECT_TRUE(scene.heard(Event::kSignalBack));
}

TEST_F(Modes, Saf139_ALockoutHasNoFallback) {
  reach(Mode::kLockout);
  scene.signal = false;
  scene.run(60_s);
  EXPECT_EQ(Mode::kLockout, scene.mode());
}

// Nor is one to be had by a magnet that leads past it.
TEST_F(Modes, Saf086_AMagnetAndALostSignalWinNoBaselineAfterALimit) {
  TherapyProgram program = responsive_program();
  program.has_fallback = true;
  program.fallback = baseline();
  program.responsive.therapies_per_day = 1;
  Scene spent(program);
  spent.arm();
  spent.seizure = true;
  spent.run_until(Mode::kLockout);
  spent.inputs.magnet_present = true;
  spent.step();
  spent.inputs.magnet_present = false;
  spent.signal = false;
  spent.step();
  EXPECT_EQ(Mode::kSensing, spent.mode());
  for (int i = 0; i < 1000; ++i) {
    spent.step();
    ASSERT_EQ(Mode::kLockout, spent.mode());
    ASSERT_FALSE(spent.granted().on());
  }
}

// ---- Policies that do not wait for a seizure

TEST(OpenLoopMode, Saf137_BeginsAfterTheSelfTestAndListensToNothing) {
  Scene scene(open_loop_program());
  scene.arm();
  scene.step();
  EXPECT_EQ(Mode::kTreatingContinuous, scene.mode());
  scene.signal = false;
  scene.seizure = true;
  scene.run(300_s);
  EXPECT_EQ(Mode::kTreatingContinuous, scene.mode());
  EXPECT_FALSE(scene.heard(Event::kSignalLost));
}

TEST(OpenLoopMode, Saf138_BeginsAnewAfterAMagnet) {
  Scene scene(open_loop_program());
  scene.arm();
  scene.run(10_s);
  EXPECT_EQ(2000_uA, scene.granted().amplitude);
  scene.inputs.magnet_present = true;
  scene.step();
  EXPECT_EQ(Mode::kInhibited, scene.mode());
  scene.inputs.magnet_present = false;
  scene.run_until(Mode::kTreatingContinuous);
  scene.step();
  EXPECT_LT(scene.granted().amplitude, 100_uA);  // from zero, by its ramp
}

TEST(DetectionMode, Saf155_SensesForEverAndAsksForNothing) {
  Scene scene(detection_program());
  scene.arm();
  scene.seizure = true;
  for (int i = 0; i < 10'000; ++i) {
    scene.step();
    EXPECT_EQ(Mode::kSensing, scene.mode());
    EXPECT_EQ(safety::StimRequest{}, scene.report().asked);
    EXPECT_EQ(safety::StimCommand::off(), scene.report().granted.command);
    EXPECT_TRUE(scene.report().granted.reasons.empty());
    EXPECT_FALSE(scene.report().granted.latched);
  }
  scene.signal = false;
  scene.step();
  EXPECT_EQ(Mode::kFallback, scene.mode());  // so that a report tells of the loss
}

}  // namespace
}  // namespace homeostat::controller::testing
