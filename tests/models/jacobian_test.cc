// The Jacobians that the equations give of themselves, against differences of the rates.
#include "models/jacobian.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/cvode_solver.h"
#include "models/simulation.h"

namespace homeostat::models {
namespace {

using Vector = std::vector<double>;

Vector own_parameters(const Model& model) {
  Vector p;
  for (const auto& fact : model.parameters) p.push_back(fact.value);
  return p;
}

// States that the model itself comes by.
std::vector<Vector> states_of(const Model& model) {
  const auto life = simulate(model, {.engine = Engine::kErk5});
  std::vector<Vector> states;
  for (int i = 1; i <= 20; ++i) {
    life->advance(model.facts.step * (37.0 * i + 0.5));
    states.push_back(life->state());
  }
  return states;
}

class JacobianOfEveryOrdinaryModel : public ::testing::TestWithParam<std::size_t> {};

// Differences over 2 h err by h^2, and by the terms' rounding over h: 1e-10 of them.
TEST_P(JacobianOfEveryOrdinaryModel, IsWhatDifferencesOfTheRatesTend) {
  const Model& model = all_models()[GetParam()];
  if (!model.delays.empty()) {
    EXPECT_EQ(model.jacobian, nullptr);
    return;
  }
  const std::size_t n = model.states.size();
  const Vector p = own_parameters(model);
  const auto rates = [&](const Vector& x) {
    Vector out(n);
    model.kernel().rates(x.data(), p.data(), 0.3, out.data());
    return out;
  };
  double largest = 0.0;
  for (const Vector& state : states_of(model)) {
    Vector jacobian(n * n);
    model.jacobian(state.data(), p.data(), 0.3, jacobian.data());
    Vector terms(n, 1.0);
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = 0; i < n; ++i) {
        terms[i] += std::abs(jacobian[j * n + i] * state[j]);
      }
    }
    for (std::size_t j = 0; j < n; ++j) {
      Vector above = state, below = state;
      const double h = 1e-6 * std::max(1.0, std::abs(state[j]));
      above[j] += h;
      below[j] -= h;
      const Vector up = rates(above), down = rates(below);
      for (std::size_t i = 0; i < n; ++i) {
        const double difference = (up[i] - down[i]) / (above[j] - below[j]);
        EXPECT_NEAR(jacobian[j * n + i], difference,
                    2e-9 * terms[i] + 1e-7 * std::abs(difference))
            << model.name << ": d " << model.states[i].name << "' / d "
            << model.states[j].name;
        largest = std::max(largest, std::abs(difference));
      }
    }
  }
  EXPECT_GT(largest, 0.0);
}

INSTANTIATE_TEST_SUITE_P(All, JacobianOfEveryOrdinaryModel,
                         ::testing::Range(std::size_t{0}, all_models().size()),
                         [](const auto& which) {
                           return std::string(all_models()[which.param].name);
                         });

TEST(Jacobian, SparesBdfTheEvaluationsThatWouldEstimateIt) {
  const Model& model = *find_model("liley");
  const std::size_t n = model.states.size();
  const Vector p = own_parameters(model);
  Vector initial;
  for (const auto& fact : model.states) initial.push_back(fact.initial);
  const auto rates = [&](double, std::span<const double> x, std::span<double> out) {
    model.kernel().rates(x.data(), p.data(), 0.0, out.data());
  };
  const auto jacobian = [&](double, std::span<const double> x, std::span<double> out) {
    model.jacobian(x.data(), p.data(), 0.0, out.data());
  };
  const Tolerances tight{1e-9, 1e-11};
  CvodeSolver estimated("liley", rates, initial, 0.0, CvodeMethod::kBdf, tight);
  CvodeSolver given("liley", rates, initial, 0.0, CvodeMethod::kBdf, tight, jacobian);
  for (CvodeSolver* solver : {&estimated, &given}) solver->advance(100.0);
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_NEAR(given.state()[i], estimated.state()[i], 1e-4) << model.states[i].name;
  }
  EXPECT_LT(given.rate_evaluations() + 100, estimated.rate_evaluations());
}

// Van der Pol's oscillator where it is stiff: without its Jacobian BDF has to step as
// finely as any explicit method.
TEST(Jacobian, ThatIsWrongIsPaidForInSteps) {
  const auto rates = [](double, std::span<const double> x, std::span<double> out) {
    out[0] = x[1];
    out[1] = 1000.0 * (1.0 - x[0] * x[0]) * x[1] - x[0];
  };
  const auto right = [](double, std::span<const double> x, std::span<double> out) {
    out[0] = 0.0;
    out[1] = -2000.0 * x[0] * x[1] - 1.0;
    out[2] = 1.0;
    out[3] = 1000.0 * (1.0 - x[0] * x[0]);
  };
  const auto wrong = [](double, std::span<const double>, std::span<double> out) {
    std::fill(out.begin(), out.end(), 0.0);
  };
  const Vector initial{2.0, 0.0};
  CvodeSolver good("oscillator", rates, initial, 0.0, CvodeMethod::kBdf, {}, right);
  CvodeSolver bad("oscillator", rates, initial, 0.0, CvodeMethod::kBdf, {}, wrong);
  good.advance(100.0);
  bad.advance(100.0);
  EXPECT_LT(good.rate_evaluations(), 400);
  EXPECT_GT(bad.rate_evaluations(), 10 * good.rate_evaluations());
}

}  // namespace
}  // namespace homeostat::models
