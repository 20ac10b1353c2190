#include "sim/resample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

using Samples = std::vector<float>;

constexpr float kLost = std::numeric_limits<float>::quiet_NaN();

double wave(double time_s, double frequency_hz) {
  return 100.0 * std::sin(2.0 * std::numbers::pi * frequency_hz * time_s + 0.3);
}

Samples sampled(double rate_hz, double duration_s, double frequency_hz) {
  Samples samples(static_cast<std::size_t>(std::llround(rate_hz * duration_s)));
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<float>(wave(static_cast<double>(i) / rate_hz, frequency_hz));
  return samples;
}

void lose(Samples& samples, std::size_t begin, std::size_t end) {
  std::fill(samples.begin() + static_cast<std::ptrdiff_t>(begin),
            samples.begin() + static_cast<std::ptrdiff_t>(end), kLost);
}

std::size_t lost(const Samples& samples) {
  return static_cast<std::size_t>(std::count_if(samples.begin(), samples.end(),
                                                [](float x) { return std::isnan(x); }));
}

TEST(Resample, CopiesWhereTheRatesAreEqual) {
  const Samples samples = {1.0f, kLost, -3.0f};
  const Samples copy = resample(samples, 250.0, 250.0);
  EXPECT_EQ(copy.size(), 3u);
  EXPECT_EQ(copy[0], 1.0f);
  EXPECT_TRUE(std::isnan(copy[1]));
  EXPECT_EQ(copy[2], -3.0f);
  EXPECT_EQ(resample(samples, 173.61, 173.61 * (1.0 + 0.9e-7)).size(), 3u);
}

TEST(Resample, RefusesRatesThatAreNoneOrTooFarApart) {
  const Samples samples(10);
  const double inf = std::numeric_limits<double>::infinity();
  for (const double rate_hz : {0.0, -250.0, inf, std::nan("")}) {
    EXPECT_THROW(resample(samples, rate_hz, 250.0), RecordingError);
    EXPECT_THROW(resample(samples, 250.0, rate_hz), RecordingError);
  }
  EXPECT_NO_THROW(resample(samples, 1.0, 256.0));
  EXPECT_NO_THROW(resample(samples, 256.0, 1.0));
  EXPECT_THROW(resample(samples, 1.0, 256.1), RecordingError);
  EXPECT_THROW(resample(samples, 256.1, 1.0), RecordingError);
}

TEST(Resample, TakesNoSamplesAndOneSample) {
  EXPECT_TRUE(resample({}, 500.0, 250.0).empty());
  EXPECT_EQ(resample(Samples{5.0f}, 100.0, 400.0), Samples(4, 5.0f));
  EXPECT_EQ(resample(Samples{5.0f}, 400.0, 250.0), Samples{5.0f});
}

// --- Laws, over the pairs of rates that recordings and programs have

struct Rates {
  double from_hz;
  double to_hz;
};

class ResampleLaws : public ::testing::TestWithParam<Rates> {
 protected:
  double from_hz() const { return GetParam().from_hz; }
  double to_hz() const { return GetParam().to_hz; }
  double lower_hz() const { return std::min(from_hz(), to_hz()); }
};

TEST_P(ResampleLaws, GivesRoundedLength) {
  for (const std::size_t count : {2u, 3u, 99u, 1000u, 4097u})
    EXPECT_EQ(resample(Samples(count), from_hz(), to_hz()).size(),
              static_cast<std::size_t>(
                  std::llround(static_cast<double>(count) * (to_hz() / from_hz()))));
}

TEST_P(ResampleLaws, KeepsAWaveInPlaceAndSize) {
  for (const double part : {0.05, 0.2, 0.35}) {
    const double frequency_hz = part * lower_hz();
    const Samples got =
        resample(sampled(from_hz(), 8.0, frequency_hz), from_hz(), to_hz());
    const auto edge = static_cast<std::size_t>(to_hz());  // one second
    for (std::size_t k = edge; k + edge < got.size(); ++k)
      ASSERT_NEAR(got[k], wave(static_cast<double>(k) / to_hz(), frequency_hz), 0.02)
          << k << " at " << frequency_hz << " Hz";
  }
}

TEST_P(ResampleLaws, KeepsALevelAndASlopeToTheVeryEnds) {
  Samples slope(1000);
  for (std::size_t i = 0; i < slope.size(); ++i)
    slope[i] = 5000.0f + 3.0f * static_cast<float>(i);
  const Samples got = resample(slope, from_hz(), to_hz());
  for (std::size_t k = 0; k < got.size(); ++k)
    ASSERT_NEAR(got[k], 5000.0 + 3.0 * static_cast<double>(k) * from_hz() / to_hz(),
                0.01);
}

TEST_P(ResampleLaws, DoesNotRingAtTheEnds) {
  const double frequency_hz = 0.02 * lower_hz();
  const Samples got = resample(sampled(from_hz(), 4.0, frequency_hz), from_hz(), to_hz());
  for (std::size_t k = 0; k < got.size(); ++k)
    ASSERT_NEAR(got[k], wave(static_cast<double>(k) / to_hz(), frequency_hz), 1.0) << k;
}

