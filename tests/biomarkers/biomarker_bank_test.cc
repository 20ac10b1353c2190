#include "biomarkers/biomarker_bank.h"

#include <gtest/gtest.h>

#include <limits>
#include <memory>

#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kSecond = 32;  // frames, rounded up

// Two channels, a line length detector (twice the baseline) on each, two votes, onset 10
// frames, end after 20, warm-up 188 frames.
BiomarkerSettings two_channels() {
  BiomarkerSettings settings = bare_settings();
  settings.channel_count = 2;
  settings.detector_count = 2;
  settings.detectors[0] = settings.detectors[1] = line_length_ratio(2.0F);
  settings.detectors[1].channel = 1;
  settings.persistence.votes = 2;
  settings.blanking = 2_ms;
  settings.warm_up = 6016_ms;
  return settings;
}

class BiomarkerBankTest : public ::testing::Test {
 protected:
  void use(const BiomarkerSettings& settings) {
    bank_ = BiomarkerBank(settings);
    source_ = FrameSource(settings);
  }
  template <class Signal>
  const Biomarkers& live(int frames, const Signal& uv) {
    for (int i = 0; i < frames; ++i) seen_ = bank_.update(source_.next(uv), armed_);
    return seen_;
  }
  const Biomarkers& background(int frames) { return live(frames, background_uv); }
  const Biomarkers& seizure(int frames) {
    return live(frames, [](int c, int n) { return 5.0F * background_uv(c, n); });
  }
  SampleFrame& frame() { return source_.frame(); }

  BiomarkerBank bank_{two_channels()};
  FrameSource source_{two_channels()};
  Biomarkers seen_;
  bool armed_ = false;
};

TEST_F(BiomarkerBankTest, BackgroundIsValidAndNoSeizure) {
  background(10 * kSecond);
  EXPECT_TRUE(seen_.signal_valid);
  EXPECT_TRUE(seen_.warmed_up);
  EXPECT_FALSE(seen_.seizure);
  EXPECT_EQ(seen_.votes, 0);
  EXPECT_TRUE(seen_.detectors[0].valid);
  EXPECT_TRUE(seen_.detectors[1].valid);
  EXPECT_EQ(seen_.time, frame().time);
  EXPECT_EQ(seen_.channels[1].verdict, ChannelVerdict::kGood);
  EXPECT_EQ(seen_.channels[2].verdict, ChannelVerdict::kBad) << "no such channel";
}

TEST_F(BiomarkerBankTest,
       Saf125_ASeizureIsSeenAfterItsOnsetTimeAndEndsAfterItsTermination) {
  background(10 * kSecond);
  int latency = 0;
  while (!seizure(1).seizure) ASSERT_LT(++latency, 2 * kSecond);
  EXPECT_GE(latency, 9);
  EXPECT_EQ(seen_.votes, 2);
  EXPECT_TRUE(seizure(10 * kSecond).seizure);
  int lag = 0;
  while (background(1).seizure) ASSERT_LT(++lag, 2 * kSecond);
  EXPECT_GE(lag, 19);
}

TEST_F(BiomarkerBankTest, Saf125_OneVoteIsNotTwo) {
  background(10 * kSecond);
  live(10 * kSecond,
       [](int c, int n) { return (c == 0 ? 5.0F : 1.0F) * background_uv(c, n); });
  EXPECT_EQ(seen_.votes, 1);
  EXPECT_FALSE(seen_.seizure);
}

TEST_F(BiomarkerBankTest, OneVoteIsEnoughWhereTheProgramSaysSo) {
  BiomarkerSettings settings = two_channels();
  settings.persistence.votes = 1;
  use(settings);
  background(10 * kSecond);
  live(2 * kSecond,
       [](int c, int n) { return (c == 0 ? 5.0F : 1.0F) * background_uv(c, n); });
  EXPECT_TRUE(seen_.seizure);
  EXPECT_FALSE(background(2 * kSecond).seizure);
}

TEST_F(BiomarkerBankTest, Saf125_WithoutVotesNothingIsASeizure) {
  BiomarkerSettings settings = two_channels();
  settings.persistence.votes = 0;
  use(settings);
  background(10 * kSecond);
  EXPECT_FALSE(seizure(2 * kSecond).seizure);
}

