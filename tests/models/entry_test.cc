// The ways in of a stimulus other than the default one: jumps of the state and
// polarisation of the populations by a field, exact in time.
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "models/simulation.h"
#include "tests/models/life.h"

namespace homeostat::models {
namespace {

PulseTrain jump_at(double time, double size) {
  return {.start = time, .amplitude = size, .jumps = true};
}

// Off the grid. At a step of 0.1 ms RK4 itself errs by less than 1e-9 here; a jump that
// came a microsecond late would make 1e-5.
TEST(Jump, HappensAtItsExactTimeInBothEngines) {
  const Model& model = *find_model("taylor_wang");
  SimulationSetup setup{.step = 1e-4,
                        .pulses = {jump_at(0.0123456, -0.3), jump_at(0.5004, 0.2)}};
  const auto fixed = simulate(model, setup);
  setup.engine = Engine::kErk5;
  setup.step = 0.0;
  setup.tolerances = {1e-11, 1e-13};
  const auto adaptive = simulate(model, setup);
  setup.engine = Engine::kCvodeAdams;
  const auto adams = simulate(model, setup);
  for (int ms = 1; ms <= 2000; ++ms) {
    for (const auto* life : {&fixed, &adaptive, &adams}) (*life)->advance(ms * 1e-3);
    ASSERT_NEAR(fixed->observable(), adaptive->observable(), 1e-7) << ms;
    ASSERT_NEAR(adams->observable(), adaptive->observable(), 1e-7) << ms;
  }
}

TEST(Jump, AddsItsSizeToTheStatesThatTheModelNames) {
  Cohort cohort(*find_model("taylor_wang"), 2, {.step = 1e-6});  // nothing else moves
  cohort.stimulate(1, jump_at(0.0, -0.3));
  cohort.advance(1);
  EXPECT_NEAR(cohort.state(1, 0) - cohort.state(0, 0), -0.3, 1e-3);
  EXPECT_NEAR(cohort.state(1, 1) - cohort.state(0, 1), -0.3, 1e-3);
  EXPECT_NEAR(cohort.state(1, 2) - cohort.state(0, 2), 0.0, 1e-3);
}

TEST(Jump, IsRefusedWhereNoStateJumps) {
  Cohort cohort(*find_model("wendling"), 1, {});
  EXPECT_THROW(cohort.stimulate(0, jump_at(0.0, 1.0)), std::invalid_argument);
  const SimulationSetup setup{.pulses = {jump_at(0.0, 1.0)}};
  EXPECT_THROW(simulate(*find_model("wendling"), setup), std::invalid_argument);
}

TEST(Stimulus, IsRefusedInThePast) {
  Cohort cohort(*find_model("wendling"), 1, {});
  cohort.advance(100);
  EXPECT_THROW(cohort.stimulate(0, {.start = 0.05, .width = 1e-3}),
               std::invalid_argument);
  EXPECT_NO_THROW(cohort.stimulate(0, {.start = 0.1, .width = 1e-3}));
}

// A steady stimulus of 1 with direct = 0, lambda = 0.5 is a field of 0.5 mV.
TEST(Polarisation, ThroughTheStimulusIsThatOfAField) {
  for (const char* name : {"wendling", "jansen_rit"}) {
    Life field(name, {{"field", 0.5}});
    Life through(name, {{"direct", 0.0}, {"lambda", 0.5}});
    through.pulse(0.0, 1e3, 1.0);
    const auto a = field.live(2.0);
    const auto b = through.live(2.0);
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-6) << name;
  }
}

TEST(Polarisation, ByPulsesMovesTheModelAndCarriesNoPulseDensity) {
  Life still("wendling", {{"B", 50.0}}), field("wendling", {{"B", 50.0}});
  field.set({{"direct", 0.0}, {"lambda", 1.0}});
  field.pulse(5.0, 0.1, 2.0);
  (void)still.live(5.0);
  (void)field.live(5.0);
  EXPECT_EQ(still.state("y0"), field.state("y0"));
  const auto a = still.live(0.1);
  const auto b = field.live(0.1);
  EXPECT_GT(std::abs(a.back() - b.back()), 0.1);
}

}  // namespace
}  // namespace homeostat::models
