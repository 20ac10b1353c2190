// Therapies against their limits: what the guard would cut is refused or advised against
// when the program is written.
#include <gtest/gtest.h>

#include <functional>

#include "safety/ceilings.h"
#include "tests/controller/findings.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

const std::string kOutput = "responsive.therapies[0].bursts[0].outputs[0].";

Stimulation& first_output(TherapyProgram& program) {
  return program.responsive.therapies[0].bursts[0].outputs[0];
}

// ---- Amplitude: the lowest of charge, program and titration

TEST(ValidateAmplitude, Saf001_IsBoundByTheChargeAtItsPulseWidth) {
  TherapyProgram program = responsive_program();
  program.limits.configurations[0].tested_amplitude = 6000_uA;
  first_output(program).pulse_width = 400_us;
  const std::int32_t bound = safety::max_amplitude_for(program.limits, 0, 400_us).count();
  ASSERT_LT(bound, 4000);
  first_output(program).amplitude = Microamps(bound);
  EXPECT_EQ("", Findings(program).text());
  first_output(program).amplitude = Microamps(bound + 1);
  const ProgramFault fault = Findings(program).of(kOutput + "amplitude_ua");
  EXPECT_STREQ("too much charge per phase at this pulse width", fault.why);
  EXPECT_EQ(bound, fault.nearest);
  EXPECT_FALSE(fault.warning);
}

TEST(ValidateAmplitude, Saf176_IsBoundByTheProgramAndByTitration) {
  TherapyProgram program = responsive_program();
  first_output(program).amplitude = 4001_uA;
  EXPECT_STREQ("above what titration has tested for this configuration",
               Findings(program).of(kOutput + "amplitude_ua").why);
  program.limits.configurations[0].tested_amplitude = 6000_uA;
  EXPECT_EQ("", Findings(program).text());
  first_output(program).amplitude = 6001_uA;
  EXPECT_STREQ("above limits.max_amplitude_ua",
               Findings(program).of(kOutput + "amplitude_ua").why);
}

// Whatever breaks, the value it names is one that passes.
TEST(ValidateAmplitude, Saf177_TheNearestValueIsSafeUnderEveryBound) {
  for (const Microseconds width : {60_us, 160_us, 400_us}) {
    TherapyProgram program = responsive_program();
    first_output(program).pulse_width = width;
    first_output(program).amplitude = 25'000_uA;
    const ProgramFault fault = Findings(program).of(kOutput + "amplitude_ua");
    first_output(program).amplitude = Microamps(static_cast<std::int32_t>(fault.nearest));
    EXPECT_TRUE(Findings(program).accepted) << Findings(program).text();
  }
}

TEST(ValidateAmplitude, Saf176_BelowOneMicroampIsRefusedAndNotCalledTooHigh) {
  TherapyProgram program = responsive_program();
  for (const int amplitude_ua : {-1, 0}) {
    first_output(program).amplitude = Microamps(amplitude_ua);
    EXPECT_TRUE(Findings(program).refuse(kOutput + "amplitude_ua"));
    EXPECT_FALSE(Findings(program).advise(kOutput + "amplitude_ua"));
    EXPECT_STREQ("current that stimulates is at least 1 uA",
                 Findings(program).of(kOutput + "amplitude_ua").why);
  }
  program.limits.configurations[0].tested_amplitude = {};
  first_output(program).amplitude = 1_uA;
  EXPECT_STREQ("above what titration has tested for this configuration",
               Findings(program).of(kOutput + "amplitude_ua").why);
}

