// The template of a periodic artefact: by hand, on a simulated stimulation, and on a
// recording of a person under deep brain stimulation.
#include "biomarkers/phase_template.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>

#include "tests/biomarkers/recordings.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kTwoPi = 2.0 * std::numbers::pi;

float phase_of(double sample, double samples_per_period) {
  const double turns = sample / samples_per_period;
  const auto phase = static_cast<float>(turns - std::floor(turns));
  return phase < 1.0F ? phase : 0.0F;
}

TEST(PhaseTemplate, BeforeItHasLearntNothingIsSubtracted) {
  PhaseTemplate artefact;
  EXPECT_EQ(artefact.clean(123.0F, 0.3F), 123.0F);
  EXPECT_FALSE(artefact.knows(0.3F));
}

TEST(PhaseTemplate, ABinOnItsPlaceIsTheMeanOfItsVisitsAndForgetsByATwentieth) {
  PhaseTemplate artefact;
  const float phase = 5.0F / 64.0F;
  artefact.clean(10.0F, phase);
  EXPECT_EQ(artefact.clean(20.0F, phase), 10.0F);  // less a mean of 10
  EXPECT_EQ(artefact.clean(15.0F, phase), 0.0F);   // less a mean of 15
  for (int i = 0; i < 40; ++i) artefact.clean(15.0F, phase);
  artefact.clean(35.0F, phase);
  EXPECT_NEAR(artefact.clean(16.0F, phase), 0.0F, 1e-5);  // 15 + 20 / 20
}

TEST(PhaseTemplate, BetweenBinsItIsTheirMixture) {
  PhaseTemplate artefact;
  for (int i = 0; i < 200; ++i) artefact.clean(64.0F, 63.0F / 64.0F);
  for (int i = 0; i < 200; ++i) artefact.clean(32.0F, 0.0F);
  EXPECT_NEAR(artefact.clean(100.0F, 63.25F / 64.0F), 100.0F - 56.0F, 1e-3)
      << "the last bin's neighbour is the first";
}

TEST(PhaseTemplate, APhaseIsKnownAfterFourVisitsOfBothBinsThatCount) {
  PhaseTemplate artefact;
  for (int i = 0; i < 3; ++i) artefact.clean(1.0F, 0.5F);
  EXPECT_FALSE(artefact.knows(0.5F));
  artefact.clean(1.0F, 0.5F);
  EXPECT_TRUE(artefact.knows(0.5F));
  EXPECT_TRUE(artefact.knows(32.06F / 64.0F));
  EXPECT_TRUE(artefact.knows(31.94F / 64.0F));
  EXPECT_FALSE(artefact.knows(32.07F / 64.0F)) << "the next one counts, too";
  EXPECT_FALSE(artefact.knows(31.93F / 64.0F));
  for (int i = 0; i < 4; ++i) artefact.clean(1.0F, 33.0F / 64.0F);
  EXPECT_TRUE(artefact.knows(32.5F / 64.0F));
}

TEST(PhaseTemplate, WhatIsNoPhaseChangesNothing) {
  PhaseTemplate artefact;
  for (const float phase : {-0.01F, 1.0F, 7.0F, std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity()}) {
    EXPECT_EQ(artefact.clean(5.0F, phase), 5.0F);
    EXPECT_FALSE(artefact.knows(phase));
  }
  EXPECT_EQ(artefact.clean(9.0F, 0.0F), 9.0F);
}

// ---- a simulated stimulation: 200 samples a second, pulses at 150 Hz, rough brain of 1

class StimulatedBrain : public ::testing::Test {
 protected:
  static constexpr double kSampleRate = 200.0;
  static constexpr double kPulseRate = 150.13;  // no oscillator divides another's rate

  // A chirp from 1 to 90 Hz and noise, rms 1.
  static double brain(int n) {
    const double t = n / kSampleRate;
    return std::sin(kTwoPi * (1.0 + 0.75 * t) * t) +
           static_cast<double>(background_uv(0, n)) / 32.7;
  }
  // A pulse as an amplifier's band leaves it: eight harmonics, rms 20.
  static double artefact(double phase) {
    double sum = 0.0;
    for (int k = 1; k <= 8; ++k) sum += std::sin(kTwoPi * k * phase + 0.4 * k) / (k * k);
    return 20.0 * 1.36 * sum;
  }
  static double rms(double sum, int count) { return std::sqrt(sum / count); }
};

