// One train by itself: its onsets counted one by one, its shape, what its contacts bear.
#include <gtest/gtest.h>

#include "tests/safety/guard_bench.h"

namespace homeostat::safety::testing {
namespace {

class TrainTest : public GuardBench {};

TEST_F(TrainTest, Saf020_OnsetsAreCountedAsTheyAreDelivered) {
  for (std::uint64_t first = 0; first < 9; ++first) {
    for (std::uint32_t period = 0; period < 5; ++period) {
      for (std::uint64_t from = 0; from < 14; ++from) {
        for (std::uint64_t until = 0; until < 18; ++until) {
          std::uint64_t count = 0;
          for (std::uint64_t at = first; period > 0 && at < until; at += period) {
            count += at >= from ? 1 : 0;
          }
          ASSERT_EQ(count, guard_onsets(first, period, from, until))
              << first << " every " << period << " in " << from << ".." << until;
        }
      }
    }
  }
}

TEST_F(TrainTest, Saf031_TheLastPulseIsTheLatestThatBeganInTime) {
  guard_kept k{};
  for (std::uint64_t n = 0; n < 3 * 4 * 6 * 10 * 9 * 12; ++n) {
    std::uint64_t rest = n;
    const auto next = [&rest](std::uint64_t values) {
      const std::uint64_t value = rest % values;
      rest /= values;
      return value;
    };
    guard_set(&k.amplitude_ua, next(3));
    guard_set(&k.period_us, next(4));
    guard_set(&k.first_us, next(6));
    guard_set(&k.until_us, next(10));
    const std::uint64_t from = next(9);
    const std::uint64_t now = next(12);
    std::uint64_t ago = 0;
    for (std::uint64_t at = k.first_us.value;
         k.amplitude_ua.value * k.period_us.value > 0 && at < k.until_us.value &&
         at < now;
         at += k.period_us.value) {
      ago = at >= from ? now - at : 0;
    }
    ASSERT_EQ(ago, guard_last_pulse_us(&k, from, now)) << n;
  }
}

TEST_F(TrainTest, Saf020_PulsesFromAnOnsetUntilAnEnd) {
  for (std::uint32_t period = 1; period < 5; ++period) {
    for (std::uint32_t onset = 0; onset < 9; ++onset) {
      for (std::uint32_t until = 0; until < 18; ++until) {
        std::uint32_t count = 0;
        for (std::uint32_t at = onset; at < until; at += period) ++count;
        ASSERT_EQ(count, guard_pulses(onset, until, period));
      }
    }
  }
}

TEST_F(TrainTest, Saf012_TheNextOnsetIsTheFirstThatIsNotPast) {
  l_.period_min_us = 1;  // short enough to count every moment
  l_.configuration[0].recharge_us = 0;
  for (std::uint64_t first = kNow - 3000; first < kNow + 200; ++first) {
    const guard_wish w = {0, 4000, 160, 1000, first, kNow + 150};
    const guard_plan p = guard_shape(&l_, &w, kNow);
    std::uint64_t next = first;
    while (next < kNow) next += 1000;
    const bool malformed = first >= kNow + 150;
    ASSERT_EQ(malformed ? 0U : 4000U, p.amplitude_ua) << first;
    if (!malformed) {
      ASSERT_EQ(std::min(next - kNow, std::uint64_t{150}), p.onset_us) << first;
    }
  }
}

TEST_F(TrainTest, Saf012_WhatIsRefusedIsZeroInEveryField) {
  const guard_wish late = {0, 4000, 160, 5000, 5, 10};
  const guard_wish none = {1, 0, 160, 5000, 5, 10};
  const guard_wish wrong = {9, -1, 1, 0, 10, 10};
  const auto expect_silent = [&](const guard_wish& w, std::uint64_t reasons) {
    const guard_plan p = guard_shape(&l_, &w, 10);
    EXPECT_EQ(reasons, p.reasons);
    EXPECT_EQ(0U, p.configuration | p.amplitude_ua | p.width_us | p.period_us);
    EXPECT_EQ(0U, p.onset_us | p.until_us | p.step_ua | p.rest_us | p.first_us);
  };
  expect_silent(late, GUARD_BIT(EXPIRED));
  expect_silent(none, 0);
  expect_silent(wrong, GUARD_BIT(CONFIGURATION) | GUARD_BIT(MALFORMED) |
                           GUARD_BIT(PULSE_WIDTH) | GUARD_BIT(RATE));
}

TEST_F(TrainTest, Saf013_EachFieldIsJudgedAtItsBound) {
  const auto reasons = [&](const guard_wish& w) {
    return guard_shape(&l_, &w, 0).reasons;
  };
  const guard_wish good = {0, 1, 40, 50'000, 0, 64'000};
  EXPECT_EQ(0U, reasons(good)) << "an amplitude of one is one";
  guard_wish w = good;
  w.period_us = 1;
  EXPECT_EQ(GUARD_BIT(RATE), reasons(w)) << "lengthened, not refused";
  w.period_us = 0;
  EXPECT_EQ(GUARD_BIT(RATE) | GUARD_BIT(MALFORMED), reasons(w));
  w.period_us = 50'001;
  EXPECT_EQ(GUARD_BIT(RATE) | GUARD_BIT(MALFORMED), reasons(w));
  w = good;
  w.width_us = 39;
  EXPECT_EQ(GUARD_BIT(PULSE_WIDTH) | GUARD_BIT(MALFORMED), reasons(w));
  w = good;
  w.amplitude_ua = -1;
  EXPECT_EQ(GUARD_BIT(MALFORMED), reasons(w));
}

TEST_F(TrainTest, Saf009_TheSourceSeesTheLargestShareOfEachSide) {
  guard_configuration c{};
  guard_impedance z[GUARD_CONTACTS];
  for (int i = 0; i < GUARD_CONTACTS; ++i) z[i] = {1, 1000 + i, 0};
  const auto ohm = [&] { return guard_source_ohm(&l_, &c, z); };
  EXPECT_EQ(0U, ohm()) << "nothing is connected";
  c.share_permille[0] = 1;  // 1 ohm, and what is rounded up counts
  EXPECT_EQ(1U, ohm());
  z[0].ohm = 1001;
  EXPECT_EQ(2U, ohm());
  z[0].valid = 0;
  EXPECT_EQ(0U, ohm()) << "a thousandth through a contact that nobody measured";
  z[0].valid = 1;
  c.share_permille[3] = 500;
  EXPECT_EQ(502U, ohm()) << "501.5, rounded up; the other is smaller";
  c.share_permille[4] = 400;
  c.anode[4] = 1;
  EXPECT_EQ(502U + 402U, ohm());
  c.anode[3] = 1;
  EXPECT_EQ(2U + 502U, ohm()) << "the larger of one side";
  c.share_permille[GUARD_CAN] = 1000;
  z[GUARD_CAN].valid = 0;
  EXPECT_EQ(2U + 502U, ohm()) << "the can has none of its own";
  z[4].age_us = -1;
  EXPECT_EQ(0U, ohm()) << "measured in the future";
}

TEST_F(TrainTest, Saf022_AContactsChargeIsRoundedUp) {
  EXPECT_EQ(0U, guard_contact_charge_pc(0, 100, 1000));
  EXPECT_EQ(100U, guard_contact_charge_pc(1, 100, 1000));
  EXPECT_EQ(1U, guard_contact_charge_pc(1, 1, 1));
  EXPECT_EQ(1U, guard_contact_charge_pc(1, 1, 1000));
  EXPECT_EQ(2U, guard_contact_charge_pc(1, 1001, 1));
}

// ---- Rest.

TEST_F(TrainTest, Saf074_TheFirstPulseOfItsGridThatComesAfterTheRestIsKept) {
  constexpr std::uint64_t kClock = 50;
  for (std::uint32_t n = 0; n < 3 * 3 * 5 * 9 * 12; ++n) {
    const std::uint32_t amplitude = n % 3;
    const std::uint32_t period = amplitude == 0 ? 0 : 1 + n / 3 % 3;
    const std::uint32_t onset = n / 9 % 5;
    const std::uint32_t until = onset + n / 45 % 9;
    const std::uint64_t rested = kClock - 1 + n / 405;
    const guard_plan asked = {1,     amplitude, 160, period, onset,
                              until, 1,         7,   kNow,   GUARD_BIT(RAMP)};
    guard_plan wanted = asked;
    if (amplitude > 0 && onset < until) {
      while (kClock + wanted.onset_us < rested) wanted.onset_us += period;
      if (wanted.onset_us != onset) {
        wanted.reasons |= GUARD_BIT(RATE);
        wanted.first_us = kNow + wanted.onset_us;
      }
      if (wanted.onset_us >= until) {
        wanted.amplitude_ua = 0;
        wanted.onset_us = until;
        wanted.first_us = kNow;
      }
    }
    const guard_plan got = guard_rested(asked, rested, kClock, kNow);
    ASSERT_EQ(0, std::memcmp(&wanted, &got, sizeof got)) << n;
  }
}

// ---- Turns: what a pulse begins, by the silence before it.

TEST_F(TrainTest, Saf032_WhatASilenceEnds) {
  guard_ledger& g = s_.ledger;
  const auto kind = [&](std::uint64_t silence_us) {
    guard_set(&g.end, g.clock.value - silence_us + 7);
    return guard_turn_kind_of(&l_, &g, 7);
  };
  l_.off_us = 20;
  l_.therapy_gap_us = 30;
  l_.episode_gap_us = 40;
  for (const std::uint64_t us : {10U, 19U}) EXPECT_EQ(GUARD_TURN_GOES_ON, kind(us)) << us;
  for (const std::uint64_t us : {20U, 29U}) EXPECT_EQ(GUARD_TURN_BURST, kind(us)) << us;
  for (const std::uint64_t us : {30U, 39U}) EXPECT_EQ(GUARD_TURN_THERAPY, kind(us)) << us;
  for (const std::uint64_t us : {40U, 99U}) EXPECT_EQ(GUARD_TURN_EPISODE, kind(us)) << us;
  l_.episodic = 0;
  for (const std::uint64_t us : {20U, 99U}) EXPECT_EQ(GUARD_TURN_BURST, kind(us)) << us;
  l_.on_us = 1;
  EXPECT_EQ(GUARD_TURN_BURST, kind(20));
  l_.on_us = 0;
  EXPECT_EQ(GUARD_TURN_GOES_ON, kind(99)) << "not bounded";
}

}  // namespace
}  // namespace homeostat::safety::testing
