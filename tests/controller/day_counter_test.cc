#include "controller/day_counter.h"

#include <gtest/gtest.h>

namespace homeostat::controller {
namespace {

using namespace homeostat::literals;

constexpr Microseconds hours(std::int64_t n) { return Microseconds(n * 3'600'000'000); }

struct DayCounterTest : ::testing::Test {
  DayCounter day;
  Instant now{1};

  void pass(Microseconds span) {
    now = now + span;
    day.advance(now);
  }
};

TEST_F(DayCounterTest, BeginsEmpty) { EXPECT_EQ(0U, day.total()); }

TEST_F(DayCounterTest, Saf145_RemembersFor24To25Hours) {
  for (const Microseconds into : {0_s, 1800_s, 3599_s}) {
    day = {};
    now = Instant{} + into;
    day.advance(now);
    day.count();
    pass(hours(24));
    EXPECT_EQ(1U, day.total());  // exactly a day old: not yet forgotten
    pass(hours(1));
    EXPECT_EQ(0U, day.total());
  }
}

TEST_F(DayCounterTest, ForgetsTheOldestFirst) {
  for (int i = 0; i < 24; ++i) {
    day.count();
    pass(hours(1));
  }
  EXPECT_EQ(24U, day.total());
  for (int left = 24; left-- > 0;) {
    pass(hours(1));
    EXPECT_EQ(static_cast<unsigned>(left), day.total());
  }
}

TEST_F(DayCounterTest, ALeapOfAnyLengthForgetsAll) {
  for (const Microseconds leap : {hours(25), hours(26), hours(49), hours(500)}) {
    day.count();
    pass(leap);
    EXPECT_EQ(0U, day.total());
    day.count();
    EXPECT_EQ(1U, day.total());
    day.forget_all();
  }
}

TEST_F(DayCounterTest, AFullBinStaysFull) {
  for (int i = 0; i < 70'000; ++i) day.count();
  EXPECT_EQ(65'535U, day.total());
}

TEST_F(DayCounterTest, TimeThatRunsBackwardsForgetsNothing) {
  pass(hours(10));
  day.count();
  day.advance(Instant{});
  EXPECT_EQ(1U, day.total());
}

TEST_F(DayCounterTest, TellsWhenThereIsRoomAgain) {
  EXPECT_LE(day.fewer_than(1), now);  // there is
  day.count();
  day.count();
  pass(hours(5));
  day.count();
  const Instant two = day.fewer_than(3);  // the first two go together
  const Instant none = day.fewer_than(1);
  EXPECT_EQ(Instant{} + hours(25), two);
  EXPECT_EQ(Instant{} + hours(30), none);
  day.advance(two - 1_us);
  EXPECT_EQ(3U, day.total());
  day.advance(two);
  EXPECT_EQ(1U, day.total());
  day.advance(none);
  EXPECT_EQ(0U, day.total());
}

}  // namespace
}  // namespace homeostat::controller
