#include "biomarkers/signal_quality.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

using enum ChannelVerdict;

// bare_settings(): rail 125 samples at 4000 uV, flat 32 frames at 1 uV, missing 25
// samples, recovery 31 frames.
class SignalQualityTest : public ::testing::Test {
 protected:
  template <class Signal>
  ChannelQuality hears(const Signal& uv, std::uint8_t front_end = 0,
                       SampleMask missing = 0, SampleMask spoilt = 0) {
    std::array<float, kMaxSamples> samples{};
    for (int i = 0; i < kSamples; ++i) {
      samples[static_cast<std::size_t>(i)] = static_cast<float>(uv(sample_ + i));
    }
    sample_ += kSamples;
    const RawChannel raw{samples, kSamples, missing, spoilt, front_end};
    return quality_.judge(raw, arrival_, hold_);
  }
  template <class Signal>
  ChannelQuality hears(int frames, const Signal& uv) {
    ChannelQuality last;
    for (int i = 0; i < frames; ++i) last = hears(uv);
    return last;
  }
  ChannelQuality background(int frames = 1) {
    return hears(frames, [](int n) { return background_uv(0, n); });
  }
  static constexpr SampleMask kAll = 0xFF;
  static constexpr auto kHighRail = [](int) { return 4000.0F; };
  // A discharge so large that the amplifier only ever shows its two rails.
  static constexpr auto kClipped = [](int n) { return n % 80 < 40 ? 4000.0F : -4000.0F; };
  static constexpr auto kSilence = [](int n) { return n % 2 == 0 ? 0.0F : 1.0F; };

  SignalQuality quality_{bare_settings().quality, {kRateHz, kSamples}};
  Arrival arrival_;
  bool hold_ = false;
  int sample_ = 0;
};

TEST_F(SignalQualityTest, BackgroundIsGood) {
  EXPECT_EQ(background(200).verdict, kGood);
  EXPECT_TRUE(quality_.usable());
}

TEST_F(SignalQualityTest, Saf112_TheRailIsSuspectAtOnceAndBadAfterTheRailTime) {
  EXPECT_EQ(hears(15, kHighRail).verdict, kSuspect);  // 120 samples
  const ChannelQuality last = hears([this](int n) {
    return n - sample_ < 5 ? 4000.0F : 0.0F;  // the 125th ends the rail time
  });
  EXPECT_EQ(last.verdict, kBad);
  EXPECT_EQ(last.flags, kAtRail);
}

TEST_F(SignalQualityTest, OneSampleOffTheRailStartsTheRailTimeAnew) {
  const auto almost = [](int n) { return n % 125 == 0 ? 3999.9F : -4000.0F; };
  EXPECT_EQ(hears(100, almost).verdict, kSuspect);
}

TEST_F(SignalQualityTest, Saf112_BothRailsAreOneRail) {
  EXPECT_EQ(hears(16, [](int n) { return n % 8 < 4 ? 4100.0F : -4100.0F; }).verdict,
            kBad);
}

TEST_F(SignalQualityTest, Saf112_AFrontEndThatSaysRailIsBelievedBelowTheSetting) {
  ChannelQuality last;
  for (int i = 0; i < 16; ++i) last = hears([](int) { return 3000.0F; }, kRailHigh);
  EXPECT_EQ(last.verdict, kBad);
  EXPECT_EQ(last.flags, kAtRail);
}

TEST_F(SignalQualityTest, ARailFlagMeansTheExtremeSampleOnly) {
  ChannelQuality last;
  for (int i = 0; i < 100; ++i) {
    last = hears([](int n) { return background_uv(0, n); }, kRailHigh | kRailLow);
  }
  EXPECT_EQ(last.verdict, kSuspect);
  EXPECT_EQ(last.flags, 0);
}

TEST_F(SignalQualityTest, Saf112_FlatIsSuspectAfterHalfTheFlatTimeAndBadAfterAll) {
  background();
  EXPECT_EQ(hears(15, kSilence).verdict, kGood);
  EXPECT_EQ(hears(1, kSilence).verdict, kSuspect);
  EXPECT_EQ(hears(15, kSilence).verdict, kSuspect);
  const ChannelQuality last = hears(1, kSilence);
  EXPECT_EQ(last.verdict, kBad);
  EXPECT_EQ(last.flags, kFlat);
  EXPECT_FALSE(quality_.usable());
}