TEST_F(StimulatedBrain, AfterHalfAMinuteAnArtefactOfTwentyTimesTheSignalIsASixthOfIt) {
  PhaseTemplate subtracts;
  double left = 0.0, before = 0.0, signal = 0.0;
  int count = 0;
  for (int n = 0; n < 60 * 200; ++n) {
    const float phase = phase_of(n, kSampleRate / kPulseRate);
    const double added = artefact(static_cast<double>(phase));
    const float y = subtracts.clean(static_cast<float>(brain(n) + added), phase);
    if (n < 30 * 200) continue;
    ++count;
    const double error = static_cast<double>(y) - brain(n);
    left += error * error;
    before += added * added;
    signal += brain(n) * brain(n);
  }
  const double residual = rms(left, count) / rms(signal, count);
  std::printf("artefact %.1f of the signal, residual %.4f of it\n",
              rms(before, count) / rms(signal, count), residual);
  EXPECT_NEAR(rms(before, count) / rms(signal, count), 20.0, 4.0);
  // A mean that forgets by alpha keeps sqrt(alpha / (2 - alpha)) of what is not periodic.
  EXPECT_NEAR(residual, std::sqrt(0.05 / 1.95), 0.02);
}

// ---- PyPARRM's example: cortex and subthalamic nucleus under deep brain stimulation

double power_at(const std::vector<float>& x, double hz, double rate_hz) {
  double re = 0.0, im = 0.0;
  for (std::size_t n = 0; n < x.size(); ++n) {
    const double t = static_cast<double>(n);
    const double window =
        0.5 - 0.5 * std::cos(kTwoPi * t / static_cast<double>(x.size()));
    const double angle = kTwoPi * hz / rate_hz * t;
    re += window * static_cast<double>(x[n]) * std::cos(angle);
    im += window * static_cast<double>(x[n]) * std::sin(angle);
  }
  return re * re + im * im;
}

// The rate at which the artefact is strongest: coarse, then to a millionth.
double pulse_rate_of(const std::vector<float>& x, double rate_hz) {
  double best_hz = 129.2;
  for (const double step : {0.02, 0.002, 2e-4, 2e-5, 2e-6}) {
    const double middle = best_hz;
    double best = 0.0;
    for (int k = -25; k <= 25; ++k) {
      const double hz = middle + step * k;
      const double power = power_at(x, hz, rate_hz);
      if (power <= best) continue;
      best = power;
      best_hz = hz;
    }
  }
  return best_hz;
}

TEST(PhaseTemplateOnPerson, DeepBrainStimulationsPeaksSinkBySixtyDecibels) {
  HOMEOSTAT_NEEDS("artefact/pd_ecog_lfp_dbs_on.edf");
  const auto signals = signals_of("artefact/pd_ecog_lfp_dbs_on.edf");
  ASSERT_EQ(signals.size(), 3U);  // and annotations
  for (std::size_t channel = 0; channel < 2; ++channel) {
    const std::vector<float>& uv = signals[channel];
    const double hz = pulse_rate_of(uv, 1000.0);
    EXPECT_NEAR(hz, 129.2, 0.3);
    PhaseTemplate artefact;
    std::vector<float> left;
    for (std::size_t n = 0; n < uv.size(); ++n) {
      const float phase = phase_of(static_cast<double>(n), 1000.0 / hz);
      left.push_back(artefact.clean(uv[n], phase));
    }
    // The first ten seconds teach.
    const std::vector<float> before(uv.begin() + 10'000, uv.end());
    const std::vector<float> after(left.begin() + 10'000, left.end());
    for (const int harmonic : {1, 2, 3}) {
      const double at = harmonic * hz;
      const auto over_neighbours = [&](const std::vector<float>& x) {
        double beside = 0.0;
        for (const double off : {-3.0, -2.5, -2.0, 2.0, 2.5, 3.0}) {
          beside += power_at(x, at + off, 1000.0) / 6.0;
        }
        return 10.0 * std::log10(power_at(x, at, 1000.0) / beside);
      };
      const double peak_before = over_neighbours(before);
      const double peak_after = over_neighbours(after);
      std::printf(
          "channel %zu, %.4f Hz x %d: %+.1f dB over its neighbours, %+.1f after\n",
          channel, hz, harmonic, peak_before, peak_after);
      EXPECT_GT(peak_before, 75.0);
      EXPECT_LT(peak_after, peak_before - 60.0);
      EXPECT_LT(peak_after, 25.0);
    }
    // What lies beside the pulses' rate stays.
    for (const double kept_hz : {7.0, 20.0, 77.0}) {
      const double ratio =
          power_at(after, kept_hz, 1000.0) / power_at(before, kept_hz, 1000.0);
      EXPECT_NEAR(10.0 * std::log10(ratio), 0.0, 1.0) << kept_hz;
    }
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