TEST_F(BiomarkerBankTest, ADetectorOfAChannelThatIsNotSensedIsNeverRead) {
  BiomarkerSettings settings = two_channels();
  settings.detectors[1].channel = 2;
  use(settings);
  background(10 * kSecond);
  EXPECT_FALSE(seen_.detectors[1].valid);
  settings.detectors[1].channel = 255;
  use(settings);
  background(10 * kSecond);
  EXPECT_FALSE(seen_.detectors[1].valid);
}

TEST_F(BiomarkerBankTest, Saf124_NothingIsDetectedBeforeTheWarmUpHasPassed) {
  background(150);
  EXPECT_FALSE(seizure(37).warmed_up);
  EXPECT_EQ(seen_.votes, 2);
  EXPECT_FALSE(seen_.seizure);
  EXPECT_TRUE(seizure(1).warmed_up);
  EXPECT_FALSE(seizure(8).seizure) << "the onset time starts with the warm-up's end";
  EXPECT_TRUE(seizure(1).seizure);
}

TEST_F(BiomarkerBankTest, Saf113_ABadChannelLeavesTheVoteAndTwoVotesAreThenOutOfReach) {
  background(10 * kSecond);
  live(60, [](int c, int n) { return c == 1 ? 0.0F : 5.0F * background_uv(c, n); });
  EXPECT_EQ(seen_.channels[1].verdict, ChannelVerdict::kBad);
  EXPECT_EQ(seen_.channels[1].flags, kFlat);
  EXPECT_TRUE(seen_.detectors[0].fires);
  EXPECT_FALSE(seen_.detectors[1].valid);
  EXPECT_TRUE(seen_.signal_valid);
  EXPECT_FALSE(seen_.seizure);
}

TEST_F(BiomarkerBankTest, Saf113_ARecoveringChannelDoesNotVoteYet) {
  background(10 * kSecond);
  frame().front_end[1] = kLeadOff;
  background(1);
  frame().front_end[1] = 0;
  seizure(30);
  EXPECT_EQ(seen_.votes, 1);
  EXPECT_FALSE(seen_.detectors[1].valid);
  EXPECT_FALSE(seen_.detectors[1].fires);
  EXPECT_GT(seen_.detectors[1].value, seen_.detectors[1].threshold);
  EXPECT_EQ(seizure(1).votes, 2);
}

TEST_F(BiomarkerBankTest, Saf115_FewerGoodChannelsThanNeededIsNoSignal) {
  BiomarkerSettings settings = two_channels();
  settings.quality.min_good_channels = 3;
  use(settings);
  EXPECT_FALSE(background(kSecond).signal_valid);
  settings.quality.min_good_channels = 2;
  use(settings);
  EXPECT_TRUE(background(kSecond).signal_valid);
  frame().front_end[1] = kLeadOff;
  EXPECT_FALSE(background(1).signal_valid);
  frame().front_end[1] = 0;
  EXPECT_FALSE(background(30).signal_valid) << "recovering";
  EXPECT_TRUE(background(1).signal_valid);
}

TEST_F(BiomarkerBankTest, Saf128_ALostSignalEndsWhatIsKnownOfASeizure) {
  background(10 * kSecond);
  EXPECT_TRUE(seizure(2 * kSecond).seizure);
  frame().front_end = {kLeadOff, kLeadOff};
  seizure(1);
  EXPECT_FALSE(seen_.signal_valid);
  EXPECT_FALSE(seen_.seizure);
}

TEST_F(BiomarkerBankTest, Saf114_InsideAnArmedEpisodeASeizureOnTheRailsGoesOn) {
  const auto clipped = [](int, int n) { return n % 80 < 40 ? 4000.0F : -4000.0F; };
  background(10 * kSecond);
  seizure(2 * kSecond);
  armed_ = true;
  live(312, clipped);
  EXPECT_TRUE(seen_.signal_valid);
  EXPECT_TRUE(seen_.seizure);
  EXPECT_EQ(seen_.channels[0].flags, kAtRail);
  live(1, clipped);
  EXPECT_FALSE(seen_.signal_valid) << "the hold time is over";
}

