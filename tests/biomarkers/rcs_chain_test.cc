// The `rcs` profile as a whole: the published example, two detectors, states, current.
#include "biomarkers/rcs_chain.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/biomarkers/rcs_bench.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kUnit = 1.0 / RcsRamp::kPerMa;

// A wave at a bin's centre, on or off, for so long.
class Brain {
 public:
  explicit Brain(const RcsSettings& settings) : settings_(settings), chain_(settings) {}

  // Each sample; square waves at 62.5 Hz (eight samples of 500 Hz) put power in bins 128.
  void live(double seconds, std::int32_t amplitude) {
    const auto samples = static_cast<int>(seconds * settings_.sample_rate_hz);
    for (int i = 0; i < samples; ++i, ++n_) {
      const RcsChain::Step step = chain_.update({n_ % 8 < 4 ? amplitude : -amplitude});
      if (step.detection) detections_.push_back(seconds_now());
    }
  }
  double seconds_now() const { return static_cast<double>(chain_.now_us()) * 1e-6; }
  double current_ma() const { return static_cast<double>(chain_.current(0)) * kUnit; }
  const RcsChain& chain() const { return chain_; }
  const std::vector<double>& detections() const { return detections_; }

 private:
  RcsSettings settings_;
  RcsChain chain_;
  int n_ = 0;
  std::vector<double> detections_;
};

// The published settings on a wave in their band (128 of 1024 points, 62.5 Hz).
RcsSettings published_with_band_at_62_hz() {
  RcsSettings s = published_example();
  s.bands[0] = {0, 62.3, 62.7};
  return s;
}

// 60 results of 500 ms a block: the first needs 2 s of window, then 59 intervals.
TEST(RcsChain, ThePublishedExampleDecidesEveryThirtySeconds) {
  Brain brain(published_example());
  EXPECT_EQ(brain.chain().state(), kRcsNoState);
  brain.live(130.0, 0);
  EXPECT_EQ(brain.detections(), (std::vector<double>{31.5, 61.5, 91.5, 121.5}));
  EXPECT_EQ(brain.chain().state(), 0);
}

// 3.1 mA at 0.03 mA/s, which is programmed as 1966 / 65536.
TEST(RcsChain, ThePublishedExampleRampsUpToItsAmplitudeAndThere) {
  Brain brain(published_example());
  brain.live(31.5, 0);
  EXPECT_EQ(brain.current_ma(), 0.0);
  brain.live(100.0, 0);
  EXPECT_NEAR(brain.current_ma(), 100.0 * 1966 / 65536, 1e-5);
  brain.live(3.4, 0);  // 103.34 s
  EXPECT_EQ(brain.current_ma(), 3.1);
  brain.live(60.0, 0);
  EXPECT_EQ(brain.current_ma(), 3.1);
}

// Onset 0 is one update; termination 4 is four blocks of 30 s, two minutes.
TEST(RcsChain, ThePublishedExampleHoldsInStateOneAndLeavesItAfterFourUpdates) {
  Brain brain(published_with_band_at_62_hz());
  brain.live(61.6, 0);
  ASSERT_EQ(brain.chain().state(), 0);
  brain.live(30.0, 2000);
  ASSERT_EQ(brain.chain().state(), 1);
  // Mid-ramp: 60 s of 103 s.
  const double held = brain.current_ma();
  EXPECT_NEAR(held, 60.0 * 1966 / 65536, 1e-5);
  brain.live(30.0, 2000);
  EXPECT_EQ(brain.current_ma(), held);
  brain.live(119.0, 0);  // the block that the wave ended in, and three more
  EXPECT_EQ(brain.chain().state(), 1);
  EXPECT_EQ(brain.current_ma(), held);
  brain.live(31.0, 0);
  EXPECT_EQ(brain.chain().state(), 0);
}

