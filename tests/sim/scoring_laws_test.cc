// What holds for every score, whatever the events.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "sim/scoring.h"

namespace homeostat::sim {
namespace {

using Events = std::vector<Interval>;

constexpr double kHour_s = 3600.0;

class RandomEvents : public ::testing::Test {
 protected:
  Events draw(bool orderly) {
    std::uniform_int_distribution<int> count(0, 20);
    std::uniform_int_distribution<int> tenth(0, 36000);
    std::uniform_int_distribution<int> length(1, 4000);
    Events events;
    for (int i = count(random_); i > 0; --i) {
      const double onset_s = tenth(random_) / 10.0;
      events.push_back({onset_s, onset_s + length(random_) / 10.0});
    }
    if (!orderly) return events;
    std::ranges::sort(events, {}, &Interval::onset_s);
    Events apart;
    for (Interval e : events) {
      e.offset_s = std::min(e.offset_s, kHour_s);
      if (e.onset_s < e.offset_s &&
          (apart.empty() || e.onset_s >= apart.back().offset_s)) {
        apart.push_back(e);
      }
    }
    return apart;
  }

  std::mt19937 random_{20260101};
};

TEST_F(RandomEvents, AnyListsHaveCountsWithinTheirBounds) {
  for (int i = 0; i < 2000; ++i) {
    const Events reference = draw(false);
    const Events hypothesis = draw(false);
    for (const Score& s : {score_events(reference, hypothesis, kHour_s),
                           score_samples_1hz(reference, hypothesis, kHour_s)}) {
      ASSERT_LE(0, s.tp);
      ASSERT_LE(s.tp, s.n_ref);
      ASSERT_LE(0, s.fp);
    }
  }
}

TEST_F(RandomEvents, OrderlyEventsScoredAgainstThemselvesArePerfect) {
  for (int i = 0; i < 2000; ++i) {
    const Events events = draw(true);
    const Score whole = score_events(events, events, kHour_s);
    ASSERT_EQ(whole.tp, whole.n_ref);
    ASSERT_EQ(whole.fp, 0);
    const Score seconds = score_samples_1hz(events, events, kHour_s);
    ASSERT_EQ(seconds.tp, seconds.n_ref);
    ASSERT_EQ(seconds.fp, 0);
  }
}

TEST_F(RandomEvents, SecondsOfOverlapDoNotDependOnWhichListIsTheReference) {
  for (int i = 0; i < 2000; ++i) {
    const Events a = draw(false);
    const Events b = draw(false);
    const Score ab = score_samples_1hz(a, b, kHour_s);
    const Score ba = score_samples_1hz(b, a, kHour_s);
    ASSERT_EQ(ab.tp, ba.tp);
    ASSERT_EQ(ab.tp + ab.fp, ba.n_ref);
  }
}

}  // namespace
}  // namespace homeostat::sim
