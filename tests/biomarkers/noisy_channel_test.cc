// What noise does to a channel's verdict, and what no seizure may do to it.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "biomarkers/channel.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

using enum ChannelVerdict;

double sine(double amplitude, double hz, int n) {
  return amplitude *
         std::sin(2.0 * std::numbers::pi * hz * n / static_cast<double>(kRateHz));
}

// bare_settings() and every watch: mains of 50 Hz for 2 s, steps, muscle above 30 Hz.
QualitySettings watching() {
  QualitySettings settings = bare_settings().quality;
  settings.line_hz = 50.0F;
  settings.line_percent = 80;
  settings.line_uv = 10.0F;
  settings.line_time = 2_s;
  settings.step_medians = 12.0F;
  settings.muscle_hz = 30.0F;
  settings.muscle_percent = 60;
  return settings;
}

// Slow and rough, about 30 uV rms: the last 16 of a noise, and a little mains.
double brain(int n) {
  double sum = 0.0;
  for (int k = 0; k < 16; ++k) sum += static_cast<double>(background_uv(0, n - k));
  return 0.3 * sum + sine(3.0, 50.0, n);
}

double rough(int n) { return static_cast<double>(background_uv(1, n)); }

class NoisyChannelTest : public ::testing::Test {
 protected:
  static ChannelSettings contacts() {
    ChannelSettings settings;
    settings.plus_contact = 0;
    settings.minus_contact = 3;
    settings.plus_commissioned = 1000_ohm;
    settings.minus_commissioned = 800_ohm;
    return settings;
  }
  template <class Signal>
  ChannelQuality hears(double seconds, const Signal& uv) {
    ChannelQuality last;
    const int end = sample_ + static_cast<int>(seconds * static_cast<double>(kRateHz));
    worst_ = kGood;
    seen_ = 0;
    while (sample_ < end) {
      frame_.sample_count = kSamples;
      for (int i = 0; i < kSamples; ++i) {
        frame_.samples_uv[0][static_cast<std::size_t>(i)] =
            static_cast<float>(uv(sample_ + i));
      }
      sample_ += kSamples;
      last = channel_.sense(frame_, 0, {}, {}, hold_);
      worst_ = std::max(worst_, last.verdict);
      seen_ |= last.flags;
    }
    return last;
  }
  void measured(int contact, Ohms value, bool valid = true) {
    frame_.impedances[static_cast<std::size_t>(contact)] = {value, 1_s, valid};
  }

  // ---- seizures, and what else a sound electrode shows

  static constexpr auto kHum = [](int n) { return sine(80.0, 50.0, n); };
  // Spikes of 3 mV within a sample or two, three a second.
  static constexpr auto kSpikeAndWave = [](int n) {
    const int at = n % 83;
    return brain(n) + sine(800.0, 3.0, n) + (at < 3 ? 3000.0 - 1500.0 * at : 0.0);
  };
  // Fast and growing: nearly all power above 30 Hz.
  static constexpr auto kFast = [](int n) {
    return brain(n) + sine(600.0, 70.0, n) + sine(300.0, 45.0, n);
  };
  static constexpr auto kRailToRail = [](int n) {
    return n % 80 < 40 ? 4000.0 : -4000.0;
  };
  // The brain all but silent, what little mains there is left alone.
  static constexpr auto kSuppressed = [](int n) {
    return 0.02 * static_cast<double>(background_uv(0, n)) + sine(3.0, 50.0, n);
  };
  // The same where mains is loud.
  static constexpr auto kSuppressedInLoudMains = [](int n) {
    return 0.02 * static_cast<double>(background_uv(0, n)) + sine(60.0, 50.0, n);
  };

  Channel channel_{contacts(), watching(), {kRateHz, kSamples}};
  SampleFrame frame_;
  bool hold_ = false;
  int sample_ = 100;
  ChannelVerdict worst_ = kGood;
  unsigned seen_ = 0;
};

TEST_F(NoisyChannelTest, TheBrainIsGood) {
  hears(120.0, brain);
  EXPECT_EQ(worst_, kGood);
  EXPECT_EQ(seen_, 0U);
}

TEST_F(NoisyChannelTest, Saf260_MainsAloneIsBadAndGoodAgainAfterTheRecovery) {
  hears(10.0, brain);
  EXPECT_EQ(hears(4.0, kHum).verdict, kBad);
  EXPECT_NE(seen_ & kMains, 0U);
  EXPECT_EQ(channel_.samples(), nullptr);
  hears(0.9, brain);
  EXPECT_EQ(worst_, kBad);
  EXPECT_EQ(hears(2.0, brain).verdict, kGood);
}

TEST_F(NoisyChannelTest, Saf261_AStepIsSuspectForTheRecoveryTimeAndNeverBad) {
  hears(20.0, brain);
  const int at = sample_;
  const auto stepped = [at](int n) { return brain(n) + (n > at + 20 ? 900.0 : 0.0); };
  EXPECT_EQ(hears(0.9, stepped).verdict, kSuspect);
  EXPECT_NE(channel_.samples(), nullptr);
  EXPECT_EQ(hears(1.0, stepped).verdict, kGood);
  EXPECT_EQ(worst_, kSuspect);
  EXPECT_EQ(seen_, static_cast<unsigned>(kStep));
}

