#include "models/phase_trigger.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "models/simulation.h"

namespace homeostat::models {
namespace {

constexpr double kStep = 1e-3;

// When a rhythm of `frequency` on a mean of 5 is met, looked for at 10 Hz.
std::vector<double> met(double phase_degrees, double frequency = 10.0,
                        double amplitude = 2.0, double least = 0.0) {
  PhaseTrigger trigger({10.0, phase_degrees, least}, kStep);
  std::vector<double> times;
  for (int k = 0; k < 4000; ++k) {
    const double now = k * kStep;
    const auto ahead =
        trigger.look(5.0 + amplitude * std::cos(2 * M_PI * frequency * now));
    if (!ahead) continue;
    EXPECT_GE(*ahead, 0.0);
    EXPECT_LT(*ahead, kStep);
    if (now > 2.0) times.push_back(now + *ahead);
  }
  return times;
}

double degrees_at(double time, double frequency) {
  const double turns = time * frequency;
  return 360.0 * (turns - std::floor(turns));
}

double off_by(double degrees, double wanted) {
  return std::remainder(degrees - wanted, 360.0);
}

TEST(PhaseTrigger, MeetsARhythmOnceACycleWithinADegreeOfItsPhase) {
  for (const double phase : {0.0, 45.0, 90.0, 180.0, 270.0, -30.0}) {
    const auto times = met(phase);
    EXPECT_NEAR(static_cast<double>(times.size()), 20.0, 1.0) << phase;
    for (const double time : times) {
      ASSERT_LT(std::abs(off_by(degrees_at(time, 10.0), phase)), 1.0) << phase;
    }
  }
}

// 2 Q e: a tenth faster is met 0.4 radians late, a tenth slower as much early.
TEST(PhaseTrigger, MeetsAFasterRhythmLateAndASlowerOneEarly) {
  for (const double time : met(0.0, 11.0)) {
    ASSERT_NEAR(off_by(degrees_at(time, 11.0), 0.0), 23.0, 4.0);
  }
  for (const double time : met(0.0, 9.0)) {
    ASSERT_NEAR(off_by(degrees_at(time, 9.0), 0.0), -23.0, 4.0);
  }
}

TEST(PhaseTrigger, DoesNotTakeAWeakRhythmForOne) {
  EXPECT_TRUE(met(0.0, 10.0, 0.9, 1.0).empty());
  EXPECT_FALSE(met(0.0, 10.0, 1.1, 1.0).empty());
  EXPECT_TRUE(met(0.0, 10.0, 0.0).empty());  // a mean has no phase
}

TEST(PhaseTrigger, RefusesWhatMeansNothing) {
  EXPECT_THROW(PhaseTrigger({0.0, 0.0, 0.0}, kStep), std::invalid_argument);
  EXPECT_THROW(PhaseTrigger({60.0, 0.0, 0.0}, kStep), std::invalid_argument);
  EXPECT_THROW(PhaseTrigger({10.0, std::nan(""), 0.0}, kStep), std::invalid_argument);
  EXPECT_THROW(PhaseTrigger({10.0, 0.0, -1.0}, kStep), std::invalid_argument);
}

// Wendling's 11 Hz (B = 15, G = 0), pulses too weak to move it: where in the cycle of the
// undisturbed life do they fall?
SimulationSetup rhythm() {
  const Model& model = *find_model("wendling");
  SimulationSetup setup;
  for (const auto& p : model.parameters) setup.parameters.push_back(p.value);
  setup.parameters[model.parameter("B")] = 15.0;
  setup.parameters[model.parameter("G")] = 0.0;
  return setup;
}

PhaseTrain at_the_peak(double amplitude) {
  return {.pulse = {.width = 90e-6, .amplitude = amplitude},
          .trigger = {.frequency = 11.0, .phase_degrees = 0.0},
          .start = 3.0,
          .stop = 6.0};
}

std::vector<double> life_of(const SimulationSetup& setup) {
  const auto life = simulate(*find_model("wendling"), setup);
  std::vector<double> observed;
  for (int ms = 1; ms <= 6000; ++ms) {
    life->advance(ms * 1e-3);
    observed.push_back(life->observable());
  }
  return observed;
}

TEST(PhaseTrain, PulsesAModelAtThePhaseOfItsOwnObservable) {
  const auto undisturbed = life_of(rhythm());
  PhaseTrigger trigger(at_the_peak(0.0).trigger, kStep);
  std::vector<double> peaks, times;
  for (std::size_t i = 1; i + 1 < undisturbed.size(); ++i) {
    const double now = static_cast<double>(i + 1) * 1e-3;
    const auto ahead = trigger.look(undisturbed[i]);
    if (now < 3.0) continue;
    if (ahead) times.push_back(now + *ahead);
    if (undisturbed[i] > undisturbed[i - 1] && undisturbed[i] >= undisturbed[i + 1]) {
      peaks.push_back(now);
    }
  }
  ASSERT_GT(peaks.size(), 30U);
  for (std::size_t i = 1; i + 1 < times.size(); ++i) {
    double nearest = 1.0;
    for (const double peak : peaks) {
      if (std::abs(times[i] - peak) < std::abs(nearest)) nearest = times[i] - peak;
    }
    ASSERT_LT(std::abs(nearest) * 11.0 * 360.0, 20.0) << times[i];  // no sine wave
  }
}

TEST(PhaseTrain, ActsFromItsStartOnAndTheSameWhateverIsLookedAt) {
  SimulationSetup setup = rhythm();
  const auto undisturbed = life_of(setup);
  setup.phase_trains = {at_the_peak(2e4)};
  const auto pulsed = life_of(setup);
  for (std::size_t i = 0; i < 2999; ++i) ASSERT_EQ(pulsed[i], undisturbed[i]) << i;
  EXPECT_NE(pulsed[3500], undisturbed[3500]);
  const auto in_one_go = simulate(*find_model("wendling"), setup);
  in_one_go->advance(6.0);
  EXPECT_EQ(in_one_go->observable(), pulsed.back());
}

TEST(PhaseTrain, NeedsAFixedStep) {
  SimulationSetup setup = rhythm();
  setup.phase_trains = {at_the_peak(1.0)};
  setup.engine = Engine::kErk5;
  EXPECT_THROW(simulate(*find_model("wendling"), setup), std::invalid_argument);
}

}  // namespace
}  // namespace homeostat::models
