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
        PulseTrain{.width = std::nan("")}}) {
    EXPECT_THROW(schedule.add(train), std::invalid_argument);
  }
}

}  // namespace
}  // namespace homeostat::models
