#include "models/pulse_schedule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace homeostat::models {
namespace {

struct Delivered {
  double charge = 0.0;
  double magnitude = 0.0;
  double time = 0.0;
};

Delivered deliver(PulseSchedule& schedule, std::uint64_t first, std::uint64_t steps) {
  Delivered sum;
  for (std::uint64_t s = first; s < first + steps; ++s) {
    for (const auto& stretch : schedule.stretches(s)) {
      EXPECT_GT(stretch.length, 0.0);
      sum.charge += stretch.length * stretch.stimulus;
      sum.magnitude += stretch.length * std::abs(stretch.stimulus);
      sum.time += stretch.length;
    }
  }
  return sum;
}

TEST(PulseSchedule, DeliversTheExactChargeOfPulsesOffTheGridAndNarrowerThanTheStep) {
  for (const double width : {90e-6, 1e-6, 0.4e-3, 1e-3, 2.7e-3}) {
    PulseSchedule schedule(1e-3);
    schedule.add({.start = 0.0123456789,
                  .period = 1.0 / 130,
                  .pulses = 1300,
                  .width = width,
                  .amplitude = 20000.0});
    const Delivered sum = deliver(schedule, 0, 10'100);
    EXPECT_NEAR(sum.charge / (1300 * width * 20000.0), 1.0, 1e-12) << width;
    EXPECT_NEAR(sum.time, 10.1, 1e-11);
    EXPECT_TRUE(schedule.silent());
  }
}

// Theta bursts: four pulses at 100 Hz, five times a second.
TEST(PulseSchedule, DeliversTheExactChargeOfBursts) {
  const PulseTrain train{.start = 0.0123456789,
                         .period = 0.01,
                         .pulses = 4,
                         .bursts = 50,
                         .burst_period = 0.2,
                         .width = 90e-6,
                         .amplitude = 20000.0};
  EXPECT_EQ(pulses_of(train), 200U);
  EXPECT_NEAR(onset_of(train, 7), 0.0123456789 + 0.2 + 0.03, 1e-15);
  PulseSchedule schedule(1e-3);
  schedule.add(train);
  const Delivered third = deliver(schedule, 0, 30);  // ends within the first burst
  EXPECT_NEAR(third.charge / (2 * 90e-6 * 20000.0), 1.0, 1e-12);
  const Delivered rest = deliver(schedule, 30, 10'100);
  EXPECT_NEAR(rest.charge / (198 * 90e-6 * 20000.0), 1.0, 1e-12);
  EXPECT_TRUE(schedule.silent());
}

TEST(PulseSchedule, CountsFromTheStepItIsToldOf) {
  PulseSchedule schedule(1e-3);
  schedule.add({.start = 0.000456, .width = 90e-6, .amplitude = 1.0}, 31'500'000'000);
  EXPECT_TRUE(schedule.idle(31'499'999'999));
  EXPECT_EQ(schedule.stretches(31'500'000'000)[0].length, 0.000456);  // to the bit
}

TEST(PulseSchedule, KeepsTheChargeAfterAYear) {
  constexpr double kYear_s = 3.15e7;
  PulseSchedule schedule(1e-3);
  schedule.add({.start = kYear_s + 0.000456, .width = 90e-6, .amplitude = 1.0});
  EXPECT_NEAR(deliver(schedule, 31'500'000'000, 2).charge / 90e-6, 1.0, 1e-12);
}

TEST(PulseSchedule, BalancesBiphasicPulses) {
  PulseSchedule schedule(1e-3);
  schedule.add({.start = 0.00095,
                .period = 0.0077,
                .pulses = 100,
                .width = 90e-6,
                .amplitude = 5.0,
                .biphasic = true});
  const Delivered sum = deliver(schedule, 0, 1000);
  EXPECT_NEAR(sum.charge, 0.0, 1e-15);
  EXPECT_NEAR(sum.magnitude / (100 * 2 * 90e-6 * 5.0), 1.0, 1e-12);
}

TEST(PulseSchedule, AddsPulsesThatOverlap) {
  PulseSchedule schedule(1.0);
  schedule.add({.start = 0.25, .width = 0.5, .amplitude = 1.0});
  schedule.add({.start = 0.5, .width = 0.5, .amplitude = 2.0});
  const auto stretches = schedule.stretches(0);
  ASSERT_EQ(stretches.size(), 4U);
  const double expected[] = {0.0, 1.0, 3.0, 2.0};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(stretches[i].stimulus, expected[i]);
}

TEST(PulseSchedule, BeginsAPulseOnTheGridInTheStepThatBeginsThere) {
  PulseSchedule schedule(0.5);
  schedule.add({.start = 1.0, .width = 0.5, .amplitude = 1.0});
  EXPECT_EQ(schedule.stretches(0).size(), 1U);
  EXPECT_EQ(schedule.stretches(1)[0].stimulus, 0.0);
  EXPECT_EQ(schedule.stretches(2)[0].stimulus, 1.0);
  EXPECT_EQ(schedule.stretches(3)[0].stimulus, 0.0);
}

TEST(PulseSchedule, JumpsAtTheExactTimeAndOnlyOnce) {
  PulseSchedule schedule(1.0);
  schedule.add(
      {.start = 2.25, .period = 1.5, .pulses = 2, .amplitude = 0.3, .jumps = true});
  schedule.add({.start = 2.25, .amplitude = 0.1, .jumps = true});
  double jumped = 0.0;
  for (std::uint64_t step = 0; step < 6; ++step) {
    double time = static_cast<double>(step);
    for (const auto& stretch : schedule.stretches(step)) {
      EXPECT_EQ(stretch.stimulus, 0.0);
      if (stretch.jump != 0.0) {
        EXPECT_TRUE(time == 2.25 || time == 3.75) << time;
      }
      jumped += stretch.jump;
      time += stretch.length;
    }
  }
  EXPECT_DOUBLE_EQ(jumped, 0.7);
  EXPECT_TRUE(schedule.silent());
}

TEST(PulseSchedule, LeavesNoLongStretchInAStepThatAnEdgeCuts) {
  PulseSchedule schedule(1.0);
  schedule.add({.start = 1.1, .width = 0.05, .amplitude = 1.0});
  EXPECT_EQ(schedule.stretches(0).size(), 1U);
  const auto cut = schedule.stretches(1);
  ASSERT_EQ(cut.size(), 4U);  // before, pulse, and the rest in halves
  EXPECT_DOUBLE_EQ(cut[2].length, 0.425);
  EXPECT_DOUBLE_EQ(cut[3].length, 0.425);
  EXPECT_EQ(schedule.stretches(2).size(), 1U);
}

TEST(PulseSchedule, TakesTrainsInAnyOrder) {
  PulseSchedule forwards(1.0), backwards(1.0);
  for (int k = 0; k < 50; ++k) {
    forwards.add({.start = 0.37 * k, .width = 0.1, .amplitude = 1.0});
    backwards.add({.start = 0.37 * (49 - k), .width = 0.1, .amplitude = 1.0});
  }
  for (std::uint64_t step = 0; step < 20; ++step) {
    const auto a = forwards.stretches(step);
    const auto b = backwards.stretches(step);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].stimulus, b[i].stimulus);
  }
}

TEST(PulseSchedule, CountsThePulsesThatBeginBeforeTheEnd) {
  EXPECT_EQ(pulses_until(1.0, 0.1, 1.0), 0U);
  EXPECT_EQ(pulses_until(1.0, 0.5, 2.0), 2U);
  EXPECT_EQ(pulses_until(1.0, 0.5, 2.0001), 3U);
}

TEST(PulseSchedule, RefusesTimesThatMeanNothing) {
  PulseSchedule schedule(1.0);
  for (const PulseTrain& train :
       {PulseTrain{.width = 0.0}, PulseTrain{.width = -1.0},
        PulseTrain{.start = -1.0, .width = 1.0}, PulseTrain{.pulses = 2, .width = 1.0},
        PulseTrain{.width = std::nan("")},
        PulseTrain{
            .period = 1.0, .pulses = 3, .bursts = 2, .burst_period = 2.0, .width = 0.1},
        PulseTrain{.bursts = 2, .width = 1.0}}) {
    EXPECT_THROW(schedule.add(train), std::invalid_argument);
  }
}

}  // namespace
}  // namespace homeostat::models
