// What noise makes of a model: the rows of shared/reference/models.md that were measured
// over a minute of noise, here over several patients each.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "tests/models/life.h"

namespace homeostat::models {
namespace {

CohortOptions noise_of(std::uint32_t patient) {
  CohortOptions options;
  options.noise = NoiseKey{.seed = 1, .patient = patient};
  return options;
}

// Power by frequency, added up over stretches of two seconds, every half hertz to 30 Hz.
// The trace comes every millisecond.
class Spectrum {
 public:
  static constexpr std::size_t kEvery = 8;      // samples that are averaged to one
  static constexpr std::size_t kStretch = 250;  // averaged samples
  static constexpr double kBin_hz = 0.5;

  void add(const std::vector<double>& trace) {
    std::vector<double> x;
    for (std::size_t i = 0; i + kEvery <= trace.size(); i += kEvery) {
      double sum = 0.0;
      for (std::size_t k = 0; k < kEvery; ++k) sum += trace[i + k];
      x.push_back(sum / static_cast<double>(kEvery));
    }
    const double middle = mean(x);
    for (std::size_t from = 0; from + kStretch <= x.size(); from += kStretch / 2) {
      for (std::size_t bin = 1; bin < power_.size(); ++bin) {
        power_[bin] += power_of(x, from, middle, bin);
      }
    }
  }
  double at(double hertz) const {
    return power_[static_cast<std::size_t>(std::lround(hertz / kBin_hz))];
  }
  double peak_hz(double from_hz) const {
    const auto begin = power_.begin() + std::lround(from_hz / kBin_hz);
    return static_cast<double>(std::max_element(begin, power_.end()) - power_.begin()) *
           kBin_hz;
  }

 private:
  static double power_of(const std::vector<double>& x, std::size_t from, double middle,
                         std::size_t bin) {
    double c = 0.0;
    double s = 0.0;
    for (std::size_t i = 0; i < kStretch; ++i) {
      const double turn = 2.0 * std::numbers::pi * static_cast<double>(i) / kStretch;
      const double windowed = (x[from + i] - middle) * (1.0 - std::cos(turn));
      c += windowed * std::cos(turn * static_cast<double>(bin));
      s += windowed * std::sin(turn * static_cast<double>(bin));
    }
    return c * c + s * s;
  }

