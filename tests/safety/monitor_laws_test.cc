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

// Trains change at any moment, with or without a rest; the monitor listens.
class Listener {
 public:
  explicit Listener(std::uint64_t seed) : random_(seed) {}

  void live_one_step() {
    if (any(random_, 0, 9) == 0) {
      if (any(random_, 0, 2) == 0) live(step(), {});
      const Microseconds dt = step();
      const Instant then = bench_.now() + dt;
      request_.outputs[0] = random_train(random_, then);
      request_.outputs[1] =
          any(random_, 0, 1) != 0 ? random_train(random_, then) : PulseTrain{};
      live(dt, request_);
      return;
    }
    const Microseconds dt = step();
    for (PulseTrain& t : request_.outputs) t.valid_until = bench_.now() + dt + 100_ms;
    live(dt, request_);
  }
  MonitorReason heard() const { return heard_; }
  std::size_t pulses() const { return bench_.pulses().size(); }

 private:
  Microseconds step() { return Microseconds(any(random_, 1, 60'000)); }
  void live(Microseconds dt, const StimRequest& request) {
    const Admission got = bench_.step(dt, request, [&](GuardInputs& in) {
      const MonitorVerdict verdict =
          monitor_.judge(in.echo, in.echo_start, in.now, false);
      if (heard_ == MonitorReason::kNone) heard_ = verdict.reason;
    });
    monitor_.note(got.command);
  }

  Random random_;
  Limits limits_ = any(random_, 0, 1) != 0 ? continuous_limits() : responsive_limits();
  Bench bench_{limits_};
  Monitor monitor_{limits_};
  StimRequest request_;
  MonitorReason heard_ = MonitorReason::kNone;
};

TEST(MonitorLaws, Saf090_WhatTheGuardGrantsAndIsDeliveredIsWell) {
  std::size_t pulses = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Listener listener(seed);
    for (int i = 0; i < 500; ++i) listener.live_one_step();
    ASSERT_EQ(MonitorReason::kNone, listener.heard())
        << seed << " " << name_of(listener.heard());
    pulses += listener.pulses();
  }
  EXPECT_GT(pulses, 100'000U);
}

}  // namespace
}  // namespace homeostat::safety::testing
