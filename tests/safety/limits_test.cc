// Which programs validate: every field on its bounds and one beyond, and every rule that
// joins two fields.
#include "safety/limits.h"

#include <gtest/gtest.h>

#include <functional>

#include "safety/guard.h"
#include "safety/lowering.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

// One field: how to set it and what it accepts, itself. (Where a pair crosses, the later
// of the two in the schema is blamed: see the rules that join fields below.)
struct Field {
  const char* name;
  std::int64_t lowest, highest;
  std::function<void(Limits&, std::int64_t)> set;
  std::function<Limits()> base = responsive_limits;
  std::int64_t unit = 1;  // of the schema's name, in ours
};

template <class Q>
Q q(std::int64_t n) {
  return Q(static_cast<typename Q::rep>(n));
}

std::vector<Field> train_fields() {
  using L = Limits;
  return {
      {"limits.max_amplitude_ua", 8000, 25'000,
       [](L& l, auto n) { l.max_amplitude = q<Microamps>(n); }},
      {"limits.max_sum_amplitude_ua", 1, 25'000,
       [](L& l, auto n) { l.max_sum_amplitude = q<Microamps>(n); }},
      {"limits.min_pulse_width_us", 10, 1000,
       [](L& l, auto n) { l.min_pulse_width = q<Microseconds>(n); }},
      {"limits.max_pulse_width_us", 40, 1000,
       [](L& l, auto n) { l.max_pulse_width = q<Microseconds>(n); }},
      {"limits.min_period_us", 2000, 2'000'000,
       [](L& l, auto n) { l.min_period = q<Microseconds>(n); }},
      {"limits.max_period_us", 3000, 2'000'000,
       [](L& l, auto n) { l.max_period = q<Microseconds>(n); }},
      {"limits.max_ramp_ua_per_ms", 1, 25'000,
       [](L& l, auto n) { l.max_ramp_ua_per_ms = static_cast<std::int32_t>(n); }},
      {"limits.max_rise_per_window_ua", 1, 25'000,
       [](L& l, auto n) { l.max_rise_per_window = q<Microamps>(n); }},
      {"limits.ramp_window_ms", 1000, 60'000'000,
       [](L& l, auto n) { l.ramp_window = q<Microseconds>(n); }, responsive_limits, 1000},
      {"limits.charge_density_nc_per_cm2", 1, 25'000,
       [](L& l, auto n) { l.charge_density_nc_per_cm2 = static_cast<std::int32_t>(n); }},
      {"limits.shannon_k_hundredths", 100, 175,
       [](L& l, auto n) { l.shannon_k_hundredths = static_cast<std::int32_t>(n); }},
      {"limits.compliance_mv", 1000, 20'000'000,
       [](L& l, auto n) { l.compliance = q<Microvolts>(n); }, responsive_limits, 1000},
      {"limits.min_impedance_ohm", 50, 10'000,
       [](L& l, auto n) { l.min_impedance = q<Ohms>(n); }},
      {"limits.max_impedance_ohm", 250, 10'000,
       [](L& l, auto n) { l.max_impedance = q<Ohms>(n); }},
      {"limits.max_impedance_age_s", 1'000'000, 2'678'400'000'000,
       [](L& l, auto n) { l.max_impedance_age = q<Microseconds>(n); }, responsive_limits,
       1'000'000},
  };
}

std::vector<Field> turn_fields() {
  using L = Limits;
  return {
      {"limits.episodes.max_burst_ms", 1000, 60'000'000,
       [](L& l, auto n) { l.episodes.max_burst = q<Microseconds>(n); }, responsive_limits,
       1000},
      {"limits.episodes.burst_gap_ms", 50'001, 86'400'000'000,
       [](L& l, auto n) { l.episodes.burst_gap = q<Microseconds>(n); }, responsive_limits,
       1000},
      {"limits.episodes.bursts_per_therapy", 1, 10,
       [](L& l, auto n) {
         l.episodes.bursts_per_therapy = static_cast<std::uint8_t>(n);
       }},
      {"limits.episodes.therapy_gap_ms", 300'000, 86'400'000'000,
       [](L& l, auto n) { l.episodes.therapy_gap = q<Microseconds>(n); },
       responsive_limits, 1000},
      {"limits.episodes.therapies_per_episode", 1, 20,
       [](L& l, auto n) {
         l.episodes.therapies_per_episode = static_cast<std::uint8_t>(n);
       }},
      {"limits.episodes.episode_gap_ms", 1'000'000, 86'400'000'000,
       [](L& l, auto n) { l.episodes.episode_gap = q<Microseconds>(n); },
       responsive_limits, 1000},
      {"limits.episodes.therapies_per_hour", 1, 600,
       [](L& l, auto n) {
         l.episodes.therapies_per_hour = static_cast<std::uint16_t>(n);
       }},
      {"limits.episodes.therapies_per_day", 21, 5000,
       [](L& l, auto n) {
         l.episodes.therapies_per_day = static_cast<std::uint16_t>(n);
       }},
      {"limits.episodes.reserved_for_episodes", 0, 99,
       [](L& l, auto n) {
         l.episodes.reserved_for_episodes = static_cast<std::uint16_t>(n);
       }},
      {"limits.episodes.status_therapies", 6, 100,
       [](L& l, auto n) { l.episodes.status_therapies = static_cast<std::uint8_t>(n); }},
      {"limits.episodes.status_window_s", 60'000'000, 3'600'000'000,
       [](L& l, auto n) { l.episodes.status_window = q<Microseconds>(n); },
       responsive_limits, 1'000'000},
  };
}

