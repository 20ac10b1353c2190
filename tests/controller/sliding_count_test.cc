#include "controller/sliding_count.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>

namespace homeostat::controller {
namespace {

using namespace homeostat::literals;

using Count = SlidingCount<std::uint8_t, 5, 1'000'000>;  // of four seconds

TEST(SlidingCount, Saf401_RemembersForTheWindowAndAtMostABin) {
  for (const Microseconds into : {0_us, 1_us, 500_ms, 999'999_us}) {
    Count count;
    count.advance(into);
    count.count();
    count.advance(4_s);
    EXPECT_EQ(1U, count.total()) << into.count();
    count.advance(1_s);
    EXPECT_EQ(0U, count.total()) << into.count();
  }
}

TEST(SlidingCountLaw, Saf401_NeverForgetsEarlyAndTellsWhenItForgets) {
  std::mt19937 dice(1);
  Count count;
  std::int64_t now = 0;
  std::deque<std::int64_t> events;
  for (int i = 0; i < 100'000; ++i) {
    const std::int64_t step = dice() % 700'000;
    count.advance(Microseconds(step));
    now += step;
    if (dice() % 3 == 0) {
      count.count();
      events.push_back(now);
    }
    while (!events.empty() && now - events.front() > 5'000'000) events.pop_front();
    std::uint32_t due = 0;
    for (const std::int64_t event : events) due += now - event <= 4'000'000;
    ASSERT_GE(count.total(), due);
    ASSERT_LE(count.total(), events.size());
    const auto limit = static_cast<std::uint32_t>(1 + dice() % 6);
    const Microseconds wait = count.until_fewer_than(limit);
    ASSERT_EQ(count.total() < limit, wait == 0_us);
    if (wait == 0_us) continue;
    Count early = count;
    early.advance(wait - 1_us);
    ASSERT_GE(early.total(), limit);
    early.advance(1_us);
    ASSERT_LT(early.total(), limit);
  }
}

TEST(SlidingCount, AFullBinStaysFullAndAnAgeForgetsAll) {
  Count count;
  for (int i = 0; i < 1000; ++i) count.count();
  EXPECT_EQ(255U, count.total());
  count.advance(Microseconds(INT64_MAX / 4));
  EXPECT_EQ(0U, count.total());
}

TEST(SlidingCount, Saf405_GoesOnWhereItStopped) {
  Count count;
  count.advance(700_ms);
  count.count();
  Count other;
  ASSERT_TRUE(other.restore(count.store()));
  other.advance(4'299'999_us);
  EXPECT_EQ(1U, other.total());
  other.advance(1_us);
  EXPECT_EQ(0U, other.total());
  Count::Stored spoilt;
  spoilt.into = 1_s;
  EXPECT_FALSE(other.restore(spoilt));
  spoilt.into = Microseconds(-1);
  EXPECT_FALSE(other.restore(spoilt));
}

}  // namespace
}  // namespace homeostat::controller
