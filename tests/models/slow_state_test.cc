#include "models/slow_state.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace homeostat::models {
namespace {

constexpr double kHour_s = 3600.0;
constexpr double kDay_s = 24.0 * kHour_s;

TEST(SlowState, FollowsADailyAndAMultidayCycle) {
  SlowState state(
      {.baseline = -2.1,
       .cycles = {{kDay_s, 0.02, 6.0 * kHour_s}, {20.0 * kDay_s, 0.05, 0.0}}});
  EXPECT_NEAR(state.susceptibility(), -2.1 + 0.0 + 0.05, 1e-12);
  state.advance(6.0 * kHour_s);
  EXPECT_NEAR(state.susceptibility(), -2.1 + 0.02 + 0.05 * std::cos(2 * M_PI / 80),
              1e-12);
  state.advance(10.0 * kDay_s + 18.0 * kHour_s);
  EXPECT_NEAR(state.susceptibility(),
              -2.1 - 0.02 + 0.05 * std::cos(2 * M_PI * 10.75 / 20.0), 1e-12);
}

TEST(SlowState, KeepsItsPhaseOverTenYears) {
  SlowState state({.cycles = {{kDay_s, 1.0, 0.0}}});
  state.advance(3650.0 * kDay_s);
  EXPECT_NEAR(state.susceptibility(), 1.0, 1e-6);
}

TEST(SlowState, MedicationChangesAreDatedAndWashIn) {
  SlowState state({.medication = {{10.0 * kDay_s, -0.3, 2.0 * kDay_s},
                                  {30.0 * kDay_s, 0.3, kDay_s}}});
  state.advance(10.0 * kDay_s);
  EXPECT_EQ(state.susceptibility(), 0.0);
  state.advance(12.0 * kDay_s);
  EXPECT_NEAR(state.susceptibility(), -0.3 * (1.0 - std::exp(-1.0)), 1e-12);
  state.advance(29.0 * kDay_s);
  EXPECT_NEAR(state.susceptibility(), -0.3, 1e-4);
  state.advance(60.0 * kDay_s);  // taken away: back to where it was
  EXPECT_NEAR(state.susceptibility(), 0.0, 1e-6);
}

TEST(SlowState, MonthsOfTherapyLowerSusceptibilityAndItComesBackWithoutIt) {
  const SlowSettings settings{
      .plasticity = {.depth = 0.4, .half_pulses_per_day = 1000.0, .time_s = 90 * kDay_s}};
  SlowState state(settings);
  const auto live = [&](int days, double pulses) {
    for (int day = 0; day < days; ++day) {
      state.deliver(pulses);
      state.advance(state.time_s() + kDay_s);
    }
  };
  live(90, 1000.0);
  EXPECT_NEAR(state.plasticity(), 0.2 * (1.0 - std::exp(-1.0)), 1e-9);
  EXPECT_EQ(state.susceptibility(), -state.plasticity());
  live(2000, 1000.0);
  EXPECT_NEAR(state.plasticity(), 0.2, 1e-6);
  live(2000, 1e9);
  EXPECT_NEAR(state.plasticity(), 0.4, 1e-4);
  live(90, 0.0);
  EXPECT_NEAR(state.plasticity(), 0.4 * std::exp(-1.0), 1e-3);
}

TEST(SlowState, DoesNotCareHowTimeIsDivided) {
  const SlowSettings settings{
      .plasticity = {.depth = 0.4, .half_pulses_per_day = 1000.0, .time_s = 90 * kDay_s}};
  SlowState whole(settings);
  SlowState parts(settings);
  whole.deliver(5000.0);
  whole.advance(10.0 * kDay_s);
  for (int i = 1; i <= 1000; ++i) {
    parts.deliver(5.0);
    parts.advance(i * 0.01 * kDay_s);
  }
  EXPECT_NEAR(whole.plasticity(), parts.plasticity(), 1e-12);
}

TEST(SlowState, NamesWhatDoesNotHold) {
  const auto field = [](const SlowSettings& settings) {
    const auto faults = validate(settings);
    return faults.empty() ? "" : faults.front().field;
  };
  EXPECT_EQ(field({}), "");
  EXPECT_EQ(field({.baseline = std::nan("")}), "baseline");
  EXPECT_EQ(field({.cycles = {{kDay_s, 0.1, 0.0}, {0.0, 0.1, 0.0}}}),
            "cycles[1].period_s");
  EXPECT_EQ(field({.medication = {{-1.0, 0.1, kDay_s}}}), "medication[0].start_s");
  EXPECT_EQ(field({.plasticity = {.depth = 0.1}}), "plasticity.half_pulses_per_day");
  EXPECT_THROW(SlowState({.cycles = {{1.0, 0.1, 0.0}}}), std::invalid_argument);
}

}  // namespace
}  // namespace homeostat::models
