// The guard's own check of its limits, field by field: on each bound, and one beyond it.
// The C++ validate() refuses first; this is what stands when memory has changed since.
#include <gtest/gtest.h>

#include <functional>

#include "safety/guard.h"
#include "safety/lowering.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

guard_limits lowered(const Limits& limits) {
  guard_limits out{};
  lower(limits, out);
  return out;
}

bool accepted(const Limits& limits, const std::function<void(guard_limits&)>& change) {
  guard_limits l = lowered(limits);
  change(l);
  return guard_limits_ok(&l) != 0;
}

struct Case {
  const char* field;
  std::function<void(guard_limits&)> good;
  std::function<void(guard_limits&)> bad;
};

void expect_bounds(const Limits& limits, const std::vector<Case>& cases) {
  ASSERT_TRUE(accepted(limits, [](guard_limits&) {}));
  for (const Case& c : cases) {
    EXPECT_TRUE(accepted(limits, c.good)) << c.field << " on its bound";
    EXPECT_FALSE(accepted(limits, c.bad)) << c.field << " beyond its bound";
  }
}

template <class Field, class Value>
void set(Field& field, Value value) {
  field = static_cast<Field>(value);
}

#define SET(field, value) [](guard_limits& l) { set(l.field, value); }
#define AT_MOST(field, most) \
  Case { #field, SET(field, most), SET(field, (most) + 1) }
#define AT_LEAST(field, least) \
  Case { #field, SET(field, least), SET(field, (least)-1) }

TEST(GuardLimits, Saf001_EachPulseLimitKeepsItsCeilingAndFloor) {
  expect_bounds(
      responsive_limits(),
      {AT_MOST(amplitude_ua, CEILING_AMPLITUDE_UA),
       AT_MOST(sum_ua, CEILING_SUM_AMPLITUDE_UA),
       AT_LEAST(width_min_us, FLOOR_PULSE_WIDTH_US),
       AT_MOST(width_min_us, l.width_max_us),
       AT_MOST(width_max_us, CEILING_PULSE_WIDTH_US),
       AT_LEAST(period_min_us, FLOOR_PERIOD_US), AT_MOST(period_min_us, l.period_max_us),
       AT_MOST(ramp_ua_per_ms, CEILING_RAMP_UA_PER_MS), AT_LEAST(ramp_ua_per_ms, 1),
       AT_MOST(rise_ua, CEILING_AMPLITUDE_UA),
       AT_LEAST(rise_half_us, FLOOR_RAMP_WINDOW_US / 2),
       AT_MOST(rise_half_us, CEILING_RAMP_WINDOW_US),
       AT_MOST(charge_pc[16], CEILING_CHARGE_PC)});
  // A period this long needs bursts that a silence of it does not end.
  const auto slow = [](guard_limits& l) {
    l.off_us = l.therapy_gap_us = l.episode_gap_us = 2 * CEILING_PERIOD_US;
    l.period_max_us = CEILING_PERIOD_US;
  };
  EXPECT_TRUE(accepted(responsive_limits(), slow));
  EXPECT_FALSE(accepted(responsive_limits(), [&](guard_limits& l) {
    slow(l);
    l.period_max_us += 1;
  }));
}

TEST(GuardLimits, Saf001_EachSourceAndDeviceLimitKeepsItsCeilingAndFloor) {
  expect_bounds(responsive_limits(), {AT_MOST(compliance_uv, CEILING_COMPLIANCE_UV),
                                      AT_LEAST(impedance_min_ohm, FLOOR_IMPEDANCE_OHM),
                                      AT_MOST(impedance_min_ohm, l.impedance_max_ohm),
                                      AT_MOST(impedance_max_ohm, CEILING_IMPEDANCE_OHM),
                                      AT_MOST(impedance_age_us, CEILING_IMPEDANCE_AGE_US),
                                      AT_MOST(lifetime_us, CEILING_COMMAND_LIFETIME_US),
                                      AT_MOST(step_gap_us, CEILING_STEP_GAP_US),
                                      AT_LEAST(cooldown_us, FLOOR_COOLDOWN_US),
                                      AT_MOST(cooldown_us, CEILING_COOLDOWN_US),
                                      AT_LEAST(battery_floor_mv, FLOOR_BATTERY_FLOOR_MV),
                                      AT_MOST(temperature_max_mc, CEILING_TEMPERATURE_MC),
                                      AT_MOST(echo_permille, CEILING_ECHO_ERROR_PERMILLE),
                                      AT_MOST(residual_uv, CEILING_RESIDUAL_UV)});
}

TEST(GuardLimits, Saf001_EachBudgetKeepsItsCeiling) {
  constexpr std::uint64_t kMillion = GUARD_MILLION;
  expect_bounds(responsive_limits(),
                {AT_MOST(duty_us[0], GUARD_MINUTE_US), AT_MOST(duty_us[1], GUARD_HOUR_US),
                 AT_MOST(duty_us[2], GUARD_DAY_US),
                 AT_MOST(fast_capacity, CEILING_FAST_CAPACITY_PC * kMillion),
                 AT_MOST(slow_capacity, CEILING_SLOW_CAPACITY_PC * kMillion),
                 AT_MOST(energy_capacity, CEILING_ENERGY_NJ * kMillion),
                 AT_MOST(fast_refill, CEILING_REFILL_PC_PER_S),
                 AT_MOST(slow_refill, CEILING_REFILL_PC_PER_S),
                 AT_MOST(energy_refill, CEILING_POWER_NW)});
}

TEST(GuardLimits, Saf001_EachCountAndGapOfAnEpisodeKeepsItsCeilingAndOrder) {
  expect_bounds(
      responsive_limits(),
      {AT_LEAST(on_us, 1), AT_MOST(on_us, CEILING_BURST_US),
       AT_LEAST(off_us, l.period_max_us + 1), AT_MOST(off_us, l.therapy_gap_us),
       AT_MOST(therapy_gap_us, l.episode_gap_us), AT_MOST(episode_gap_us, CEILING_GAP_US),
       AT_MOST(bursts, CEILING_BURSTS_PER_THERAPY),
       AT_MOST(therapies, CEILING_THERAPIES_PER_EPISODE),
       AT_MOST(hour, CEILING_THERAPIES_PER_HOUR), AT_MOST(day, CEILING_THERAPIES_PER_DAY),
       AT_MOST(reserved, l.day), AT_MOST(status, CEILING_STATUS_THERAPIES),
       AT_MOST(status_bins, GUARD_HOUR_BINS)});
}

TEST(GuardLimits, Saf001_ContinuousTimesKeepTheirCeilings) {
  Limits limits = continuous_limits();
  limits.continuous = {.max_on = 60_s, .min_off = 60_s};
  expect_bounds(limits, {AT_MOST(on_us, CEILING_ON_US), AT_MOST(off_us, CEILING_GAP_US),
                         AT_LEAST(off_us, l.period_max_us + 1)});
}

TEST(GuardLimits, Saf001_EachConfigurationKeepsItsBounds) {
  expect_bounds(responsive_limits(),
                {AT_MOST(configuration[1].ratio, CEILING_SECOND_PHASE_RATIO),
                 AT_LEAST(configuration[1].ratio, 1),
                 AT_MOST(configuration[1].gap_us, CEILING_INTERPHASE_GAP_US),
                 AT_MOST(configuration[1].recharge_us, CEILING_RECHARGE_US),
                 AT_MOST(configuration[1].tested_ua, l.amplitude_ua),
                 AT_MOST(configuration[1].share_permille[3], 1000),
                 AT_MOST(configuration[1].anode[3], 1),
                 AT_LEAST(configuration[1].share_permille[8], 1000),
                 AT_LEAST(configuration[1].share_permille[9], 1000)});
  EXPECT_FALSE(accepted(responsive_limits(), [](guard_limits& l) {
    l.configurations = GUARD_CONFIGURATIONS + 1;
  }));
  const auto all_four = [](guard_limits& l) {
    l.configuration[3] = l.configuration[0];
    l.configurations = GUARD_CONFIGURATIONS;
  };
  EXPECT_TRUE(accepted(responsive_limits(), all_four));
  for (int i = 0; i < GUARD_CONFIGURATIONS; ++i) {
    EXPECT_FALSE(accepted(responsive_limits(), [&](guard_limits& l) {
      all_four(l);
      l.configuration[i].ratio = 0;
    })) << i;
  }
  for (int i = 0; i < GUARD_CONTACTS; ++i) {
    EXPECT_FALSE(accepted(responsive_limits(), [&](guard_limits& l) {
      l.charge_pc[i] = CEILING_CHARGE_PC + 1;
    })) << i;
  }
  EXPECT_TRUE(accepted(responsive_limits(), [](guard_limits& l) {
    l.configuration[3].ratio = 99;  // beyond the count: nobody can ask for it
  }));
}

}  // namespace
}  // namespace homeostat::safety::testing
