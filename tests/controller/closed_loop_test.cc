// The loop as a whole: what goes to the guard, what comes back, and what is reported.
#include "controller/closed_loop.h"

#include <gtest/gtest.h>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

TEST(ClosedLoop, Saf157_BeginsOffAndSaysSo) {
  const ClosedLoop loop(responsive_program(), Instant(5));
  EXPECT_EQ(Mode::kOff, loop.report().mode);
  EXPECT_EQ(safety::StimCommand::off(), loop.report().granted.command);
  EXPECT_EQ(checksum(responsive_program()), checksum(loop.program()));
}

TEST(ClosedLoop, Saf157_ReportsWhatItSawAskedAndWasGrantedAndWhy) {
  TherapyProgram program = responsive_program();
  program.responsive.therapies[0].bursts[0].outputs[0].amplitude =
      5000_uA;  // tested: 4 mA
  Scene scene(program);
  scene.arm();
  scene.seizure = true;
  const LoopReport& report = scene.step();
  EXPECT_TRUE(report.seen.seizure);
  EXPECT_EQ(scene.now(), report.seen.time);
  EXPECT_TRUE(report.events.has(Event::kDetected));
  EXPECT_EQ(Mode::kTreatingBurst, report.mode);
  EXPECT_EQ(5000_uA, report.asked.outputs[0].amplitude);
  EXPECT_EQ(4000_uA, report.granted.command.output(0).amplitude);
  EXPECT_TRUE(report.granted.reasons.has(safety::Reason::kTitration));
  EXPECT_EQ(scene.now(), report.episode.burst_start);
}

// A link may deliver a frame twice: its pulses are told once.
TEST(ClosedLoop, Saf110_AFrameThatComesTwiceIsNoLieOfTheSource) {
  Scene scene(responsive_program());
  scene.arm();
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  scene.step();
  ASSERT_GT(scene.inputs.echo[0].count, 0);
  scene.repeat();
  EXPECT_FALSE(scene.report().granted.latched);
  EXPECT_FALSE(scene.report().monitor.demands_off());
  ++scene.inputs.sequence;  // the same again under a fresh number is none
  scene.repeat();
  EXPECT_TRUE(scene.report().granted.latched);
}

TEST(ClosedLoop, Saf110_AFrameOfAnotherTimeIsHeardWhateverItsNumber) {
  Scene scene(responsive_program());
  scene.step();
  scene.faithful = false;
  scene.inputs.echo[1].count = safety::kEchoSegments + 1;
  --scene.inputs.sequence;
  scene.step();
  EXPECT_TRUE(scene.report().granted.latched);
}

TEST(ClosedLoop, Saf110_TheFirstFrameIsHeardEvenAtTheInstantOfTheReset) {
  ClosedLoop loop(responsive_program(), Instant{});
  biomarkers::SampleFrame frame = quiet_inputs();
  frame.echo[0].count = safety::kEchoSegments + 1;
  (void)loop.step(frame);
  EXPECT_TRUE(loop.report().granted.latched);
}

// Four frames in which pulses were due and none came: only the monitor counts them.
TEST(ClosedLoop, Saf153_WhatTheMonitorAloneFindsLatchesTheGuardToo) {
  Scene scene(responsive_program());
  scene.arm();
  scene.seizure = true;
  scene.faithful = false;
  while (!scene.report().monitor.demands_off() && scene.now() < Instant(10'000'000)) {
    scene.step();
  }
  EXPECT_EQ(safety::MonitorReason::kMissing, scene.report().monitor.reason);
  EXPECT_TRUE(scene.report().granted.reasons.has(safety::Reason::kEcho));
  EXPECT_FALSE(scene.granted().on());
  Scene after(responsive_program());
  ASSERT_TRUE(after.restore(scene.loop().persist()));
  after.step();
  EXPECT_TRUE(after.report().granted.latched);
}