TEST(ValidateAmplitude, ThatCannotBeBalancedIsAdvisedAgainst) {
  TherapyProgram program = responsive_program();
  program.limits.configurations[0].second_phase_ratio = 4;
  EXPECT_EQ("", Findings(program).text());
  first_output(program).amplitude = 1003_uA;
  const ProgramFault fault = Findings(program).of(kOutput + "amplitude_ua");
  EXPECT_TRUE(fault.warning);
  EXPECT_EQ(1000.0, fault.nearest);
  first_output(program).amplitude = 1_uA;
  EXPECT_TRUE(Findings(program).advise(kOutput + "amplitude_ua"));
  program.limits.configurations[0].second_phase_ratio = 1;  // balances whatever it is
  first_output(program).amplitude = 1003_uA;
  EXPECT_EQ("", Findings(program).text());
}

TEST(ValidateOutputs, Saf176_BothTogetherKeepTheSum) {
  TherapyProgram program = responsive_program();
  OutputStimulation& outputs = program.responsive.therapies[0].bursts[0].outputs;
  outputs[1] = outputs[0];
  outputs[0].amplitude = 3000_uA;
  outputs[1].amplitude = 3000_uA;
  EXPECT_TRUE(Findings(program).accepted) << Findings(program).text();
  outputs[1].amplitude = 3001_uA;
  const ProgramFault fault =
      Findings(program).of("responsive.therapies[0].bursts[0].outputs[1].amplitude_ua");
  EXPECT_FALSE(fault.warning);
  EXPECT_EQ(3000.0, fault.nearest);
  program.limits.max_sum_amplitude = 3000_uA;
  outputs[1].amplitude = 1_uA;
  const ProgramFault none_left =
      Findings(program).of("responsive.therapies[0].bursts[0].outputs[1].amplitude_ua");
  EXPECT_EQ(0.0, none_left.lowest);
  EXPECT_EQ(0.0, none_left.nearest);
}

// Another place is not a nearer one.
TEST(ValidateOutputs, Saf177_NoConfigurationIsNearToOneThatIsNone) {
  TherapyProgram program = responsive_program();
  first_output(program).configuration = 3;
  const ProgramFault fault = Findings(program).of(kOutput + "configuration");
  EXPECT_EQ(3.0, fault.value);
  EXPECT_EQ(3.0, fault.nearest);
}

TEST(ValidateOutputs, EitherAloneIsEnough) {
  TherapyProgram program = responsive_program();
  OutputStimulation& outputs = program.responsive.therapies[0].bursts[0].outputs;
  std::swap(outputs[0], outputs[1]);
  EXPECT_EQ("", Findings(program).text());
}

TEST(ValidateOutputs, OfAConfigurationThatIsNoneNothingElseIsSaid) {
  TherapyProgram program = responsive_program();
  first_output(program).configuration = 1;
  first_output(program).amplitude = 5000_uA;
  const Findings findings(program);
  EXPECT_EQ(1U, findings.all.size()) << findings.text();
  EXPECT_TRUE(findings.refuse(kOutput + "configuration"));
}

TEST(ValidateOutputs, ABurstWithoutAnyIsRefused) {
  TherapyProgram program = responsive_program();
  program.responsive.therapies[2].bursts[1].outputs = {};
  EXPECT_TRUE(Findings(program).refuse(
      "responsive.therapies[2].bursts[1].outputs[0].amplitude_ua"));
  program.responsive.therapies[2].bursts[1].outputs[0].configuration = 1;
  EXPECT_TRUE(Findings(program).refuse(
      "responsive.therapies[2].bursts[1].outputs[0].configuration"));
}

TEST(ValidateOutputs, APeriodHoldsTheWholePulse) {
  TherapyProgram program = responsive_program();
  program.limits.configurations[0].second_phase_ratio = 4;
  program.limits.configurations[0].recharge = 4_ms;
  // 160 + 50 + 640 + 4000
  first_output(program).amplitude = 1000_uA;
  first_output(program).period = 4850_us;
  EXPECT_FALSE(Findings(program).refuse(kOutput + "period_us"));
  first_output(program).period = 4849_us;
  EXPECT_EQ(4850.0, Findings(program).of(kOutput + "period_us").nearest);
}

// ---- Episodes