Limits bounded_on_time() {
  Limits l = continuous_limits();
  l.continuous = {600_s, 60_s};
  return l;
}

std::vector<Field> device_fields() {
  using L = Limits;
  return {
      {"limits.continuous.max_on_s", 1'000'000, 86'400'000'000,
       [](L& l, auto n) { l.continuous.max_on = q<Microseconds>(n); }, bounded_on_time,
       1'000'000},
      {"limits.continuous.min_off_s", 50'001, 86'400'000'000,
       [](L& l, auto n) { l.continuous.min_off = q<Microseconds>(n); }, bounded_on_time,
       1'000'000},
      {"limits.max_duty_permille_1min", 1, 1000,
       [](L& l, auto n) { l.max_duty_permille_1min = static_cast<std::uint16_t>(n); }},
      {"limits.max_duty_permille_1h", 1, 1000,
       [](L& l, auto n) { l.max_duty_permille_1h = static_cast<std::uint16_t>(n); }},
      {"limits.max_duty_permille_24h", 1, 1000,
       [](L& l, auto n) { l.max_duty_permille_24h = static_cast<std::uint16_t>(n); }},
      {"limits.fast_budget.capacity_nc", 1000, 1'000'000'000'000,
       [](L& l, auto n) { l.fast_budget.capacity = Picocoulombs(n); }, responsive_limits,
       1000},
      {"limits.fast_budget.refill_nc_per_s", 1, 1'000'000'000,
       [](L& l, auto n) { l.fast_budget.refill_pc_per_s = n; }, responsive_limits, 1000},
      {"limits.slow_budget.capacity_nc", 1000, 10'000'000'000'000,
       [](L& l, auto n) { l.slow_budget.capacity = Picocoulombs(n); }, responsive_limits,
       1000},
      {"limits.slow_budget.refill_nc_per_s", 1, 1'000'000'000,
       [](L& l, auto n) { l.slow_budget.refill_pc_per_s = n; }, responsive_limits, 1000},
      {"limits.max_energy_uj", 1000, 1'000'000'000'000,
       [](L& l, auto n) { l.max_energy_nj = n; }, responsive_limits, 1000},
      {"limits.max_power_uw", 1, 1'000'000'000, [](L& l, auto n) { l.max_power_nw = n; },
       responsive_limits, 1000},
      {"limits.max_command_lifetime_ms", 1000, 5'000'000,
       [](L& l, auto n) { l.max_command_lifetime = q<Microseconds>(n); },
       responsive_limits, 1000},
      {"limits.max_step_gap_ms", 1000, 10'000'000,
       [](L& l, auto n) { l.max_step_gap = q<Microseconds>(n); }, responsive_limits,
       1000},
      {"limits.latch_cooldown_s", 1'000'000, 86'400'000'000,
       [](L& l, auto n) { l.latch_cooldown = q<Microseconds>(n); }, responsive_limits,
       1'000'000},
      {"limits.battery_floor_mv", 1000, 20'000,
       [](L& l, auto n) { l.battery_floor = q<Millivolts>(n); }},
      {"limits.max_temperature_millicelsius", 37'000, 42'000,
       [](L& l, auto n) { l.max_temperature = q<Millicelsius>(n); }},
      {"limits.max_echo_error_permille", 1, 250,
       [](L& l, auto n) { l.max_echo_error_permille = static_cast<std::int32_t>(n); }},
      {"limits.max_residual_mv", 1000, 200'000,
       [](L& l, auto n) { l.max_residual = q<Microvolts>(n); }, responsive_limits, 1000},
  };
}