TEST_F(SignalQualityTest, AStepStartsTheFlatTimeAnewWithItsOwnFrame) {
  const auto higher = [](int n) { return n % 2 == 0 ? 50.0F : 51.0F; };
  hears(31, kSilence);
  EXPECT_EQ(hears(31, higher).verdict, kSuspect);
  EXPECT_EQ(hears(1, higher).verdict, kBad);
}

TEST_F(SignalQualityTest, ASwingJustAboveTheFlatHeightIsNotFlat) {
  const auto wavering = [](int n) { return 1.0001F + 1e-5F * static_cast<float>(n % 7); };
  EXPECT_EQ(hears(100, [=](int n) { return n % 2 == 0 ? 0.0F : wavering(n); }).verdict,
            kGood);
  EXPECT_EQ(hears(100, [=](int n) { return n % 2 == 0 ? wavering(n) : 0.0F; }).verdict,
            kGood);
  EXPECT_EQ(hears(100, [](int n) { return 0.1F * static_cast<float>(n); }).verdict, kGood)
      << "a slow drift of more than the height within the time";
}

TEST_F(SignalQualityTest, Saf112_OneFrameForEverIsBadAfterTheFlatTimeAndInAnEpisodeToo) {
  const auto again = [](int n) { return background_uv(0, n % 8); };
  background(2);
  EXPECT_NE(hears(32, again).verdict, kBad);  // the first of them repeats nothing
  const ChannelQuality last = hears(1, again);
  EXPECT_EQ(last.verdict, kBad);
  EXPECT_EQ(last.flags, kStale);
  EXPECT_EQ(hears(1, [](int n) { return background_uv(0, n % 8 + 1); }).flags, 0);
}

TEST_F(SignalQualityTest, Saf112_AnOffsetDoesNotHideAFlatLine) {
  EXPECT_EQ(hears(32, [](int) { return -2500.0F; }).flags, kFlat);
}

TEST_F(SignalQualityTest, Saf112_ALeadOffIsBadAtOnce) {
  EXPECT_EQ(background().verdict, kGood);
  const ChannelQuality off = hears([](int n) { return background_uv(0, n); }, kLeadOff);
  EXPECT_EQ(off.verdict, kBad);
  EXPECT_EQ(off.flags, kDisconnected);
}

TEST_F(SignalQualityTest,
       Saf112_MissingSamplesAreSuspectAndBadWhenTheyLastAsLongAsALateFrame) {
  const auto any = [](int n) { return background_uv(0, n); };
  EXPECT_EQ(hears(any, kMissing, 0b1).verdict, kSuspect);
  background();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(hears(any, 0, kAll).verdict, kSuspect);
  const ChannelQuality last = hears(any, 0, 0b1);  // the 25th in a row: 100 ms
  EXPECT_EQ(last.verdict, kBad);
  EXPECT_EQ(last.flags, kDisconnected);
}

TEST_F(SignalQualityTest, OneSampleBetweenMissingOnesStartsTheirTimeAnew) {
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(hears([](int n) { return background_uv(0, n); }, 0, 0b0111'1111).verdict,
              kSuspect);
  }
}

TEST_F(SignalQualityTest,
       AWholeFrameBetweenMissingOnesStartsTheirTimeAnewButASpoiltOneDoesNot) {
  const auto any = [](int n) { return background_uv(0, n); };
  for (int i = 0; i < 3; ++i) hears(any, 0, kAll);
  background();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(hears(any, 0, kAll).verdict, kSuspect);
  hears(any, 0, 0, kAll);
  EXPECT_EQ(hears(any, 0, 0b1).verdict, kBad);
}

