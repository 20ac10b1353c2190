#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/epileptor_patient.h"
#include "models/neural_mass.h"
#include "models/ode_solver.h"
#include "tests/models/reference_trajectory.h"

namespace homeostat::models {
namespace {

const std::vector<double> kStart = {-1.5, -10.0, 3.0, -0.9, 0.0, 0.0};

class QuietEpileptor {
 public:
  QuietEpileptor(double excitability, double relative, const std::vector<double>& start)
      : model_(EpileptorPatient({.excitability = excitability})),
        solver_("epileptor",
                [this](double, auto x, auto out) { model_.rates(x, noise_, out); }, start,
                0.0, {relative, relative * 1e-2}) {}

  void live_until(double time) { solver_.advance(time); }
  std::span<const double> state() const { return solver_.state(); }
  const NeuralMass& model() const { return model_; }

 private:
  NeuralMassOf<EpileptorPatient> model_;
  std::vector<double> noise_ = std::vector<double>(EpileptorPatient::kNoiseSources);
  OdeSolver solver_;
};

// Times at which x1 crosses -0.9, between the seizing and the resting branch.
std::vector<double> crossings(QuietEpileptor& model, double end) {
  std::vector<double> times;
  double before = model.state()[0];
  for (double t = 0.25; t <= end; t += 0.25) {
    model.live_until(t);
    const double now = model.state()[0];
    if ((before < -0.9) != (now < -0.9) && t > 50.0) times.push_back(t);
    before = now;
  }
  return times;
}

TEST(Epileptor, FollowsTheReferenceThroughTwoSeizures) {
  const char* const path = "models/epileptor_x0m1.6_dop853.csv";
  HOMEOSTAT_NEEDS(path);
  const auto reference = read_trajectory(path);
  ASSERT_FALSE(reference.empty());
  QuietEpileptor model(-1.6, 1e-8, kStart);
  double quiet = 0.0, all = 0.0;
  for (const auto& row : reference) {
    model.live_until(row[0]);
    for (std::size_t i = 0; i < EpileptorPatient::kStates; ++i) {
      const double error = std::abs(model.state()[i] - row[i + 1]);
      all = std::max(all, error);
      if (row[0] <= 160.0) quiet = std::max(quiet, error);
    }
    EXPECT_NEAR(model.model().observable(model.state()), row[7], 1e-3) << row[0];
  }
  EXPECT_LT(quiet, 5e-5);  // before the first spike
  EXPECT_LT(all, 1e-3);
}

// models.md gives 172-1203, with a window of 30 units on both sides of the crossings.
TEST(Epileptor, SeizesFor1031UnitsEvery1933) {
  QuietEpileptor model(-1.6, 1e-6, kStart);
  const auto times = crossings(model, 4200.0);
  ASSERT_EQ(times.size(), 5U);
  EXPECT_NEAR(times[0] - 30.0, 172.0, 1.0);
  EXPECT_NEAR(times[1] + 30.0, 1203.0, 1.0);
  EXPECT_NEAR(times[2] - times[0], 1933.0, 2.0);
  EXPECT_NEAR(times[4] - times[2], 1933.0, 2.0);
}

TEST(Epileptor, SeizesJustAboveItsThresholdAndRestsJustBelow) {
  QuietEpileptor above(-2.06, 1e-6, kStart);
  EXPECT_GE(crossings(above, 9000.0).size(), 4U);
  QuietEpileptor below(-2.08, 1e-6, kStart);
  EXPECT_LE(crossings(below, 9000.0).size(), 2U);  // what the start itself throws up
}

TEST(Epileptor, BeginsAtRestWhereThereIsOne) {
  const auto rest = EpileptorPatient({.excitability = -2.3}).rest();
  EXPECT_NEAR(rest[Epileptor::kZ], 3.015, 1e-3);
  QuietEpileptor model(-2.3, 1e-8, {rest.begin(), rest.end()});
  model.live_until(3000.0);
  for (const auto i : {Epileptor::kX1, Epileptor::kY1, Epileptor::kZ, Epileptor::kG}) {
    EXPECT_NEAR(model.state()[i], rest[i], 1e-5);
  }
}

TEST(Epileptor, PullsItsPermittivityBackFromBelowZero) {
  const EpileptorPatient model({.excitability = -2.0});
  EpileptorPatient::State<double> with{}, without{};
  model.rates({-1.5, -10.0, -1.0, 0.0, 0.0, 0.0}, {}, with);
  model.rates({-1.5, -10.0, 0.0, 0.0, 0.0, 0.0}, {}, without);
  EXPECT_NEAR(with[Epileptor::kZ] - without[Epileptor::kZ], 0.00035 * 1.1, 1e-15);
}

}  // namespace
}  // namespace homeostat::models
