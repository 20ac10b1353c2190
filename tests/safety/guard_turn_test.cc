// Whose turn it is, word by word: what a pulse ends, begins and counts, and why the next
// one is refused.
#include <gtest/gtest.h>

#include "tests/safety/guard_bench.h"

namespace homeostat::safety::testing {
namespace {

class TurnTest : public GuardBench {
 protected:
  TurnTest() { l_.hour = l_.day = 10'000; }

  guard_ledger& g() { return s_.ledger; }
  std::uint64_t now() { return g().clock.value; }
  void silence(std::uint64_t us) { guard_set(&g().end, now() - us); }
  std::uint64_t refused(std::uint32_t onset_us = 0) {
    return guard_turn_plan(&l_, &g(), onset_us).reasons;
  }
  // Therapies in the bin that began so many minutes before this one.
  guard_word& minute(std::uint64_t ago) {
    return g().hour[(now() / GUARD_MINUTE_US + GUARD_HOUR_BINS - ago) % GUARD_HOUR_BINS];
  }
  static std::uint64_t total(const guard_word* bin, std::uint32_t bins) {
    return guard_bins_sum(bin, bins);
  }
};

// ---- What has happened.

TEST_F(TurnTest, Saf031_TheLaterPulseOfEitherOutputIsWhereTheSilenceBegins) {
  constexpr std::uint64_t kFrame = 32'000;
  const auto after = [&](std::uint64_t first_period, std::uint64_t second_period) {
    start(responsive_limits());
    silence(kFrame);
    if (first_period > 0) grant(s_.output[0].granted, 0, 64'000, first_period);
    if (second_period > 0) grant(s_.output[1].granted, 0, 64'000, second_period);
    guard_turn_pass(&g(), s_.output, 0, kFrame);
    return now() - g().end.value;
  };
  EXPECT_EQ(kFrame, after(0, 0)) << "no pulse, no end";
  EXPECT_EQ(2000U, after(5000, 0));
  EXPECT_EQ(4000U, after(0, 7000));
  EXPECT_EQ(2000U, after(5000, 7000));
  EXPECT_EQ(2000U, after(7000, 5000));
}

TEST_F(TurnTest, Saf033_WhatWasPlannedHasBegunWithAPulseAndIsForgottenInAnyCase) {
  for (const bool pulse : {true, false}) {
    start(responsive_limits());
    if (pulse) grant(s_.output[1].granted, 0, 64'000);
    guard_set(&g().credit, GUARD_TURN_EPISODE);
    const guard_turn planned = {GUARD_TURN_THERAPY, now() - 5, 3, 4, 0, 0};
    guard_turn_commit(&g(), planned);
    ASSERT_EQ(GUARD_TURN_THERAPY, g().next.kind.value);
    guard_turn_pass(&g(), s_.output, 0, 32'000);
    EXPECT_EQ(pulse ? GUARD_TURN_THERAPY : GUARD_TURN_GOES_ON, g().turn.kind.value);
    EXPECT_EQ(pulse ? now() - 5 : 0, g().turn.start.value);
    EXPECT_EQ(pulse ? 3U : 0U, g().turn.bursts.value);
    EXPECT_EQ(pulse ? 4U : 0U, g().turn.therapies.value);
    EXPECT_EQ(pulse ? GUARD_TURN_GOES_ON : GUARD_TURN_EPISODE, g().credit.value);
    EXPECT_EQ(GUARD_TURN_GOES_ON, g().next.kind.value);
    EXPECT_EQ(g().turn.start.value, g().next.start.value);
    EXPECT_EQ(g().turn.bursts.value, g().next.bursts.value);
    EXPECT_EQ(g().turn.therapies.value, g().next.therapies.value);
    EXPECT_TRUE(guard_state_ok(&l_, &s_));
  }
}

// ---- What is counted.

TEST_F(TurnTest, Saf035_ATherapyIsCountedOnceAndBeforeItsFirstPulse) {
  for (std::uint32_t credit = 0; credit <= GUARD_TURN_EPISODE; ++credit) {
    for (std::uint32_t kind = 0; kind <= GUARD_TURN_EPISODE; ++kind) {
      start(responsive_limits());
      guard_set(&g().clock, GUARD_BIRTH_US + 12'345'678'901);
      guard_set(&g().credit, credit);
      guard_turn_commit(&g(), {kind, now(), 1, 1, 0, 0});
      const bool counted = kind >= GUARD_TURN_THERAPY && kind > credit;
      EXPECT_EQ(counted ? 1U : 0U, total(g().hour, GUARD_HOUR_BINS));
      EXPECT_EQ(counted ? 1U : 0U, total(g().day, GUARD_DAY_BINS));
      EXPECT_EQ(counted ? 1U : 0U, minute(0).value);
      EXPECT_EQ(counted ? kind : credit, g().credit.value) << kind << " on " << credit;
    }
  }
}

TEST_F(TurnTest, Saf035_WhatIsCountedAlreadyIsNotRefusedByTheCount) {
  l_.hour = 0;
  silence(l_.episode_gap_us);
  ASSERT_EQ(GUARD_BIT(HOUR), refused());
  guard_set(&g().credit, GUARD_TURN_THERAPY);
  EXPECT_EQ(GUARD_BIT(HOUR), refused()) << "a therapy is not yet an episode";
  guard_set(&g().credit, GUARD_TURN_EPISODE);
  EXPECT_EQ(0U, refused());
  silence(l_.therapy_gap_us);
  EXPECT_EQ(0U, refused()) << "and an episode begins with a therapy";
  guard_set(&g().credit, GUARD_TURN_THERAPY);
  EXPECT_EQ(0U, refused());
}

TEST_F(TurnTest, Saf037_TheReserveIsForTherapiesOfAnEpisodeUnderWay) {
  l_.day = 5;
  l_.reserved = 2;
  for (std::uint64_t counted = 0; counted < 7; ++counted) {
    guard_set(&g().day[3], counted);
    silence(l_.episode_gap_us);
    EXPECT_EQ(counted >= 3 ? GUARD_BIT(DAY) : 0, refused()) << counted;
    silence(l_.therapy_gap_us);
    EXPECT_EQ(counted >= 5 ? GUARD_BIT(DAY) : 0, refused()) << counted;
  }
}

// ---- Status.

TEST_F(TurnTest, Saf039_TheStatusWindowIsOfItsMinutesAndOfNoneBefore) {
  silence(l_.episode_gap_us);
  l_.status = 4;
  for (const std::uint32_t bins : {1U, 2U, 5U, 62U}) {
    l_.status_bins = bins;
    for (std::uint64_t ago = 0; ago < GUARD_HOUR_BINS; ++ago) {
      guard_set(&minute(ago), 2);
      EXPECT_EQ(0U, refused());
      guard_set(&minute(ago), 3);
      EXPECT_EQ(ago < bins ? GUARD_BIT(STATUS) : 0, refused()) << ago << " of " << bins;
      guard_set(&minute(ago), 0);
    }
  }
}

TEST_F(TurnTest, Saf039_WithoutAStatusLimitThereIsNoneAndAtOneEachTherapyIsTooMany) {
  silence(l_.episode_gap_us);
  guard_set(&minute(0), 600);
  l_.status = 0;
  EXPECT_EQ(0U, refused());
  l_.status = 1;
  EXPECT_EQ(GUARD_BIT(STATUS), refused());
  guard_set(&minute(0), 0);
  EXPECT_EQ(GUARD_BIT(STATUS), refused());
}

TEST_F(TurnTest, Saf039_WhatACountRefusesIsNoStatus) {
  silence(l_.episode_gap_us);
  l_.status = 1;
  l_.hour = 0;
  EXPECT_EQ(GUARD_BIT(HOUR), refused());
  l_.day = 0;
  l_.reserved = 0;
  EXPECT_EQ(GUARD_BIT(HOUR) | GUARD_BIT(DAY), refused());
}

// ---- Time.

TEST_F(TurnTest, Saf031_ABurstWhoseTimeIsSpentIsTooLongWhereItGoesOn) {
  guard_set(&g().turn.start, now() - l_.on_us);
  for (const std::uint64_t us : {std::uint64_t{1}, std::uint64_t{l_.period_max_us}}) {
    silence(us);
    EXPECT_EQ(GUARD_BIT(BURST_LENGTH), refused());
  }
}

TEST_F(TurnTest, Saf032_ABurstWhoseTimeIsSpentIsTooSoonWhereItComesBack) {
  guard_set(&g().turn.start, now() - l_.on_us);
  for (const std::uint64_t us : {l_.period_max_us + std::uint64_t{1}, l_.off_us - 1}) {
    silence(us);
    EXPECT_EQ(GUARD_BIT(BURST_GAP), refused());
  }
  guard_set(&g().turn.start, now() - l_.on_us + 1);
  EXPECT_EQ(0U, refused()) << "one microsecond is left";
}

TEST_F(TurnTest, Saf040_AnOnTimeThatIsSpentIsRefusedAsSuch) {
  l_.episodic = 0;
  guard_set(&g().turn.start, now() - l_.on_us);
  for (const std::uint64_t us : {std::uint64_t{1}, l_.off_us - 1}) {
    silence(us);
    EXPECT_EQ(GUARD_BIT(ON_TIME), refused());
  }
  silence(l_.off_us);
  EXPECT_EQ(0U, refused());
}

}  // namespace
}  // namespace homeostat::safety::testing
