#include "biomarkers/biquad.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <random>

namespace homeostat::biomarkers {
namespace {

// The gain of the running code: the spectrum of its impulse response.
double gain_at(double frequency_hz, double rate_hz, const BiquadCoefficients& design) {
  Biquad section(design);
  std::complex<double> sum = 0.0;
  const double step = -2.0 * std::numbers::pi * frequency_hz / rate_hz;
  for (int n = 0; n < 20'000; ++n) {
    const float y = section.filter(n == 0 ? 1.0F : 0.0F);
    sum += static_cast<double>(y) * std::polar(1.0, step * n);
  }
  return std::abs(sum);
}

struct Point {
  double frequency_hz;
  double gain;
};

void expect_gains(const BiquadCoefficients& design, double rate_hz,
                  std::initializer_list<Point> points) {
  for (const auto& [frequency_hz, gain] : points) {
    EXPECT_NEAR(gain_at(frequency_hz, rate_hz, design), gain, 5.0e-4 * gain + 2.0e-6)
        << frequency_hz;
  }
}

// Gains from scipy 1.10: abs(freqz(*butter(2, corner, kind, fs=rate), [f], fs=rate)[1]).
TEST(Biquad, HighPassesAreButterworthAsScipyComputesThem) {
  expect_gains(high_pass(1.0F, 250.0F), 250.0,
               {{0.25, 0.0623721537},
                {0.5, 0.242517601},
                {1.0, 0.707106781},
                {2.0, 0.970160522},
                {112.5, 1.0}});
  expect_gains(high_pass(0.5F, 64.0F), 64.0,
               {{0.125, 0.0623548933},
                {0.25, 0.242466868},
                {0.5, 0.707106781},
                {1.0, 0.970211227},
                {28.8, 1.0}});
  expect_gains(high_pass(90.0F, 250.0F), 250.0,
               {{22.5, 0.0186867875},
                {45.0, 0.0888268645},
                {90.0, 0.707106781},
                {112.5, 0.993643937}});
}

TEST(Biquad, LowPassesAreButterworthAsScipyComputesThem) {
  expect_gains(low_pass(25.0F, 64.0F), 64.0,
               {{6.25, 0.999917465},
                {12.5, 0.997989851},
                {25.0, 0.707106781},
                {28.8, 0.19228678}});
  expect_gains(low_pass(90.0F, 250.0F), 250.0,
               {{22.5, 0.999825387},
                {45.0, 0.996047081},
                {90.0, 0.707106781},
                {112.5, 0.112568764}});
  expect_gains(
      low_pass(1.0F, 250.0F), 250.0,
      {{0.25, 0.998052962}, {0.5, 0.970147006}, {1.0, 0.707106781}, {2.0, 0.242463528}});
}

TEST(Biquad, ANotchTakesItsCentreOutAndLittleElse) {
  const BiquadCoefficients mains = notch(50.0F, 30.0F, 250.0F);
  EXPECT_LT(gain_at(50.0, 250.0, mains), 1.0e-4);
  EXPECT_NEAR(gain_at(0.0, 250.0, mains), 1.0, 1.0e-5);
  EXPECT_NEAR(gain_at(125.0, 250.0, mains), 1.0, 1.0e-5);
  EXPECT_GT(gain_at(45.0, 250.0, mains), 0.985);
  EXPECT_GT(gain_at(55.0, 250.0, mains), 0.985);
  // Half power a sixtieth (1 / 2Q) below and above, but for the bilinear warping.
  EXPECT_NEAR(gain_at(50.0 * (1.0 - 1.0 / 60.0), 250.0, mains), std::sqrt(0.5), 0.1);
  EXPECT_NEAR(gain_at(50.0 * (1.0 + 1.0 / 60.0), 250.0, mains), std::sqrt(0.5), 0.1);
}

TEST(Biquad, AFrequencyThatCannotBeDesignedLeavesTheSignalAsItIs) {
  const float nan = std::nanf("");
  for (const float frequency : {0.0F, -1.0F, 125.0F, 126.0F, nan}) {
    for (const BiquadCoefficients& design :
         {high_pass(frequency, 250.0F), low_pass(frequency, 250.0F),
          notch(frequency, 30.0F, 250.0F)}) {
      Biquad section(design);
      for (const float x : {1.0F, -2.5F, 1000.0F, 0.125F}) {
        EXPECT_EQ(section.filter(x), x);
      }
    }
  }
  EXPECT_EQ(Biquad(notch(50.0F, 0.0F, 250.0F)).filter(3.0F), 3.0F);
}

TEST(Biquad, Saf117_SettlesWithoutATransient) {
  Biquad high(high_pass(0.5F, 250.0F));
  EXPECT_EQ(high.settle(3000.0F), 0.0F);
  Biquad low(low_pass(40.0F, 250.0F));
  EXPECT_NEAR(low.settle(3000.0F), 3000.0F, 0.01F);
  Biquad mains(notch(50.0F, 30.0F, 250.0F));
  EXPECT_NEAR(mains.settle(3000.0F), 3000.0F, 0.01F);
  for (int n = 0; n < 1000; ++n) {
    EXPECT_NEAR(high.filter(3000.0F), 0.0F, 0.5F);
    EXPECT_NEAR(low.filter(3000.0F), 3000.0F, 0.01F);
    EXPECT_NEAR(mains.filter(3000.0F), 3000.0F, 0.01F);
  }
}

// The same recursion in double, with the same coefficients.
double worst_rounding_rms_uv(float corner_hz, float rate_hz, float offset_uv) {
  const BiquadCoefficients c = high_pass(corner_hz, rate_hz);
  Biquad section(c);
  section.settle(offset_uv);
  const double a1 = static_cast<double>(c.a1);
  const double a2 = static_cast<double>(c.a2);
  double x1 = static_cast<double>(offset_uv), x2 = x1, y1 = 0.0, y2 = 0.0;
  std::mt19937 random(7);
  std::normal_distribution<float> signal(offset_uv, 30.0F);
  double squares = 0.0;
  constexpr int kSamples = 200'000;
  for (int n = 0; n < kSamples; ++n) {
    const float x0 = signal(random);
    const double x = static_cast<double>(x0);
    const double y = static_cast<double>(c.b0) * (x - 2.0 * x1 + x2) - a1 * y1 - a2 * y2;
    const double error = static_cast<double>(section.filter(x0)) - y;
    squares += error * error;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
  }
  return std::sqrt(squares / kSamples);
}

TEST(Biquad, RoundsBelowAFifthOfAMicrovoltOnAMillivoltOffset) {
  EXPECT_LT(worst_rounding_rms_uv(0.5F, 64.0F, 1000.0F), 0.05);
  EXPECT_LT(worst_rounding_rms_uv(1.0F, 250.0F, 1000.0F), 0.05);
  EXPECT_LT(worst_rounding_rms_uv(0.5F, 1000.0F, 1000.0F), 0.2);
}

TEST(Biquad, Saf116_RecoversFromTheLargestInputWithoutATrace) {
  Biquad section(high_pass(1.0F, 250.0F));
  section.filter(1.0e6F);
  float y = 0.0F;
  for (int n = 0; n < 250 * 20; ++n) y = section.filter(0.0F);
  EXPECT_NEAR(y, 0.0F, 1.0e-9F);
}

TEST(Biquad, QuenchEndsADecayAtZeroAndLeavesASignalAlone) {
  Biquad decaying(high_pass(1.0F, 250.0F));
  Biquad untouched(high_pass(1.0F, 250.0F));
  decaying.filter(100.0F);
  untouched.filter(100.0F);
  for (int n = 0; n < 250; ++n) {
    decaying.quench();
    EXPECT_EQ(decaying.filter(0.0F), untouched.filter(0.0F));
  }
  for (int n = 0; n < 250 * 60; ++n) {
    decaying.quench();
    decaying.filter(0.0F);
  }
  EXPECT_EQ(decaying.filter(0.0F), 0.0F);
}

}  // namespace
}  // namespace homeostat::biomarkers
