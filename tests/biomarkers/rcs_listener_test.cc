#include "biomarkers/rcs_listener.h"

#include <gtest/gtest.h>

#include <memory>

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/rcs_units.h"
#include "tests/biomarkers/rcs_bench.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

// Power of 8 to 24 Hz on the bank's second channel, an FFT of 64 every 100 ms; loud is
// state 1 and 3 mA, quiet is 1 mA.
RcsSettings loudness() {
  RcsSettings s = one_bin(64, 4);
  s.sample_rate_hz = 250;
  s.channels[0] = {{'L', 'B'}, 236};
  s.fft_interval_ms = 100;
  s.bands[0] = {0, 8.0, 24.0};
  s.detectors[0].update_rate = 1;
  s.detectors[0].termination_updates = 1;
  s.detectors[0].blanking_ffts = 0;
  s.detectors[0].low_threshold = 5.0e4;
  s.states[0] = {0, {1.0}, 1};
  s.states[1] = {1, {3.0}, 1};
  s.rise_ma_per_s = 10.0;
  s.fall_ma_per_s = 10.0;
  return s;
}

BiomarkerSettings two_channels() {
  BiomarkerSettings settings = bare_settings();
  settings.channel_count = 2;
  settings.channels[0].label = {'L', 'A'};
  settings.channels[1].label = {'L', 'B'};
  return settings;
}

class RcsListenerTest : public ::testing::Test {
 protected:
  // Square waves of about 15.6 Hz.
  RcsReading live(int frames, float first_uv, float second_uv) {
    for (int f = 0; f < frames; ++f) {
      seen_ = bank_->update(source_.next([&](int c, int n) {
        const float uv = c == 0 ? first_uv : second_uv;
        return n % 16 < 8 ? uv : -uv;
      }),
                            false);
    }
    return seen_.adaptive;
  }

  RcsSettings chain_ = loudness();
  BiomarkerSettings settings_ = two_channels();
  std::unique_ptr<BiomarkerBank> bank_ =
      std::make_unique<BiomarkerBank>(settings_, &chain_);
  FrameSource source_{settings_};
  Biomarkers seen_;
};

TEST_F(RcsListenerTest, TheSettingsAreSound) { EXPECT_TRUE(validate(chain_)); }

TEST_F(RcsListenerTest, Saf283_BeforeTheFirstWindowIsFullThereIsNoStateAndNoCurrent) {
  EXPECT_EQ(live(7, 10.0F, 10.0F).state, kRcsNoState);  // 56 of 63 samples
  EXPECT_EQ(seen_.adaptive.currents_ua[0], 0);
  EXPECT_EQ(live(1, 10.0F, 10.0F).state, 0);  // 64
}

TEST_F(RcsListenerTest, ItHearsTheChannelOfItsLabelAndNoOther) {
  EXPECT_EQ(live(100, 400.0F, 10.0F).state, 0);
  EXPECT_EQ(seen_.adaptive.currents_ua[0], 1000);
  EXPECT_EQ(live(100, 10.0F, 400.0F).state, 1);
  EXPECT_EQ(seen_.adaptive.currents_ua[0], 3000);
}

// The chain, fed the same samples by hand.
TEST_F(RcsListenerTest, ItIsTheProfilesChain) {
  RcsChain alone(chain_);
  for (int frame = 0; frame < 200; ++frame) {
    const float uv = frame % 50 < 25 ? 10.0F : 400.0F;
    live(1, 10.0F, uv);
    for (int i = 0; i < kSamples; ++i) {
      const int n = frame * kSamples + i;
      const float sample = n % 16 < 8 ? uv : -uv;
      const bool first = n == 0;  // what was before it is not known
      alone.update(
          {first ? kRcsMissing : rcs_counts(static_cast<double>(sample) * 1.0e-3, 236)});
    }
    ASSERT_EQ(seen_.adaptive.state, alone.state()) << frame;
    ASSERT_EQ(seen_.adaptive.currents_ua[0], alone.current(0) * 1000 / RcsRamp::kPerMa);
  }
}

TEST_F(RcsListenerTest, Saf284_WhileItsChannelIsNoSignalItHolds) {
  live(100, 10.0F, 400.0F);
  source_.frame().front_end[1] = kLeadOff;
  EXPECT_EQ(live(100, 10.0F, 10.0F).state, 1);
  EXPECT_EQ(seen_.adaptive.currents_ua[0], 3000);
  source_.frame().front_end[1] = 0;
  EXPECT_EQ(live(100, 10.0F, 10.0F).state, 0);
}

TEST_F(RcsListenerTest, Saf284_NoWindowReachesAcrossAGap) {
  live(100, 10.0F, 10.0F);
  source_.frame().sequence += 2;
  source_.frame().time = source_.frame().time + 64_ms;
  // Loud at once, but the first whole window behind the gap has yet to come.
  EXPECT_EQ(live(7, 10.0F, 400.0F).state, 0);
  EXPECT_EQ(live(5, 10.0F, 400.0F).state, 1);
}

TEST_F(RcsListenerTest, Saf283_WithoutAChainOrItsChannelNothingIsHeard) {
  bank_ = std::make_unique<BiomarkerBank>(settings_);
  EXPECT_EQ(live(100, 400.0F, 400.0F).state, kRcsNoState);
  chain_.channels[0].label = {'L', 'C'};
  bank_ = std::make_unique<BiomarkerBank>(settings_, &chain_);
  EXPECT_EQ(live(100, 400.0F, 400.0F).state, kRcsNoState);
  EXPECT_EQ(seen_.adaptive.currents_ua[0], 0);
}

TEST_F(RcsListenerTest, Saf283_AChainThatFindsNoMemoryHearsNothing) {
  settings_.detector_count = 3;
  for (DetectorSettings& detector : settings_.detectors) {
    detector = line_length_ratio(2.0F);
  }
  bank_ = std::make_unique<BiomarkerBank>(settings_, &chain_);
  EXPECT_EQ(live(100, 10.0F, 400.0F).state, kRcsNoState);
  settings_.detector_count = 2;
  bank_ = std::make_unique<BiomarkerBank>(settings_, &chain_);
  EXPECT_EQ(live(100, 10.0F, 400.0F).state, 1);
}

TEST_F(RcsListenerTest, ACopyOfTheBankGoesOnAlike) {
  live(100, 10.0F, 10.0F);
  const auto copy = std::make_unique<BiomarkerBank>(*bank_);
  for (int i = 0; i < 100; ++i) {
    const SampleFrame& frame =
        source_.next([](int, int n) { return n % 16 < 8 ? 400.0F : -400.0F; });
    const RcsReading one = bank_->update(frame, false).adaptive;
    const RcsReading other = copy->update(frame, false).adaptive;
    ASSERT_EQ(one.state, other.state);
    ASSERT_EQ(one.currents_ua, other.currents_ua);
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
