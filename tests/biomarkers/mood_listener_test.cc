#include "biomarkers/mood_listener.h"

#include <gtest/gtest.h>

#include "tests/biomarkers/mood_bench.h"

namespace homeostat::biomarkers {
namespace {

// What white noise of one uV rms tells of a band of 250 Hz samples: its share of the
// spectrum, and 1.026 of it by the Butterworth's shoulders.
double white_log10(double width_hz) { return std::log10(1.026 * width_hz / 125.0); }

// An offset is no transient: neither at the start nor where it changed unheard.
TEST(MoodListener, FiltersBeginAnewBehindTheExclusion) {
  for (const float high_pass_hz : {0.0F, 0.25F}) {
    MoodSettings mood = plain_mood();
    mood.features[0] = power_of(0, 1.0F, 4.0F);
    MoodBench bench(mood, high_pass_hz);
    double offset_uv = 3000.0;
    int known = 0;
    for (int f = 0; f < 200 * kFramesPerSecond; ++f) {
      if (f == 110 * kFramesPerSecond) offset_uv = -3000.0;
      const auto& heard = bench.frame(
          [&](int, int n) { return offset_uv + std::sqrt(2.0) * sine(2.5, n); },
          f == 100 * kFramesPerSecond);
      if (!heard.second_ended() || !std::isfinite(heard.second()[0])) continue;
      ++known;
      EXPECT_NEAR(heard.second()[0], 0.0F, 0.05F) << high_pass_hz << " " << f;
    }
    EXPECT_GT(known, 60);
  }
}

TEST(MoodListener, TellsWhiteNoiseByItsShareOfTheSpectrum) {
  WhiteNoise noise(1);
  MoodSettings mood = plain_mood();
  mood.feature_count = 3;
  mood.features[0] = power_of(0, 30.0F, 50.0F);
  mood.features[1] = power_of(1, 8.0F, 13.0F);
  mood.features[2] = power_of(0, 30.0F, 100.0F);
  MoodBench bench(mood);
  for (int f = 0; f < kFramesPerBin; ++f) {
    bench.frame([&](int channel, int) { return (channel + 1) * noise(); });
  }
  ASSERT_EQ(bench.bins.size(), 1U);
  // A median of seconds lies below their mean: by 1 / (3 * width) of it.
  EXPECT_NEAR(bench.bins[0].values[0], white_log10(20.0), 0.02);
  EXPECT_NEAR(bench.bins[0].values[1], white_log10(5.0) + std::log10(4.0), 0.05);
  EXPECT_NEAR(bench.bins[0].values[2], white_log10(70.0), 0.02);
  EXPECT_NE(bench.bins[0].values[3], bench.bins[0].values[3]);
  EXPECT_EQ(bench.bins[0].clean_permille, 1000 * (600 - 62) / 600)
      << "what was before the start is not known for a minute, and then filters settle";
  EXPECT_EQ(bench.bins[0].stimulated_permille, 100);
}

TEST(MoodListener, TellsCoherenceOfKnownMixtures) {
  // Both hear the same, and each its own: coherence is the square of the shared part.
  for (const double shared : {0.0, 0.5, 0.8, 1.0}) {
    WhiteNoise noise(2);
    MoodSettings mood = plain_mood();
    mood.features[0] = coherence_of(0, 1, 20.0F, 60.0F);
    MoodBench bench(mood);
    for (int f = 0; f < kFramesPerBin; ++f) {
      std::array<double, 10> both{};
      for (double& sample : both) sample = noise();
      bench.frame([&](int channel, int n) {
        return 10.0 * (channel + 1) *
               (std::sqrt(shared) * both[static_cast<std::size_t>(n % 10)] +
                std::sqrt(1.0 - shared) * noise());
      });
    }
    ASSERT_EQ(bench.bins.size(), 1U);
    const double expected = shared * shared;
    EXPECT_NEAR(bench.bins[0].values[0], expected, 0.03) << shared;
    EXPECT_LE(bench.bins[0].values[0], 1.0F);
  }
}

TEST(MoodListener, ADelayBetweenChannelsLeavesThemCoherent) {
  MoodSettings mood = plain_mood();
  mood.features[0] = coherence_of(0, 1, 8.0F, 12.0F);
  MoodBench bench(mood);
  for (int f = 0; f < 70 * kFramesPerSecond; ++f) {
    bench.frame([](int channel, int n) { return 20.0 * sine(10.0, n, channel * 1.3); });
  }
  EXPECT_NEAR(bench.listener().second()[0], 1.0F, 1e-3F);
}

TEST(MoodListener, TellsSlowWavesOverFastOnes) {
  MoodSettings mood = plain_mood();
  mood.has_sleep = true;
  mood.sleep.channel = 1;
  MoodBench bench(mood);
  for (int f = 0; f < kFramesPerBin; ++f) {
    bench.frame([](int channel, int n) {
      return channel == 0 ? 5.0 * sine(40.0, n) : 50.0 * sine(2.5, n) + 5.0 * sine(22, n);
    });
  }
  ASSERT_EQ(bench.bins.size(), 1U);
  EXPECT_NEAR(bench.bins[0].sleep_ratio_log10, 2.0, 0.05);
}

TEST(MoodListener, WithoutSleepSettingsNobodyKnowsTheRatio) {
  MoodBench bench(plain_mood());
  for (int f = 0; f < kFramesPerBin; ++f)
    bench.frame([](int, int n) { return 5.0 * sine(40.0, n); });
  EXPECT_NE(bench.bins.at(0).sleep_ratio_log10, bench.bins.at(0).sleep_ratio_log10);
}

TEST(MoodListener, BinsEndWithTheClocksTenMinutes) {
  MoodBench bench(plain_mood());
  bench.raw().time = Instant{} + 555_s;
  int frames = 0;
  while (bench.bins.empty()) {
    bench.frame([](int, int n) { return 5.0 * sine(40.0, n); });
    ++frames;
  }
  EXPECT_EQ(frames, 45 * kFramesPerSecond);
  EXPECT_EQ(bench.raw().time, Instant{} + 600_s);
  EXPECT_EQ(bench.bins[0].clean_permille, 0);
}

TEST(MoodListener, ASecondWantsFourFifthsOfItsSamples) {
  for (const int lost : {49, 50, 51}) {
    MoodBench bench(plain_mood());
    for (int f = 0; f < 65 * kFramesPerSecond; ++f)
      bench.frame([](int, int n) { return 5.0 * sine(40.0, n); });
    int missing = lost;  // of 250
    for (int f = 0; f < kFramesPerSecond; ++f) {
      bench.frame([&](int channel, int n) {
        if (channel == 0 && n % 10 < 9 && missing > 0) {
          --missing;
          return std::nan("");
        }
        return 5.0 * sine(40.0, n);
      });
    }
    EXPECT_EQ(std::isfinite(bench.listener().second()[0]), lost <= 50) << lost;
  }
}

TEST(MoodListener, WhatLiesAtTheRailOrComesFromABadChannelIsNotClean) {
  const auto clean = [](auto change) {
    MoodBench bench(plain_mood());
    for (int f = 0; f < kFramesPerBin; ++f) {
      change(bench, f);
      bench.frame([&](int, int n) {
        return bench.raw().mri_mode && n % 4 == 0 ? 4000.0 : 5.0 * sine(40.0, n);
      });
    }
    return bench.bins.at(0).clean_permille;
  };
  const int all = clean([](MoodBench&, int) {});
  EXPECT_GT(all, 890);
  EXPECT_EQ(
      clean([](MoodBench& b, int) { b.qualities[0].verdict = ChannelVerdict::kSuspect; }),
      all);
  EXPECT_EQ(
      clean([](MoodBench& b, int) { b.qualities[1].verdict = ChannelVerdict::kBad; }),
      all)
      << "nobody asked for that channel";
  EXPECT_EQ(
      clean([](MoodBench& b, int) { b.qualities[0].verdict = ChannelVerdict::kBad; }), 0);
  EXPECT_EQ(clean([](MoodBench& b, int) { b.raw().front_end[0] = kRecovering; }), 0);
  EXPECT_EQ(clean([](MoodBench& b, int) { b.raw().mri_mode = true; }), 0)
      << "a quarter of its samples at the rail";
}

TEST(MoodListener, Saf390_AfterAPulseNothingIsHeardForTheWholeExclusion) {
  MoodBench bench(plain_mood());
  const auto tone = [](int, int n) { return 5.0 * sine(40.0, n); };
  for (int f = 0; f < 100 * kFramesPerSecond; ++f) bench.frame(tone);
  ASSERT_TRUE(std::isfinite(bench.listener().second()[0]));
  bench.frame(tone, true);  // at 100.0 s
  int deaf = 0;
  for (int s = 0; s < 70; ++s) {
    for (int f = 0; f < kFramesPerSecond; ++f) {
      if (s > 0 || f > 0) bench.frame(tone);
    }
    if (!std::isfinite(bench.listener().second()[0])) deaf = s + 1;
  }
  EXPECT_EQ(deaf, 61) << "a minute, and then filters begin";
}

// Whatever samples read within the exclusion, every bin is the same, bit for bit.
TEST(MoodListener, Saf390_NoBitOfABinRestsOnASampleOfTheExclusion) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    MoodSettings mood = plain_mood();
    mood.feature_count = 3;
    mood.features[1] = coherence_of(0, 1, 8.0F, 30.0F);
    mood.features[2] = power_of(1, 4.0F, 8.0F);
    mood.has_sleep = true;
    MoodBench one(mood);
    MoodBench other(mood);
    std::mt19937_64 random(seed);
    WhiteNoise noise(seed + 100);
    WhiteNoise garbage(seed + 200);
    int since_pulse = 1'000'000;
    int spoilt = 0;
    for (int f = 0; f < 3 * kFramesPerBin; ++f) {
      const bool pulse = random() % 4000 == 0;
      since_pulse = pulse ? 0 : since_pulse + 1;
      std::array<std::array<double, 10>, 2> uv{};
      for (auto& channel : uv)
        for (double& sample : channel) sample = 20.0 * noise();
      one.frame(
          [&](int c, int n) {
            return uv[static_cast<std::size_t>(c)][static_cast<std::size_t>(n % 10)];
          },
          pulse);
      const bool excluded = since_pulse < 60 * kFramesPerSecond;
      spoilt += excluded ? 1 : 0;
      other.frame(
          [&](int c, int n) {
            return excluded ? 900.0 * garbage()
                            : uv[static_cast<std::size_t>(c)]
                                [static_cast<std::size_t>(n % 10)];
          },
          pulse);
      ASSERT_EQ(one.bins.size(), other.bins.size());
    }
    ASSERT_EQ(one.bins.size(), 3U);
    EXPECT_GT(spoilt, kFramesPerSecond);
    for (std::size_t b = 0; b < 3; ++b)
      EXPECT_TRUE(same_bits(one.bins[b], other.bins[b])) << seed << " " << b;
  }
}