std::vector<Field> configuration_fields() {
  using L = Limits;
  return {
      {"limits.configurations[1].second_phase_ratio", 1, 10,
       [](L& l, auto n) {
         l.configurations[1].second_phase_ratio = static_cast<std::uint8_t>(n);
       }},
      {"limits.configurations[1].interphase_gap_us", 0, 1000,
       [](L& l, auto n) { l.configurations[1].interphase_gap = q<Microseconds>(n); }},
      {"limits.configurations[1].recharge_us", 0, 20'000,
       [](L& l, auto n) { l.configurations[1].recharge = q<Microseconds>(n); }},
      {"limits.configurations[1].tested_amplitude_ua", 1, 9000,
       [](L& l, auto n) { l.configurations[1].tested_amplitude = q<Microamps>(n); }},
      {"limits.configurations[1].contacts.worst_case_share_permille", 1, 1000,
       [](L& l, auto n) {
         l.configurations[1].contacts[10] = {Polarity::kAnode,
                                             static_cast<std::uint16_t>(n)};
       }},
  };
}

std::vector<LimitsFault> faults_of(const Limits& limits) {
  std::vector<LimitsFault> all;
  const bool none = validate(
      limits,
      [](void* context, const LimitsFault& fault) {
        static_cast<std::vector<LimitsFault>*>(context)->push_back(fault);
      },
      &all);
  EXPECT_EQ(none, all.empty());
  return all;
}

bool blames(const Limits& limits, const std::string& name) {
  for (const LimitsFault& fault : faults_of(limits)) {
    if (fault.field == name) return true;
  }
  return false;
}

void expect_bounds(const std::vector<Field>& fields) {
  for (const Field& f : fields) {
    const auto with = [&f](std::int64_t n) {
      Limits l = f.base();
      f.set(l, n);
      return l;
    };
    EXPECT_FALSE(blames(with(f.lowest), f.name)) << f.name;
    EXPECT_FALSE(blames(with(f.highest), f.name)) << f.name;
    EXPECT_TRUE(blames(with(f.lowest - 1), f.name)) << f.name << " one below";
    EXPECT_TRUE(blames(with(f.highest + 1), f.name)) << f.name << " one above";
  }
}

TEST(LimitsTest, Saf001_EveryFieldOfTheTrainOnAndBeyondItsBounds) {
  // A lower amplitude limit than the titrated one blames the titration.
  std::vector<Field> fields = train_fields();
  fields[0].lowest = 1;
  expect_bounds(fields);
}
TEST(LimitsTest, Saf001_EveryFieldOfTurnsOnAndBeyondItsBounds) {
  std::vector<Field> fields = turn_fields();
  fields[7].lowest = 1;  // therapies_per_day below the reserve blames the reserve
  expect_bounds(fields);
}
TEST(LimitsTest, Saf001_EveryFieldOfTheDeviceOnAndBeyondItsBounds) {
  expect_bounds(device_fields());
}
TEST(LimitsTest, Saf001_EveryFieldOfAConfigurationOnAndBeyondItsBounds) {
  expect_bounds(configuration_fields());
}

TEST(LimitsTest, TheFixturesValidate) {
  EXPECT_EQ(validate(responsive_limits()).field, nullptr);
  EXPECT_EQ(validate(continuous_limits()).field, nullptr);
  EXPECT_EQ(validate(bounded_on_time()).field, nullptr);
}

TEST(LimitsTest, Saf001_DefaultLimitsDoNotValidate) {
  EXPECT_NE(validate(Limits{}).field, nullptr);
  EXPECT_GT(faults_of(Limits{}).size(), 25U);
}