TEST(ValidateEpisode, Saf178_ASecondBurstThatIsNotThereHasNoPause) {
  TherapyProgram program = responsive_program();
  program.responsive.therapies[1].bursts[1] = {};
  EXPECT_TRUE(Findings(program).refuse("responsive.therapies[1].pause_ms"));
  program.responsive.therapies[1].pause = {};
  EXPECT_EQ("", Findings(program).text());
}

TEST(ValidateEpisode, Saf178_AFirstBurstIsAlwaysThere) {
  TherapyProgram program = responsive_program();
  program.responsive.therapies[1].bursts[0].duration = {};
  EXPECT_TRUE(Findings(program).refuse("responsive.therapies[1].bursts[0].duration_ms"));
  EXPECT_FALSE(Findings(program).refuse("responsive.therapies[1].bursts"));
}

TEST(ValidateEpisode, Saf178_BurstsAndTherapiesKeepTheGuardsCounts) {
  TherapyProgram program = responsive_program();
  program.limits.episodes.bursts_per_therapy = 1;
  EXPECT_TRUE(Findings(program).refuse("responsive.therapies[0].bursts"));
  program = responsive_program();
  program.limits.episodes.therapies_per_episode = 2;
  const ProgramFault fault = Findings(program).of("responsive.therapies");
  EXPECT_EQ(2.0, fault.nearest);
}

TEST(ValidateEpisode, Saf179_EpisodesThatTheGuardTakesForOneAreAdvisedAgainst) {
  TherapyProgram program = responsive_program();  // redetection 2 s, episode_gap 9 s
  program.responsive.refractory = 7_s;
  EXPECT_EQ("", Findings(program).text());
  program.responsive.refractory = 6999_ms;
  EXPECT_TRUE(Findings(program).accepted);
  EXPECT_EQ(7000.0, Findings(program).of("responsive.refractory_ms").nearest);
}

TEST(ValidateEpisode, Saf179_LookingAgainBeforeAnEndCanBeSeenIsAdvisedAgainst) {
  TherapyProgram program = responsive_program();  // termination 2 s
  program.responsive.redetection = 1999_ms;
  EXPECT_TRUE(Findings(program).advise("responsive.redetection_ms"));
  program.responsive.therapy_count = 2;
  EXPECT_TRUE(Findings(program).advise("responsive.redetection_ms"));
  program.responsive.therapy_count = 1;  // then nothing follows that could be too much
  EXPECT_EQ("", Findings(program).text());
}

TEST(ValidateEpisode, Saf179_BurstsThatTheRampWouldBluntAreAdvisedAgainst) {
  TherapyProgram program = responsive_program();  // 3 mA within 32 ms: 93.75 uA/ms
  program.limits.max_ramp_ua_per_ms = 94;
  EXPECT_EQ("", Findings(program).text());
  program.limits.max_ramp_ua_per_ms = 93;
  EXPECT_EQ(94.0, Findings(program).of("limits.max_ramp_ua_per_ms").nearest);
  EXPECT_TRUE(Findings(program).accepted);
  program = responsive_program();
  program.limits.max_rise_per_window = 2999_uA;
  EXPECT_TRUE(Findings(program).advise("limits.max_rise_per_window_ua"));
}

TEST(ValidateEpisode, Saf179_TheRampIsThatOfTheHighestBurstInWholeMicroamps) {
  TherapyProgram program = responsive_program();
  const auto needed = [&](Microamps highest) {
    program.responsive.therapies[0] = therapy_of(highest);
    program.limits.max_ramp_ua_per_ms = 1;
    return Findings(program).of("limits.max_ramp_ua_per_ms").nearest;
  };
  program.responsive.therapy_count = 2;
  program.responsive.therapies[2] = therapy_of(4000_uA);  // is not given
  EXPECT_EQ(100.0, needed(3200_uA));
  EXPECT_EQ(101.0, needed(3201_uA));
  program.biomarkers.sample_rate_hz = 208.0F;  // thirteen frames last 999'999 us
  program.biomarkers.samples_per_frame = 16;
  program.responsive.therapies[1] = therapy_of(1000_uA);
  EXPECT_EQ(14.0, needed(1000_uA));
}