// The law can fail: one sample later it is heard.
TEST(MoodListener, Saf390_BehindTheExclusionSamplesAreHeard) {
  MoodBench one(plain_mood());
  MoodBench other(plain_mood());
  WhiteNoise noise(7);
  for (int f = 0; f < kFramesPerBin; ++f) {
    const bool pulse = f == 2500;
    std::array<double, 10> uv{};
    for (double& sample : uv) sample = noise();
    const auto rough = [&](int, int n) { return uv[static_cast<std::size_t>(n % 10)]; };
    one.frame(rough, pulse);
    const int since = f - 2500 - 60 * kFramesPerSecond;
    const bool late = since >= 0 && since < 100 * kFramesPerSecond;
    other.frame([&](int c, int n) { return rough(c, n) * (late ? 2.0 : 1.0); }, pulse);
  }
  EXPECT_EQ(one.bins.at(0).clean_permille, other.bins.at(0).clean_permille);
  EXPECT_FALSE(same_bits(one.bins[0], other.bins[0]));
}

TEST(MoodListener, Saf390_WhatNobodyKnowsCountsAsAPulse) {
  const auto tone = [](int, int n) { return 5.0 * sine(40.0, n); };
  const auto deaf_after = [&](auto change) {
    MoodBench bench(plain_mood());
    for (int f = 0; f < 100 * kFramesPerSecond; ++f) bench.frame(tone);
    change(bench);
    int deaf = 0;
    for (int f = 0; f < 80 * kFramesPerSecond; ++f) {
      const auto& heard = bench.frame(tone);
      if (heard.second_ended() && !std::isfinite(heard.second()[0])) ++deaf;
    }
    return deaf;
  };
  EXPECT_EQ(deaf_after([](MoodBench&) {}), 0);
  const int lost = deaf_after([](MoodBench& bench) {
    bench.raw().time = bench.raw().time + 40_ms;  // a frame that never came
    ++bench.raw().sequence;
  });
  EXPECT_GE(lost, 61);
  EXPECT_GE(deaf_after([](MoodBench& bench) { bench.hear(); }), 61) << "the same again";
  EXPECT_GE(
      deaf_after([](MoodBench& bench) { bench.raw().time = bench.raw().time - 10_s; }),
      61);
  EXPECT_GE(deaf_after([&](MoodBench& bench) {
              bench.raw().sample_count = 9;
              bench.frame(tone);
              bench.raw().sample_count = 10;
            }),
            61);
}