TEST(LimitsTest, AFaultSpeaksTheUnitOfItsFieldsName) {
  Limits l = responsive_limits();
  l.episodes.max_burst = 61'000_ms;
  const LimitsFault fault = validate(l);
  EXPECT_STREQ(fault.field, "limits.episodes.max_burst_ms");
  EXPECT_EQ(fault.value, 61'000);
  EXPECT_EQ(fault.lowest, 1);
  EXPECT_EQ(fault.highest, 60'000);
}

TEST(LimitsTest, AFaultsRangeIsRoundedToTheSafeSide) {
  Limits l = responsive_limits();
  l.episodes.burst_gap = 50_ms;
  const LimitsFault fault = validate(l);
  EXPECT_STREQ(fault.field, "limits.episodes.burst_gap_ms");
  EXPECT_EQ(fault.lowest, 51) << "50'001 us";
}

// ---- Rules that join fields.

TEST(LimitsTest, Saf001_MinimaMayNotExceedMaxima) {
  Limits l = responsive_limits();
  l.min_pulse_width = l.max_pulse_width + 1_us;
  EXPECT_TRUE(blames(l, "limits.max_pulse_width_us"));
  l = responsive_limits();
  l.min_period = l.max_period + 1_us;
  EXPECT_TRUE(blames(l, "limits.max_period_us"));
  l = responsive_limits();
  l.min_impedance = l.max_impedance + 1_ohm;
  EXPECT_TRUE(blames(l, "limits.max_impedance_ohm"));
}

TEST(LimitsTest, Saf007_TheLongestPulseMustFitTheLongestPeriod) {
  Limits l = responsive_limits();
  l.configurations[1].second_phase_ratio = 10;
  l.configurations[1].interphase_gap = 600_us;
  l.configurations[1].recharge = 5000_us;  // 400 + 600 + 4000 + 5000
  l.max_period = 10'000_us;
  EXPECT_FALSE(blames(l, "limits.max_period_us"));
  l.max_period = 9'999_us;
  EXPECT_TRUE(blames(l, "limits.max_period_us"));
}

TEST(LimitsTest, Saf003_TitrationMayNotExceedTheAmplitudeLimit) {
  Limits l = responsive_limits();
  l.max_amplitude = 7999_uA;
  EXPECT_TRUE(blames(l, "limits.configurations[0].tested_amplitude_ua"));
}

TEST(LimitsTest, Saf011_ContactsMustExistAndShareAllOfTheCurrent) {
  const std::string contacts = "limits.configurations[0].contacts";
  Limits l = responsive_limits();
  l.configurations[0].contacts[4] = {Polarity::kAnode, 1000};  // a depth lead has four
  EXPECT_TRUE(blames(l, contacts));
  l = responsive_limits();
  l.configurations[0].contacts[0].worst_case_share_permille = 999;
  EXPECT_TRUE(blames(l, contacts));
  l.configurations[0].contacts[2] = {Polarity::kCathode, 1};
  EXPECT_FALSE(blames(l, contacts));
  l = responsive_limits();
  l.configurations[0].contacts[1] = {};
  EXPECT_TRUE(blames(l, contacts)) << "no anode";
  l.configurations[0].contacts[kCan] = {Polarity::kAnode, 1000};
  EXPECT_FALSE(blames(l, contacts)) << "the can is one";
  l = responsive_limits();
  l.configurations[0].contacts[3].worst_case_share_permille = 1;
  EXPECT_TRUE(blames(l, contacts + ".worst_case_share_permille")) << "unused";
  l = responsive_limits();
  l.configurations[0].contacts[0].polarity = static_cast<Polarity>(3);
  EXPECT_TRUE(blames(l, contacts));
}

TEST(LimitsTest, AContactsFaultNamesTheContact) {
  Limits l = responsive_limits();
  l.configurations[0].contacts[9] = {Polarity::kAnode, 1001};
  EXPECT_EQ(validate(l).index, 9);
}

TEST(LimitsTest, Saf011_ThereIsAtLeastOneConfigurationAndAtMostFour) {
  Limits l = responsive_limits();
  l.configuration_count = 0;
  EXPECT_TRUE(blames(l, "limits.configurations"));
  l.configuration_count = 5;
  EXPECT_TRUE(blames(l, "limits.configurations"));
  l.configuration_count = 4;
  l.configurations[3] = bipolar(2, 3);
  EXPECT_FALSE(blames(l, "limits.configurations"));
}

TEST(LimitsTest, AnUnknownLeadIsBlamed) {
  Limits l = responsive_limits();
  l.leads[1] = static_cast<LeadModel>(kLeadModels);
  EXPECT_TRUE(blames(l, "limits.leads"));
}

TEST(LimitsTest, OnTimeNeedsBothOrNeitherOfItsFields) {
  Limits l = bounded_on_time();
  l.continuous.max_on = 0_us;
  EXPECT_TRUE(blames(l, "limits.continuous.max_on_s"));
  l = bounded_on_time();
  l.continuous.min_off = 0_us;
  EXPECT_TRUE(blames(l, "limits.continuous.min_off_s"));
}

TEST(LimitsTest, StatusMayBeLeftOutButOneEpisodeMayNotLatch) {
  Limits l = responsive_limits();
  l.episodes.status_therapies = 0;
  l.episodes.status_window = 0_us;
  EXPECT_EQ(validate(l).field, nullptr);
  l.episodes.status_therapies = 5;
  EXPECT_TRUE(blames(l, "limits.episodes.status_therapies"));
}

TEST(LimitsTest, EpisodicFieldsAreNotReadForContinuousTherapies) {
  Limits l = continuous_limits();
  l.episodes = {};
  EXPECT_EQ(validate(l).field, nullptr);
}

// What validates must be what the guard accepts: two checks, written apart.
TEST(LimitsTest, Saf001_WhatValidatesTheGuardAccepts) {
  for (const auto& fields :
       {train_fields(), turn_fields(), device_fields(), configuration_fields()}) {
    for (const Field& f : fields) {
      for (const std::int64_t n : {f.lowest, f.lowest + 1, f.highest - 1, f.highest}) {
        Limits l = f.base();
        f.set(l, n);
        if (validate(l).field != nullptr) continue;
        guard_limits lowered;
        lower(l, lowered);
        EXPECT_EQ(guard_limits_ok(&lowered), 1U) << f.name << " " << n;
      }
    }
  }
}

}  // namespace
}  // namespace homeostat::safety::testing
