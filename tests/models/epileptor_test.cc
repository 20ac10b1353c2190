#include "models/epileptor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "models/patient_model.h"
#include "models/simulation.h"
#include "tests/models/reference_trajectory.h"

namespace homeostat::models {
namespace {

const std::vector<double> kStart = {-1.5, -10.0, 3.0, -0.9, 0.0, 0.0};

class QuietEpileptor {
 public:
  QuietEpileptor(double excitability, double relative, const std::vector<double>& start)
      : life_(simulate(
            *find_model("epileptor"),
            {.engine = Engine::kErk5,
             .tolerances = {relative, relative * 1e-2},
             .parameters = patient_model(EpileptorSettings{.excitability = excitability})
                               .parameters,
             .initial = start})) {}

  void live_until(double time) { life_->advance(time); }
  std::vector<double> state() const { return life_->state(); }
  double observable() const { return life_->observable(); }

 private:
  std::unique_ptr<Simulation> life_;
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
    for (std::size_t i = 0; i < std::size(Epileptor::kStates); ++i) {
      const double error = std::abs(model.state()[i] - row[i + 1]);
      all = std::max(all, error);
      if (row[0] <= 160.0) quiet = std::max(quiet, error);
    }
    EXPECT_NEAR(model.observable(), row[7], 1e-3) << row[0];
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

TEST(Epileptor, OfAPatientBeginsAtRestWhereThereIsOne) {
  const auto rest = patient_model(EpileptorSettings{.excitability = -2.3}).rest;
  EXPECT_NEAR(rest[Epileptor::kZ], 3.015, 1e-3);
  QuietEpileptor model(-2.3, 1e-8, rest);
  model.live_until(3000.0);
  for (const auto i : {Epileptor::kX1, Epileptor::kY1, Epileptor::kZ, Epileptor::kG}) {
    EXPECT_NEAR(model.state()[i], rest[i], 1e-5);
  }
}

TEST(Epileptor, PullsItsPermittivityBackFromBelowZero) {
  const auto parameters =
      patient_model(EpileptorSettings{.excitability = -2.0}).parameters;
  const auto c = Epileptor::prepare(parameters.data());
  const auto slow_rate = [&](double z) {
    const double x[] = {-1.5, -10.0, z, 0.0, 0.0, 0.0};
    double out[6];
    Epileptor::rates(x, c, Inputs<Nothing, Nothing, Nothing, Nothing>{}, out);
    return out[Epileptor::kZ];
  };
  EXPECT_NEAR(slow_rate(-1.0) - slow_rate(0.0), 0.00035 * 1.1, 1e-15);
}

}  // namespace
}  // namespace homeostat::models
