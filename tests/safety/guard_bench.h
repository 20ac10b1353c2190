// The guard in C, its state in the open: what tests of its rooms speak with.
#pragma once

#include <gtest/gtest.h>

extern "C" {
#include "safety/guard_parts.h"
}
#include "safety/lowering.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {

class GuardBench : public ::testing::Test {
 protected:
  GuardBench() { start(responsive_limits()); }

  void start(const Limits& limits) {
    lower(limits, l_);
    guard_start(&l_, &s_, kNow, kProgramCrc);
  }
  static guard_inputs quiet_inputs(std::uint64_t now_us) {
    guard_inputs in{};
    in.now_us = in.echo_start_us = now_us;
    in.sensing_valid = in.limits_intact = 1;
    in.battery_mv = 3700;
    in.temperature_mc = 37'000;
    in.program_crc = kProgramCrc;
    for (guard_impedance& z : in.impedance) z = {1, 1000, 0};
    return in;
  }
  guard_answer step(const guard_inputs& in, const guard_request& asked = {}) {
    guard_answer got{};
    guard_step(&l_, &s_, &asked, &in, &got);
    return got;
  }
  // A train that has been in force since its first pulse.
  static void grant(guard_kept& kept, std::uint64_t first_us, std::uint64_t until_us,
                    std::uint64_t period_us = 5000) {
    guard_set(&kept.amplitude_ua, 4000);
    guard_set(&kept.width_us, 160);
    guard_set(&kept.period_us, period_us);
    guard_set(&kept.first_us, first_us);
    guard_set(&kept.until_us, until_us);
  }
  static guard_segment pulses(std::uint64_t first_us, std::uint32_t count) {
    return {first_us, 5000, count, 0, 640'000, 640'000, 0, 0};
  }

  static constexpr std::uint64_t kNow = 1'000'000;
  guard_limits l_{};
  guard_state s_{};
};

}  // namespace homeostat::safety::testing
