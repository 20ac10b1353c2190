// The campaign itself: each way in which a fault can be survived badly is found.
#include "tests/faults/campaign.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace homeostat::faults {
namespace {

using safety::Limits;

Fault fault_of(std::vector<Expect> expected, std::function<Outcome()> run) {
  return {1, "a fault", "somehow", std::move(expected), std::move(run)};
}

// An episode that goes to its end, judged by limits that the guard does not know.
std::string judged_by(void (*tighten)(Limits&)) {
  return shortfall(fault_of({}, [=] {
    Limits limits = responsive().limits;
    tighten(limits);
    Rig rig(responsive());
    rig.judge_by(limits);
    rig.reach_burst();
    rig.inject();
    rig.live(30_s);
    return rig.outcome();
  }));
}

TEST(Campaign, Saf097_ATherapyWithinItsLimitsIsHeld) {
  EXPECT_EQ("", judged_by([](Limits&) {}));
}

TEST(Campaign, Saf097_WhatAGuardThatForgotALimitGrantsIsFound) {
  const struct {
    const char* complaint;
    void (*tighten)(Limits&);
  } each[] = {
      {"amplitude", [](Limits& l) { l.max_amplitude = 3999_uA; }},
      {"titration", [](Limits& l) { l.configurations[0].tested_amplitude = 3999_uA; }},
      {"sum of amplitudes", [](Limits& l) { l.max_sum_amplitude = 3999_uA; }},
      {"width", [](Limits& l) { l.max_pulse_width = 159_us; }},
      {"period", [](Limits& l) { l.min_period = 5001_us; }},
      {"pulses overlap", [](Limits& l) { l.configurations[0].recharge = 4700_us; }},
      {"lifetime", [](Limits& l) { l.max_command_lifetime = 50_ms; }},
      {"impedance", [](Limits& l) { l.max_impedance = 999_ohm; }},
      {"compliance", [](Limits& l) { l.compliance = Microvolts(7'000'000); }},
      {"charge of a phase", [](Limits& l) { l.charge_density_nc_per_cm2 = 8'000; }},
      {"ramp", [](Limits& l) { l.max_ramp_ua_per_ms = 1; }},
      {"rise within a window", [](Limits& l) { l.max_rise_per_window = 1000_uA; }},
      {"burst length", [](Limits& l) { l.episodes.max_burst = 90_ms; }},
      {"bursts of a therapy", [](Limits& l) { l.episodes.bursts_per_therapy = 1; }},
      {"therapies of an episode",
       [](Limits& l) { l.episodes.therapies_per_episode = 4; }},
      {"therapies of an hour", [](Limits& l) { l.episodes.therapies_per_hour = 4; }},
      {"therapies of a day",
       [](Limits& l) {
         l.episodes.therapies_per_day = 4;
         l.episodes.reserved_for_episodes = 0;
       }},
      {"fast budget",
       [](Limits& l) {
         l.fast_budget = {Picocoulombs(9'000'000), 1};
       }},
      {"slow budget",
       [](Limits& l) {
         l.slow_budget = {Picocoulombs(9'000'000), 1};
       }},
      {"energy",
       [](Limits& l) {
         l.max_energy_nj = 10'000;
         l.max_power_nw = 1;
       }},
      {"duty", [](Limits& l) { l.max_duty_permille_1min = 1; }},
      {"not silent", [](Limits& l) { l.battery_floor = Millivolts(3601); }},
  };
  for (const auto& one : each) {
    EXPECT_NE(std::string::npos, judged_by(one.tighten).find(one.complaint))
        << one.complaint << " is not found, but: " << judged_by(one.tighten);
  }
}

TEST(Campaign, Saf097_AnExpectationThatDoesNotHoldIsNamed) {
  Outcome outcome;
  outcome.looped = true;
  outcome.modes = {Mode::kTreatingBurst, Mode::kFallback};
  outcome.reached[Mode::kFallback] = 64_ms;
  outcome.last_pulse = 64_ms;
  outcome.pulses = 13;
  outcome.therapies = 6;
  const auto failing = [&](const Expect& expect) {
    return shortfall(fault_of({expect}, [=] { return outcome; }));
  };
  EXPECT_EQ("", failing(silent_within(64_ms)));
  EXPECT_EQ("silent within 0.063 s", failing(silent_within(63_ms)));
  EXPECT_EQ("", failing(reaches(Mode::kFallback, 64_ms)));
  EXPECT_EQ("fallback within 0.063 s", failing(reaches(Mode::kFallback, 63_ms)));
  EXPECT_NE("", failing(reaches(Mode::kFault, 10_s)));
  EXPECT_NE("", failing(no_pulse()));
  EXPECT_EQ("", failing(at_most(6)));
  EXPECT_NE("", failing(at_most(5)));
  EXPECT_NE("", failing(ends_in(Mode::kSensing)));
  EXPECT_NE("", failing(never_in(Mode::kFallback)));
  EXPECT_NE("", failing(latches(10_s)));
  EXPECT_NE("", failing(latches(safety::Reason::kEcho, 10_s)));
  EXPECT_NE("", failing(says(safety::Reason::kEcho)));
  EXPECT_NE("", failing(notifies(controller::Notice::kCallClinician)));
  EXPECT_NE("", failing(as_without_it()));
  EXPECT_NE("", failing(every_try_refused()));
  EXPECT_NE("", failing(fact("what nobody found")));
  outcome.tries = 2;
  outcome.refused = 1;
  EXPECT_NE("", failing(every_try_refused()));
  outcome.latched = true;
  outcome.latched_at = 64_ms;
  EXPECT_NE("", failing(no_latch()));
  EXPECT_NE("", failing(latches(63_ms)));
  EXPECT_EQ("", failing(latches(64_ms)));
  outcome.pulses = 0;
  EXPECT_NE("", failing(at_least_one_pulse()));
}

TEST(Campaign, Saf097_ACaseThatFailsItselfIsNoneThatHeld) {
  const std::string failed = shortfall(
      fault_of({}, []() -> Outcome { throw std::runtime_error("no such burst"); }));
  EXPECT_NE(std::string::npos, failed.find("no such burst"));
}

std::uint64_t history_with(void (*change)(controller::TherapyProgram&)) {
  controller::TherapyProgram program = responsive();
  change(program);
  Rig rig(program);
  rig.reach_burst();
  rig.live(10_s);
  return rig.outcome().history;
}

TEST(Campaign, Saf097_TheHistoryIsThatOfEveryCommandAndMode) {
  const std::uint64_t as_shipped = history_with([](controller::TherapyProgram&) {});
  EXPECT_EQ(as_shipped, history_with([](controller::TherapyProgram&) {}));
  void (*const changes[])(controller::TherapyProgram&) = {
      [](auto& p) { p.responsive.therapies[0].bursts[0].outputs[0].amplitude = 1999_uA; },
      [](auto& p) { p.limits.max_ramp_ua_per_ms = 1; },
      [](auto& p) { p.limits.max_command_lifetime = 50_ms; },
      [](auto& p) { p.responsive.therapies[0].bursts[0].outputs[0].period = 5001_us; },
      [](auto& p) {
        p.responsive.therapies[0].bursts[0].outputs[0].pulse_width = 161_us;
      },
      [](auto& p) { p.responsive.therapies[1].bursts[1].duration = 64_ms; },
  };
  for (const auto change : changes) EXPECT_NE(as_shipped, history_with(change));
}

}  // namespace
}  // namespace homeostat::faults