TEST(MoodListener, UnderStimulationItCountsOnlySecondsThatWereStimulatedThroughout) {
  MoodSettings mood = plain_mood();
  mood.sensed_while = SensedWhile::kOn;
  mood.exclusion = {};
  const auto tone = [](int, int n) { return 5.0 * sine(40.0, n); };
  MoodBench on(mood);
  MoodBench off(mood);
  MoodBench half(mood);
  for (int f = 0; f < kFramesPerBin; ++f) {
    on.frame(tone, f % 20 == 0);  // every 0.8 s
    off.frame(tone);
    half.frame(tone, f % 20 == 0 && f < kFramesPerBin / 2);
  }
  EXPECT_GT(on.bins.at(0).clean_permille, 990);
  EXPECT_EQ(on.bins.at(0).stimulated_permille, 1000);
  EXPECT_NEAR(on.bins.at(0).values[0], std::log10(12.5), 0.02);
  EXPECT_EQ(off.bins.at(0).clean_permille, 0);
  EXPECT_EQ(off.bins.at(0).stimulated_permille, 0);
  EXPECT_EQ(half.bins.at(0).stimulated_permille, 500);
  EXPECT_LE(half.bins.at(0).clean_permille, 500);
}

TEST(MoodListener, UnderStimulationSamplesThatBlankingTakesAreNotCounted) {
  MoodSettings mood = plain_mood();
  mood.sensed_while = SensedWhile::kOn;
  mood.exclusion = {};
  MoodBench bench(mood);
  for (int f = 0; f < kFramesPerBin; ++f)
    bench.frame([](int, int n) { return 5.0 * sine(40.0, n); }, true);
  EXPECT_GT(bench.bins.at(0).clean_permille, 990) << "one sample of ten is blanked";
}

