#include "controller/self_test.h"

#include <gtest/gtest.h>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

struct SelfTestTest : ::testing::Test {
  TherapyProgram program = responsive_program();
  biomarkers::SampleFrame frame = quiet_inputs();
  bool signal = true;

  // Frames until the test ends one way or the other.
  struct Course {
    SelfTestOutcome outcome;
    int frames;
    std::uint8_t missing;
  };
  Course run(Microseconds gap = kFrame, std::uint32_t sequence_step = 1) {
    SelfTest test(program, checksum(program));
    test.begin(frame.time, true);
    for (int frames = 1;; ++frames) {
      frame.time = frame.time + gap;
      frame.sequence += sequence_step;
      const SelfTestOutcome outcome = test.judge(frame, signal);
      if (outcome != SelfTestOutcome::kRunning) return {outcome, frames, test.missing()};
    }
  }
  void expect_failure(std::uint8_t missing) {
    const Course course = run();
    EXPECT_EQ(SelfTestOutcome::kFailed, course.outcome);
    EXPECT_EQ(missing, course.missing);
    EXPECT_EQ((kSelfTestLimit.count() + kFrame.count() - 1) / kFrame.count(),
              course.frames);
  }
};

TEST_F(SelfTestTest, Saf130_PassesAfterSixteenGoodFrames) {
  const Course course = run();
  EXPECT_EQ(SelfTestOutcome::kPassed, course.outcome);
  EXPECT_EQ(kSelfTestFrames, course.frames);
  EXPECT_EQ(0, course.missing);
}

TEST_F(SelfTestTest, Saf130_ABatteryBelowItsFloorFails) {
  frame.battery = 2499_mV;
  expect_failure(kBatteryCharged);
  frame.battery = 2500_mV;
  EXPECT_EQ(SelfTestOutcome::kPassed, run().outcome);
}

TEST_F(SelfTestTest, Saf130_AContactOutsideItsWindowFails) {
  for (const Ohms bad : {249_ohm, 3501_ohm}) {
    frame.impedances[2].value = bad;
    expect_failure(kContactsIntact);
  }
  for (const Ohms good : {250_ohm, 3500_ohm}) {
    frame.impedances[2].value = good;
    EXPECT_EQ(SelfTestOutcome::kPassed, run().outcome);
  }
}

TEST_F(SelfTestTest, Saf130_AnOldOrFailedMeasurementIsNone) {
  frame.impedances[1].age = program.limits.max_impedance_age;
  EXPECT_EQ(SelfTestOutcome::kPassed, run().outcome);
  frame.impedances[1].age = program.limits.max_impedance_age + 1_us;
  expect_failure(kContactsIntact);
  frame.impedances[1].age = Microseconds(-1);
  expect_failure(kContactsIntact);
  frame.impedances[1] = {1000_ohm, 1_s, false};
  expect_failure(kContactsIntact);
}

TEST_F(SelfTestTest, Saf133_AContactThatNothingDrivesMayBeBroken) {
  frame.impedances[5].valid = false;
  EXPECT_EQ(SelfTestOutcome::kPassed, run().outcome);
  // Nor does a configuration that no therapy names.
  program.limits.configuration_count = 2;
  program.limits.configurations[1] = bipolar();
  program.limits.configurations[1].contacts[5] = {safety::Polarity::kCathode, 1000};
  EXPECT_EQ(SelfTestOutcome::kPassed, run().outcome);
  program.responsive.therapies[2].bursts[1].outputs[0].configuration = 1;
  expect_failure(kContactsIntact);
}

TEST_F(SelfTestTest, TheCanHasNoImpedanceOfItsOwn) {
  program.limits.configurations[0].contacts[safety::kCan] = {safety::Polarity::kAnode,
                                                             1000};
  frame.impedances[safety::kCan].valid = false;
  EXPECT_EQ(SelfTestOutcome::kPassed, run().outcome);
}

TEST_F(SelfTestTest, Saf130_EachDrivenContactIsLookedAtAndMayBeMeasuredJustNow) {
  for (std::size_t contact = 0; contact < safety::kCan; ++contact) {
    program = responsive_program();
    program.limits.configurations[0] = bipolar();
    program.limits.configurations[0].contacts.fill({});
    program.limits.configurations[0].contacts[contact] = {safety::Polarity::kCathode,
                                                          1000};
    for (auto& z : frame.impedances) z = {1000_ohm, 0_us, true};
    EXPECT_EQ(SelfTestOutcome::kPassed, run().outcome);
    frame.impedances[contact].valid = false;
    expect_failure(kContactsIntact);
  }
}

TEST_F(SelfTestTest, Saf130_ATestBeginsWithNothingOfTheOneBefore) {
  SelfTest test(program, checksum(program));
  test.begin(frame.time, true);
  EXPECT_EQ(0, test.missing());
  frame.battery = 0_mV;
  for (int i = 0; i < 3; ++i) {
    frame.time = frame.time + kFrame;
    ++frame.sequence;
    ASSERT_EQ(SelfTestOutcome::kRunning, test.judge(frame, true));
  }
  EXPECT_EQ(kBatteryCharged, test.missing());
  frame.battery = 3600_mV;
  for (int i = 1; i < kSelfTestFrames; ++i) {
    frame.time = frame.time + kFrame;
    ++frame.sequence;
    ASSERT_EQ(SelfTestOutcome::kRunning, test.judge(frame, true));
  }
  test.begin(frame.time, true);
  EXPECT_EQ(0, test.missing()) << "nothing is known yet";
  frame.sequence += 1000;  // follows nothing that this test has seen
  for (int i = 1; i <= kSelfTestFrames; ++i) {
    frame.time = frame.time + kFrame;
    ++frame.sequence;
    EXPECT_EQ(i == kSelfTestFrames, test.judge(frame, true) == SelfTestOutcome::kPassed);
  }
}

