// What the shipped responsive program makes of fast activity alone: a short one is a
// muscle's and no seizure; one that goes on is a seizure, whatever the muscle watch says.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "clinical_configs/load.h"
#include "tests/evaluation/alarms.h"
#include "tests/evaluation/stream.h"
#include "tests/support/background.h"

namespace homeostat::evaluation {
namespace {

constexpr double kOnset_s = 240.0;

double sine(double hz, double at_s) {
  return std::sin(2.0 * std::numbers::pi * hz * at_s);
}

// Four minutes of background, then `fast` beside it for `lasts_s`, a minute in all.
template <class Fast>
std::vector<sim::Interval> alarms_of(double lasts_s, const Fast& fast) {
  testing::Background background;
  std::vector<float> uv;
  for (int k = 0; k < static_cast<int>((kOnset_s + 60.0) * kRateHz); ++k) {
    const double at_s = k / kRateHz;
    const double brain_uv = 0.001 * static_cast<double>(background.next_nv(0));
    const bool on = at_s >= kOnset_s && at_s < kOnset_s + lasts_s;
    uv.push_back(static_cast<float>(brain_uv + (on ? fast(at_s) : 0.0)));
  }
  return alarms_of_bank(clinical_configs::load_program("epilepsy/responsive").biomarkers,
                        uv);
}

// Louder the faster it is: what is left of it behind the channel's filter is alike, eight
// to thirteen times the background's line length.
struct Rhythm {
  double hz;
  double amplitude_uv;
};
constexpr Rhythm kRhythms[] = {{18.0, 40.0}, {25.0, 40.0}, {40.0, 60.0}, {70.0, 120.0}};

TEST(FastOnset, Saf196_FastActivityAloneIsASeizureWithinTenSecondsWhenItGoesOn) {
  for (const Rhythm& rhythm : kRhythms) {
    const auto alarms = alarms_of(
        40.0, [&](double at_s) { return rhythm.amplitude_uv * sine(rhythm.hz, at_s); });
    ASSERT_EQ(alarms.size(), 1U) << rhythm.hz << " Hz";
    EXPECT_GT(alarms[0].onset_s, kOnset_s) << rhythm.hz << " Hz";
    EXPECT_LT(alarms[0].onset_s, kOnset_s + 10.0) << rhythm.hz << " Hz";
  }
}

TEST(FastOnset, Saf196_FastActivityAloneOfASecondIsNoSeizure) {
  for (const Rhythm& rhythm : kRhythms) {
    const auto alarms = alarms_of(
        1.0, [&](double at_s) { return rhythm.amplitude_uv * sine(rhythm.hz, at_s); });
    EXPECT_TRUE(alarms.empty()) << rhythm.hz << " Hz";
  }
}

// The same as slow activity is one after a second.
TEST(FastOnset, SlowActivityIsASeizureWithinTwoSeconds) {
  const auto alarms =
      alarms_of(40.0, [](double at_s) { return 150.0 * sine(6.0, at_s); });
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_LT(alarms[0].onset_s, kOnset_s + 2.0);
}

}  // namespace
}  // namespace homeostat::evaluation
