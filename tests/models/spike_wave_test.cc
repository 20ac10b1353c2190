#include "models/spike_wave.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/simulation.h"
#include "tests/models/life.h"
#include "tests/models/reference_trajectory.h"

namespace homeostat::models {
namespace {

Settings published(double thalamic_drive) {
  return {{"ht", thalamic_drive}, {"depth", 0.0}, {"sigma", 0.0}};
}

// A quiet model (no noise) that lives, is pushed and is looked at.
class QuietSpikeWave : public Life {
 public:
  explicit QuietSpikeWave(double thalamic_drive)
      : Life("spike_wave", published(thalamic_drive)) {}

  void push(double jump) { start({state("PY") + jump, state("IN") + jump}); }

  struct Look {
    double swing;  // peak to peak of the observable
    double rate_hz;
    double discharge;  // mean
  };
  Look look(double seconds) {
    std::vector<double> observed, thalamus;
    double sum = 0.0;
    const int n = static_cast<int>(seconds / 0.002);
    for (int i = 0; i < n; ++i) {
      observed.push_back(live(0.002).back());
      thalamus.push_back(state("TC"));
      const double x[] = {state("PY"), state("IN")};
      sum += SpikeWave::discharge(x);
    }
    return {swing(observed), rate(thalamus, 0.002), sum / n};
  }
};

TEST(SpikeWave, FollowsTheReferenceThroughBothPulses) {
  const char* const path = "models/taylor_swd_dop853.csv";
  HOMEOSTAT_NEEDS(path);
  const auto reference = read_trajectory(path);
  ASSERT_FALSE(reference.empty());
  SimulationSetup setup{.engine = Engine::kErk5,
                        .tolerances = {1e-9, 1e-11},
                        .initial = {0.1724, 0.1787, -0.0818, 0.2775, 0.0}};
  for (const double time : {10.0, 15.0}) {
    // The file shows the state before the jump.
    setup.pulses.push_back({.start = time + 1e-12, .amplitude = -0.3, .jumps = true});
  }
  const Model& model = *find_model("spike_wave");
  for (const auto& p : model.parameters) setup.parameters.push_back(p.value);
  setup.parameters[SpikeWave::kDepth] = 0.0;
  const auto life = simulate(model, setup);
  double worst = 0.0;
  for (const auto& row : reference) {
    life->advance(row[0]);
    const auto x = life->state();
    for (std::size_t i = 0; i < 4; ++i) {
      worst = std::max(worst, std::abs(x[i] - row[i + 1]));
    }
    worst = std::max(worst, std::abs(life->observable() - row[5]));
  }
  EXPECT_LT(worst, 1e-7);
}

TEST(SpikeWave, RestsAtThePublishedFixedPoint) {
  QuietSpikeWave model(-2.0);
  (void)model.live(30.0);
  EXPECT_NEAR(model.state("PY"), 0.1723, 1e-4);
  EXPECT_NEAR(model.state("IN"), 0.1794, 1e-4);
  EXPECT_NEAR(model.state("TC"), -0.0817, 1e-4);
  EXPECT_NEAR(model.state("RE"), 0.2775, 1e-4);
  EXPECT_LT(model.look(2.0).discharge, 0.01);
}

TEST(SpikeWave, OnePulseStartsADischargeOfThreeHertzAndAnotherEndsIt) {
  QuietSpikeWave model(-2.0);
  (void)model.live(10.0);
  model.push(-0.3);
  (void)model.live(2.0);
  const auto discharge = model.look(2.99);
  EXPECT_NEAR(discharge.rate_hz, 3.0, 0.05);
  EXPECT_NEAR(discharge.swing, 0.48, 0.01);
  EXPECT_NEAR(discharge.discharge, 1.0, 0.05);
  (void)model.live(0.01);
  model.push(-0.3);
  (void)model.live(5.0);
  EXPECT_LT(model.look(2.0).swing, 0.01);
}

TEST(SpikeWave, IsBistableAboveItsThresholdAndOnlyExcitableBelow) {
  for (const auto& [drive, sustained] :
       {std::pair{-2.0, true}, {-1.9, true}, {-2.05, false}}) {
    QuietSpikeWave model(drive);
    (void)model.live(10.0);
    EXPECT_LT(model.look(2.0).swing, 1e-3) << drive;
    model.push(-0.3);
    (void)model.live(20.0);
    EXPECT_EQ(model.look(2.0).swing > 0.3, sustained) << drive;
  }
}

TEST(SpikeWave, LosesItsRestWhenDrivenTooHard) {
  QuietSpikeWave model(-1.7);
  (void)model.live(60.0);
  EXPECT_GT(model.look(2.0).swing, 0.4);
}

// What a jump of the drive leaves, a slow drift does not.
TEST(SpikeWave, KeepsARestThatIsCarriedSlowly) {
  QuietSpikeWave model(-2.0);
  (void)model.live(10.0);
  for (double drive = -2.0; drive < -1.6; drive += 0.002) {
    model.set({{"ht", drive}});
    (void)model.live(0.5);
  }
  EXPECT_LT(model.look(2.0).swing, 0.02);
}

TEST(SpikeWave, FatigueEndsADischargeThatWouldNotEnd) {
  QuietSpikeWave model(-1.9);
  model.set({{"depth", 0.2}, {"time", 20.0}});
  model.push(-0.3);
  (void)model.live(3.0);
  EXPECT_GT(model.look(2.0).swing, 0.4);
  (void)model.live(35.0);
  EXPECT_LT(model.look(2.0).swing, 0.05);
  (void)model.live(150.0);
  EXPECT_LT(model.state("fatigue"), 1e-3);
}

TEST(SpikeWave, WithoutFatigueIsThePublishedModel) {
  QuietSpikeWave model(-1.9);
  Life as_published("taylor_wang", {{"ht", -1.9}, {"sigma", 0.0}});
  as_published.start({model.state("PY"), model.state("IN")});
  for (Life* life : {static_cast<Life*>(&model), &as_published}) {
    life->start({life->state("PY") - 0.3, life->state("IN") - 0.3});
  }
  EXPECT_EQ(model.live(120.0), as_published.live(120.0));
  EXPECT_GT(model.look(2.0).swing, 0.4);
  EXPECT_EQ(model.state("fatigue"), 0.0);
}

}  // namespace
}  // namespace homeostat::models
