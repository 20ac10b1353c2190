// The count of resets by itself, to the last reset and the last microsecond of work.
#include "controller/reset_count.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace homeostat::controller {
namespace {

using namespace homeostat::literals;

safety::PersistedState stored(const ResetCount& count) {
  safety::PersistedState state{};
  count.store(state);
  return state;
}

// A device that was reset so often, one time after the other.
ResetCount after_resets(std::uint32_t times) {
  ResetCount count;
  for (std::uint32_t i = 0; i < times; ++i) {
    const safety::PersistedState state = stored(count);
    count.restore(state);
  }
  return count;
}

bool is_forgiven(const ResetCount& count) {
  return stored(count) == stored(ResetCount{});
}

void work(ResetCount& count, Microseconds span) {
  for (; span > 1_s; span = span - 1_s) count.update(1_s, false);
  count.update(span, false);
}

TEST(ResetCountTest, Saf109_FiveResetsAreBorneAndTheSixthIsNot) {
  EXPECT_FALSE(after_resets(0).loops());
  EXPECT_FALSE(after_resets(kMostResets).loops());
  for (std::uint32_t more = 1; more <= 3; ++more) {
    EXPECT_TRUE(after_resets(kMostResets + more).loops()) << more;
  }
  EXPECT_EQ(stored(after_resets(kMostResets + 1)), stored(after_resets(kMostResets + 3)));
}

// A reset more than the highest number is none, if it is added without asking.
TEST(ResetCountTest, Saf109_NoCountIsTooHighToBeBelievedHigh) {
  for (const std::uint32_t resets : {kMostResets + 1, kMostResets + 2, 0xffffffffU}) {
    safety::PersistedState state{};
    const auto place = state.end() - safety::kCallersBytes;
    for (std::ptrdiff_t i = 0; i < 4; ++i) {
      place[i] = static_cast<std::byte>(resets >> (8 * i));
      place[i + 4] = ~place[i];
    }
    ResetCount count;
    count.restore(state);
    EXPECT_TRUE(count.loops()) << resets;
    EXPECT_EQ(stored(after_resets(kMostResets + 1)), stored(count)) << resets;
  }
}

TEST(ResetCountTest, Saf109_NoBitOfACountMayTurnUnnoticed) {
  for (std::size_t bit = 0; bit < 64; ++bit) {
    safety::PersistedState state = stored(after_resets(1));
    std::byte& at = state[safety::kPersistedBytes - safety::kCallersBytes + bit / 8];
    at = at ^ static_cast<std::byte>(1U << bit % 8);
    ResetCount count;
    count.restore(state);
    EXPECT_TRUE(count.loops()) << bit;
  }
}

// What the guard keeps lies before the caller's part.
TEST(ResetCountTest, Saf109_StoresInTheCallersPartAlone) {
  safety::PersistedState state;
  state.fill(std::byte{0xa5});
  after_resets(3).store(state);
  const auto callers = state.end() - safety::kCallersBytes;
  EXPECT_TRUE(std::all_of(state.begin(), callers,
                          [](std::byte kept) { return kept == std::byte{0xa5}; }));
  ResetCount count;
  count.restore(state);
  EXPECT_EQ(stored(after_resets(4)), stored(count));
}

TEST(ResetCountTest, Saf109_AnHourOfWorkForgivesAndAMicrosecondLessDoesNot) {
  ResetCount count = after_resets(2);
  work(count, kSteadyTime - 1_us);
  EXPECT_FALSE(is_forgiven(count));
  work(count, 1_us);
  EXPECT_TRUE(is_forgiven(count));
}

TEST(ResetCountTest, Saf109_TheHourBeginsWithTheReset) {
  ResetCount count = after_resets(1);
  work(count, kSteadyTime - 1_us);
  count.restore(stored(count));
  work(count, kSteadyTime - 1_us);
  EXPECT_FALSE(is_forgiven(count));
  work(count, 1_us);
  EXPECT_TRUE(is_forgiven(count));
}

TEST(ResetCountTest, Saf109_AFrameOfASecondIsWorkAndALongerOneIsAGap) {
  ResetCount count = after_resets(1);
  count.update(kSteadyTime, false);
  for (int i = 0; i < 3600; ++i) count.update(1_s + 1_us, false);
  for (int i = 0; i < 3600; ++i) count.update(Microseconds(-1), false);
  for (int i = 0; i < 3599; ++i) count.update(1_s, false);
  EXPECT_FALSE(is_forgiven(count));
  count.update(1_s, false);
  EXPECT_TRUE(is_forgiven(count));
}

TEST(ResetCountTest, Saf109_AClockThatRunsBackTakesNoWorkAway) {
  ResetCount count = after_resets(1);
  work(count, kSteadyTime - 1_s);
  count.update(Microseconds(-1), false);
  count.update(1_s, false);
  EXPECT_TRUE(is_forgiven(count));
}

TEST(ResetCountTest, Saf109_AClinicianForgivesALoopAndTimeDoesNot) {
  ResetCount count = after_resets(kMostResets + 1);
  work(count, kSteadyTime + kSteadyTime);
  EXPECT_TRUE(count.loops());
  count.update(32_ms, true);
  EXPECT_FALSE(count.loops());
  EXPECT_TRUE(is_forgiven(count));
}

// Work of long ago is none for a reset that comes now.
TEST(ResetCountTest, Saf109_AfterHoursOfWorkAResetCountsAgain) {
  ResetCount count;
  work(count, kSteadyTime + kSteadyTime);
  count.restore(stored(count));
  count.update(1_s, false);
  EXPECT_FALSE(is_forgiven(count));
}

}  // namespace
}  // namespace homeostat::controller