class UnderStimulation : public ::testing::Test {
 protected:
  static MoodSettings on() {
    MoodSettings mood = plain_mood();
    mood.sensed_while = SensedWhile::kOn;
    mood.exclusion = {};
    return mood;
  }
  // Seconds that counted, of those that ended.
  std::pair<int, int> live(int frames, double uv = 5.0) {
    std::pair<int, int> seconds;
    for (int f = 0; f < frames; ++f) {
      const auto& heard =
          bench_.frame([&](int, int n) { return uv * sine(40.0, n); }, true);
      if (!heard.second_ended()) continue;
      ++seconds.second;
      if (std::isfinite(heard.second()[0])) ++seconds.first;
    }
    return seconds;
  }
  void lose(int frames) {
    bench_.raw().time = bench_.raw().time + Microseconds(frames * 40'000);
    bench_.raw().sequence += static_cast<std::uint32_t>(frames);
  }
  MoodBench bench_{on()};
};

TEST_F(UnderStimulation, ABadChannelIsNotHeard) {
  live(10 * kFramesPerSecond);
  bench_.qualities[0].verdict = ChannelVerdict::kBad;
  EXPECT_EQ(live(10 * kFramesPerSecond), std::pair(0, 10));
}

TEST_F(UnderStimulation, FiltersBeginAnewBehindAGap) {
  live(10 * kFramesPerSecond);
  lose(1);
  EXPECT_EQ(live(10 * kFramesPerSecond - 1), std::pair(8, 10)) << "1.2 s, to settle";
}

TEST_F(UnderStimulation, ASecondWithAStaleFrameDoesNotCount) {
  live(10 * kFramesPerSecond);
  live(24);
  bench_.hear();  // the same again
  EXPECT_EQ(live(1), std::pair(0, 1));
}

TEST_F(UnderStimulation, AStaleFrameAcrossASecondsEndSpoilsBoth) {
  bench_.raw().time = Instant{} + 20_ms;
  live(10 * kFramesPerSecond);  // to 10.02 s
  live(kFramesPerSecond - 4);   // to 10.86 s
  lose(3);                      // a frame to 11.02 s, late
  bench_.frame([](int, int n) { return 5.0 * sine(40.0, n); }, true);
  EXPECT_FALSE(std::isfinite(bench_.listener().second()[0]));
  EXPECT_EQ(live(25), std::pair(0, 1));
}

TEST_F(UnderStimulation, HalvesOfMinutesAreNoMinute) {
  for (int pair = 0; pair < 4; ++pair) {
    live(29 * kFramesPerSecond, 50.0);
    lose(62 * kFramesPerSecond);
    live(29 * kFramesPerSecond, 50.0);
  }
  ASSERT_TRUE(bench_.bins.empty());
  live(2 * 60 * kFramesPerSecond);
  ASSERT_EQ(bench_.bins.size(), 1U);
  EXPECT_GE(bench_.bins[0].clean_permille, 500);
  EXPECT_NEAR(bench_.bins[0].values[0], std::log10(12.5), 0.02)
      << "two whole minutes, and eight halves";
}

TEST_F(UnderStimulation, OfTwoBinsThatEndInOneFrameTheSecondIsMissing) {
  live(kFramesPerBin / 2);
  lose(kFramesPerBin + kFramesPerBin / 2 - 1);
  live(1);
  EXPECT_EQ(bench_.raw().time, Instant{} + 1200_s);
  EXPECT_EQ(bench_.bins.size(), 1U);
  EXPECT_NEAR(bench_.bins[0].clean_permille, 500, 5);
  EXPECT_EQ(bench_.missing, 1);
}

TEST(MoodListener, AGapTellsBinsThatNeverCameAndAtMostTwelve) {
  const auto tone = [](int, int n) { return 5.0 * sine(40.0, n); };
  for (const int bins : {0, 1, 2, 12, 13, 14, 4000}) {
    MoodBench bench(plain_mood());
    for (int f = 0; f < kFramesPerBin / 2; ++f) bench.frame(tone);
    bench.raw().time = bench.raw().time + Microseconds(bins * kMoodBin.count());
    bench.frame(tone);
    EXPECT_TRUE(bench.bins.empty()) << "one stamp may be wrong";
    bench.frame(tone);
    EXPECT_EQ(bench.bins.size(), bins == 0 ? 0U : 1U) << bins;
    EXPECT_EQ(bench.missing, bins == 0 ? 0 : std::min(bins - 1, 12)) << bins;
  }
}

TEST(MoodListener, OneWrongStampCostsAMinuteAndNoBin) {
  const auto tone = [](int, int n) { return 5.0 * sine(40.0, n); };
  MoodBench bench(plain_mood());
  for (int f = 0; f < kFramesPerBin / 2; ++f) bench.frame(tone);
  const Instant right = bench.raw().time;
  bench.raw().time = Instant{} + Microseconds(4'000'000'000'000);
  bench.frame(tone);
  bench.raw().time = right + 40_ms;
  while (bench.bins.empty()) bench.frame(tone);
  EXPECT_EQ(bench.raw().time, Instant{} + 600_s);
  EXPECT_NEAR(bench.bins[0].clean_permille, 895 - 102, 3);
  EXPECT_EQ(bench.missing, 0);
}

TEST(MoodListener, AClockThatRunsBackwardsBeginsTheBinAnew) {
  const auto tone = [](int, int n) { return 5.0 * sine(40.0, n); };
  MoodBench bench(plain_mood());
  for (int f = 0; f < kFramesPerBin / 2; ++f) bench.frame(tone);
  bench.raw().time = Instant{} + 10_s;
  while (bench.bins.empty()) bench.frame(tone);
  EXPECT_EQ(bench.raw().time, Instant{} + 600_s);
  EXPECT_LT(bench.bins[0].clean_permille, 900);
  EXPECT_EQ(bench.missing, 0);
}

TEST(MoodListener, FramesOfAnyBytesLeaveItFinite) {
  std::mt19937_64 random(5);
  MoodSettings mood = plain_mood();
  mood.has_sleep = true;
  MoodBench bench(mood);
  for (int f = 0; f < 20'000; ++f) {
    SampleFrame& frame = bench.raw();
    if (random() % 50 == 0) frame.time = Instant(random() >> (random() % 64));
    if (random() % 50 == 0) frame.sequence = static_cast<std::uint32_t>(random());
    frame.sample_count = random() % 20 == 0 ? static_cast<std::uint8_t>(random()) : 10;
    frame.echo[0].count = random() % 100 == 0 ? static_cast<std::uint8_t>(random()) : 0;
    for (auto& uv : frame.samples_uv[0])
      uv = random() % 3 == 0 ? std::bit_cast<float>(static_cast<std::uint32_t>(random()))
                             : static_cast<float>(random() % 100);
    frame.time = frame.time + 40_ms;
    ++frame.sequence;
    bench.hear();
    for (const float value : bench.listener().second()) ASSERT_FALSE(std::isinf(value));
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
