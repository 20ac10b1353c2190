// The guard's ledger by itself: time passes for each bucket and each window, and for no
// other word. Windows are told again from the meaning of their bins.
#include <gtest/gtest.h>

#include <set>

extern "C" {
#include "safety/guard_parts.h"
}
#include "safety/lowering.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() {
    lower(responsive_limits(), l_);
    guard_start(&l_, &s_, 0, kProgramCrc);
    // A moment that begins no bin of any window.
    guard_set(&g().clock, GUARD_BIRTH_US + 123'456'789);
  }
  guard_ledger& g() { return s_.ledger; }
  std::uint64_t now() { return g().clock.value; }

  // The bins that begin in (from, from + dt], by their number in the ring.
  static std::set<std::uint64_t> begun(std::uint64_t from, std::uint64_t dt,
                                       std::uint64_t length, std::uint64_t bins) {
    std::set<std::uint64_t> found;
    for (std::uint64_t n = from / length + 1; n * length <= from + dt; ++n) {
      found.insert(n % bins);
      if (found.size() == bins) break;
    }
    return found;
  }
  struct Ring {
    const char* name;
    guard_word* bin;
    std::uint64_t bins, length;
  };
  std::vector<Ring> rings() {
    return {{"hour", g().hour, GUARD_HOUR_BINS, GUARD_MINUTE_US},
            {"day", g().day, GUARD_DAY_BINS, GUARD_HOUR_US},
            {"duty of a minute", g().duty[0].minute, GUARD_DUTY_BINS, 5'000'000},
            {"duty of an hour", g().duty[0].hour, GUARD_DUTY_BINS, 300'000'000},
            {"duty of a day", g().duty[0].day, GUARD_DUTY_BINS, 7'200'000'000},
            {"other's minute", g().duty[1].minute, GUARD_DUTY_BINS, 5'000'000},
            {"other's hour", g().duty[1].hour, GUARD_DUTY_BINS, 300'000'000},
            {"other's day", g().duty[1].day, GUARD_DUTY_BINS, 7'200'000'000}};
  }
  guard_limits l_{};
  guard_state s_{};
};

TEST_F(LedgerTest, Saf025_EachWindowForgetsTheBinsThatBeginAndNoOther) {
  const guard_state start = s_;
  for (const Ring& one : rings()) {
    const std::uint64_t to_next = one.length - now() % one.length;
    for (const std::uint64_t dt :
         {std::uint64_t{1}, to_next - 1, to_next, to_next + 1, to_next + one.length - 1,
          to_next + one.length, 3 * one.length, (one.bins - 1) * one.length,
          one.bins * one.length, 5 * one.bins * one.length}) {
      s_ = start;
      for (const Ring& each : rings()) {
        for (std::uint64_t i = 0; i < each.bins; ++i) guard_set(&each.bin[i], 1 + i);
      }
      const std::uint64_t from = now();
      guard_ledger_pass(&l_, &g(), dt);
      EXPECT_EQ(from + dt, now());
      for (const Ring& each : rings()) {
        const auto gone = begun(from, dt, each.length, each.bins);
        for (std::uint64_t i = 0; i < each.bins; ++i) {
          ASSERT_EQ(gone.count(i) != 0 ? 0 : 1 + i, each.bin[i].value)
              << each.name << " bin " << i << " after " << dt;
        }
      }
    }
  }
}

TEST_F(LedgerTest, Saf023_EachBucketRefillsAtItsOwnRate) {
  l_.energy_refill = 3;
  l_.fast_refill = 5;
  l_.slow_refill = 7;
  guard_set(&g().levels.energy, 0);
  for (guard_word& w : g().levels.fast) guard_set(&w, 0);
  for (guard_word& w : g().levels.slow) guard_set(&w, 0);
  guard_ledger_pass(&l_, &g(), 11);
  EXPECT_EQ(33U, g().levels.energy.value);
  for (const guard_word& w : g().levels.fast) EXPECT_EQ(55U, w.value);
  for (const guard_word& w : g().levels.slow) EXPECT_EQ(77U, w.value);
  EXPECT_TRUE(guard_state_ok(&l_, &s_)) << "each with its complement";
}

TEST_F(LedgerTest, Saf036_ASumIsOfAllBinsAndOfNoneBeyond) {
  guard_word bin[4];
  for (int i = 0; i < 4; ++i) guard_set(&bin[i], std::uint64_t{1} << i);
  EXPECT_EQ(0U, guard_bins_sum(bin, 0));
  EXPECT_EQ(1U, guard_bins_sum(bin, 1));
  EXPECT_EQ(7U, guard_bins_sum(bin, 3));
}

}  // namespace
}  // namespace homeostat::safety::testing