// A program that only listens has no guard: there the monitor alone is obeyed.
TEST(ClosedLoop, Saf155_PulsesThatNobodyCanHaveAskedForAreAFault) {
  Scene scene(detection_program());
  scene.arm();
  scene.faithful = false;
  scene.inputs.echo[0].count = 1;
  scene.inputs.echo[0].segments[0] = {.first_pulse = scene.now(),
                                      .pulses = 1,
                                      .amplitude = 1000_uA,
                                      .pulse_width = 160_us,
                                      .charge1 = Picocoulombs(160'000),
                                      .charge2 = Picocoulombs(160'000)};
  scene.step();
  EXPECT_TRUE(scene.report().granted.latched);
  EXPECT_EQ(safety::Severity::kLatched, scene.report().granted.severity);
  scene.inputs.echo[0].count = 0;
  scene.step();
  EXPECT_EQ(Mode::kFault, scene.mode());
}

TEST(ClosedLoop, Saf109_TheSixthResetWithoutAnHourOfWorkIsAFault) {
  safety::PersistedState stored = ClosedLoop(responsive_program(), Instant{}).persist();
  for (std::uint32_t reset = 1; reset <= kMostResets + 1; ++reset) {
    Scene scene(responsive_program());
    ASSERT_TRUE(scene.restore(stored)) << reset;
    scene.order(biomarkers::kClinicianStart);
    EXPECT_EQ(reset > kMostResets, scene.mode() == Mode::kFault) << reset;
    scene.run(kSteadyTime - 1_s, 450_ms);
    stored = scene.loop().persist();
  }
  Scene scene(responsive_program());
  ASSERT_TRUE(scene.restore(stored));
  scene.step();
  EXPECT_EQ(Mode::kFault, scene.mode());
  EXPECT_TRUE(scene.report().notices.has(Notice::kCallClinician));
  scene.run(7200_s, 450_ms);
  EXPECT_EQ(Mode::kFault, scene.mode());
  EXPECT_FALSE(scene.heard(Event::kFault));  // once is enough
  scene.order(biomarkers::kClinicianReset);
  scene.run(20_s);
  scene.arm();
  EXPECT_EQ(Mode::kSensing, scene.mode());
}

TEST(ClosedLoop, Saf109_AnHourOfWorkForgivesResets) {
  safety::PersistedState stored = ClosedLoop(responsive_program(), Instant{}).persist();
  for (int reset = 0; reset < 12; ++reset) {
    Scene scene(responsive_program());
    ASSERT_TRUE(scene.restore(stored));
    scene.order(biomarkers::kClinicianStart);
    EXPECT_NE(Mode::kFault, scene.mode()) << reset;
    scene.run(kSteadyTime + 1_s, 450_ms);
    stored = scene.loop().persist();
  }
}

TEST(ClosedLoop, Saf109_ACountThatDoesNotCheckIsTheHighest) {
  safety::PersistedState stored = ClosedLoop(responsive_program(), Instant{}).persist();
  for (std::size_t bit = 0; bit < 64; ++bit) {
    safety::PersistedState flipped = stored;
    std::byte& at = flipped[safety::kPersistedBytes - safety::kCallersBytes + bit / 8];
    at = at ^ static_cast<std::byte>(1U << bit % 8);
    Scene scene(responsive_program());
    ASSERT_TRUE(scene.restore(flipped));
    scene.step();
    EXPECT_EQ(Mode::kFault, scene.mode()) << bit;
  }
}

TEST(ClosedLoop, Saf152_AsksTheGuardToNeedASignalForWhatAnswersToIt) {
  Scene scene(responsive_program());
  scene.arm();
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  EXPECT_TRUE(scene.report().asked.needs_sensing);
  Scene deaf(open_loop_program());
  deaf.signal = false;
  deaf.order(biomarkers::kClinicianStart);
  deaf.run_until(Mode::kTreatingContinuous);
  deaf.run(3_s);
  EXPECT_FALSE(deaf.report().asked.needs_sensing);
  EXPECT_EQ(2000_uA, deaf.granted().amplitude);
}

TEST(ClosedLoop, Saf060_ALatchOutlivesAResetOfTheLoop) {
  Scene scene(responsive_program());
  scene.arm();
  scene.step_after(10_s);  // a clock that jumps
  EXPECT_EQ(Mode::kFault, (scene.step(), scene.mode()));
  ClosedLoop after(responsive_program(), Instant(7));
  ASSERT_TRUE(after.restore(scene.loop().persist()));
  biomarkers::SampleFrame frame = quiet_inputs();
  for (int i = 1; i <= 2; ++i) {
    frame.time = Instant(7) + Microseconds(i * kFrame.count());
    frame.clinician_events = biomarkers::kClinicianStart;
    (void)after.step(frame);
  }
  EXPECT_TRUE(after.report().granted.latched);
  EXPECT_EQ(Mode::kFault, after.report().mode);
}

TEST(ClosedLoop, Saf061_AStoreThatIsNotBelievedLatches) {
  ClosedLoop loop(responsive_program(), Instant{});
  EXPECT_FALSE(loop.restore(safety::PersistedState{}));
  biomarkers::SampleFrame frame = quiet_inputs();
  frame.time = Instant(32'000);
  (void)loop.step(frame);
  EXPECT_TRUE(loop.report().granted.latched);
}

TEST(ClosedLoop, Saf135_FallsBackToTheBaselineWithoutASignal) {
  TherapyProgram program = responsive_program();
  program.has_fallback = true;
  program.fallback = baseline();
  Scene scene(program);
  scene.arm();
  scene.signal = false;
  scene.run(500_ms);
  EXPECT_EQ(Mode::kFallback, scene.mode());
  EXPECT_EQ(500_uA, scene.granted().amplitude);
  scene.run(1_s);
  EXPECT_FALSE(scene.granted().on());
  scene.run(20_s);
  EXPECT_TRUE(scene.granted().on());
}

// Each inhibition by the frame alone, while the chart would go on.
TEST(ClosedLoop, Saf153_TellsTheGuardOfTheWorldInTheFrame) {
  struct {
    const char* name;
    void (*change)(biomarkers::SampleFrame&);
    safety::Reason reason;
  } const worlds[] = {
      {"battery", [](auto& f) { f.battery = 2499_mV; }, safety::Reason::kBattery},
      {"temperature", [](auto& f) { f.temperature = Millicelsius(41'001); },
       safety::Reason::kTemperature},
      {"impedance", [](auto& f) { f.impedances[1].valid = false; },
       safety::Reason::kImpedance},
  };
  for (const auto& world : worlds) {
    Scene scene(responsive_program());
    scene.arm();
    scene.seizure = true;
    world.change(scene.inputs);
    scene.step();
    EXPECT_EQ(Mode::kTreatingBurst, scene.mode()) << world.name;
    EXPECT_TRUE(scene.asked().on()) << world.name;
    EXPECT_FALSE(scene.granted().on()) << world.name;
    EXPECT_TRUE(scene.report().granted.reasons.has(world.reason)) << world.name;
  }
}

TEST(ClosedLoop, Saf153_AnEchoThatDisagreesBecomesAFault) {
  Scene scene(responsive_program());
  scene.arm();
  scene.seizure = true;
  scene.step();
  scene.faithful = false;
  safety::PulseSegment& echo = scene.inputs.echo[0].segments[0];
  scene.inputs.echo[0].count = 1;
  echo = {.first_pulse = scene.granted().first_pulse,
          .period = 5_ms,
          .pulses = 7,
          .amplitude = 1000_uA,
          .pulse_width = 160_us,
          .charge1 = Picocoulombs(160'000),
          .charge2 = Picocoulombs(160'000)};
  scene.step();  // pulses in [first, first + 32 ms), as granted: all is well
  EXPECT_TRUE(scene.granted().on());
  echo.first_pulse = echo.first_pulse + 35_ms;
  echo.charge2 = Picocoulombs(100'000);
  scene.step();
  EXPECT_TRUE(scene.report().granted.reasons.has(safety::Reason::kEcho));
  EXPECT_FALSE(scene.granted().on());
  scene.inputs.echo[0].count = 0;
  scene.step();
  EXPECT_EQ(Mode::kFault, scene.mode());
}

TEST(ClosedLoop, Saf110_AFrameOfTheWrongShapeIsNoSignal) {
  ClosedLoop loop(responsive_program(), Instant{});
  biomarkers::SampleFrame frame = quiet_inputs();
  frame.time = Instant{} + kFrame;
  frame.sample_count = 8;
  frame.channel_count = 1;
  EXPECT_TRUE(loop.sense(frame).signal_valid);
  frame.time = frame.time + kFrame;
  ++frame.sequence;
  frame.channel_count = 2;
  EXPECT_FALSE(loop.sense(frame).signal_valid);
}

// ---- Time without frames

struct Idle : ::testing::Test {
  Scene stepped{responsive_program()};
  Scene skipped{responsive_program()};

  // Both live on alike, and end with the same report.
  void expect_same_from_here() {
    ASSERT_EQ(stepped.now(), skipped.now());
    for (int i = 0; i < 3000; ++i) {
      const bool seizing = i > 100;
      stepped.seizure = skipped.seizure = seizing;
      const LoopReport a = stepped.step();
      const LoopReport b = skipped.step();
      ASSERT_EQ(a.mode, b.mode) << i;
      ASSERT_EQ(a.events, b.events) << i;
      ASSERT_EQ(a.asked, b.asked) << i;
      ASSERT_EQ(a.granted.command, b.granted.command) << i;
      ASSERT_EQ(a.granted.reasons, b.granted.reasons) << i;
      ASSERT_EQ(a.episode.therapies_today, b.episode.therapies_today) << i;
    }
  }
  void expect_skip_equals_steps(Microseconds span) {
    const Instant until = stepped.now() + span;
    while (stepped.now() < until) stepped.step();
    EXPECT_TRUE(skipped.skip_to(stepped.now()));
    expect_same_from_here();
  }
};

TEST_F(Idle, Saf156_SkippingEqualsStepsWhileSensing) {
  stepped.arm();
  skipped.arm();
  expect_skip_equals_steps(1000_s);
}

TEST_F(Idle, Saf156_SkippingEqualsStepsWithADayBehindIt) {
  for (Scene* scene : {&stepped, &skipped}) {
    scene->arm();
    scene->seizure = true;
    scene->run_until(Mode::kTreatingBurst);
    scene->run_until(Mode::kTreatingPause);
    scene->seizure = false;
    scene->run_until(Mode::kSensing);
  }
  expect_skip_equals_steps(4000_s);
}

TEST_F(Idle, Saf156_SkippingEqualsStepsWhileOff) {
  stepped.step();
  skipped.step();
  const Instant until = stepped.now() + 100_s;
  while (stepped.now() < until) stepped.step();
  EXPECT_TRUE(skipped.skip_to(stepped.now()));
  stepped.arm();
  skipped.arm();
  expect_same_from_here();
}

TEST_F(Idle, Saf156_MaySplitAnyWay) {
  stepped.arm();
  skipped.arm();
  const Instant begin = stepped.now();
  EXPECT_TRUE(stepped.skip_to(begin + 777_s));
  for (const Microseconds part : {1_us, 32_ms, 100_s, 500_s, 777_s}) {
    EXPECT_TRUE(skipped.skip_to(begin + part));
  }
  expect_same_from_here();
}

TEST_F(Idle, Saf156_IsIllegalWhereSomethingIsUnderWay) {
  EXPECT_FALSE(skipped.skip_to(Instant{} + 1_s));  // boot: who knows what it brings
  skipped.arm();
  EXPECT_FALSE(skipped.skip_to(skipped.now()));  // no time passes
  skipped.seizure = true;
  skipped.run_until(Mode::kTreatingBurst);
  EXPECT_FALSE(skipped.skip_to(skipped.now() + 1_s));
  skipped.run_until(Mode::kTreatingPause);
  EXPECT_FALSE(skipped.skip_to(skipped.now() + 1_s));
  skipped.run_until(Mode::kLockout);
  EXPECT_FALSE(skipped.skip_to(skipped.now() + 1_s));
  skipped.seizure = false;
  skipped.run_until(Mode::kSensing);
  skipped.inputs.magnet_present = true;
  skipped.step();
  EXPECT_FALSE(skipped.skip_to(skipped.now() + 1_s));
  skipped.inputs.magnet_present = false;
  skipped.run_until(Mode::kSensing);
  EXPECT_TRUE(skipped.skip_to(skipped.now() + 1_s));
  skipped.step_after(10_s);  // the guard latches; the chart has yet to hear of it
  EXPECT_FALSE(skipped.skip_to(skipped.now() + 1_s));
}

TEST_F(Idle, Saf156_NeverRunsBackwardsNorBeyondWhatTheGuardCounts) {
  Scene scene(detection_program());
  scene.arm();
  EXPECT_FALSE(scene.skip_to(scene.now()));
  EXPECT_FALSE(scene.skip_to(Instant{}));
  EXPECT_TRUE(scene.skip_to(scene.now() + 100_s));
  EXPECT_FALSE(scene.skip_to(scene.now() - 50_s));
  skipped.arm();
  EXPECT_FALSE(skipped.skip_to(Instant(UINT64_MAX)));
  EXPECT_TRUE(skipped.skip_to(skipped.now() + 100_s));
}

TEST_F(Idle, Saf156_InOffASeizureEndsUnseen) {
  skipped.arm();
  skipped.seizure = true;
  skipped.run_until(Mode::kLockout);
  skipped.order(biomarkers::kClinicianStop);
  EXPECT_TRUE(skipped.skip_to(skipped.now() + 60_s));
  skipped.order(biomarkers::kClinicianStart);
  skipped.run_until(Mode::kTreatingBurst, 5_s);
}

// 153 nC are left at each contact, and flow off.
TEST_F(Idle, Saf156_ChargeThatIsLeftFlowsOffMeanwhile) {
  const auto unbalanced = [&](int pulses) {
    skipped.faithful = false;
    skipped.seizure = true;
    skipped.run_until(Mode::kTreatingBurst);
    safety::PulseSegment& told = skipped.inputs.echo[0].segments[0];
    for (; pulses > 0; pulses -= 6) {
      skipped.inputs.echo[0].count = 1;
      told = {.first_pulse = skipped.granted().first_pulse +
                             Microseconds((12 - pulses) / 6 * 35'000),
              .period = 5_ms,
              .pulses = 6,
              .amplitude = 1000_uA,
              .pulse_width = 160_us,
              .charge1 = Picocoulombs(160'000),
              .charge2 = Picocoulombs(144'000)};
      skipped.step();
    }
    skipped.inputs.echo[0].count = 0;
  };
  skipped.arm();
  unbalanced(12);
  skipped.order(biomarkers::kClinicianStop);
  skipped.seizure = false;
  ASSERT_TRUE(skipped.skip_to(skipped.now() + 2_s));
  skipped.arm();
  unbalanced(12);
  EXPECT_FALSE(skipped.report().monitor.demands_off());
}

TEST_F(Idle, OpenLoopNeverIsWhileItWorks) {
  Scene scene(open_loop_program());
  scene.arm();
  EXPECT_FALSE(scene.skip_to(scene.now() + 1_s));  // it is about to begin
  scene.run(30_s);                                 // silent, but in its cycle
  EXPECT_FALSE(scene.granted().on());
  EXPECT_FALSE(scene.skip_to(scene.now() + 1_s));
}

TEST_F(Idle, DetectionAloneAlwaysIsWhileItSenses) {
  Scene scene(detection_program());
  scene.arm();
  EXPECT_TRUE(scene.skip_to(scene.now() + 86'400_s));
  scene.step();
  EXPECT_EQ(Mode::kSensing, scene.mode());
}

}  // namespace
}  // namespace homeostat::controller::testing
