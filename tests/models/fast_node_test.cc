// The tables of the fast nodes against the equations that made them.
#include "models/fast_node.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "models/cohort.h"

namespace homeostat::models {
namespace {

constexpr double kRounding = 5.1e-5;  // tables have four digits

// Mean gamma of the node at inputs 0.02 apart, mood held still.
std::vector<double> gammas(double lowest, std::size_t count) {
  const Model& model = *find_model("mood_gamma");
  Cohort cohort(model, count, {.step = 0.25});
  for (std::size_t i = 0; i < count; ++i) {
    cohort.parameter(i, model.parameter("e0")) = lowest + 0.02 * static_cast<double>(i);
    cohort.parameter(i, model.parameter("k_I")) = 0.0;
    cohort.parameter(i, model.parameter("tau_m")) = 1e12;
  }
  cohort.advance(40'000);
  std::vector<double> mean(count);
  for (int k = 0; k < 100; ++k) {
    cohort.advance(40);
    for (std::size_t i = 0; i < count; ++i) {
      mean[i] += 0.01 * cohort.state(i, model.state("Gamma"));
    }
  }
  return mean;
}

double vacc(double dysfunction, double current_na) {
  const Model& model = *find_model("vacc_dlpfc");
  Cohort cohort(model, 64, {.noise = NoiseKey{.seed = 7}});
  for (std::size_t i = 0; i < 64; ++i) {
    cohort.parameter(i, model.parameter("kappa")) = dysfunction;
    cohort.parameter(i, model.parameter("I_emo")) = current_na;
  }
  cohort.advance(40'000);
  double mean = 0.0;
  for (int k = 0; k < 400; ++k) {
    cohort.advance(200);
    for (std::size_t i = 0; i < 64; ++i) mean += cohort.state(i, 0) / (64 * 400);
  }
  return mean;
}

TEST(FastNode, TheTableOfGammaIsWhatTheNodeDoes) {
  const auto mean = gammas(0.0, 121);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const double input = 0.02 * static_cast<double>(i);
    EXPECT_NEAR(mean_gamma(input), mean[i], kRounding) << input;
  }
}

// Between two inputs of the table the node is within this of the straight line; the first
// interval holds the onset of the rhythm.
TEST(FastNode, BetweenTheRowsOfItsTableGammaIsNearlyStraight) {
  const auto mean = gammas(0.81, 80);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const double input = 0.81 + 0.02 * static_cast<double>(i);
    EXPECT_NEAR(mean_gamma(input), mean[i], 4e-3) << input;
  }
}

TEST(FastNode, TheTableOfVaccIsWhatTheSwitchDoesUnderItsNoise) {
  EXPECT_NEAR(mean_vacc(1.0, 0.0), vacc(1.0, 0.0), kRounding);
  EXPECT_NEAR(mean_vacc(1.03, 0.0), vacc(1.03, 0.0), kRounding);
  EXPECT_NEAR(mean_vacc(1.055, 0.0), vacc(1.055, 0.0), kRounding);
  EXPECT_NEAR(mean_vacc(1.07, -0.0025), vacc(1.07, -0.0025), kRounding);
  EXPECT_NEAR(mean_vacc(1.055, -0.02), vacc(1.055, -0.02), kRounding);
}

TEST(FastNode, BeyondItsTableDoesWhatItDoesAtTheEnd) {
  EXPECT_EQ(mean_gamma(-5.0), 0.0);
  EXPECT_DOUBLE_EQ(mean_gamma(5.0), mean_gamma(2.4));
  EXPECT_DOUBLE_EQ(mean_vacc(0.5, 1.0), mean_vacc(0.98, 0.0));
  EXPECT_DOUBLE_EQ(mean_vacc(2.0, -1.0), mean_vacc(1.08, -0.02));
  EXPECT_EQ(mean_gamma(std::nan("")), 0.0);
}

TEST(FastNode, MoodAndStimulationActByItsInput) {
  const FastNode gamma(GammaNode{1.0, 0.25, 0.6});
  EXPECT_EQ(gamma.mean(-1.2, 0.0), mean_gamma(1.3));
  EXPECT_EQ(gamma.mean(-1.2, 0.5), mean_gamma(1.0 + 0.25 * 1.2 - 0.6 * 0.5));
  const FastNode vacc(VaccNode{1.03, 0.022, -0.02});
  EXPECT_EQ(vacc.mean(-1.0, 0.25), mean_vacc(1.03 + 0.022, -0.02 * 0.25));
}

}  // namespace
}  // namespace homeostat::models
