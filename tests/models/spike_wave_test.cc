#include "models/spike_wave.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/neural_mass.h"
#include "models/ode_solver.h"
#include "tests/models/reference_trajectory.h"

namespace homeostat::models {
namespace {

// A quiet model (no noise) that lives, is pushed and is looked at.
class QuietSpikeWave {
 public:
  explicit QuietSpikeWave(const SpikeWaveSettings& settings, double relative = 1e-8)
      : model_(SpikeWave(settings)),
        solver_("spike_wave",
                [this](double, auto x, auto out) { model_.rates(x, noise_, out); },
                model_.rest(), 0.0, {relative, relative * 1e-2}) {}

  void start_at(std::vector<double> state) { solver_.restart(state, solver_.time()); }
  void live(double seconds) { solver_.advance(solver_.time() + seconds); }
  void live_until(double time) { solver_.advance(time); }
  void push(double jump) {
    std::vector<double> state(solver_.state().begin(), solver_.state().end());
    model_.jump(state, jump);
    solver_.restart(state, solver_.time());
  }
  std::span<const double> state() const { return solver_.state(); }
  double observable() const { return model_.observable(solver_.state()); }

  struct Look {
    double swing;  // peak to peak of the observable
    double rate_hz;
    double discharge;  // mean
  };
  Look look(double seconds) {
    double low = 1e9, high = -1e9, sum = 0.0, first = -1.0, last = -1.0;
    int turns = -1;
    double before = solver_.state()[SpikeWave::kTc];
    const int n = static_cast<int>(seconds / 0.002);
    for (int i = 0; i < n; ++i) {
      live(0.002);
      low = std::min(low, observable());
      high = std::max(high, observable());
      sum += model_.discharge(solver_.state());
      const double now = solver_.state()[SpikeWave::kTc];
      if (before < -0.1 && now >= -0.1) {
        if (turns++ < 0) first = solver_.time();
        last = solver_.time();
      }
      before = now;
    }
    return {high - low, turns > 0 ? turns / (last - first) : 0.0, sum / n};
  }

 private:
  NeuralMassOf<SpikeWave> model_;
  std::vector<double> noise_ = std::vector<double>(SpikeWave::kNoiseSources);
  OdeSolver solver_;
};

SpikeWaveSettings published(double thalamic_drive) {
  return {.thalamic_drive = thalamic_drive, .fatigue_time_s = 1.0};
}

TEST(SpikeWave, FollowsTheReferenceThroughBothPulses) {
  const char* const path = "models/taylor_swd_dop853.csv";
  HOMEOSTAT_NEEDS(path);
  const auto reference = read_trajectory(path);
  ASSERT_FALSE(reference.empty());
  QuietSpikeWave model(published(-2.0), 1e-9);
  model.start_at({0.1724, 0.1787, -0.0818, 0.2775, 0.0});
  double worst = 0.0;
  for (const auto& row : reference) {
    model.live_until(row[0]);
    for (std::size_t i = 0; i < 4; ++i) {
      worst = std::max(worst, std::abs(model.state()[i] - row[i + 1]));
    }
    worst = std::max(worst, std::abs(model.observable() - row[5]));
    if (row[0] == 10.0 || row[0] == 15.0) model.push(-0.3);
  }
  EXPECT_LT(worst, 1e-7);
}

TEST(SpikeWave, RestsAtThePublishedFixedPoint) {
  QuietSpikeWave model(published(-2.0));
  model.live(30.0);
  const double expected[] = {0.1723, 0.1794, -0.0817, 0.2775};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(model.state()[i], expected[i], 1e-4);
  EXPECT_LT(model.look(2.0).discharge, 0.01);
}

TEST(SpikeWave, OnePulseStartsADischargeOfThreeHertzAndAnotherEndsIt) {
  QuietSpikeWave model(published(-2.0));
  model.live_until(10.0);
  model.push(-0.3);
  model.live_until(12.0);
  const auto discharge = model.look(2.99);
  EXPECT_NEAR(discharge.rate_hz, 3.0, 0.05);
  EXPECT_NEAR(discharge.swing, 0.48, 0.01);
  EXPECT_NEAR(discharge.discharge, 1.0, 0.05);
  model.live_until(15.0);
  model.push(-0.3);
  model.live_until(20.0);
  EXPECT_LT(model.look(2.0).swing, 0.01);
}

TEST(SpikeWave, IsBistableAboveItsThresholdAndOnlyExcitableBelow) {
  for (const auto& [drive, sustained] :
       {std::pair{-2.0, true}, {-1.9, true}, {-2.05, false}}) {
    QuietSpikeWave model(published(drive));
    model.live(10.0);
    EXPECT_LT(model.look(2.0).swing, 1e-3) << drive;
    model.push(-0.3);
    model.live(20.0);
    EXPECT_EQ(model.look(2.0).swing > 0.3, sustained) << drive;
  }
}

TEST(SpikeWave, LosesItsRestWhenDrivenTooHard) {
  QuietSpikeWave model(published(-1.7));
  model.live(60.0);
  EXPECT_GT(model.look(2.0).swing, 0.4);
}

TEST(SpikeWave, FatigueEndsADischargeThatWouldNotEnd) {
  SpikeWaveSettings tiring = published(-1.9);
  tiring.fatigue_depth = 0.2;
  tiring.fatigue_time_s = 20.0;
  QuietSpikeWave model(tiring);
  model.push(-0.3);
  model.live(3.0);
  EXPECT_GT(model.look(2.0).swing, 0.4);
  model.live(35.0);
  EXPECT_LT(model.look(2.0).swing, 0.05);
  model.live(150.0);
  EXPECT_LT(model.state()[SpikeWave::kFatigue], 1e-3);
}

TEST(SpikeWave, WithoutFatigueIsThePublishedModel) {
  QuietSpikeWave model(published(-1.9));
  model.push(-0.3);
  model.live(120.0);
  EXPECT_GT(model.look(2.0).swing, 0.4);
  EXPECT_EQ(model.state()[SpikeWave::kFatigue], 0.0);
}

}  // namespace
}  // namespace homeostat::models