TEST_F(SelfTestTest, Saf131_EndsOnItsLimitExactly) {
  frame.battery = 0_mV;
  EXPECT_EQ(kSelfTestLimit.count() / 50'000, run(50_ms).frames);
  frame.battery = 3600_mV;
  signal = false;
  const Course course = run(50_ms);
  EXPECT_EQ(SelfTestOutcome::kPassed, course.outcome);
  EXPECT_EQ(kSignalPatience.count() / 50'000, course.frames);
}

TEST_F(SelfTestTest, Saf130_FramesOutOfCadenceFail) {
  EXPECT_EQ(SelfTestOutcome::kPassed, run(16_ms).outcome);  // half a frame
  EXPECT_EQ(SelfTestOutcome::kFailed, run(Microseconds(15'999)).outcome);
  EXPECT_EQ(SelfTestOutcome::kPassed, run(200_ms).outcome);  // max_frame_age
  EXPECT_EQ(SelfTestOutcome::kFailed, run(Microseconds(200'001)).outcome);
  EXPECT_EQ(SelfTestOutcome::kFailed, run(kFrame, 2).outcome);  // every other one lost
  EXPECT_EQ(SelfTestOutcome::kFailed, run(kFrame, 0).outcome);  // the same one repeated
  EXPECT_EQ(kFramesInCadence, run(kFrame, 0).missing);
}

TEST_F(SelfTestTest, Saf130_OneBadFrameStartsTheCountAnew) {
  SelfTest test(program, checksum(program));
  test.begin(frame.time, true);
  for (int i = 1; i <= 40; ++i) {
    frame.time = frame.time + kFrame;
    ++frame.sequence;
    frame.battery = i == 15 ? 0_mV : 3600_mV;
    const SelfTestOutcome outcome = test.judge(frame, true);
    EXPECT_EQ(i >= 15 + kSelfTestFrames, outcome == SelfTestOutcome::kPassed) << i;
  }
}

TEST_F(SelfTestTest, ASequenceThatWrapsIsInCadence) {
  frame.sequence = 0xFFFF'FFF8U;
  EXPECT_EQ(kSelfTestFrames, run().frames);
}

TEST_F(SelfTestTest, Saf131_AProgramThatChangedInMemoryFailsAtOnce) {
  SelfTest test(program, checksum(program));
  program.responsive.therapies[0].bursts[0].outputs[0].amplitude = 1001_uA;
  test.begin(frame.time, true);
  frame.time = frame.time + kFrame;
  EXPECT_EQ(SelfTestOutcome::kFailed, test.judge(frame, true));
  EXPECT_EQ(kProgramIntact, test.missing());
}

TEST_F(SelfTestTest, Saf132_WaitsForASignalButNotForEver) {
  signal = false;
  const Course course = run();
  EXPECT_EQ(SelfTestOutcome::kPassed, course.outcome);
  EXPECT_EQ(kSignalHeard, course.missing);
  EXPECT_EQ((kSignalPatience.count() + kFrame.count() - 1) / kFrame.count(),
            course.frames);
}

TEST_F(SelfTestTest, Saf133_AProgramThatNeverStimulatesNeedsNoContacts) {
  program = detection_program();
  frame = {};
  EXPECT_EQ(SelfTestOutcome::kPassed, run().outcome);
}

TEST_F(SelfTestTest, Saf131_FailureLatchesAndTheReportSaysWhy) {
  Scene scene(program);
  scene.inputs.battery = 2000_mV;
  scene.order(biomarkers::kClinicianStart);
  EXPECT_EQ(Mode::kSelfTest, scene.mode());
  EXPECT_LE(scene.run_until(Mode::kFault), kSelfTestLimit + kFrame);
  EXPECT_EQ(kBatteryCharged, scene.episode().self_test_missing);
  EXPECT_FALSE(scene.report().granted.latched);  // the guard has nothing against us
  scene.inputs.battery = 3600_mV;
  scene.run(60_s);
  EXPECT_EQ(Mode::kFault, scene.mode());
  scene.order(biomarkers::kClinicianReset);
  scene.arm();
  EXPECT_EQ(0, scene.episode().self_test_missing);
}

TEST_F(SelfTestTest, Saf157_NamesEachCheck) {
  EXPECT_STREQ("program_intact", name_of(kProgramIntact));
  EXPECT_STREQ("frames_in_cadence", name_of(kFramesInCadence));
  EXPECT_STREQ("battery_charged", name_of(kBatteryCharged));
  EXPECT_STREQ("contacts_intact", name_of(kContactsIntact));
  EXPECT_STREQ("signal_heard", name_of(kSignalHeard));
}

}  // namespace
}  // namespace homeostat::controller::testing