TEST_F(BiomarkerBankTest, Saf114_OutsideAnEpisodeTheSameIsASignalLost) {
  background(10 * kSecond);
  live(kSecond, [](int, int n) { return n % 80 < 40 ? 4000.0F : -4000.0F; });
  EXPECT_FALSE(seen_.signal_valid);
}

TEST_F(BiomarkerBankTest, Saf114_EachArmedEpisodeHasItsOwnHoldTime) {
  background(10 * kSecond);
  for (int episode = 0; episode < 3; ++episode) {
    armed_ = true;
    live(9 * kSecond, [](int, int) { return 0.0F; });
    EXPECT_TRUE(seen_.signal_valid) << "suppressed, not lead-off";
    background(2);
    armed_ = false;
    background(2);
  }
}

TEST_F(BiomarkerBankTest, Saf121_TheBaselineLearnsNothingFromAnEpisode) {
  background(20 * kSecond);
  const float before = seen_.detectors[0].threshold;
  armed_ = true;
  live(20 * kSecond, [](int c, int n) { return 1.5F * background_uv(c, n); });
  EXPECT_EQ(seen_.detectors[0].threshold, before);
  armed_ = false;
  live(20 * kSecond, [](int c, int n) { return 1.5F * background_uv(c, n); });
  EXPECT_GT(seen_.detectors[0].threshold, 1.4F * before);
}

TEST_F(BiomarkerBankTest, Saf118_OurOwnPulsesAreNotASeizure) {
  background(10 * kSecond);
  for (int i = 0; i < 20 * kSecond; ++i) {
    // One pulse of 3 mV in every third frame, in its third sample.
    safety::OutputEcho& echo = frame().echo[0];
    const bool pulse = i % 3 == 0;
    echo.count = pulse ? 1 : 0;
    echo.segments[0].first_pulse = frame().time + 8_ms;
    echo.segments[0].pulses = 1;
    const int third = (10 * kSecond + i) * kSamples + 2;
    live(1, [&](int c, int n) {
      return pulse && n == third ? 3000.0F : background_uv(c, n);
    });
    ASSERT_FALSE(seen_.seizure);
    ASSERT_EQ(seen_.votes, 0);
    ASSERT_EQ(seen_.channels[0].verdict, ChannelVerdict::kGood);
  }
  EXPECT_TRUE(seen_.detectors[0].valid);
}

TEST_F(BiomarkerBankTest, Saf127_ASeizureHoldsWhileABurstOfOursHidesIt) {
  background(10 * kSecond);
  EXPECT_TRUE(seizure(2 * kSecond).seizure);
  for (int i = 0; i < 5 * kSecond; ++i) {
    safety::OutputEcho& echo = frame().echo[0];
    echo.count = 1;
    echo.segments[0].first_pulse = frame().time;
    echo.segments[0].period = 4_ms;
    echo.segments[0].pulses = 8;
    ASSERT_TRUE(live(1, [](int, int) { return 3900.0F; }).seizure);
  }
  EXPECT_FALSE(seen_.detectors[0].valid);
  frame().echo[0].count = 0;
  EXPECT_TRUE(seizure(13).seizure);
  EXPECT_EQ(seen_.votes, 2);
}

TEST_F(BiomarkerBankTest, Saf110_ARepeatedOrLateFrameIsNoSignal) {
  background(10 * kSecond);
  seen_ = bank_.update(frame(), false);
  EXPECT_FALSE(seen_.signal_valid);
  EXPECT_EQ(seen_.channels[0].flags, kStale);
  background(kSecond);
  EXPECT_TRUE(seen_.signal_valid);
  frame().time = frame().time + 1_s;
  background(1);
  EXPECT_FALSE(seen_.signal_valid);
  EXPECT_EQ(seen_.channels[1].flags, kFutureStamp);
}

