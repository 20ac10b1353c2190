// What the stimulator may report, told again onset by onset.
#include <gtest/gtest.h>

#include <random>

#include "tests/safety/guard_bench.h"

namespace homeostat::safety::testing {
namespace {

class EchoOnsetsTest : public GuardBench {
 protected:
  std::int64_t any(std::int64_t lo, std::int64_t hi) {
    return std::uniform_int_distribution<std::int64_t>(lo, hi)(random_);
  }
  bool once_in(int n) { return any(1, n) == 1; }

  void draw_train(guard_kept& k) {
    guard_set(&k.configuration, static_cast<std::uint64_t>(any(0, 1)));
    guard_set(&k.amplitude_ua, once_in(8) ? 0 : once_in(4) ? 1 : 40);
    guard_set(&k.width_us, static_cast<std::uint64_t>(any(1, 10)));
    guard_set(&k.period_us, static_cast<std::uint64_t>(any(1, 4)));
    guard_set(&k.first_us, static_cast<std::uint64_t>(any(0, 8)));
    guard_set(&k.until_us, k.first_us.value + static_cast<std::uint64_t>(any(0, 14)));
  }
  void draw_segment(guard_segment& e) {
    const guard_kept& k = once_in(3) ? o_.before : o_.granted;
    const auto charge =
        static_cast<std::int64_t>(k.amplitude_ua.value * k.width_us.value);
    const std::int64_t error = charge * l_.echo_permille / 1000;
    const auto measured = [&] {
      return charge + (once_in(2) ? 1 : -1) * (error * any(0, 1) + (once_in(20) ? 1 : 0));
    };
    e.pulses = static_cast<std::uint32_t>(any(0, 4));
    e.first_us =
        k.first_us.value + static_cast<std::uint64_t>(any(0, 3)) * k.period_us.value;
    e.period_us = once_in(12) ? any(-1, 5) : static_cast<std::int64_t>(k.period_us.value);
    if (e.pulses == 1 && once_in(2)) e.period_us = any(-1, 5);
    e.configuration =
        static_cast<std::uint32_t>(k.configuration.value) ^ (once_in(20) ? 1 : 0);
    e.charge1_pc = measured();
    e.charge2_pc = measured();
    e.residual_uv = (once_in(2) ? 1 : -1) * std::int64_t{l_.residual_uv} +
                    (once_in(20) ? any(-1, 1) : 0);
    e.faulty = once_in(40) ? 1 : 0;
  }
  void draw() {
    l_.echo_permille = static_cast<std::uint32_t>(any(0, 250));
    l_.residual_uv = static_cast<std::uint32_t>(any(0, 3));
    draw_train(o_.granted);
    draw_train(o_.before);
    if (once_in(2)) {
      o_.before.first_us = o_.granted.first_us;
      o_.before.period_us = o_.granted.period_us;
    }
    echo_ = {};
    echo_.count = static_cast<std::uint32_t>(once_in(20)  ? 5
                                             : once_in(8) ? 4
                                                          : any(0, 2));
    for (guard_segment& e : echo_.segment) e.faulty = 1;  // beyond the count: never read
    for (std::uint32_t i = 0; i < std::min(echo_.count, 4U); ++i) {
      draw_segment(echo_.segment[i]);
    }
    from_us_ = static_cast<std::uint64_t>(any(0, 6));
    now_us_ = from_us_ + static_cast<std::uint64_t>(any(0, 16));
  }

  // ---- The same again, one onset after the other.

