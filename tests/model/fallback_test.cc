// Fallback asks for the clinician's baseline and nothing above it; without one, for what
// ran and less and less of it. Over any program and any view of an episode.
#include <gtest/gtest.h>

#include <random>

#include "controller/policy.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::model {
namespace {

using namespace homeostat::literals;

constexpr Instant kStart{1'000'000'000};
constexpr int kDraws = 200'000;

struct Falling : ::testing::Test {
  std::mt19937_64 random{41};

  std::int64_t draw(std::int64_t most) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
  }
  Microseconds time_up_to(Microseconds most) { return Microseconds(draw(most.count())); }
  Stimulation any_stimulation() {
    return {.configuration = static_cast<std::uint8_t>(draw(3)),
            .amplitude = Microamps(static_cast<std::int32_t>(draw(25'000))),
            .pulse_width = Microseconds(40 + draw(400)),
            .period = Microseconds(3003 + draw(100'000))};
  }
  OpenLoopSettings any_baseline() {
    return {.outputs = {any_stimulation(), any_stimulation()},
            .on_time = Microseconds(1 + draw(100'000'000)),
            .off_time = draw(2) == 0 ? Microseconds{} : time_up_to(100_s),
            .ramp = draw(2) == 0 ? Microseconds{} : time_up_to(60_s)};
  }
  EpisodeView any_view() {
    EpisodeView view{.mode_since = kStart,
                     .episode_start = kStart - time_up_to(100_s),
                     .burst_start = kStart - time_up_to(10_s),
                     .burst_end = kStart + time_up_to(10_s),
                     .therapy = static_cast<std::uint8_t>(draw(255)),
                     .burst = static_cast<std::uint8_t>(draw(255)),
                     .level = static_cast<std::int32_t>(draw(kFullLevel))};
    for (safety::PulseTrain& train : view.interrupted) {
      train = {.configuration = static_cast<std::uint8_t>(draw(3)),
               .amplitude = Microamps(static_cast<std::int32_t>(draw(25'000))),
               .pulse_width = Microseconds(40 + draw(400)),
               .period = Microseconds(3003 + draw(100'000)),
               .first_pulse = kStart - time_up_to(1_s),
               .valid_until = kStart + time_up_to(1_s)};
    }
    return view;
  }
  TherapyProgram any_program(bool has_fallback) {
    TherapyProgram program =
        draw(1) == 0 ? testing::responsive_program() : testing::open_loop_program();
    program.has_fallback = has_fallback;
    program.fallback = any_baseline();
    program.ramp_off = draw(2) == 0 ? Microseconds{} : time_up_to(60_s);
    return program;
  }
};

TEST_F(Falling, Saf081_NeverAsksForMoreThanTheBaseline) {
  int asked = 0;
  for (int i = 0; i < kDraws; ++i) {
    const TherapyProgram program = any_program(true);
    const Instant now = kStart - 1_s + time_up_to(200_s);
    const safety::StimRequest request = decide(program, Mode::kFallback, any_view(), now);
    EXPECT_FALSE(request.needs_sensing);
    for (std::size_t output = 0; output < request.outputs.size(); ++output) {
      const safety::PulseTrain& train = request.outputs[output];
      const Stimulation& baseline = program.fallback.outputs[output];
      if (!train.on()) continue;
      ++asked;
      ASSERT_LE(train.amplitude, baseline.amplitude);
      ASSERT_EQ(baseline.configuration, train.configuration);
      ASSERT_EQ(baseline.pulse_width, train.pulse_width);
      ASSERT_EQ(baseline.period, train.period);
    }
  }
  EXPECT_GT(asked, kDraws / 10);
}

TEST_F(Falling, Saf081_KnowsNothingOfTheTherapyThatTheBaselineReplaces) {
  for (int i = 0; i < kDraws; ++i) {
    const TherapyProgram program = any_program(true);
    const Instant now = kStart + time_up_to(200_s);
    const EpisodeView one = any_view();
    EpisodeView other = any_view();
    other.level = one.level;  // the baseline's own, not the therapy's
    ASSERT_EQ(decide(program, Mode::kFallback, one, now),
              decide(program, Mode::kFallback, other, now));
  }
}

TEST_F(Falling, Saf081_WithoutABaselineNeverExceedsWhatRanAndOnlyFalls) {
  int asked = 0;
  for (int i = 0; i < kDraws; ++i) {
    const TherapyProgram program = any_program(false);
    const EpisodeView view = any_view();
    const Microseconds first = time_up_to(60_s);
    const Microseconds second = first + time_up_to(10_s);
    const safety::StimRequest then =
        decide(program, Mode::kFallback, view, kStart + first);
    const safety::StimRequest later =
        decide(program, Mode::kFallback, view, kStart + second);
    for (std::size_t output = 0; output < then.outputs.size(); ++output) {
      const Microamps ran = view.interrupted[output].amplitude;
      ASSERT_LE(then.outputs[output].amplitude, ran);
      ASSERT_LE(later.outputs[output].amplitude, then.outputs[output].amplitude);
      ASSERT_TRUE(first < program.ramp_off || !then.outputs[output].on());
      asked += then.outputs[output].on() ? 1 : 0;
    }
  }
  EXPECT_GT(asked, kDraws / 10);
}

}  // namespace
}  // namespace homeostat::controller::model