TEST_F(NoisyChannelTest, Saf261_MuscleIsSuspectAndNeverBad) {
  hears(10.0, brain);
  const auto muscle = [](int n) { return brain(n) + 4.0 * rough(n); };
  EXPECT_EQ(hears(30.0, muscle).verdict, kSuspect);
  EXPECT_EQ(worst_, kSuspect);
  EXPECT_NE(seen_ & kMuscle, 0U);
}

TEST_F(NoisyChannelTest, MuscleDoesNotKeepABadChannelFromComingBackButAStepDoes) {
  hears(10.0, brain);
  const auto muscle = [](int n) { return brain(n) + 4.0 * rough(n); };
  hears(30.0, muscle);
  frame_.front_end[0] = kLeadOff;
  EXPECT_EQ(hears(0.1, muscle).verdict, kBad);
  frame_.front_end[0] = 0;
  EXPECT_EQ(hears(1.1, muscle).verdict, kSuspect);
  frame_.front_end[0] = kLeadOff;
  hears(0.1, brain);
  frame_.front_end[0] = 0;
  const int at = sample_;
  const auto stepped = [at](int n) { return brain(n) + (n > at + 100 ? 3900.0 : 0.0); };
  EXPECT_EQ(hears(1.9, stepped).verdict, kBad);
}

TEST_F(NoisyChannelTest, Saf262_AnImpedanceFarFromWhatWasCommissionedIsBad) {
  const auto verdict_with = [&](Ohms plus, Ohms minus) {
    measured(0, plus);
    measured(3, minus);
    const ChannelQuality last = hears(2.0, brain);
    EXPECT_EQ(last.flags, last.verdict == kBad ? kImpedance : 0);
    return last.verdict;
  };
  EXPECT_EQ(verdict_with(1000_ohm, 800_ohm), kGood);
  EXPECT_EQ(verdict_with(100_ohm, 80_ohm), kGood);
  EXPECT_EQ(verdict_with(99_ohm, 800_ohm), kBad);
  EXPECT_EQ(verdict_with(10'000_ohm, 8000_ohm), kGood);
  EXPECT_EQ(verdict_with(10'001_ohm, 8000_ohm), kBad);
  EXPECT_EQ(verdict_with(1000_ohm, 79_ohm), kBad);
  EXPECT_EQ(verdict_with(1000_ohm, 8001_ohm), kBad);
}

TEST_F(NoisyChannelTest, AnImpedanceThatIsNotMeasuredOrNotCommissionedIsNotJudged) {
  measured(0, 1_ohm, false);
  measured(3, 800_ohm);
  EXPECT_EQ(hears(1.0, brain).verdict, kGood);
  for (const int contact : {static_cast<int>(kExternalContact), 17, 100}) {
    ChannelSettings settings = contacts();
    settings.plus_contact = static_cast<std::int8_t>(contact);
    settings.minus_commissioned = {};
    channel_ = Channel(settings, watching(), {kRateHz, kSamples});
    measured(3, 1_ohm);
    EXPECT_EQ(hears(1.0, brain).verdict, kGood);
  }
}

// ---- seizures

TEST_F(NoisyChannelTest, Saf263_NoSeizureThatASoundElectrodeShowsIsNoise) {
  hears(20.0, brain);
  hears(30.0, kSpikeAndWave);
  EXPECT_LE(worst_, kSuspect);
  hears(30.0, kFast);
  EXPECT_LE(worst_, kSuspect) << "fast activity is suspect at most";
  EXPECT_NE(seen_ & kMuscle, 0U) << "and looks like muscle: else this tests nothing";
}

TEST_F(NoisyChannelTest, Saf263_ASilentBrainBeforeAnEpisodeLeavesAQuietMainsAndIsNotBad) {
  hears(20.0, brain);
  hears(20.0, kSuppressed);
  EXPECT_LE(worst_, kSuspect);
  EXPECT_EQ(seen_ & kMains, 0U);
}

TEST_F(NoisyChannelTest, Saf263_InsideAnEpisodesHoldTimeNothingThatASeizureDoesIsBad) {
  hears(20.0, brain);
  hold_ = true;
  measured(0, 1_ohm);
  const auto all_of = [this](const auto& seizure, unsigned flags) {
    hears(20.0, seizure);
    EXPECT_EQ(worst_, kSuspect);
    EXPECT_EQ(seen_ & flags, flags) << "else this tests nothing";
    EXPECT_NE(channel_.samples(), nullptr);
  };
  all_of(kSpikeAndWave, kStep);
  all_of(kFast, kMuscle);
  all_of(kRailToRail, kAtRail);
  all_of(kSuppressedInLoudMains, kMains | kImpedance);
  all_of([](int) { return 0.0; }, kFlat);
  hold_ = false;
  EXPECT_EQ(hears(0.04, brain).verdict, kBad) << "and after it, it is";
}

TEST_F(NoisyChannelTest, Saf116_NoSampleDeafensTheWatches) {
  for (const double wild : {1.0e38, -3.0e38}) {
    hears(0.04, [=](int n) { return n % 2 == 0 ? wild : -wild; });
    hears(60.0, brain);
    EXPECT_EQ(hears(10.0, brain).flags, 0);
    EXPECT_EQ(hears(4.0, kHum).flags & kMains, kMains);
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