TEST_F(BiomarkerBankTest, Saf110_AFrameOfAnotherShapeIsNoSignalAndNotRead) {
  background(10 * kSecond);
  const float before = seen_.detectors[0].threshold;
  for (const auto& [channels, samples] :
       {std::pair{1, 8}, {3, 8}, {2, 7}, {2, 9}, {255, 255}, {0, 0}}) {
    SampleFrame odd = frame();
    odd.time = odd.time + kFrame;
    ++odd.sequence;
    odd.channel_count = static_cast<std::uint8_t>(channels);
    odd.sample_count = static_cast<std::uint8_t>(samples);
    for (auto& channel : odd.samples_uv) channel.fill(1.0e9F);
    seen_ = bank_.update(odd, false);
    EXPECT_FALSE(seen_.signal_valid);
    frame().time = odd.time;
    frame().sequence = odd.sequence;
    background(kSecond);
    EXPECT_TRUE(seen_.signal_valid);
    EXPECT_NEAR(seen_.detectors[0].threshold, before, 0.1F * before);
  }
}

TEST_F(BiomarkerBankTest, WithoutChannelsAFreshFrameIsValid) {
  BiomarkerSettings settings = bare_settings();
  settings.channel_count = 0;
  settings.quality.min_good_channels = 0;
  use(settings);
  EXPECT_TRUE(background(1).signal_valid);
  EXPECT_FALSE(seen_.seizure);
}

TEST_F(BiomarkerBankTest, Saf127_ADetectorThatNeverReadsDoesNotHoldASeizureForEver) {
  BiomarkerSettings settings = two_channels();
  settings.detectors[1].feature = Feature::kNone;
  settings.persistence.votes = 1;
  use(settings);
  background(10 * kSecond);
  EXPECT_TRUE(seizure(2 * kSecond).seizure);
  EXPECT_FALSE(background(70 * kSecond).seizure);
}

// All that streams lies in the bank, and nothing of it points into the bank.
TEST_F(BiomarkerBankTest, ACopyGoesOnAsTheBankItWasMadeOf) {
  BiomarkerSettings settings = two_channels();
  settings.detector_count = kMaxDetectors;
  for (DetectorSettings& detector : settings.detectors) {
    detector = line_length_ratio(2.0F);
  }
  settings.detectors[1].feature = Feature::kHjorthMobility;
  settings.detectors[2].feature = Feature::kFftBandPower;
  settings.detectors[2].band_low_hz = 4.0F;
  settings.detectors[2].band_high_hz = 30.0F;
  settings.detectors[2].stretch_samples = 64;
  use(settings);
  background(10 * kSecond);
  auto copy = std::make_unique<BiomarkerBank>(bank_);
  for (int i = 0; i < kSecond; ++i) {
    const SampleFrame& next =
        source_.next([](int c, int n) { return 5.0F * background_uv(c, n); });
    const Biomarkers seen = bank_.update(next, false);
    const Biomarkers again = copy->update(next, false);
    for (std::size_t d = 0; d < kMaxDetectors; ++d) {
      EXPECT_EQ(seen.detectors[d].value, again.detectors[d].value) << d;
      EXPECT_EQ(seen.detectors[d].threshold, again.detectors[d].threshold) << d;
      EXPECT_TRUE(again.detectors[d].valid) << d;
    }
  }
}

TEST_F(BiomarkerBankTest, Saf280_ADetectorThatFindsNoMemoryIsNeverReadAndHarmsNoOther) {
  BiomarkerSettings settings = two_channels();
  settings.detector_count = 8;
  for (std::size_t d = 0; d < 7; ++d) {
    settings.detectors[d] = line_length_ratio(2.0F);
    settings.detectors[d].feature = Feature::kSlidingBandPower;
    settings.detectors[d].band_low_hz = 4.0F;
    settings.detectors[d].band_high_hz = 30.0F;
    settings.detectors[d].stretch_samples = 64;
  }
  settings.detectors[7] = line_length_ratio(2.0F);
  settings.detectors[7].long_window = {};
  use(settings);
  background(10 * kSecond);
  for (std::size_t d = 0; d < 8; ++d) EXPECT_EQ(seen_.detectors[d].valid, d != 6) << d;
  EXPECT_EQ(seen_.detectors[6].value, 0.0F);
  const float alone = seen_.detectors[7].value;
  use(two_channels());
  background(10 * kSecond);
  EXPECT_EQ(seen_.detectors[0].value, alone);
}

}  // namespace
}  // namespace homeostat::biomarkers