TEST(RcsRamp, GoesDownAtItsOwnRateAndFromWhereItIs) {
  RcsRamp ramp(65536, 32768);  // 1 and 0.5 mA/s
  ramp.aim(20, 0);
  EXPECT_EQ(ramp.at(500'000), RcsRamp::kPerMa / 2);
  ramp.aim(0, 500'000);
  EXPECT_EQ(ramp.at(1'000'000), RcsRamp::kPerMa / 4);
  EXPECT_EQ(ramp.at(1'500'000), 0);
  EXPECT_EQ(ramp.at(9'000'000), 0);
}

TEST(RcsRamp, HoldStaysMidRampAndTheNextStateGoesOnFromThere) {
  RcsRamp ramp(65536, 65536);
  ramp.aim(30, 0);
  ramp.aim(RcsRamp::kHold, 1'000'000);
  EXPECT_EQ(ramp.at(50'000'000), RcsRamp::kPerMa);
  ramp.aim(20, 50'000'000);
  EXPECT_EQ(ramp.at(50'500'000), RcsRamp::kPerMa * 3 / 2);
}

TEST(RcsRamp, HoldBeforeAnyAmplitudeIsNothing) {
  RcsRamp ramp(65536, 65536);
  ramp.aim(RcsRamp::kHold, 0);
  EXPECT_EQ(ramp.at(1'000'000), 0);
}

// The slowest rate takes days; the fastest, less than a sample; both for a year.
TEST(RcsRamp, NeitherOverflowsNorOvershoots) {
  constexpr std::int64_t kYear_us = std::int64_t{365} * 86400 * 1'000'000;
  for (const std::int64_t rate : {std::int64_t{1}, std::int64_t{3'276'800}}) {
    RcsRamp ramp(rate, rate);
    ramp.aim(254, 0);
    EXPECT_EQ(ramp.at(kYear_us), 254 * RcsRamp::kPerMa / 10);
    EXPECT_LE(ramp.at(508'000), 254 * RcsRamp::kPerMa / 10);
    EXPECT_EQ(ramp.at(507'999) == 254 * RcsRamp::kPerMa / 10, false);
  }
}

// ---- Two detectors, on two bands of one wave.

RcsSettings two_detectors() {
  RcsSettings s = published_with_band_at_62_hz();
  s.fft_size = 256;
  s.fft_interval_ms = 100;
  s.bands[0] = {0, 62.0, 63.0};
  s.wrap_bits = 0;
  s.detectors[0] = {};
  s.detectors[0].inputs[0] = {0, 1.0, 1.0, 0};
  s.detectors[0].input_count = 1;
  s.detectors[0].dual_threshold = true;
  s.detectors[0].low_threshold = 1e5;
  s.detectors[0].high_threshold = 1e7;
  s.detectors[1] = s.detectors[0];
  s.detectors[1].low_threshold = 1e6;
  s.detectors[1].high_threshold = 1e8;
  s.detector_count = 2;
  for (int state = 0; state < 9; ++state) {
    s.states[static_cast<std::size_t>(state)] = {state, {0.1 * state, 1.0}, 2};
  }
  s.state_count = 9;
  s.rise_ma_per_s = s.fall_ma_per_s = 50.0;
  return s;
}

// A square wave of amplitude A has a power of 4.6 A^2 in the band's three bins.
int state_at(const RcsSettings& settings, std::int32_t amplitude) {
  Brain brain(settings);
  brain.live(2.0, amplitude);
  return brain.chain().state();
}

TEST(RcsChain, AStateIsTheFirstLevelPlusThreeTimesTheSecond) {
  EXPECT_EQ(state_at(two_detectors(), 10), 0);
  EXPECT_EQ(state_at(two_detectors(), 250), 1);
  EXPECT_EQ(state_at(two_detectors(), 800), 4);
  EXPECT_EQ(state_at(two_detectors(), 2500), 5);
  EXPECT_EQ(state_at(two_detectors(), 8000), 8);
}

TEST(RcsChain, EachProgramHasItsOwnAmplitude) {
  Brain brain(two_detectors());
  brain.live(3.0, 2500);
  EXPECT_EQ(brain.chain().state(), 5);
  EXPECT_EQ(static_cast<double>(brain.chain().current(0)) * kUnit, 0.5);
  EXPECT_EQ(static_cast<double>(brain.chain().current(1)) * kUnit, 1.0);
}

// Detector 0 sees the wave and blanks detector 1 for its own 3, or the other's 8,
// results.
TEST(RcsChain, TheOtherDetectorIsBlankedAsLongAsTheSettingsSay) {
  for (const auto& [whose, results] :
       {std::pair{RcsBlanking::kAsTriggering, 3}, std::pair{RcsBlanking::kAsOther, 8}}) {
    RcsSettings s = two_detectors();
    s.detectors[0].blank_both = true;
    s.detectors[0].blanking_ffts = 3;
    s.detectors[1].blanking_ffts = 8;
    s.other_is_blanked = whose;
    ASSERT_TRUE(validate(s));
    RcsChain chain(s);
    int blanked = 0;
    for (int n = 0; n < 2000; ++n) {
      const RcsChain::Step step = chain.update({n % 8 < 4 ? 800 : -800});
      if (step.detection && (chain.detector(1).status() & kRcsBlanked) != 0) ++blanked;
      if (chain.detector(1).confirmed() > 0) break;
    }
    EXPECT_EQ(blanked, results);
    EXPECT_EQ(chain.state(), 4);
  }
}

TEST(RcsChain, HowSamplesComeInPiecesChangesNothing) {
  RcsSettings s = two_detectors();
  RcsChain a(s);
  RcsChain b = a;
  Signal one(2000), other(2000);
  for (int n = 0; n < 3000; ++n) a.update({one.next()});
  for (int n = 0; n < 3000; ++n) {
    if (n == 1234) {
      const RcsChain copy = b;  // all of the state is in the object
      b = copy;
    }
    b.update({other.next()});
  }
  EXPECT_EQ(a.detector(0).output(), b.detector(0).output());
  EXPECT_EQ(a.spectrum().power().bands, b.spectrum().power().bands);
  EXPECT_EQ(a.current(0), b.current(0));
}

}  // namespace
}  // namespace homeostat::biomarkers
