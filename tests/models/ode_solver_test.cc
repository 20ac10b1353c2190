#include "models/ode_solver.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace homeostat::models {
namespace {

using State = std::vector<double>;

void oscillate(double, std::span<const double> x, std::span<double> out) {
  out[0] = x[1];
  out[1] = -x[0];
}

TEST(OdeSolver, FollowsAnOscillatorForAHundredTurns) {
  OdeSolver solver("oscillator", oscillate, State{1.0, 0.0}, 0.0, {1e-9, 1e-12});
  const double end = 200.0 * 3.141592653589793;
  solver.advance(end);
  EXPECT_EQ(solver.time(), end);
  EXPECT_NEAR(solver.state()[0], 1.0, 1e-5);
  EXPECT_NEAR(solver.state()[1], 0.0, 1e-5);
}

TEST(OdeSolver, MeetsTheToleranceItIsGiven) {
  double before = 1.0;
  for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
    OdeSolver solver("oscillator", oscillate, State{1.0, 0.0}, 0.0,
                     {tolerance, tolerance});
    solver.advance(10.0);
    const double error = std::abs(solver.state()[0] - std::cos(10.0));
    EXPECT_LT(error, 20.0 * tolerance);
    EXPECT_LT(error, before);
    before = error;
  }
}

// A leaky integrator under 130 Hz, 90 us pulses that lie on no grid. Cut at the edges,
// the solver delivers the exact charge; the closed form is the sum of decaying
// exponentials.
class PulsedIntegrator {
 public:
  explicit PulsedIntegrator(double leak)
      : solver_("integrator",
                [this, leak](double, auto x, auto out) { out[0] = drive_ - leak * x[0]; },
                State{0.0}, 0.0, {1e-8, 1e-14}) {}

  void drive(double value, double until) {
    drive_ = value;
    solver_.restart(solver_.state(), solver_.time());
    solver_.advance(until);
  }
  double value() const { return solver_.state()[0]; }

 private:
  double drive_ = 0.0;
  OdeSolver solver_;
};

constexpr double kWidth = 90e-6;
constexpr double kOnset = 0.0012345678;
constexpr double kPeriod = 1.0 / 129.7;

TEST(OdeSolver, DeliversTheExactChargeOfPulsesNarrowerThanAnyStep) {
  PulsedIntegrator integrator(0.0);
  for (int k = 0; k < 130; ++k) {
    integrator.drive(0.0, kOnset + k * kPeriod);
    integrator.drive(2e4, kOnset + k * kPeriod + kWidth);
  }
  integrator.drive(0.0, 1.5);
  EXPECT_NEAR(integrator.value() / (130 * 2e4 * kWidth), 1.0, 1e-12);
}

TEST(OdeSolver, LeavesNothingOfABalancedPulseInAnIntegrator) {
  PulsedIntegrator integrator(0.0);
  integrator.drive(0.0, kOnset);
  integrator.drive(2e4, kOnset + kWidth);
  integrator.drive(-2e4, kOnset + 2 * kWidth);
  integrator.drive(0.0, 1.0);
  EXPECT_NEAR(integrator.value(), 0.0, 1e-12);
}

TEST(OdeSolver, KeepsAnEdgeSharpWhereTheSystemForgets) {
  constexpr double kLeak = 100.0;
  PulsedIntegrator integrator(kLeak);
  double expected = 0.0;
  const double end = kOnset + 20 * kPeriod;
  for (int k = 0; k < 20; ++k) {
    integrator.drive(0.0, kOnset + k * kPeriod);
    integrator.drive(2e4, kOnset + k * kPeriod + kWidth);
    const double after = 2e4 / kLeak * -std::expm1(-kLeak * kWidth);
    expected += after * std::exp(-kLeak * (end - (kOnset + k * kPeriod + kWidth)));
  }
  integrator.drive(0.0, end);
  EXPECT_NEAR(integrator.value() / expected, 1.0, 1e-7);
}

TEST(OdeSolver, ContinuesFromAStateItIsGiven) {
  OdeSolver solver("oscillator", oscillate, State{1.0, 0.0}, 0.0);
  solver.advance(1.0);
  solver.restart(State{0.0, 2.0}, 5.0);
  EXPECT_EQ(solver.time(), 5.0);
  solver.advance(5.0);
  EXPECT_EQ(solver.state()[1], 2.0);
  solver.advance(6.0);
  EXPECT_NEAR(solver.state()[0], 2.0 * std::sin(1.0), 1e-5);
}

TEST(OdeSolver, RunsTwiceToTheSameBits) {
  State ends[2];
  for (State& end : ends) {
    OdeSolver solver("oscillator", oscillate, State{1.0, 0.0}, 0.0);
    for (int i = 1; i <= 50; ++i) solver.advance(i * 0.37);
    end.assign(solver.state().begin(), solver.state().end());
  }
  EXPECT_EQ(ends[0], ends[1]);
}

std::string complaint_of(OdeSolver& solver, double until) {
  try {
    solver.advance(until);
  } catch (const SolverError& error) {
    return error.what();
  }
  return "none";
}

TEST(OdeSolver, NamesModelTimeAndStateWhenAStateBlowsUp) {
  OdeSolver solver(
      "runaway", [](double, auto x, auto out) { out[0] = x[0] * x[0]; }, State{1.0}, 0.0);
  solver.advance(0.5);  // the solution ends at 1
  const std::string what = complaint_of(solver, 2.0);
  EXPECT_NE(what.find("runaway at time 0.5"), std::string::npos) << what;
  EXPECT_NE(what.find("state "), std::string::npos) << what;
  EXPECT_EQ(what.find('\n'), std::string::npos) << what;
}

TEST(OdeSolver, NeverPassesANanOn) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  OdeSolver solver(
      "poisoned", [nan](double t, auto, auto out) { out[0] = t > 1.0 ? nan : 0.0; },
      State{3.0}, 0.0);
  solver.advance(1.0);
  EXPECT_NE(complaint_of(solver, 2.0).find("poisoned at time 1"), std::string::npos);
  EXPECT_THROW(solver.restart(State{nan}, 1.0), SolverError);
  EXPECT_THROW(OdeSolver("unborn", oscillate, State{nan, 0.0}, 0.0), SolverError);
}

TEST(OdeSolver, RefusesToGoBackInTime) {
  OdeSolver solver("oscillator", oscillate, State{1.0, 0.0}, 2.0);
  EXPECT_EQ(complaint_of(solver, 2.0), "none");
  EXPECT_NE(complaint_of(solver, 1.999).find("go back"), std::string::npos);
}

}  // namespace
}  // namespace homeostat::models
