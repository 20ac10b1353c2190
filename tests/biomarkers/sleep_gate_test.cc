#include "biomarkers/sleep_gate.h"

#include <gtest/gtest.h>

#include <cmath>

namespace homeostat::biomarkers {
namespace {

constexpr std::uint16_t kNoon = 720;
constexpr std::uint16_t kThree = 180;

// Above 1.0; half a unit less by night (23:00 to 07:00), half a unit more by day.
SleepSettings plain() {
  SleepSettings settings;
  settings.ratio_log10 = 1.0F;
  settings.night_log10 = 0.5F;
  settings.night_from_minute = 23 * 60;
  settings.night_to_minute = 7 * 60;
  return settings;
}

class Sleeping : public ::testing::Test {
 protected:
  bool see(float ratio, std::uint16_t minute, int bins) {
    for (int i = 0; i < bins; ++i) gate_.update(ratio, minute);
    return gate_.asleep();
  }
  SleepGate gate_{plain()};
};

TEST_F(Sleeping, HalfAnHourInARowChangesTheState) {
  EXPECT_FALSE(gate_.asleep()) << "begins awake";
  EXPECT_FALSE(see(2.0F, kThree, 2));
  EXPECT_TRUE(see(2.0F, kThree, 1));
  EXPECT_TRUE(see(0.0F, kThree, 2));
  EXPECT_FALSE(see(0.0F, kThree, 1));
}

TEST_F(Sleeping, ABinOfTheStateBreaksTheRow) {
  see(2.0F, kThree, 2);
  see(0.0F, kThree, 1);
  EXPECT_FALSE(see(2.0F, kThree, 2));
  EXPECT_TRUE(see(2.0F, kThree, 1));
}

TEST_F(Sleeping, LessOfSlowWavesIsEnoughByNightAndMoreIsNeededByDay) {
  EXPECT_FALSE(see(0.5F, kThree, 9)) << "on the threshold of the night";
  EXPECT_TRUE(see(0.51F, kThree, 3));
  EXPECT_FALSE(see(1.4F, kNoon, 3)) << "a quiet hour of the day";
  EXPECT_FALSE(see(1.5F, kNoon, 9)) << "on the threshold of the day";
  EXPECT_TRUE(see(1.51F, kNoon, 3));
}

TEST_F(Sleeping, TheNightMayCrossMidnight) {
  EXPECT_FALSE(gate_.is_night(22 * 60 + 59));
  EXPECT_TRUE(gate_.is_night(23 * 60));
  EXPECT_TRUE(gate_.is_night(0));
  EXPECT_TRUE(gate_.is_night(6 * 60 + 59));
  EXPECT_FALSE(gate_.is_night(7 * 60));
  SleepSettings short_night = plain();
  short_night.night_from_minute = 60;
  short_night.night_to_minute = 300;
  const SleepGate gate(short_night);
  EXPECT_FALSE(gate.is_night(59));
  EXPECT_TRUE(gate.is_night(60));
  EXPECT_TRUE(gate.is_night(299));
  EXPECT_FALSE(gate.is_night(300));
}

TEST_F(Sleeping, AnUnknownRatioOrTimeKeepsTheStateAndBreaksTheRow) {
  see(2.0F, kThree, 3);
  EXPECT_TRUE(see(std::nanf(""), kThree, 20));
  EXPECT_TRUE(see(-5.0F, kUnknownMinute, 20));
  see(-5.0F, kThree, 2);
  see(std::nanf(""), kThree, 1);
  EXPECT_TRUE(see(-5.0F, kThree, 2));
  EXPECT_FALSE(see(-5.0F, kThree, 1));
}

}  // namespace
}  // namespace homeostat::biomarkers
