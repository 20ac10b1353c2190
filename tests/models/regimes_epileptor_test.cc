// When the Epileptors seize, for how long and how fast: shared/reference/models.md 1 to
// 3, with their numbers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/models/life.h"

namespace homeostat::models {
namespace {

struct Course {
  std::vector<double> onsets;
  std::vector<double> ends;
  double lowest_z = 1e9;
  double highest_z = -1e9;
};

// The table's seizures begin and end where a window of 60 units, centred, begins and
// ceases to hold discharges: half a window before the first and after the last.
Course course(double x0, double until) {
  constexpr double kLook = 0.25;
  constexpr double kHalfWindow = 30.0;
  Life life("epileptor", {{"x0", x0}}, 0.025);
  Course found;
  bool before = false;
  for (double t = kLook; t <= until; t += kLook) {
    (void)life.live(kLook);
    const double z = life.state("z");
    found.lowest_z = std::min(found.lowest_z, z);
    found.highest_z = std::max(found.highest_z, z);
    const bool seizing = life.state("x1") > -0.9;
    if (seizing && !before) found.onsets.push_back(t - kHalfWindow);
    if (!seizing && before) found.ends.push_back(t + kHalfWindow);
    before = seizing;
  }
  return found;
}

TEST(RegimesOfEpileptors, TheDefaultSeizesFor1031UnitsEvery1933) {
  const Course c = course(-1.6, 4250.0);
  ASSERT_EQ(c.onsets.size(), 3U);
  ASSERT_EQ(c.ends.size(), 2U);
  EXPECT_NEAR(c.onsets[0], 172.0, 1.0);
  EXPECT_NEAR(c.ends[0], 1203.0, 1.0);
  EXPECT_NEAR(c.onsets[1], 2100.0, 6.0);  // its window moved in steps
  EXPECT_NEAR(c.ends[1], 3136.0, 1.0);
  EXPECT_NEAR(c.onsets[2] - c.onsets[1], 1933.0, 2.0);
  EXPECT_NEAR(c.ends[0] - c.onsets[0], 1031.0, 2.0);
  EXPECT_GT(c.lowest_z, 2.85);
  EXPECT_LT(c.highest_z, 4.15);
}

TEST(RegimesOfEpileptors, NearItsThresholdItSeizesFor694UnitsEvery2752) {
  const Course c = course(-2.05, 4200.0);
  ASSERT_EQ(c.onsets.size(), 2U);
  ASSERT_EQ(c.ends.size(), 2U);
  EXPECT_NEAR(c.ends[0] - c.onsets[0], 694.0, 6.0);
  EXPECT_NEAR(c.onsets[1] - c.onsets[0], 2752.0, 3.0);
}

TEST(RegimesOfEpileptors, TheThresholdLiesBetweenMinus206AndMinus208) {
  EXPECT_FALSE(course(-2.06, 5000.0).onsets.empty());
  EXPECT_TRUE(course(-2.08, 12'000.0).onsets.empty());
  Life rest("epileptor", {{"x0", -2.3}});
  (void)rest.live(20'000.0);
  EXPECT_NEAR(rest.state("z"), 3.015, 1e-3);
}

// Pairs of discharges bring single gaps of up to 12 units, and the end slows down.
TEST(RegimesOfEpileptors, FastDischargesAre3To7UnitsApart) {
  Life life("epileptor", {}, 0.02);
  (void)life.live(230.0);
  std::vector<double> gaps;
  double last = 0.0;
  double before = 0.0;
  for (double t = 230.0; t < 600.0; t += 0.1) {
    (void)life.live(0.1);
    const double now = life.state("x1");
    if (before <= 0.0 && now > 0.0) {
      if (last > 0.0) gaps.push_back(t - last);
      last = t;
    }
    before = now;
  }
  ASSERT_GT(gaps.size(), 40U);
  std::sort(gaps.begin(), gaps.end());
  EXPECT_GT(gaps.front(), 3.0);
  EXPECT_LT(gaps[gaps.size() * 3 / 4], 7.0);
  EXPECT_NEAR(gaps[gaps.size() / 2], 5.0, 2.0);
}

TEST(RegimesOfEpileptors, BothFormsOfEpileptor2dDifferWhereXIsPositive) {
  Life tvb("epileptor_2d", {}),
      vep("epileptor_vep", {{"I1", 3.1}, {"tau", 1 / 0.00035}, {"eta", -1.6}});
  EXPECT_GT(swing(tvb.live(6000.0)), 1.0);
  EXPECT_GT(swing(vep.live(6000.0)), 1.0);
  Life a("epileptor_2d", {}),
      b("epileptor_vep", {{"I1", 3.1}, {"tau", 1 / 0.00035}, {"eta", -1.6}});
  a.start({-1.0, 3.0});
  b.start({-1.0, 3.0});
  EXPECT_NEAR(a.live(0.1).back(), b.live(0.1).back(), 1e-6);
  a.start({0.5, 3.0});
  b.start({0.5, 3.0});
  EXPECT_GT(std::abs(a.live(0.1).back() - b.live(0.1).back()), 1e-3);
}

// Every 855 and 867 units: the branches of the cubic, which z follows down and up.
TEST(RegimesOfEpileptors, Epileptor2dIsARelaxationOscillation) {
  Life life("epileptor_2d", {});
  (void)life.live(2000.0);
  std::vector<double> x;
  double lowest_z = 1e9;
  double highest_z = -1e9;
  std::vector<double> rises;
  for (double t = 2000.0; t < 8000.0; t += 0.5) {
    (void)life.live(0.5);
    if (!x.empty() && x.back() < -0.9 && life.state("x1") > -0.9) rises.push_back(t);
    x.push_back(life.state("x1"));
    lowest_z = std::min(lowest_z, life.state("z"));
    highest_z = std::max(highest_z, life.state("z"));
  }
  EXPECT_NEAR(*std::min_element(x.begin(), x.end()), -2.00, 0.02);
  EXPECT_NEAR(*std::max_element(x.begin(), x.end()), 0.565, 0.02);
  EXPECT_NEAR(lowest_z, 2.903, 0.01);
  EXPECT_NEAR(highest_z, 4.113, 0.01);
  ASSERT_GE(rises.size(), 3U);
  EXPECT_NEAR(rises[1] - rises[0], 1722.0, 3.0);
}

TEST(RegimesOfEpileptors, VepRestsWhereTheEpileptorDoes) {
  const Settings scale{{"I1", 3.1}, {"tau", 1 / 0.00035}};
  Life rest("epileptor_vep", scale);
  rest.set({{"eta", -2.3}});
  (void)rest.live(20'000.0);
  EXPECT_NEAR(rest.state("z"), 3.015, 1e-3);
  Life seizing("epileptor_vep", scale);
  seizing.set({{"eta", -1.6}});
  EXPECT_GT(swing(seizing.live(6000.0)), 1.5);
}

// dm/dt = r2 (20 |u| - 0.3 m): under u = 0.6 it passes theta = 1.8 after 438.5 units.
// While it lasts the stimulus itself excites x1 (5 u): what the accumulator does shows
// later.
TEST(RegimesOfEpileptors, StimulationFillsTheAccumulatorUntilTheEpileptorSeizes) {
  const auto filled = [](double time) {
    return 20.0 * 0.6 / 0.3 * (1.0 - std::exp(-0.3 * 0.00035 * time));
  };
  EXPECT_NEAR(filled(438.5), 1.8, 1e-3);
  Life life("epileptor_stim", {});
  life.pulse(2000.0, 600.0, 0.6);
  EXPECT_LT(highest(life.live(2000.0)), -0.9);
  (void)life.live(430.0);
  EXPECT_NEAR(life.state("m"), filled(430.0), 1e-6);
  (void)life.live(170.0);
  EXPECT_NEAR(life.state("m"), filled(600.0), 1e-6);
  (void)life.live(2400.0);
  EXPECT_GT(life.state("m"), 1.8);
  EXPECT_GT(highest(life.live(3000.0)), -0.9);  // seizures go on without stimulation
}

TEST(RegimesOfEpileptors, ShortStimulationAndNoneLeaveTheAccumulatorBelowItsThreshold) {
  for (const double amplitude : {0.0, 0.6}) {
    Life life("epileptor_stim", {});
    if (amplitude != 0.0) life.pulse(2000.0, 400.0, amplitude);
    (void)life.live(2500.0);
    EXPECT_LT(life.state("m"), 1.8);
    EXPECT_LT(highest(life.live(5000.0)), -0.9);
  }
}

}  // namespace
}  // namespace homeostat::models