// ---- Open loop and fallback

TEST(ValidateEpisode, Saf179_ABudgetThatBearsNoWholeEpisodeIsAdvisedAgainst) {
  TherapyProgram program = responsive_program();
  // 40 pulses of 160 us at 1, at 2 and at 3 mA: 38.4 uC.
  program.limits.fast_budget.capacity = Picocoulombs(38'400'000);
  program.limits.slow_budget.capacity = Picocoulombs(38'400'000);
  EXPECT_EQ("", Findings(program).text());
  program.limits.fast_budget.capacity = Picocoulombs(38'399'999);
  const ProgramFault fast = Findings(program).of("limits.fast_budget.capacity_nc");
  EXPECT_TRUE(fast.warning);
  EXPECT_EQ(38'399.0, fast.value);
  EXPECT_EQ(38'400.0, fast.nearest);
  EXPECT_EQ(CEILING_FAST_CAPACITY_PC / 1000.0, fast.highest);
  EXPECT_EQ(1U, Findings(program).all.size());
  program.limits.fast_budget.capacity = Picocoulombs(38'400'000);
  program.limits.slow_budget.capacity = Picocoulombs(38'399'999);
  const ProgramFault slow = Findings(program).of("limits.slow_budget.capacity_nc");
  EXPECT_TRUE(slow.warning);
  EXPECT_EQ(CEILING_SLOW_CAPACITY_PC / 1000.0, slow.highest);
}

TEST(ValidateEpisode, Saf179_AnEpisodesChargeIsThatOfTheBusiestContactRoundedUp) {
  TherapyProgram program = responsive_program();
  program.limits.fast_budget.capacity = Picocoulombs(1'000'000);
  const auto needed = [&] {
    return Findings(program).of("limits.fast_budget.capacity_nc").nearest;
  };
  program.responsive.therapy_count = 1;
  EXPECT_EQ(6400.0, needed());
  TherapySettings& therapy = program.responsive.therapies[0];
  therapy.bursts[0].duration = 101_ms;  // a pulse begins in its last millisecond
  EXPECT_EQ(6560.0, needed());
  therapy.bursts[0].duration = 105_ms;
  EXPECT_EQ(6560.0, needed());
  therapy.bursts[1].outputs[1] = therapy.bursts[1].outputs[0];
  EXPECT_EQ(9760.0, needed());
  therapy.bursts[1].duration = {};  // and then its outputs are none
  therapy.bursts[1].outputs[1] = {.configuration = 9, .amplitude = 1_uA, .period = {}};
  therapy.pause = {};
  EXPECT_EQ(3360.0, needed());
  Stimulation& output = therapy.bursts[0].outputs[0];
  output.amplitude = 1003_uA;
  output.pulse_width = 127_us;
  EXPECT_EQ(2676.0, needed());  // 2'675'001 pC
  auto& contacts = program.limits.configurations[0].contacts;
  contacts = {};
  contacts[0] = {safety::Polarity::kCathode, 999};
  contacts[1] = {safety::Polarity::kCathode, 998};
  contacts[2] = contacts[3] = {safety::Polarity::kAnode, 500};
  output.amplitude = 1009_uA;
  output.pulse_width = 111_us;
  program.limits.episodes.max_burst = 60_s;
  therapy.bursts[0].duration = 60_s;
  EXPECT_EQ(1'342'656.0, needed());  // 12'000 pulses of 111'887.001 pC, each rounded up
  therapy.bursts[0].duration = 100_ms;
  output.period = 11'111_us;  // the tenth pulse begins in the last microsecond
  EXPECT_EQ(1119.0, needed());
}

TEST(ValidateEpisode, Saf179_ABurstLongerThanItsDutyIsAdvisedAgainst) {
  TherapyProgram program = responsive_program();
  const auto with = [&](Microseconds duration, int minute, int hour) {
    for (TherapySettings& therapy : program.responsive.therapies) {
      therapy.bursts[1].duration = therapy.bursts[0].duration;
    }
    program.responsive.therapies[2].bursts[1].duration = duration;
    program.limits.max_duty_permille_1min = static_cast<std::uint16_t>(minute);
    program.limits.max_duty_permille_1h = static_cast<std::uint16_t>(hour);
    return Findings(program);
  };
  EXPECT_EQ("", with(120_ms, 2, 1).text());  // a permille of a minute is 60 ms
  const ProgramFault minute = with(121_ms, 2, 1).of("limits.max_duty_permille_1min");
  EXPECT_TRUE(minute.warning);
  EXPECT_EQ(3.0, minute.nearest);
  EXPECT_EQ(1000.0, minute.highest);
  program.limits.episodes.max_burst = 60_s;
  EXPECT_EQ("", with(3600_ms, 60, 1).text());
  const ProgramFault hour = with(3601_ms, 61, 1).of("limits.max_duty_permille_1h");
  EXPECT_TRUE(hour.warning);
  EXPECT_EQ(2.0, hour.nearest);
  // Seven pulses, and 389, last a microsecond longer than two permille.
  program.responsive.therapies[2].bursts[1].outputs[0].period = 17'143_us;
  EXPECT_EQ(3.0, with(120_ms, 2, 1).of("limits.max_duty_permille_1min").nearest);
  program.responsive.therapies[2].bursts[1].outputs[0].period = 18'509_us;
  EXPECT_EQ(3.0, with(7200_ms, 1000, 2).of("limits.max_duty_permille_1h").nearest);
  // A whole minute is no limit, even where the last period reaches beyond it.
  program.responsive.therapies[2].bursts[1].outputs[0].period = 7_ms;
  EXPECT_EQ("", with(60_s, 1000, 17).text());
  EXPECT_EQ(1000.0, with(60_s, 999, 17).of("limits.max_duty_permille_1min").nearest);
}

TEST(ValidateOpenLoop, Saf178_RampsFitTheOnTime) {
  TherapyProgram program = open_loop_program();  // 20 s on, down in 4 s
  program.open_loop.ramp = 16_s;
  EXPECT_EQ("", Findings(program).text());
  program.open_loop.ramp = 16'001_ms;
  EXPECT_EQ(16'000.0, Findings(program).of("open_loop.ramp_ms").nearest);
  program.open_loop.off_time = {};  // always on: it never falls
  EXPECT_EQ("", Findings(program).text());
  program.open_loop.ramp = 601_s;
  EXPECT_TRUE(Findings(program).refuse("open_loop.ramp_ms"));
}

TEST(ValidateOpenLoop, TimesAreBounded) {
  for (const Microseconds bad : {0_s, Microseconds(-1), 86'401_s}) {
    TherapyProgram program = open_loop_program();
    program.open_loop.on_time = bad;
    EXPECT_TRUE(Findings(program).refuse("open_loop.on_time_s"));
  }
  TherapyProgram program = open_loop_program();
  program.open_loop.off_time = 86'401_s;
  EXPECT_TRUE(Findings(program).refuse("open_loop.off_time_s"));
  program.open_loop.off_time = Microseconds(-1);
  EXPECT_TRUE(Findings(program).refuse("open_loop.off_time_s"));
}

TEST(ValidateOpenLoop, Saf178_KeepsContinuousLimits) {
  TherapyProgram program = open_loop_program();
  program.limits.continuous = {.max_on = 20_s, .min_off = 40_s};
  EXPECT_EQ("", Findings(program).text());
  program.limits.continuous = {.max_on = 19_s, .min_off = 40_s};
  EXPECT_EQ(19.0, Findings(program).of("open_loop.on_time_s").nearest);
  program.limits.continuous = {.max_on = 20_s, .min_off = 41_s};
  EXPECT_EQ(41.0, Findings(program).of("open_loop.off_time_s").nearest);
  program.open_loop.off_time = {};
  EXPECT_TRUE(Findings(program).refuse("open_loop.off_time_s"));
}

TEST(ValidateOpenLoop, Saf178_ABaselineKeepsEpisodicLimits) {
  TherapyProgram program = responsive_program();
  program.has_fallback = true;
  program.fallback = baseline();  // max_burst 1 s, burst_gap 100 ms, episode_gap 9 s
  program.fallback.on_time = 1001_ms;
  EXPECT_TRUE(Findings(program).refuse("fallback.on_time_s"));
  program.fallback = baseline();
  program.fallback.off_time = 99_ms;
  EXPECT_TRUE(Findings(program).refuse("fallback.off_time_s"));
  program.fallback.off_time = {};
  EXPECT_TRUE(Findings(program).refuse("fallback.off_time_s"));
  program.fallback.off_time = 8_s;
  EXPECT_TRUE(Findings(program).accepted);
  EXPECT_TRUE(Findings(program).advise("fallback.off_time_s"));
  program.fallback.off_time = 9_s;
  EXPECT_EQ("", Findings(program).text());
}

TEST(ValidateOpenLoop, ABaselineIsStimulationLikeAnyOther) {
  TherapyProgram program = responsive_program();
  program.has_fallback = true;
  program.fallback = baseline();
  program.fallback.outputs[0].amplitude = 4001_uA;
  EXPECT_TRUE(Findings(program).refuse("fallback.outputs[0].amplitude_ua"));
}

TEST(ValidateOpenLoop, Saf179_BeyondItsDutyIsAdvisedAgainst) {
  TherapyProgram program = open_loop_program();  // 20 of 60 s
  const auto with = [&](int minute, int hour, int day) {
    program.limits.max_duty_permille_1min = static_cast<std::uint16_t>(minute);
    program.limits.max_duty_permille_1h = static_cast<std::uint16_t>(hour);
    program.limits.max_duty_permille_24h = static_cast<std::uint16_t>(day);
    return Findings(program);
  };
  EXPECT_EQ("", with(334, 334, 334).text());
  EXPECT_STREQ("beyond limits.max_duty_permille_1min",
               with(333, 334, 334).of("open_loop.on_time_s").why);
  EXPECT_STREQ("beyond limits.max_duty_permille_1h",
               with(334, 333, 334).of("open_loop.on_time_s").why);
  EXPECT_STREQ("beyond limits.max_duty_permille_24h",
               with(334, 334, 333).of("open_loop.on_time_s").why);
  program.open_loop.on_time = 20_s;
  program.open_loop.off_time = 25_s;  // a minute: 20 s, and 15 s of the next
  EXPECT_EQ("", with(584, 1000, 1000).text());
  EXPECT_NE("", with(583, 1000, 1000).text());
  program.open_loop.on_time = 10_s;  // 10 s, and 10 s of the next
  EXPECT_EQ("", with(334, 1000, 1000).text());
  EXPECT_NE("", with(333, 1000, 1000).text());
  program.open_loop.on_time = 30'010_ms;
  program.open_loop.off_time = 29'990_ms;
  EXPECT_EQ("", with(501, 1000, 1000).text());
  EXPECT_NE("", with(500, 1000, 1000).text());
  program.open_loop.off_time = {};
  EXPECT_EQ(3U, with(999, 999, 999).all.size());
  EXPECT_EQ("", with(1000, 1000, 1000).text());
}

TEST(ValidateOpenLoop, Saf179_BeyondItsChargeBudgetIsAdvisedAgainst) {
  TherapyProgram program = open_loop_program();
  // 2 mA x 160 us at 200 Hz: 64 uC a second, a third of the time.
  program.limits.slow_budget.refill_pc_per_s = 21'334'000;
  EXPECT_EQ("", Findings(program).text());
  program.limits.slow_budget.refill_pc_per_s = 21'333'000;
  const ProgramFault fault = Findings(program).of("limits.slow_budget.refill_nc_per_s");
  EXPECT_TRUE(fault.warning);
  EXPECT_EQ(21'334.0, fault.nearest);
  EXPECT_EQ(CEILING_REFILL_PC_PER_S / 1000.0, fault.highest);
  program.limits.slow_budget.refill_pc_per_s = 100'000'000;
  program.limits.fast_budget.refill_pc_per_s = 21'333'000;
  EXPECT_TRUE(Findings(program).advise("limits.fast_budget.refill_nc_per_s"));
}

TEST(ValidateOpenLoop, Saf179_TheChargeIsThatOfTheBusiestContactToTheNanocoulomb) {
  TherapyProgram program = open_loop_program();
  program.open_loop.off_time = {};
  const auto needed = [&](Microseconds period) {
    program.open_loop.outputs[0].period = period;
    program.limits.slow_budget.refill_pc_per_s = 1000;
    return Findings(program).of("limits.slow_budget.refill_nc_per_s").nearest;
  };
  EXPECT_EQ(64'000.0, needed(5_ms));
  EXPECT_EQ(93'623.0, needed(3418_us));  // 93'622'001 pC
  auto& contacts = program.limits.configurations[0].contacts;
  contacts = {};
  contacts[0] = {safety::Polarity::kCathode, 1000};
  contacts[1] = contacts[2] = {safety::Polarity::kAnode, 500};
  EXPECT_EQ(64'000.0, needed(5_ms));
  program.open_loop.outputs[1] = program.open_loop.outputs[0];
  program.open_loop.outputs[1].amplitude = 1000_uA;
  EXPECT_EQ(96'000.0, needed(5_ms));
}

TEST(ValidateOpenLoop, Saf175_ACycleShorterThanAMillisecondIsRefusedNotDividedBy) {
  TherapyProgram program = open_loop_program();
  program.open_loop.on_time = 500_us;
  program.open_loop.off_time = 100_us;
  EXPECT_NE("", Findings(program).text());
}

TEST(ValidateOpenLoop, Saf179_ARampSteeperThanTheGuardsIsAdvisedAgainst) {
  TherapyProgram program = open_loop_program();  // 2 mA at 2 uA/ms: 1 s
  program.open_loop.ramp = 1_s;
  EXPECT_EQ("", Findings(program).text());
  program.open_loop.ramp = 999_ms;
  EXPECT_EQ(1000.0, Findings(program).of("open_loop.ramp_ms").nearest);
  // 1 mA in any second, counted over one and a half: 3 s.
  program.limits.max_rise_per_window = 1000_uA;
  program.open_loop.ramp = 2999_ms;
  EXPECT_EQ(3000.0, Findings(program).of("open_loop.ramp_ms").nearest);
  program.limits.max_rise_per_window = 2000_uA;  // rises at once
  program.open_loop.ramp = 1_s;
  EXPECT_EQ("", Findings(program).text());
}

TEST(ValidateOpenLoop, Saf179_WhatTheGuardAllowsWithinAFrameNeedsNoRamp) {
  TherapyProgram program = open_loop_program();  // 2 uA/ms
  program.open_loop.ramp = {};
  for (const int amplitude_ua : {1, 63, 64}) {
    program.open_loop.outputs[0].amplitude = Microamps(amplitude_ua);
    EXPECT_EQ("", Findings(program).text()) << amplitude_ua;
  }
  program.open_loop.outputs[0].amplitude = 65_uA;
  EXPECT_TRUE(Findings(program).advise("open_loop.ramp_ms"));
}

}  // namespace
}  // namespace homeostat::controller::testing
