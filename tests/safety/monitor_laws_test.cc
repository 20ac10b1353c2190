// The monitor against the guard: whatever the guard grants and a faithful stimulator
// delivers, the monitor has nothing to say of; whatever is delivered beyond it, it finds.
#include <gtest/gtest.h>

#include <random>

#include "safety/monitor.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

using Random = std::mt19937_64;

std::int64_t any(Random& random, std::int64_t lo, std::int64_t hi) {
  return std::uniform_int_distribution<std::int64_t>(lo, hi)(random);
}

PulseTrain random_train(Random& random, Instant now) {
  PulseTrain t = train(now, Microseconds(any(random, 10, 200) * 1000),
                       Microamps(static_cast<int>(any(random, 0, 9500))),
                       static_cast<std::uint8_t>(any(random, 0, 2)));
  t.pulse_width = Microseconds(any(random, 40, 420));
  t.period = Microseconds(any(random, 2900, 20'000));
  return t;
}

struct Count {
  int pulses = 0;
  int alarms = 0;
  MonitorReason first = MonitorReason::kNone;
};

// Trains change whenever they like; the monitor listens.
Count listen(std::uint64_t seed, int steps) {
  Random random(seed);
  const Limits limits =
      any(random, 0, 1) != 0 ? continuous_limits() : responsive_limits();
  Bench bench(limits);
  Monitor monitor(limits);
  StimRequest request;
  Count count;
  for (int i = 0; i < steps; ++i) {
    const Microseconds dt(any(random, 1, 60'000));
    if (any(random, 0, 9) == 0) {
      request.outputs[0] = random_train(random, bench.now() + dt);
      request.outputs[1] =
          any(random, 0, 1) != 0 ? random_train(random, bench.now() + dt) : PulseTrain{};
    } else {
      for (PulseTrain& t : request.outputs) t.valid_until = bench.now() + dt + 100_ms;
    }
    MonitorVerdict verdict;
    const Admission got = bench.step(dt, request, [&](GuardInputs& in) {
      verdict = monitor.judge(in.echo, in.echo_start, in.now, false);
    });
    monitor.note(got.command);
    if (verdict.demands_off() && count.alarms++ == 0) count.first = verdict.reason;
    if (verdict.demands_off()) return count;
  }
  count.pulses = static_cast<int>(bench.pulses().size());
  return count;
}

TEST(MonitorLaws, Saf090_WhatTheGuardGrantsAndIsDeliveredIsWell) {
  int pulses = 0;
  int handovers = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Count count = listen(seed, 500);
    pulses += count.pulses;
    if (count.alarms == 0) continue;
    ++handovers;
    EXPECT_EQ(MonitorReason::kNone, count.first) << seed << " " << name_of(count.first);
  }
  EXPECT_GT(pulses, 100'000);
}

}  // namespace
}  // namespace homeostat::safety::testing
