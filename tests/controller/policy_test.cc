// What each policy asks for, at instants worked out by hand.
#include "controller/policy.h"

#include <gtest/gtest.h>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

constexpr Instant kStart{1'000'000'000};

struct Asking : ::testing::Test {
  TherapyProgram program = open_loop_program();
  Mode mode = Mode::kTreatingContinuous;
  EpisodeView episode{.mode_since = kStart};

  safety::StimRequest at(Microseconds since_start) const {
    return decide(program, mode, episode, kStart + since_start);
  }
  Microamps amplitude_at(Microseconds since_start) const {
    return at(since_start).outputs[0].amplitude;
  }
};

// ---- Open loop: 20 s on, 40 s off, 2 mA, up in 2 s, down in 4 s

TEST_F(Asking, Saf138_OpenLoopRisesHoldsFallsAndRests) {
  EXPECT_EQ(0_uA, amplitude_at(0_s));
  EXPECT_EQ(500_uA, amplitude_at(500_ms));
  EXPECT_EQ(1999_uA, amplitude_at(Microseconds(1'999'999)));
  EXPECT_EQ(2000_uA, amplitude_at(2_s));
  EXPECT_EQ(2000_uA, amplitude_at(16_s));
  EXPECT_EQ(1999_uA, amplitude_at(Microseconds(16'000'001)));
  EXPECT_EQ(1000_uA, amplitude_at(18_s));
  EXPECT_EQ(0_uA, amplitude_at(20_s));
  EXPECT_EQ(0_uA, amplitude_at(59_s));
}

TEST_F(Asking, Saf138_OpenLoopRepeatsItsCycle) {
  for (const std::int64_t cycle : {1, 2, 1000, 525'600}) {
    const Microseconds offset(cycle * 60'000'000);
    for (const Microseconds into : {0_s, 1_s, 5_s, 19_s, 20_s, 40_s}) {
      EXPECT_EQ(amplitude_at(into), amplitude_at(offset + into));
    }
    EXPECT_EQ(kStart + offset, at(offset + 5_s).outputs[0].first_pulse);
  }
}

TEST_F(Asking, Saf150_OpenLoopExpiresAndEndsWithItsOnTime) {
  EXPECT_EQ(kStart + 5_s + 500_ms, at(5_s).outputs[0].valid_until);  // command lifetime
  EXPECT_EQ(kStart + 20_s, at(19'800_ms).outputs[0].valid_until);
  EXPECT_FALSE(at(5_s).needs_sensing);
}

TEST_F(Asking, OpenLoopMayBeAlwaysOn) {
  program.open_loop.off_time = {};
  EXPECT_EQ(1000_uA, amplitude_at(1_s));
  for (const Microseconds later : {2_s, 19_s, 20_s, 100'000_s}) {
    EXPECT_EQ(2000_uA, amplitude_at(later));
    EXPECT_EQ(kStart, at(later).outputs[0].first_pulse);
    EXPECT_EQ(kStart + later + 500_ms, at(later).outputs[0].valid_until);
  }
}

TEST_F(Asking, OpenLoopWithoutRampsIsAllOrNothing) {
  program.open_loop.ramp = {};
  program.ramp_off = {};
  EXPECT_EQ(2000_uA, amplitude_at(0_s));
  EXPECT_EQ(2000_uA, amplitude_at(Microseconds(19'999'999)));
  EXPECT_EQ(0_uA, amplitude_at(20_s));
}

TEST_F(Asking, OpenLoopDrivesBothOutputs) {
  program.open_loop.outputs[1] = {
      .configuration = 0, .amplitude = 1000_uA, .pulse_width = 90_us, .period = 6897_us};
  const safety::StimRequest asked = at(1_s);
  EXPECT_EQ(1000_uA, asked.outputs[0].amplitude);
  EXPECT_EQ(500_uA, asked.outputs[1].amplitude);
  EXPECT_EQ(6897_us, asked.outputs[1].period);
  EXPECT_EQ(90_us, asked.outputs[1].pulse_width);
}

TEST_F(Asking, NobodyAsksBeforeTheModeBegan) {
  EXPECT_EQ(safety::StimRequest{}, at(Microseconds(-1)));
  mode = Mode::kFallback;
  program.has_fallback = true;
  program.fallback = baseline();
  EXPECT_EQ(safety::StimRequest{}, at(Microseconds(-1)));
}

// ---- Fallback

TEST_F(Asking, Saf135_FallbackIsTheBaselineAndNeverAboveIt) {
  program = responsive_program();
  program.has_fallback = true;
  program.fallback = baseline();
  episode.interrupted[0] = {.configuration = 0, .amplitude = 3000_uA};
  mode = Mode::kFallback;
  EXPECT_EQ(0_uA, amplitude_at(0_s));
  EXPECT_EQ(250_uA, amplitude_at(160_ms));
  EXPECT_EQ(500_uA, amplitude_at(320_ms));
  for (std::int64_t ms = 0; ms < 60'000; ms += 7) {
    EXPECT_LE(amplitude_at(Microseconds(ms * 1000)), 500_uA);
  }
  EXPECT_EQ(0_uA, amplitude_at(1_s));
  EXPECT_FALSE(at(500_ms).needs_sensing);
}

TEST_F(Asking, Saf136_WithoutABaselineWhatRanFallsToZero) {
  program = responsive_program();
  program.ramp_off = 2_s;
  episode.interrupted[0] = {.configuration = 0,
                            .amplitude = 1000_uA,
                            .pulse_width = 160_us,
                            .period = 5_ms,
                            .first_pulse = kStart - 50_ms,
                            .valid_until = kStart + 50_ms};
  mode = Mode::kFallback;
  EXPECT_EQ(1000_uA, amplitude_at(0_s));
  EXPECT_EQ(500_uA, amplitude_at(1_s));
  EXPECT_EQ(safety::StimRequest{}, at(2_s));
  const safety::PulseTrain train = at(1_s).outputs[0];
  EXPECT_EQ(kStart - 50_ms, train.first_pulse);  // in phase with what ran
  EXPECT_EQ(kStart + 1500_ms, train.valid_until);
  EXPECT_EQ(kStart + 2_s, at(1800_ms).outputs[0].valid_until);
  EXPECT_FALSE(at(1_s).outputs[1].on());
}

TEST_F(Asking, Saf136_WhatRanOnEitherOutputFalls) {
  program = responsive_program();
  program.ramp_off = 2_s;
  mode = Mode::kFallback;
  for (std::size_t ran = 0; ran < 3; ++ran) {
    episode.interrupted = {};
    for (std::size_t i = 0; i < 2; ++i) {
      if (ran == i || ran == 2) episode.interrupted[i] = {.amplitude = 1000_uA};
    }
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(ran == i || ran == 2 ? 500_uA : 0_uA, at(1_s).outputs[i].amplitude);
    }
  }
}

TEST_F(Asking, Saf136_WithoutARampWhatRanEndsAtOnce) {
  program = responsive_program();
  episode.interrupted[0] = {.configuration = 0, .amplitude = 1000_uA};
  mode = Mode::kFallback;
  EXPECT_EQ(safety::StimRequest{}, at(0_s));
}

TEST(RampOff, Saf136_BeginsWithWhatTheGuardHadGranted) {
  TherapyProgram program = responsive_program();
  program.ramp_off = 400_ms;
  program.responsive.therapies[0].bursts[0].duration = 1_s;
  program.limits.max_ramp_ua_per_ms = 2;  // so that less is granted than asked
  Scene scene(program);
  scene.arm();
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  scene.run(200_ms);
  const Microamps granted = scene.granted().amplitude;
  ASSERT_LT(granted, scene.asked().amplitude);
  scene.signal = false;
  scene.step();
  EXPECT_EQ(Mode::kFallback, scene.mode());
  EXPECT_EQ(granted, scene.asked().amplitude);
  EXPECT_EQ(granted, scene.granted().amplitude);
  Microamps last = granted;
  for (int i = 0; i < 12; ++i) {
    scene.step();
    EXPECT_LT(scene.granted().amplitude, last);
    last = scene.granted().amplitude;
  }
  scene.step();
  EXPECT_FALSE(scene.granted().on());
}

// ---- Nobody else

TEST_F(Asking, Saf151_NobodyAsksInAModeThatDoesNotStimulate) {
  for (const TherapyProgram& each : {responsive_program(), open_loop_program()}) {
    program = each;
    program.has_fallback = true;
    program.fallback = baseline();
    program.ramp_off = 10_s;
    episode = {.mode_since = kStart, .burst_start = kStart, .burst_end = kStart + 10_s};
    episode.interrupted[0] = {.configuration = 0, .amplitude = 1000_uA};
    for (int m = 0; m < kModes; ++m) {
      mode = static_cast<Mode>(m);
      if (may_stimulate(mode) && mode != Mode::kTreatingPause) continue;
      EXPECT_EQ(safety::StimRequest{}, at(5_s)) << name_of(mode);
    }
  }
}

TEST_F(Asking, Saf150_ABurstDrivesBothOutputs) {
  program = responsive_program();
  mode = Mode::kTreatingBurst;
  episode = {.burst_start = kStart, .burst_end = kStart + 100_ms};
  BurstSettings& burst = program.responsive.therapies[0].bursts[0];
  burst.outputs[1] = burst.outputs[0];
  burst.outputs[1].amplitude = burst.outputs[0].amplitude + 7_uA;
  const safety::StimRequest asked = at(10_ms);
  EXPECT_EQ(burst.outputs[0].amplitude, asked.outputs[0].amplitude);
  EXPECT_EQ(burst.outputs[1].amplitude, asked.outputs[1].amplitude);
}

TEST_F(Asking, Saf141_ABurstIsAskedForUntilItEndsAndNoLonger) {
  program = responsive_program();
  mode = Mode::kTreatingBurst;
  episode = {
      .burst_start = kStart, .burst_end = kStart + 100_ms, .therapy = 1, .burst = 1};
  EXPECT_EQ(2000_uA, amplitude_at(0_s));
  EXPECT_EQ(2000_uA, amplitude_at(Microseconds(99'999)));
  EXPECT_EQ(safety::StimRequest{}, at(100_ms));
  EXPECT_TRUE(at(50_ms).needs_sensing);
  EXPECT_EQ(safety::PulseTrain{}, at(50_ms).outputs[1]);
}

}  // namespace
}  // namespace homeostat::controller::testing
