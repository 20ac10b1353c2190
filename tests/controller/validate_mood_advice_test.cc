// Advice about therapies of depression: what the guard would withhold of what they ask
// for, to the last one that it would not.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>

#include "tests/controller/findings.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

// Just enough passes without a word, one less is advised against.
void expect_least(TherapyProgram program, const std::string& field, std::int64_t least,
                  void (*set)(safety::Limits&, std::int64_t)) {
  commission(program);
  set(program.limits, least);
  EXPECT_EQ(Findings(program).text(), "") << least;
  set(program.limits, least - 1);
  const Findings less(program);
  EXPECT_TRUE(less.accepted && less.advise(field)) << less.text() << least;
}

void set_ramp(safety::Limits& limits, std::int64_t ua_per_ms) {
  limits.max_ramp_ua_per_ms = static_cast<std::int32_t>(ua_per_ms);
}

void set_rise(safety::Limits& limits, std::int64_t ua) {
  limits.max_rise_per_window = Microamps(static_cast<std::int32_t>(ua));
}

void set_duty(safety::Limits& limits, std::int64_t permille) {
  limits.max_duty_permille_1min = static_cast<std::uint16_t>(permille);
}

TEST(ValidateMoodAdvice, Saf412_WhatTheGuardWouldWithholdIsAdvisedAgainst) {
  TherapyProgram program = dosed_program();
  const struct {
    const char* field;
    std::uint16_t safety::Limits::*permille;
    std::uint16_t least;
  } duties[] = {
      {"limits.max_duty_permille_1min", &safety::Limits::max_duty_permille_1min, 200},
      {"limits.max_duty_permille_1h", &safety::Limits::max_duty_permille_1h, 34},
      {"limits.max_duty_permille_24h", &safety::Limits::max_duty_permille_24h, 5},
  };
  for (const auto& duty : duties) {  // of 6 s: 2 in 70 s, 20 in 70 min, 60 in 28 h
    program.limits.*duty.permille = static_cast<std::uint16_t>(duty.least - 1);
    EXPECT_TRUE(Findings(program).advise(duty.field)) << duty.field;
    program.limits.*duty.permille = duty.least;
    EXPECT_TRUE(Findings(program).all.empty()) << duty.field;
  }
  EXPECT_TRUE(Findings(program).all.empty());
  program.limits.max_ramp_ua_per_ms = 1;  // 1 mA in 500 ms
  EXPECT_TRUE(Findings(program).advise("limits.max_ramp_ua_per_ms"));
  program.limits.max_ramp_ua_per_ms = 2;
  EXPECT_TRUE(Findings(program).all.empty());
  TherapyProgram rising = proportional_program();
  rising.limits.max_ramp_ua_per_ms = 1;  // 50 uA in a frame of 32 ms
  EXPECT_TRUE(Findings(rising).advise("limits.max_ramp_ua_per_ms"));
  rising.limits.continuous = {10_s, 10_s};
  EXPECT_TRUE(Findings(rising).advise("limits.continuous.max_on_s"));
  TherapyProgram schedule = schedule_program();
  schedule.has_fallback = true;
  schedule.fallback = baseline();
  EXPECT_TRUE(Findings(schedule).advise("fallback"));
}

TEST(ValidateMoodAdvice, Saf412_ABurstRisesAsFastAsTheGuardLetsIt) {
  const struct {
    Microamps amplitude;
    Microseconds ramp;
    std::int64_t ua_per_ms;
  } rises[] = {
      {1000_uA, 500_ms, 2},     {1001_uA, 500_ms, 3}, {1000_uA, 333'334_us, 3},
      {1000_uA, 333'333_us, 4}, {1000_uA, 31_ms, 32}, {1000_uA, {}, 32},
  };
  for (const auto& rise : rises) {  // without a ramp in a frame of 32 ms
    TherapyProgram program = dosed_program();
    program.dosed.burst.outputs[0].amplitude = rise.amplitude;
    program.dosed.ramp = rise.ramp;
    expect_least(program, "limits.max_ramp_ua_per_ms", rise.ua_per_ms, set_ramp);
  }
}

TEST(ValidateMoodAdvice, Saf412_ABurstRisesInAWindowAsFarAsTheGuardLetsIt) {
  TherapyProgram program = dosed_program();  // a window of one second
  expect_least(program, "limits.max_rise_per_window_ua", 1000, set_rise);
  program.dosed.burst.outputs[0].amplitude = 4000_uA;
  program.dosed.ramp = 2_s;
  expect_least(program, "limits.max_rise_per_window_ua", 2000, set_rise);
}

TEST(ValidateMoodAdvice, Saf412_BurstsOfAMinuteAreThoseThatTheGuardRemembers) {
  const struct {
    Microseconds spacing;
    Microseconds duration;
    std::int64_t permille;
  } bursts[] = {
      {34_s, 6_s, 300}, {35_s, 6_s, 200}, {70_s, 6_s, 100}, {70_s, 6_s + 1_us, 101}};
  for (const auto& burst : bursts) {  // it remembers 70 s
    TherapyProgram program = dosed_program();
    program.dosed.spacing = burst.spacing;
    program.dosed.burst.duration = burst.duration;
    expect_least(program, "limits.max_duty_permille_1min", burst.permille, set_duty);
  }
}

TEST(ValidateMoodAdvice, Saf412_AProportionalCurrentRisesAsFastAsTheGuardLetsIt) {
  const struct {
    std::int32_t rise_ua_per_s;
    float sample_rate_hz;  // of which a frame is eight
    std::int64_t ua_per_ms;
  } rises[] = {{64, 250.0F, 2}, {65, 250.0F, 3}, {100, 240.0F, 4}, {2000, 250.0F, 32}};
  for (const auto& rise : rises) {  // no further than 1 mA
    TherapyProgram program = proportional_program();
    program.proportional.rise_ua_per_s = rise.rise_ua_per_s;
    program.biomarkers.sample_rate_hz = rise.sample_rate_hz;
    expect_least(program, "limits.max_ramp_ua_per_ms", rise.ua_per_ms, set_ramp);
  }
  for (const auto& [second, ua_per_ms] :
       {std::pair{1001_uA, 3}, {1500_uA, 3}, {1501_uA, 4}}) {  // 64 uA a second, or more
    TherapyProgram program = proportional_program();
    program.proportional.rise_ua_per_s = 64;
    program.proportional.outputs[1].amplitude = second;
    expect_least(program, "limits.max_ramp_ua_per_ms", ua_per_ms, set_ramp);
  }
  TherapyProgram odd = proportional_program();  // 64 uA and a thousandth
  odd.proportional.rise_ua_per_s = 17;
  odd.proportional.outputs[0].amplitude = 999_uA;
  odd.proportional.outputs[1].amplitude = 3761_uA;
  expect_least(odd, "limits.max_ramp_ua_per_ms", 3, set_ramp);
}

}  // namespace
}  // namespace homeostat::controller::testing