TEST_F(SignalQualityTest, Saf118_WhatOurPulsesSpoiltIsNotJudged) {
  ChannelQuality last;
  for (int i = 0; i < 300; ++i) last = hears(kHighRail, kRailHigh, 0, kAll);
  EXPECT_EQ(last.verdict, kGood);
  for (int i = 0; i < 300; ++i) {
    last = hears([](int n) { return n % 8 == 0 ? 4000.0F : background_uv(0, n); },
                 kRailHigh, 0, 0b1);
  }
  EXPECT_EQ(last.verdict, kGood);
}

TEST_F(SignalQualityTest, Saf113_ABadChannelVotesAgainAfterTheRecoveryTime) {
  hears(32, kSilence);
  EXPECT_EQ(background(30).verdict, kBad);
  EXPECT_TRUE(quality_.usable()) << "windows may refill meanwhile";
  EXPECT_EQ(background(1).verdict, kGood);
}

TEST_F(SignalQualityTest, Saf113_AnythingSuspectStartsTheRecoveryAnew) {
  hears(32, kSilence);
  background(30);
  hears([this](int n) { return n == sample_ ? 4000.0F : background_uv(0, n); });
  EXPECT_EQ(background(30).verdict, kBad);
  EXPECT_EQ(background(1).verdict, kGood);
}

TEST_F(SignalQualityTest, Saf113_ARelapseStartsTheRecoveryAnew) {
  hears([](int n) { return background_uv(0, n); }, kLeadOff);
  background(30);
  hears([](int n) { return background_uv(0, n); }, kLeadOff);
  EXPECT_EQ(background(30).verdict, kBad);
  EXPECT_EQ(background(1).verdict, kGood);
}

TEST_F(SignalQualityTest, LateOrMisshapenFramesAreBadAtOnce) {
  for (const std::uint16_t fault : {kStale, kFutureStamp, kDisconnected}) {
    background(31);
    arrival_.flags = fault;
    const ChannelQuality late = background();
    EXPECT_EQ(late.verdict, kBad);
    EXPECT_EQ(late.flags, fault);
    arrival_.flags = 0;
  }
}

TEST_F(SignalQualityTest, Saf111_AFrameAfterAGapIsSuspect) {
  arrival_.after_gap = true;
  EXPECT_EQ(background().verdict, kSuspect);
}

// ---- inside an armed episode's hold time

TEST_F(SignalQualityTest,
       Saf114_TheLargestSeizureOnTheRailIsNotLeadOffWhileTheVerdictHolds) {
  background();
  hold_ = true;
  const ChannelQuality held = hears(100, kClipped);
  EXPECT_EQ(held.verdict, kSuspect);
  EXPECT_EQ(held.flags, kAtRail);
  EXPECT_TRUE(quality_.usable());
}

TEST_F(SignalQualityTest,
       Saf114_SuppressionAfterASeizureIsNotLeadOffWhileTheVerdictHolds) {
  background();
  hold_ = true;
  const ChannelQuality held = hears(100, kSilence);
  EXPECT_EQ(held.verdict, kSuspect);
  EXPECT_EQ(held.flags, kFlat);
  EXPECT_EQ(hears(kSilence, kLeadOff).verdict, kSuspect);
}

TEST_F(SignalQualityTest, Saf114_WhatIsStillThereWhenTheHoldEndsIsBad) {
  background();
  hold_ = true;
  hears(100, kClipped);
  hold_ = false;
  EXPECT_EQ(hears(1, kClipped).verdict, kBad);
}

TEST_F(SignalQualityTest, Saf114_NoSeizureLosesSamplesOrStopsTimeSoTheseAreNotHeld) {
  background();
  hold_ = true;
  ChannelQuality last;
  for (int i = 0; i < 4; ++i) last = hears(kSilence, 0, kAll);
  EXPECT_EQ(last.verdict, kBad);
  background(31);
  arrival_.flags = kStale;
  EXPECT_EQ(background().verdict, kBad);
}

TEST_F(SignalQualityTest, Saf114_AChannelThatWasBadBeforeTheEpisodeStaysBad) {
  hears([](int) { return 0.0F; }, kLeadOff);
  hold_ = true;
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(hears([](int n) { return background_uv(0, n); }, kLeadOff).verdict, kBad);
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
