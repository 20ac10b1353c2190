// Adaptive stimulation: what it asks for, and what the chart makes of it.
#include <gtest/gtest.h>

#include "controller/policy.h"
#include "controller/program_use.h"
#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

constexpr Instant kStart{1'000'000'000};

struct AskingAdaptive : ::testing::Test {
  TherapyProgram program = adaptive_program();
  EpisodeView episode{.mode_since = kStart};

  safety::StimRequest at(Microseconds since_start,
                         Mode mode = Mode::kTreatingContinuous) const {
    return decide(program, mode, episode, kStart + since_start);
  }
  Microamps asked(Microamps chain) {
    episode.adaptive[0] = chain;
    return at(5_s).outputs[0].amplitude;
  }
};

TEST_F(AskingAdaptive, Saf282_AsksForWhereTheChainHasComeTo) {
  EXPECT_EQ(1_uA, asked(1_uA));
  EXPECT_EQ(1234_uA, asked(1234_uA));
  EXPECT_EQ(2999_uA, asked(2999_uA));
}

TEST_F(AskingAdaptive, Saf282_AsksForNoMoreThanTheOutputsAmplitude) {
  EXPECT_EQ(3000_uA, asked(3000_uA));
  EXPECT_EQ(3000_uA, asked(3001_uA));
  EXPECT_EQ(3000_uA, asked(25'400_uA));
}

TEST_F(AskingAdaptive, Saf283_BeforeTheFirstStateThereIsNoWish) {
  EXPECT_FALSE(at(5_s).outputs[0].on());
  EXPECT_FALSE(at(5_s).outputs[1].on());
}

TEST_F(AskingAdaptive, ItsPulsesCountFromTheModesBeginningAndEachWishExpires) {
  episode.adaptive[0] = 1000_uA;
  const safety::StimRequest asked = at(5_s);
  EXPECT_TRUE(asked.needs_sensing);
  EXPECT_EQ(asked.outputs[0].first_pulse, kStart);
  EXPECT_EQ(asked.outputs[0].valid_until, kStart + 5_s + 500_ms);
  EXPECT_EQ(asked.outputs[0].configuration, 0);
  EXPECT_EQ(asked.outputs[0].pulse_width, 160_us);
  EXPECT_EQ(asked.outputs[0].period, 5_ms);
}

TEST_F(AskingAdaptive, Saf282_EachOutputFollowsItsOwnProgram) {
  program.adaptive.outputs[1] = {
      .configuration = 0, .amplitude = 500_uA, .pulse_width = 90_us, .period = 6897_us};
  episode.adaptive = {2000_uA, 400_uA};
  EXPECT_EQ(at(1_s).outputs[0].amplitude, 2000_uA);
  EXPECT_EQ(at(1_s).outputs[1].amplitude, 400_uA);
  EXPECT_EQ(at(1_s).outputs[1].period, 6897_us);
  episode.adaptive = {2000_uA, 501_uA};
  EXPECT_EQ(at(1_s).outputs[1].amplitude, 500_uA);
}

TEST_F(AskingAdaptive, OnlyWhereTherapyGoesOn) {
  episode.adaptive[0] = 1000_uA;
  for (const Mode mode : {Mode::kOff, Mode::kSelfTest, Mode::kSensing, Mode::kRefractory,
                          Mode::kLockout, Mode::kInhibited, Mode::kFault}) {
    EXPECT_FALSE(at(1_s, mode).outputs[0].on()) << name_of(mode);
  }
}

TEST_F(AskingAdaptive, Saf282_ATherapeuticStopLowersItsWish) {
  episode.adaptive[0] = 1000_uA;
  episode.level = kFullLevel / 2;
  EXPECT_EQ(at(1_s).outputs[0].amplitude, 500_uA);
}

// ---- In the loop, with the chain's currents as the scene has them

struct LivingAdaptive : ::testing::Test {
  Scene scene{adaptive_program()};
  void begin() {
    scene.arm();
    scene.run_until(Mode::kTreatingContinuous);
  }
  Microamps granted() const { return scene.report().granted.command.output(0).amplitude; }
};

TEST_F(LivingAdaptive, Saf282_TheGuardsRampComesAfterTheChains) {
  begin();
  scene.currents_ua = {3000, 0};
  scene.step();
  EXPECT_EQ(scene.report().asked.outputs[0].amplitude, 3000_uA);
  EXPECT_EQ(granted(), 64_uA);  // 2 uA a ms
  for (int i = 0; i < 60; ++i) scene.step();
  EXPECT_EQ(granted(), 3000_uA);
  scene.currents_ua = {1000, 0};
  scene.step();
  EXPECT_EQ(granted(), 1000_uA);
}

TEST_F(LivingAdaptive, Saf282_EachOutputHasItsOwnCurrent) {
  TherapyProgram program = adaptive_program();
  program.adaptive.outputs[1] = program.adaptive.outputs[0];
  Scene both(program);
  both.arm();
  both.run_until(Mode::kTreatingContinuous);
  both.currents_ua = {1000, 500};
  both.step();
  EXPECT_EQ(both.report().asked.outputs[0].amplitude, 1000_uA);
  EXPECT_EQ(both.report().asked.outputs[1].amplitude, 500_uA);
}

// Where it neither listens nor treats there is nothing to lose.
TEST_F(LivingAdaptive, Saf283_InOffASignalIsNotMissed) {
  scene.signal = false;
  EXPECT_EQ(scene.step().mode, Mode::kOff);
  EXPECT_FALSE(scene.report().events.has(Event::kSignalLost));
}

TEST_F(LivingAdaptive, Saf283_ALostSignalFallsBackAndASignalThatIsBackGoesOn) {
  begin();
  scene.currents_ua = {1000, 0};
  for (int i = 0; i < 60; ++i) scene.step();
  EXPECT_EQ(granted(), 1000_uA);
  scene.signal = false;
  EXPECT_EQ(scene.step().mode, Mode::kFallback);
  scene.signal = true;
  scene.run_until(Mode::kTreatingContinuous);
  EXPECT_EQ(scene.report().asked.outputs[0].amplitude, 1000_uA);
}

TEST_F(LivingAdaptive, Saf283_WithoutASignalItNeverBegins) {
  scene.signal = false;
  scene.arm();
  scene.run_until(Mode::kFallback);
  for (int i = 0; i < 100; ++i) {
    EXPECT_NE(scene.step().mode, Mode::kTreatingContinuous);
    EXPECT_FALSE(scene.report().granted.command.on());
  }
}

TEST_F(LivingAdaptive, ItIsNeverIdleAndListensForNotices) {
  begin();
  EXPECT_FALSE(scene.skip_to(scene.now() + 1_s));
  scene.signal = false;
  for (int i = 0; i < 400; ++i) scene.step();  // 12.8 s
  EXPECT_TRUE(scene.report().notices.has(Notice::kSensingLost));
}

TEST_F(LivingAdaptive, ItStimulatesThroughItsOutputsAndItsBaselinesConfigurations) {
  TherapyProgram program = adaptive_program();
  EXPECT_TRUE(stimulates(program));
  EXPECT_TRUE(goes_on(program));
  EXPECT_TRUE(uses(program, 0));
  EXPECT_FALSE(uses(program, 1));
  program.fallback.outputs[0] = {.configuration = 1, .amplitude = 500_uA};
  EXPECT_FALSE(uses(program, 1));
  program.has_fallback = true;
  EXPECT_TRUE(uses(program, 1));
  EXPECT_FALSE(goes_on(responsive_program()));
  EXPECT_TRUE(goes_on(open_loop_program()));
}

}  // namespace
}  // namespace homeostat::controller::testing