  std::vector<double> power_ = std::vector<double>(61);
};

struct Minute {
  double deviation = 0.0;
  double spikes_per_s = 0.0;
  Spectrum spectrum;
};

// Spikes rise 5 mV above the mean, and come back below 1.5 mV between.
std::size_t spikes(const std::vector<double>& x) {
  const double middle = mean(x);
  std::size_t count = 0;
  bool armed = true;
  for (const double v : x) {
    if (armed && v > middle + 5.0) {
      ++count;
      armed = false;
    }
    if (v < middle + 1.5) armed = true;
  }
  return count;
}

Minute minutes_of_wendling(const Settings& settings, std::uint32_t patients) {
  Minute minute;
  for (std::uint32_t i = 0; i < patients; ++i) {
    Life life("wendling", settings, noise_of(i));
    (void)life.live(5.0);
    const auto x = life.live(60.0);
    minute.deviation += deviation(x) / patients;
    minute.spikes_per_s += static_cast<double>(spikes(x)) / 60.0 / patients;
    minute.spectrum.add(x);
  }
  return minute;
}

TEST(RegimesUnderNoise, WendlingsBackgroundIsQuietWithAPeakOf4To5Hertz) {
  const Minute minute = minutes_of_wendling({{"B", 50.0}}, 4);
  EXPECT_NEAR(minute.deviation, 0.35, 0.03);
  EXPECT_EQ(minute.spikes_per_s, 0.0);
  EXPECT_GE(minute.spectrum.peak_hz(1.0), 4.0);
  EXPECT_LE(minute.spectrum.peak_hz(1.0), 5.0);
}

// Measured once over 60 s: 0.6 to 0.7 spikes a second, deviation 2.7. Over 16 minutes it
// is 0.55 and 2.57: a minute's count varies by a sixth.
TEST(RegimesUnderNoise, WendlingSpikesNowAndThenAtTypeTwo) {
  const Minute minute = minutes_of_wendling({{"B", 40.0}}, 8);
  EXPECT_NEAR(minute.deviation, 2.7, 0.3);
  EXPECT_NEAR(minute.spikes_per_s, 0.6, 0.1);
  EXPECT_NEAR(minute.spectrum.peak_hz(1.0), 2.9, 0.5);
}

TEST(RegimesUnderNoise, WendlingSpikesAllTheTimeAtTypeThree) {
  const Minute minute = minutes_of_wendling({{"B", 25.0}}, 2);
  EXPECT_NEAR(minute.spikes_per_s, 4.5, 0.1);
  EXPECT_NEAR(minute.spectrum.peak_hz(1.0), 4.4, 0.3);
}

TEST(RegimesUnderNoise, WendlingIsSlowAndRhythmicAtTypeFour) {
  const Minute minute = minutes_of_wendling({{"B", 10.0}}, 4);
  EXPECT_NEAR(minute.deviation, 0.37, 0.03);
  EXPECT_GE(minute.spectrum.peak_hz(5.0), 9.0);
  EXPECT_LE(minute.spectrum.peak_hz(5.0), 10.0);
}

// The peak is flat: what was measured, 15 to 17 Hz, is within a tenth of the highest.
TEST(RegimesUnderNoise, WendlingIsLowAndRapidAtTypeFive) {
  const Minute minute = minutes_of_wendling({{"B", 5.0}, {"G", 25.0}}, 8);
  EXPECT_NEAR(minute.deviation, 0.26, 0.02);
  const double highest = minute.spectrum.at(minute.spectrum.peak_hz(8.0));
  for (const double hertz : {15.0, 16.0, 17.0}) {
    EXPECT_GT(minute.spectrum.at(hertz), 0.85 * highest) << hertz;
  }
  EXPECT_LT(minute.spectrum.at(26.0), 0.5 * highest);
}

TEST(RegimesUnderNoise, WendlingIsQuasiSinusoidalAtTypeSix) {
  const Minute minute = minutes_of_wendling({{"B", 15.0}, {"G", 0.0}}, 2);
  EXPECT_NEAR(minute.spectrum.peak_hz(5.0), 10.7, 0.4);
}

// Type 1 under an input that is drawn anew every `step`, as the original code does.
double deviation_under_redrawn_input(double step) {
  const Model& model = *find_model("wendling");
  Cohort cohort(model, 1, {.step = step});
  cohort.parameter(0, model.parameter("B")) = 50.0;
  std::vector<double> x;
  const auto steps = static_cast<std::uint64_t>(60.0 / step);
  for (std::uint64_t i = 0; i < steps; ++i) {
    cohort.parameter(0, model.parameter("p")) =
        90.0 + 30.0 * random_normals({.seed = 9}, 0, i)[0];
    cohort.advance(1);
    if (static_cast<double>(i) * step > 2.0) x.push_back(cohort.observable(0));
  }
  return deviation(x);
}

double deviation_under_white_noise(double step) {
  CohortOptions options = noise_of(0);
  options.step = step;
  Life life("wendling", {{"B", 50.0}}, options);
  (void)life.live(2.0);
  return deviation(life.live(60.0));
}

// sigma = 30 / sqrt(512): what the original draws every 1/512 s is this white noise. The
// same draw at another step is another noise.
TEST(RegimesUnderNoise, WendlingsIsTheOriginalsAtItsOwnStepAndOursAtAny) {
  const double ours = deviation_under_white_noise(1e-3);
  EXPECT_NEAR(ours, 0.35, 0.035);
  EXPECT_NEAR(deviation_under_white_noise(0.25e-3), ours, 0.035);
  EXPECT_NEAR(deviation_under_redrawn_input(1.0 / 512.0), ours, 0.035);
  EXPECT_LT(deviation_under_redrawn_input(0.25e-3), 0.45 * ours);
}

struct Switching {
  double vacc_high = 0.0;  // fraction of the time
  double dlpfc_high = 0.0;
};

// A minute each of 128 patients; an area is high above 0.4, its high state is 0.57.
Switching switching(double kappa, double stimulus_na) {
  constexpr std::size_t kPatients = 128;
  constexpr int kLooks = 1200;
  const Model& model = *find_model("vacc_dlpfc");
  Cohort cohort(model, kPatients, noise_of(0));
  for (std::size_t i = 0; i < kPatients; ++i) {
    cohort.parameter(i, model.parameter("kappa")) = kappa;
    if (stimulus_na == 0.0) continue;
    cohort.stimulate(i, {.width = 100.0, .amplitude = stimulus_na});
  }
  const auto steps = static_cast<std::uint64_t>(std::llround(0.05 / cohort.step()));
  Switching found;
  for (int look = 0; look < kLooks; ++look) {
    cohort.advance(steps);
    for (std::size_t i = 0; i < kPatients; ++i) {
      constexpr double kShare = 1.0 / kLooks / kPatients;
      found.vacc_high += cohort.state(i, model.state("S_v")) > 0.4 ? kShare : 0.0;
      found.dlpfc_high += cohort.state(i, model.state("S_d")) > 0.4 ? kShare : 0.0;
    }
  }
  return found;
}

// The table's 0.21 at 1.025 is of five minutes, whose mean is good to 0.1: switches are
// rare there. 256 minutes of ours give 0.103, good to 0.015.
TEST(RegimesUnderNoise, DysfunctionKeepsVaccHighAndStimulationEndsIt) {
  EXPECT_NEAR(switching(1.0, 0.0).vacc_high, 0.00, 0.01);
  EXPECT_NEAR(switching(1.025, 0.0).vacc_high, 0.103, 0.06);
  EXPECT_NEAR(switching(1.05, 0.0).vacc_high, 0.91, 0.04);
  EXPECT_NEAR(switching(1.075, 0.0).vacc_high, 0.96, 0.02);
  EXPECT_NEAR(switching(1.10, 0.0).vacc_high, 0.97, 0.02);
  const Switching stimulated = switching(1.075, -0.02);
  EXPECT_NEAR(stimulated.vacc_high, 0.00, 0.01);
  EXPECT_NEAR(stimulated.dlpfc_high, 0.92, 0.03);
}

}  // namespace
}  // namespace homeostat::models
