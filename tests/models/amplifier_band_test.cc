#include "models/amplifier_band.h"

#include <gtest/gtest.h>

#include <cmath>

namespace homeostat::models {
namespace {

constexpr double kTwoPi = 6.283185307179586;

struct Stretch {
  double high_hz;
  double low_hz;
  double time_us;
  double span_us;
};

// The two equations of the header, by Runge-Kutta in 20'000 steps, from silence.
double slowly(const Stretch& s, const Course& course) {
  constexpr int kSteps = 20'000;
  struct State {
    double high = 0.0;
    double low = 0.0;
  };
  const double h = s.span_us / kSteps;
  const auto rates = [&](double t, const State& at) {
    const double passed =
        course.level + course.swing * std::exp(-t / s.time_us) - at.high;
    return State{kTwoPi * s.high_hz * 1e-6 * passed,
                 kTwoPi * s.low_hz * 1e-6 * (passed - at.low)};
  };
  State x;
  const auto after = [&x](double span, const State& rate) {
    return State{x.high + span * rate.high, x.low + span * rate.low};
  };
  for (int i = 0; i < kSteps; ++i) {
    const double t = i * h;
    const State a = rates(t, x);
    const State b = rates(t + h / 2, after(h / 2, a));
    const State c = rates(t + h / 2, after(h / 2, b));
    const State d = rates(t + h, after(h, c));
    x.high += h / 6 * (a.high + 2 * b.high + 2 * c.high + d.high);
    x.low += h / 6 * (a.low + 2 * b.low + 2 * c.low + d.low);
  }
  return x.low;
}

TEST(AmplifierBand, SolvesItsEquationsExactly) {
  const Course course{300.0, -700.0};
  for (const Stretch& s : {Stretch{0.5, 100.0, 130.0, 90.0},
                           {0.5, 100.0, 1304.3, 4000.0},
                           {0.5, 100.0, 1e4, 50'000.0},
                           {1.2, 1700.0, 1304.3, 90.0},
                           {1.2, 1700.0, 1e4, 4000.0},
                           {10.0, 10.0, 1304.3, 4000.0},
                           {0.5, 100.0, 1e6 / (kTwoPi * 100.0), 4000.0},
                           {10.0, 10.0, 1e6 / (kTwoPi * 10.0), 50'000.0}}) {
    AmplifierBand band(s.high_hz, s.low_hz);
    band.pass(course, s.time_us, s.span_us);
    EXPECT_NEAR(band.output(), slowly(s, course), 5e-3)  // three equal rates: 5e-6
        << s.high_hz << ' ' << s.low_hz << ' ' << s.time_us << ' ' << s.span_us;
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