TEST_P(ResampleLaws, KeepsAGapAtItsPlaceAndLength) {
  const auto count = static_cast<std::size_t>(10.0 * from_hz());
  for (const double gap_s : {0.1, 1.0, 3.7}) {
    Samples samples = sampled(from_hz(), 10.0, 0.1 * lower_hz());
    const auto begin = static_cast<std::size_t>(2.3 * from_hz());
    const auto end = begin + static_cast<std::size_t>(std::ceil(gap_s * from_hz()));
    lose(samples, begin, end);
    const auto first = static_cast<double>(begin);
    const auto end_of_gap = static_cast<double>(end);
    const Samples got = resample(samples, from_hz(), to_hz());
    EXPECT_EQ(got.size(), static_cast<std::size_t>(std::llround(
                              static_cast<double>(count) * to_hz() / from_hz())));
    for (std::size_t k = 0; k < got.size(); ++k) {
      const double place =
          static_cast<double>(k) * from_hz() / to_hz();  // in input samples
      if (place > first + 1e-3 && place < end_of_gap - 1e-3) {
        ASSERT_TRUE(std::isnan(got[k])) << k;
      }
      if (place < first - 1e-3 || place > end_of_gap + 1e-3) {
        ASSERT_FALSE(std::isnan(got[k])) << k;
      }
    }
  }
}

TEST_P(ResampleLaws, KeepsTheTimeOfTheSignalBehindAGap) {
  const double frequency_hz = 0.1 * lower_hz();
  Samples samples = sampled(from_hz(), 10.0, frequency_hz);
  lose(samples, static_cast<std::size_t>(2.3 * from_hz()),
       static_cast<std::size_t>(3.1 * from_hz()) + 1);
  const Samples got = resample(samples, from_hz(), to_hz());
  for (auto k = static_cast<std::size_t>(4.5 * to_hz());
       k < static_cast<std::size_t>(9.0 * to_hz()); ++k)
    ASSERT_NEAR(got[k], wave(static_cast<double>(k) / to_hz(), frequency_hz), 0.02) << k;
}

TEST_P(ResampleLaws, LetsNothingThroughAGap) {
  Samples quiet(static_cast<std::size_t>(10.0 * from_hz()), 0.0f);
  const auto gap = static_cast<std::size_t>(5.0 * from_hz());
  Samples loud = quiet;
  std::fill(loud.begin(), loud.begin() + static_cast<std::ptrdiff_t>(gap), 3000.0f);
  for (std::size_t i = 0; i < gap; i += 2) loud[i] = -3000.0f;
  lose(quiet, gap, gap + 1);
  lose(loud, gap, gap + 1);
  const Samples after_quiet = resample(quiet, from_hz(), to_hz());
  const Samples after_loud = resample(loud, from_hz(), to_hz());
  const auto behind = static_cast<std::size_t>(
      std::ceil(static_cast<double>(gap + 1) * to_hz() / from_hz() + 1e-3));
  for (std::size_t k = behind; k < after_loud.size(); ++k)
    ASSERT_EQ(after_loud[k], after_quiet[k]) << k;
}

INSTANTIATE_TEST_SUITE_P(
    Rates, ResampleLaws,
    ::testing::Values(Rates{64, 250}, Rates{500, 250}, Rates{160, 250}, Rates{256, 250},
                      Rates{173.61, 250}, Rates{250, 173.61}, Rates{1000, 250},
                      Rates{200, 199.9999}, Rates{250, 250 * std::numbers::pi}),
    [](const auto& rates) { return "case" + std::to_string(rates.index); });

TEST(Resample, RemovesWhatTheLowerRateCannotHold) {
  const Samples got = resample(sampled(1000.0, 4.0, 180.0), 1000.0, 250.0);
  for (std::size_t k = 250; k + 250 < got.size(); ++k) ASSERT_NEAR(got[k], 0.0, 0.02);
}

TEST(Resample, BringsChannelsToOneRateAsItWouldEachAlone) {
  std::vector<Channel> channels;
  for (const double rate_hz :
       {500.0, 500.0, 500.0, 500.0, 500.0, 200.0, 250.0, 500.0, 500.0})
    channels.push_back(
        {"c" + std::to_string(channels.size()), rate_hz,
         sampled(rate_hz, 3.0, 5.0 + static_cast<double>(channels.size()))});
  lose(channels[7].samples_uv, 100, 200);
  lose(channels[8].samples_uv, 100, 201);
  const std::vector<Channel> before = channels;
  resample(channels, 250.0);
  for (std::size_t c = 0; c < channels.size(); ++c) {
    EXPECT_EQ(channels[c].label, before[c].label);
    EXPECT_EQ(channels[c].rate_hz, 250.0);
    const Samples alone = resample(before[c].samples_uv, before[c].rate_hz, 250.0);
    ASSERT_EQ(channels[c].samples_uv.size(), alone.size());
    EXPECT_EQ(lost(channels[c].samples_uv), lost(alone));
    for (std::size_t k = 0; k < alone.size(); ++k)
      if (!std::isnan(alone[k])) {
        ASSERT_NEAR(channels[c].samples_uv[k], alone[k], 1e-3);
      }
  }
}

}  // namespace
}  // namespace homeostat::sim