  std::vector<std::int64_t> onsets(const guard_kept& k) const {
    std::vector<std::int64_t> found;
    for (std::uint64_t at = k.first_us.value; at < std::min(k.until_us.value, now_us_);
         at += k.period_us.value) {
      if (at >= from_us_) found.push_back(static_cast<std::int64_t>(at));
    }
    return found;
  }
  bool is_of(const guard_segment& e, const guard_kept& k) const {
    const auto charge =
        static_cast<std::int64_t>(k.amplitude_ua.value * k.width_us.value);
    const std::int64_t thousandths = charge * l_.echo_permille;
    const auto near = [&](std::int64_t pc) {
      return std::abs(pc - charge) * 1000 <= thousandths;
    };
    return k.amplitude_ua.value > 0 && e.configuration == k.configuration.value &&
           near(e.charge1_pc) && near(e.charge2_pc) &&
           (e.pulses < 2 || e.period_us == static_cast<std::int64_t>(k.period_us.value));
  }
  bool is_in_time(const guard_segment& e) const {
    if (e.pulses > 1 && e.period_us <= 0) return false;
    for (std::uint32_t k = 0; k < e.pulses; ++k) {
      const std::int64_t at = static_cast<std::int64_t>(e.first_us) + k * e.period_us;
      if (at < static_cast<std::int64_t>(from_us_) ||
          at >= static_cast<std::int64_t>(now_us_)) {
        return false;
      }
    }
    return true;
  }
  bool expected() const {
    if (echo_.count > GUARD_SEGMENTS) return false;
    std::size_t pulses = 0;
    for (std::uint32_t i = 0; i < echo_.count; ++i) {
      const guard_segment& e = echo_.segment[i];
      if (e.faulty != 0) return false;
      if (e.pulses == 0) continue;
      pulses += e.pulses;
      if (!is_in_time(e) || !(is_of(e, o_.granted) || is_of(e, o_.before)) ||
          std::abs(e.residual_uv) > l_.residual_uv) {
        return false;
      }
    }
    // One train that was renewed has each onset once; of two trains the onsets add.
    const std::size_t a = onsets(o_.granted).size();
    const std::size_t b = onsets(o_.before).size();
    const bool renewed = o_.granted.first_us.value == o_.before.first_us.value &&
                         o_.granted.period_us.value == o_.before.period_us.value;
    return pulses <= (renewed ? std::max(a, b) : a + b);
  }

  std::mt19937_64 random_{1};
  guard_output& o_ = s_.output[0];
  guard_echo echo_{};
  std::uint64_t from_us_ = 0;
  std::uint64_t now_us_ = 0;
};

TEST_F(EchoOnsetsTest, Saf053_AnEchoIsBelievedIfAndOnlyIfEachPulseWasGranted) {
  int seen[2] = {};
  int of_pulses = 0;
  for (int i = 0; i < 40'000; ++i) {
    draw();
    const bool wanted = expected();
    ASSERT_EQ(wanted, guard_echo_ok(&l_, &o_, &echo_, from_us_, now_us_) != 0) << i;
    ++seen[wanted ? 1 : 0];
    of_pulses += wanted && echo_.count > 0 && echo_.segment[0].pulses > 0 ? 1 : 0;
  }
  EXPECT_GT(seen[0], 4000);
  EXPECT_GT(of_pulses, 2000) << "and not for want of pulses";
}

TEST_F(EchoOnsetsTest, Saf053_FourSegmentsAreReadAndOfAFifthNothingIsBelieved) {
  grant(o_.granted, 0, 100'000);
  echo_ = {4, {pulses(0, 1), pulses(5000, 2), pulses(15'000, 1), pulses(20'000, 3)}};
  EXPECT_NE(0U, guard_echo_ok(&l_, &o_, &echo_, 0, 31'000));
  echo_.segment[3].faulty = 1;
  EXPECT_EQ(0U, guard_echo_ok(&l_, &o_, &echo_, 0, 31'000));
  echo_.count = 3;
  EXPECT_NE(0U, guard_echo_ok(&l_, &o_, &echo_, 0, 31'000));
  echo_.count = 5;
  EXPECT_EQ(0U, guard_echo_ok(&l_, &o_, &echo_, 0, 31'000));
}

}  // namespace
}  // namespace homeostat::safety::testing
