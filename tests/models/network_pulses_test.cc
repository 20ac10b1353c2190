// Pulses within networks: exact where they act, heard as ever by the others.
#include "models/network_pulses.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "models/cohort.h"
#include "models/network.h"

namespace homeostat::models {
namespace {

// 20 nodes, two groups and a part of a third; each hears the one before, five steps late.
Connectome ring(double weight, std::uint32_t delay_steps = 5) {
  Connectome c{.nodes = 20};
  for (std::uint32_t i = 0; i < 20; ++i) {
    c.connections.push_back({i, (i + 19) % 20, weight, delay_steps});
  }
  return c;
}

constexpr PulseTrain kTrain{.start = 0.0103456,
                            .period = 1.0 / 130,
                            .pulses = 40,
                            .width = 90e-6,
                            .amplitude = 20'000.0};

TEST(NetworkPulses, CarryTheExactChargeOfPulsesOffTheGridAndNarrowerThanTheStep) {
  NetworkPulses pulses;
  pulses.add(3, kTrain, 1e-3, 2);
  pulses.add(17, kTrain, 1e-3, 2);
  double charge[32] = {}, time[32] = {};
  for (std::uint64_t first = 0; first < 640; first += 64) {
    const NetworkCuts* const cuts = pulses.plan(first, 64);
    for (std::size_t pair = 0; pair < 2; ++pair) {
      ASSERT_NE(cuts[pair].all, nullptr);
      for (std::uint32_t i = 0; i < cuts[pair].first[64]; ++i) {
        for (std::size_t lane = 0; lane < 16; ++lane) {
          const NetworkCut& cut = cuts[pair].all[i];
          charge[16 * pair + lane] += cut.length[lane] * cut.stimulus[lane];
          time[16 * pair + lane] += cut.length[lane];
        }
      }
    }
  }
  for (std::size_t node = 0; node < 32; ++node) {
    const bool reached = node == 3 || node == 17;
    EXPECT_NEAR(charge[node] / (40 * 90e-6 * 20'000.0), reached ? 1.0 : 0.0, 1e-12);
    EXPECT_NEAR(time[node], 0.640, 1e-12) << node;
  }
}

// Nobody hears anybody: each node lives as a patient of a cohort does under its pulses.
TEST(NetworkPulses, ActOnANodeAsOnAPatientOfACohort) {
  for (const Scheme scheme : {Scheme::kRk4, Scheme::kHeun, Scheme::kEuler}) {
    for (const bool noisy : {false, true}) {
      const Model& model = *find_model("wendling");
      NetworkOptions options{.scheme = scheme};
      CohortOptions of_one{.scheme = scheme};
      if (noisy) options.noise = of_one.noise = NoiseKey{.seed = 4};
      Network network(model, ring(0.0), options);
      Cohort cohort(model, 1, of_one);
      network.stimulate(0, kTrain);  // node 0 has a patient's stream of noise
      network.stimulate(11, kTrain);
      cohort.stimulate(0, kTrain);
      for (int block = 0; block < 10; ++block) {
        network.advance(37);
        cohort.advance(37);
        for (std::size_t i = 0; i < model.states.size(); ++i) {
          ASSERT_NEAR(network.state(0, i), cohort.state(0, i), 1e-9)
              << model.states[i].name;
        }
      }
    }
  }
}

TEST(NetworkPulses, ReachTheOthersThroughTheirConnectionsAndNoSooner) {
  const Model& model = *find_model("wendling");
  Network still(model, ring(5.0), {}), pulsed(model, ring(5.0), {});
  pulsed.stimulate(4, kTrain);
  // The first pulse acts within step 10: seen at its end, heard from there five steps
  // later, at work in the step after.
  const auto moved = [&](std::size_t node) {
    double most = 0.0;
    for (std::size_t i = 0; i < model.states.size(); ++i) {
      most = std::max(most, std::abs(still.state(node, i) - pulsed.state(node, i)));
    }
    return most;
  };
  for (Network* network : {&still, &pulsed}) network->advance(10);
  EXPECT_EQ(moved(4), 0.0);
  for (Network* network : {&still, &pulsed}) network->advance(6);
  EXPECT_GT(moved(4), 0.0);
  EXPECT_EQ(moved(5), 0.0);
  for (Network* network : {&still, &pulsed}) network->advance(2);
  EXPECT_GT(moved(5), 0.0);
  EXPECT_EQ(moved(6), 0.0);
  EXPECT_EQ(moved(3), 0.0);
}

TEST(NetworkPulses, GiveTheSameBitsInOneRunAndInPartsAndOnEveryInstructionSet) {
  const auto life = [](InstructionSet set, const std::vector<std::uint64_t>& advances) {
    Network network(
        *find_model("wendling"), ring(5.0),
        {.scheme = Scheme::kRk4, .noise = NoiseKey{.seed = 2}, .instruction_set = set});
    network.stimulate(4, kTrain);
    network.stimulate(18, kTrain);
    for (const std::uint64_t steps : advances) network.advance(steps);
    std::vector<double> states;
    for (std::size_t node = 0; node < 20; ++node)
      states.push_back(network.state(node, 1));
    return states;
  };
  const auto whole = life(InstructionSet::kBaseline, {200});
  EXPECT_EQ(life(InstructionSet::kBaseline, {1, 63, 65, 71}), whole);
  for (const auto set : {InstructionSet::kAvx2, InstructionSet::kAvx512}) {
    if (!can_run(set)) continue;
    EXPECT_EQ(life(set, {200}), whole);
  }
}

TEST(NetworkPulses, ThatMeanNothingAreRefused) {
  Network network(*find_model("wendling"), ring(0.0), {});
  EXPECT_THROW(network.stimulate(20, kTrain), std::invalid_argument);
  EXPECT_THROW(network.stimulate(0, {.start = 0.0, .amplitude = 1.0, .jumps = true}),
               std::invalid_argument);
  EXPECT_THROW(network.stimulate(0, {.start = 0.0, .width = 0.0}), std::invalid_argument);
  network.advance(100);
  EXPECT_THROW(network.stimulate(0, kTrain), std::invalid_argument);
}

}  // namespace
}  // namespace homeostat::models
