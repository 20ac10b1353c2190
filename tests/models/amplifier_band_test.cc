#include "models/amplifier_band.h"

#include <gtest/gtest.h>

#include <cmath>

namespace homeostat::models {
namespace {

constexpr double kTwoPi = 6.283185307179586;

// The two equations of the header, by Runge-Kutta in 20'000 steps.
double slowly(double high_hz, double low_hz, Course course, double time_us,
              double span_us) {
  const double w_high = kTwoPi * high_hz * 1e-6, w_low = kTwoPi * low_hz * 1e-6;
  constexpr int kSteps = 20'000;
  const double h = span_us / kSteps;
  const auto high_rate = [&](double t, double high) {
    return w_high * (course.level + course.swing * std::exp(-t / time_us) - high);
  };
  const auto low_rate = [&](double t, double high, double low) {
    return w_low * (course.level + course.swing * std::exp(-t / time_us) - high - low);
  };
  double high = 0.0, low = 0.0;
  for (int i = 0; i < kSteps; ++i) {
    const double t = i * h;
    const double a = high_rate(t, high), al = low_rate(t, high, low);
    const double b = high_rate(t + h / 2, high + h / 2 * a);
    const double bl = low_rate(t + h / 2, high + h / 2 * a, low + h / 2 * al);
    const double c = high_rate(t + h / 2, high + h / 2 * b);
    const double cl = low_rate(t + h / 2, high + h / 2 * b, low + h / 2 * bl);
    const double d = high_rate(t + h, high + h * c);
    const double dl = low_rate(t + h, high + h * c, low + h * cl);
    high += h / 6 * (a + 2 * b + 2 * c + d);
    low += h / 6 * (al + 2 * bl + 2 * cl + dl);
  }
  return low;
}

TEST(AmplifierBand, SolvesItsEquationsExactly) {
  for (const auto& [high_hz, low_hz] :
       {std::pair{0.5, 100.0}, {1.2, 1700.0}, {10.0, 10.0}}) {
    for (const double time_us : {130.0, 1304.3, 1e4, 1e6 / (kTwoPi * 100.0)}) {
      for (const double span_us : {90.0, 4000.0, 50'000.0}) {
        AmplifierBand band(high_hz, low_hz);
        const Course course{300.0, -700.0};
        band.pass(course, time_us, span_us);
        EXPECT_NEAR(band.output(), slowly(high_hz, low_hz, course, time_us, span_us),
                    2e-3)
            << high_hz << ' ' << low_hz << ' ' << time_us << ' ' << span_us;
      }
    }
  }
}

TEST(AmplifierBand, APulseShorterThanASampleLeavesItsAreaInTheLowPass) {
  AmplifierBand band(0.001, 100.0);
  band.pass({1000.0, 0.0}, 1e4, 160.0);
  band.pass({0.0, 0.0}, 1e4, 1000.0);
  const double rate = kTwoPi * 100e-6;
  const double expected =
      1000.0 * (1.0 - std::exp(-rate * 160.0)) * std::exp(-rate * 1e3);
  EXPECT_NEAR(band.output(), expected, 1e-3);
  EXPECT_GT(expected, 50.0);
}

TEST(AmplifierBand, HowAStretchIsCutChangesNothing) {
  AmplifierBand whole(0.5, 100.0), cut(0.5, 100.0);
  const double time_us = 2000.0;
  whole.pass({10.0, 500.0}, time_us, 3000.0);
  cut.pass({10.0, 500.0}, time_us, 1234.5);
  cut.pass({10.0, 500.0 * std::exp(-1234.5 / time_us)}, time_us, 3000.0 - 1234.5);
  EXPECT_NEAR(whole.output(), cut.output(), 1e-9);
}

}  // namespace
}  // namespace homeostat::models
