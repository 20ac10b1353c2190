// Counts, bins, windows and powers of the `rcs` profile, by hand where a hand can.
#include "biomarkers/rcs_spectrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "tests/biomarkers/rcs_bench.h"

namespace homeostat::biomarkers {
namespace {

// Of every result: when it came, in samples.
std::vector<int> results(const RcsSettings& settings, int samples) {
  RcsSpectrum spectrum(settings);
  std::vector<int> times;
  for (int n = 1; n <= samples; ++n) {
    if (spectrum.update({})) times.push_back(n);
  }
  return times;
}

// The result that `counts` end with.
RcsPower last_power(const RcsSettings& settings,
                    const std::vector<std::int32_t>& counts) {
  RcsSpectrum spectrum(settings);
  bool new_result = false;
  for (const std::int32_t each : counts) new_result = spectrum.update({each});
  EXPECT_TRUE(new_result);
  return spectrum.power();
}

std::vector<std::int32_t> steady(std::size_t samples, std::int32_t counts) {
  return std::vector<std::int32_t>(samples, counts);
}

TEST(RcsUnits, AMillivoltAtTrim236Is9379Counts) {
  EXPECT_EQ(rcs_counts(1.0, 236), 9379);
  EXPECT_EQ(rcs_counts(-1.0, 236), -9379);
  EXPECT_EQ(rcs_counts(0.0, 236), 0);
  EXPECT_EQ(rcs_counts(1.0, 255), 10134);
}

TEST(RcsUnits, HalfACountGoesAwayFromZero) {
  const double count_mv = 1200.0 / (250.0 * 48644.8683623726);
  EXPECT_EQ(rcs_counts(2.499 * count_mv, 255), 2);
  EXPECT_EQ(rcs_counts(2.501 * count_mv, 255), 3);
  EXPECT_EQ(rcs_counts(-2.499 * count_mv, 255), -2);
  EXPECT_EQ(rcs_counts(-2.501 * count_mv, 255), -3);
}

TEST(RcsUnits, WhatIsNoNumberIsMissingAndWhatIsTooLargeIsTheMost) {
  EXPECT_EQ(rcs_counts(std::nan(""), 236), kRcsMissing);
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(rcs_counts(infinite, 236), kRcsMostCounts);
  EXPECT_EQ(rcs_counts(-1e300, 236), -kRcsMostCounts);
}

TEST(RcsUnits, ThePublishedBandIsBins132To136) {
  const RcsBins bins = rcs_bins({0, 64.45, 66.41}, 500, 1024);
  EXPECT_EQ(bins.first, 132);
  EXPECT_EQ(bins.last, 136);
}

// 250 Hz, 64 points: lower edges 0, 1.95, 5.86 ...; upper edges 1.95, 5.86 ...
TEST(RcsUnits, OfTwoEdgesEquallyNearTheHigherIsTaken) {
  EXPECT_EQ(rcs_bins({0, 0.974, 40}, 250, 64).first, 0);
  EXPECT_EQ(rcs_bins({0, 0.975, 40}, 250, 64).first, 1);
  EXPECT_EQ(rcs_bins({0, 0.976, 40}, 250, 64).first, 1);
  // 1000 Hz, 1024 points: lower edges 0, 0.49, 1.46; upper edges 0.49, 1.46 ...
  EXPECT_EQ(rcs_bins({0, 0.245, 40}, 1000, 1024).first, 1);
  EXPECT_EQ(rcs_bins({0, 0.0, 0.975}, 1000, 1024).last, 1);
}

// 3.905 is half way from 1.95 to 5.86 on paper. In double, in which the programming
// application computes, it is nearer to the lower.
TEST(RcsUnits, ATieOnPaperGoesTheWayOfTheApplicationsArithmetic) {
  EXPECT_EQ(rcs_bins({0, 3.905, 40}, 250, 64).first, 1);
  EXPECT_EQ(rcs_bins({0, 0, 3.905}, 250, 64).last, 0);
}

TEST(RcsUnits, TheFirstBinBeginsAtZero) {
  EXPECT_EQ(rcs_bins({0, 0.97, 40}, 250, 64).first, 0);
  EXPECT_EQ(rcs_bins({0, 0.98, 40}, 250, 64).first, 1);
}

TEST(RcsUnits, ABandWhoseUpperBinWouldBeBelowItsLowerHasOneBin) {
  // The edge at 1.95 begins bin 1 and ends bin 0.
  const RcsBins bins = rcs_bins({0, 1.9, 2.0}, 250, 64);
  EXPECT_EQ(bins.first, 1);
  EXPECT_EQ(bins.last, 1);
}

TEST(RcsUnits, HalfTheSampleRateIsTheLastBin) {
  EXPECT_EQ(rcs_bins({0, 125, 125}, 250, 256).first, 127);
  EXPECT_EQ(rcs_bins({0, 125, 125}, 250, 256).last, 127);
}

TEST(RcsWindow, TwiddlesAreTheNearestWholeNumbers) {
  for (int step = 0; step < kRcsTurn; ++step) {
    const long double turns = 2.0L * std::numbers::pi_v<long double> * step / kRcsTurn;
    const auto unit = static_cast<long double>(1 << kRcsUnitBits);
    EXPECT_EQ(rcs_sine(static_cast<std::uint32_t>(step)),
              std::llround(std::sin(turns) * unit))
        << step;
    EXPECT_EQ(rcs_cosine(static_cast<std::uint32_t>(step)),
              std::llround(std::cos(turns) * unit))
        << step;
  }
}

TEST(RcsWindow, BelowAHundredPercentItIsOneFromPeakToPeak) {
  constexpr int kOne = 1 << kRcsUnitBits;
  const RcsWindow half(1024, 50);
  EXPECT_EQ(half.weight(0, false), 0);
  EXPECT_LT(half.weight(249, false), kOne);
  for (int n = 250; n <= 750; ++n) EXPECT_EQ(half.weight(n, false), kOne) << n;
  EXPECT_LT(half.weight(751, false), kOne);
  const RcsWindow quarter(256, 25);  // peaks at 31.25 and 218.75
  EXPECT_LT(quarter.weight(31, false), kOne);
  EXPECT_EQ(quarter.weight(32, false), kOne);
  EXPECT_EQ(quarter.weight(218, false), kOne);
  EXPECT_LT(quarter.weight(219, false), kOne);
}

TEST(RcsWindow, IsAlikeFromBothEnds) {
  for (const int percent : {25, 50, 100}) {
    const RcsWindow window(256, percent);
    for (int n = 1; n < 250; ++n) {
      EXPECT_EQ(window.weight(n, false), window.weight(250 - n, false)) << n;
    }
  }
}

TEST(RcsSpectrum, TheFirstResultNeedsAFullWindow) {
  RcsSettings settings = published_example();
  EXPECT_EQ(results(settings, 2000), (std::vector<int>{1000, 1250, 1500, 1750, 2000}));
  settings.fft_size = 256;
  EXPECT_EQ(results(settings, 800), (std::vector<int>{250, 500, 750}));
}

// 50 ms at 250 Hz are 12.5 samples: no drift, and no half sample.
TEST(RcsSpectrum, AnIntervalThatIsNoWholeNumberOfSamplesDoesNotDrift) {
  RcsSettings settings = one_bin(256, 3);
  settings.sample_rate_hz = 250;
  settings.fft_interval_ms = 50;
  EXPECT_EQ(results(settings, 300), (std::vector<int>{250, 262, 275, 287, 300}));
}

// A steady signal: X_0 is the sum of the window, N / 2.
TEST(RcsSpectrum, ZerosFillTheWindowUpSoThatPowerIsOfTheRealSamples) {
  struct Case {
    int size;
    int samples;
  };
  for (const Case& each : {Case{256, 250}, Case{1024, 1000}}) {
    const double x = 1000.0 * each.samples / 2;
    const double p = 64 * x * x / each.size / each.size / 2;
    const auto power = last_power(one_bin(each.size, 0),
                                  steady(static_cast<std::size_t>(each.samples), 1000));
    EXPECT_NEAR(static_cast<double>(power.bands[0]), p, 1.0) << each.size;
  }
}

TEST(RcsSpectrum, AnFftOf64Takes62And63SamplesInTurn) {
  for (const int first : {62, 63}) {
    RcsSettings settings = one_bin(64, 0);
    settings.first_window_samples = first;
    settings.fft_interval_ms = 50;
    RcsSpectrum spectrum(settings);
    int samples = first;
    for (int n = 1; n <= 400; ++n) {
      if (!spectrum.update({2000})) continue;
      const double x = 2000.0 * samples / 2;
      EXPECT_NEAR(static_cast<double>(spectrum.power().bands[0]),
                  64 * x * x / 64 / 64 / 2, 1.0)
          << n;
      samples = 125 - samples;
    }
  }
}

TEST(RcsSpectrum, EachShiftDoublesThePower) {
  std::vector<std::int32_t> counts;
  Signal signal(20000);
  for (int n = 0; n < 250; ++n) counts.push_back(signal.next());
  RcsSettings settings = one_bin(256, 16);
  settings.wrap_bits = 0;
  settings.bit_shift = 7;
  const std::int64_t most = last_power(settings, counts).bands[0];
  ASSERT_GT(most, 1 << 20);
  for (int shift = 0; shift < 8; ++shift) {
    settings.bit_shift = shift;
    EXPECT_EQ(last_power(settings, counts).bands[0], most >> (7 - shift)) << shift;
  }
}

TEST(RcsSpectrum, TheObservedScaleIs255Of256) {
  RcsSettings settings = one_bin(256, 0);
  const std::int64_t whole = last_power(settings, steady(250, 2000)).bands[0];
  settings.power_scale_256ths = 255;
  const std::int64_t observed = last_power(settings, steady(250, 2000)).bands[0];
  EXPECT_NEAR(static_cast<double>(observed), static_cast<double>(whole) * 255 / 256, 1.0);
  EXPECT_LT(observed, whole);
}

// A steady signal that just does, and just does not, reach 2^26 at shift 7.
TEST(RcsSpectrum, PowerWrapsAt2To26AndSaysSo) {
  const RcsSettings settings = one_bin(256, 0);
  RcsSettings endless = settings;
  endless.wrap_bits = 0;
  bool seen_below = false;
  bool seen_above = false;
  for (int counts = 2955; counts < 2975; ++counts) {
    const auto samples = steady(250, counts);
    const std::int64_t unwrapped = last_power(endless, samples).bands[0];
    const RcsPower power = last_power(settings, samples);
    const bool over = unwrapped >= std::int64_t{1} << 26;
    EXPECT_EQ(power.bands[0], unwrapped % (std::int64_t{1} << 26));
    EXPECT_EQ(power.over_range, over ? 1 : 0);
    EXPECT_EQ(last_power(endless, samples).over_range, 0);
    (over ? seen_above : seen_below) = true;
  }
  EXPECT_TRUE(seen_below && seen_above);
}

TEST(RcsSpectrum, EachBinWrapsByItself) {
  RcsSettings settings = one_bin(256, 0);
  settings.bands[0] = {0, 0.0, 3.0};  // bins 0 and 1: the window's own two
  RcsSettings first = one_bin(256, 0);
  RcsSettings second = one_bin(256, 1);
  const auto samples = steady(250, 30000);
  EXPECT_EQ(last_power(settings, samples).bands[0],
            last_power(first, samples).bands[0] + last_power(second, samples).bands[0]);
}

TEST(RcsSpectrum, ABandWithAMissingSampleSaysSoUntilItHasLeftTheWindow) {
  RcsSettings settings = one_bin(256, 0);
  settings.fft_interval_ms = 100;  // 50 samples
  RcsSpectrum spectrum(settings);
  std::vector<int> missing;
  for (int n = 1; n <= 600; ++n) {
    if (spectrum.update({n == 300 ? kRcsMissing : 500})) {
      missing.push_back(spectrum.power().missing);
      EXPECT_EQ(spectrum.power().bands[0] == 0, spectrum.power().missing != 0);
    }
  }
  // Results at 250, 300 ... 600: the sample of 300 is in those of 300 to 500 (251 to 500
  // holds it still), and 550 begins at 301.
  EXPECT_EQ(missing, (std::vector<int>{0, 1, 1, 1, 1, 1, 0, 0}));
}

TEST(RcsSpectrum, TheLargestCountsOverflowNothing) {
  for (const int percent : {25, 50, 100}) {
    RcsSettings settings = one_bin(1024, 0);
    settings.hann_percent = percent;
    settings.wrap_bits = 0;
    const auto power = last_power(settings, steady(1000, -kRcsMostCounts)).bands[0];
    const double share = percent == 100 ? 0.5 : percent == 50 ? 0.75 : 0.875;
    const double x = share * 1000.0 * kRcsMostCounts;
    const double expected = 64 * x * x / 1024 / 1024 / 2;
    EXPECT_NEAR(static_cast<double>(power) / expected, 1.0, 1e-7) << percent;
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
