// What was seen, judged: each bound asked exactly.
#include "hil/conformance/judgement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "hil/conformance/glossary.h"
#include "hil/conformance/scenario_run.h"
#include "hil/conformance/uncertainty.h"

namespace homeostat::hil {
namespace {

using clinical_configs::ConformanceScenario;
using clinical_configs::Expectation;
using clinical_configs::Expected;
using controller::Mode;

constexpr double kFrame_s = 0.032;

Observations ten_seconds() {
  Observations seen;
  seen.frame_s = kFrame_s;
  seen.ended_s = 10.0;
  seen.told = {{.s = kFrame_s, .mode = Mode::kSensing}};
  return seen;
}

DeliveredPulses pulses_at(double s, std::uint32_t count = 1) {
  return {.first_s = s,
          .period_s = 0.005,
          .count = count,
          .amplitude_ua = 2000,
          .pulse_width_us = 160,
          .charge_pc = 320'000};
}

Judgement judged(const Expectation& wish, const Observations& seen,
                 double round_trip_s = 0.0) {
  ConformanceScenario scenario;
  scenario.expectations = {wish};
  return judge(scenario, seen, round_trip_s).front();
}

bool holds(const Expectation& wish, const Observations& seen) {
  return judged(wish, seen).holds;
}

// 32 ms frames: two rectangles of 16 ms and half a microsecond.
TEST(TimeUncertainty, IsTheRootOfTheSumOfSquaresTwice) {
  const double of_modes = uncertainty_of(Seen::kAtFrameEnds, kFrame_s, 0.0).expanded_s();
  EXPECT_NEAR(2.0 * std::sqrt(2.0 * 0.016 * 0.016 / 3.0), of_modes, 1e-9);
  const double of_pulses = uncertainty_of(Seen::kAtOnsets, kFrame_s, 0.0).expanded_s();
  EXPECT_NEAR(2.0 * 0.016 / std::sqrt(3.0), of_pulses, 1e-9);
  const double paced = uncertainty_of(Seen::kAtOnsets, kFrame_s, 0.010).expanded_s();
  EXPECT_NEAR(2.0 * std::sqrt((0.016 * 0.016 + 0.005 * 0.005) / 3.0), paced, 1e-9);
}

TEST(Judgement, Saf376_ATimePassesWhereItsUncertaintyFitsBelowTheLimitToo) {
  Observations seen = ten_seconds();
  seen.told.push_back({.s = 2.1, .mode = Mode::kInhibited});
  const double expanded = uncertainty_of(Seen::kAtFrameEnds, kFrame_s, 0.0).expanded_s();
  Expectation wish{.what = Expected::kModeWithin, .from = {2.0}, .name = "inhibited"};
  wish.within_s = 0.1 + expanded + 1e-7;
  EXPECT_TRUE(holds(wish, seen));
  wish.within_s = 0.1 + expanded - 1e-6;
  EXPECT_FALSE(holds(wish, seen));
  wish.within_s = 0.1 + expanded + 1e-7;
  EXPECT_FALSE(judged(wish, seen, 0.05).holds);  // a slow link, paced: known less well
}

TEST(Judgement, Saf376_WholeNumbersAreExact) {
  Observations seen = ten_seconds();
  seen.pulses = {pulses_at(1.0, 20)};
  for (const auto& [what, bound] : {std::pair(Expected::kAmplitudeUaAtMost, 2000.0),
                                    std::pair(Expected::kChargeNcAtMost, 320.0),
                                    std::pair(Expected::kRateHzAtMost, 200.0),
                                    std::pair(Expected::kTherapiesAtMost, 1.0)}) {
    EXPECT_TRUE(holds({.what = what, .value = bound}, seen)) << bound;
    EXPECT_FALSE(holds({.what = what, .value = bound * 0.999}, seen)) << bound;
    EXPECT_FALSE(judged({.what = what, .value = bound}, seen).uncertainty) << bound;
  }
  EXPECT_TRUE(holds({.what = Expected::kTherapiesAtLeast, .value = 1.0}, seen));
  EXPECT_FALSE(holds({.what = Expected::kTherapiesAtLeast, .value = 2.0}, seen));
}

TEST(Judgement, ASecondOfSilenceEndsATherapy) {
  Observations seen = ten_seconds();
  const Expectation one{.what = Expected::kTherapiesAtMost, .value = 1.0};
  seen.pulses = {pulses_at(1.0), pulses_at(1.999)};
  EXPECT_TRUE(holds(one, seen));
  seen.pulses.push_back(pulses_at(3.0));
  EXPECT_FALSE(holds(one, seen));
}

TEST(Judgement, TheLastPulseIsTheLastWithinItsTime) {
  Observations seen = ten_seconds();
  seen.pulses = {pulses_at(1.0, 20), pulses_at(6.0)};
  Expectation wish{
      .what = Expected::kLastPulseWithin, .from = {1.0}, .within_s = 0.2, .for_s = 4.0};
  EXPECT_TRUE(holds(wish, seen));
  wish.for_s = 6.0;
  EXPECT_FALSE(holds(wish, seen));
  wish.for_s = clinical_configs::kToTheEnd;
  EXPECT_FALSE(holds(wish, seen));
}

TEST(Judgement, NoPulseMeansNoneInItsTime) {
  Observations seen = ten_seconds();
  seen.pulses = {pulses_at(1.0, 20)};
  EXPECT_FALSE(holds({.what = Expected::kNoPulse, .from = {1.05}}, seen));
  EXPECT_TRUE(holds({.what = Expected::kNoPulse, .from = {1.0951}}, seen));
  EXPECT_TRUE(holds({.what = Expected::kNoPulse, .from = {0.0}, .for_s = 0.9}, seen));
}

// A mode that was entered before the moment and still holds is reached at once.
TEST(Judgement, WhatHoldsAlreadyIsReachedAtOnce) {
  const Observations seen = ten_seconds();
  const Judgement judgement = judged(
      {.what = Expected::kModeWithin, .from = {5.0}, .within_s = 0.1, .name = "sensing"},
      seen);
  EXPECT_TRUE(judgement.holds);
  EXPECT_EQ(0.0, judgement.value);
}

TEST(Judgement, Saf377_WhatTheRunNeverCameToIsBroken) {
  const Observations seen = ten_seconds();
  for (const Expected what : {Expected::kNoPulse, Expected::kNoLatch}) {
    EXPECT_FALSE(holds({.what = what, .from = {10.1}}, seen));
    EXPECT_FALSE(holds({.what = what, .from = {0.0, true}}, seen));  // no first pulse
  }
}

// Of a used device that agrees with the host: it could not, and is not judged.
TEST(SpentBefore, Saf377_IsNoVerdictUnlessTheDeviceDiffersOrStimulated) {
  ScenarioRun run{.seen = ten_seconds(), .used = true};
  EXPECT_FALSE(run.was_spent_before());
  constexpr std::uint64_t kDuty = 1ULL << static_cast<int>(safety::Reason::kDuty);
  run.seen.told.push_back({.s = 2.0, .mode = Mode::kLockout, .reasons = kDuty});
  EXPECT_TRUE(run.was_spent_before());
  for (const auto& spoil : std::vector<std::function<void(ScenarioRun&)>>{
           [](ScenarioRun& r) { r.used = false; },
           [](ScenarioRun& r) { r.seen.pulses = {pulses_at(1.0)}; },
           [](ScenarioRun& r) { r.seen.difference = "frame 1"; },
           [](ScenarioRun& r) { r.seen.complaint = "referee"; },
           [](ScenarioRun& r) { r.seen.broke_off = "no answer"; }}) {
    ScenarioRun spoilt = run;
    spoil(spoilt);
    EXPECT_FALSE(spoilt.was_spent_before());
  }
}

TEST(Judgement, AnAttemptThatWasNotRefusedIsBrokenWhateverElseWas) {
  Observations seen = ten_seconds();
  const Expectation wish{.what = Expected::kRefusedWith, .name = "no_session"};
  EXPECT_FALSE(holds(wish, seen));
  seen.attempts = {{1.0, "A", "no_session"}, {2.0, "B", "stale"}};
  EXPECT_TRUE(holds(wish, seen));
  seen.attempts.push_back({3.0, "C", ""});
  EXPECT_FALSE(holds(wish, seen));
}

TEST(Judgement, HostRefereeAndTheEndAreJudgedInEveryScenario) {
  Observations seen = ten_seconds();
  const auto broken = [&] {
    return std::ranges::count(judge({}, seen, 0.0), false, &Judgement::holds);
  };
  EXPECT_EQ(3U, judge({}, seen, 0.0).size());
  EXPECT_EQ(0, broken());
  seen.difference = "frame 3";
  EXPECT_EQ(1, broken());
  seen.complaint = "referee";
  EXPECT_EQ(2, broken());
  seen.broke_off = "no answer";
  EXPECT_EQ(3, broken());
}

}  // namespace
}  // namespace homeostat::hil
