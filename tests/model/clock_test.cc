// The clock's contract, in every state of small therapies and for every input.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/model/clock_walk.h"

namespace homeostat::controller::model {
namespace {

bool is_reached_by(PolicyKind policy, Mode mode) {
  switch (mode) {
    case Mode::kTreatingContinuous:
      return policy == PolicyKind::kOpenLoop || policy == PolicyKind::kAdaptive;
    case Mode::kFallback:
      return policy != PolicyKind::kOpenLoop;
    case Mode::kTreatingBurst:
    case Mode::kTreatingPause:
    case Mode::kRefractory:
    case Mode::kLockout:
      return policy == PolicyKind::kResponsive;
    default:
      return true;
  }
}

bool was_entered(const Sayings& heard, Mode mode) {
  int frames = 0;
  for (const Sayings::Count& count : heard.counts[index_of(mode)]) frames += count.frames;
  return frames > 0;
}

struct Clock : ::testing::Test {
  const Table table = explore<TherapyMode>();
  const std::vector<SmallTherapy> therapies = small_therapies();
  Sayings sayings;

  const SmallTherapy& two_therapies() const { return therapies[0]; }
  const SmallTherapy& calendar_day() const { return therapies[2]; }

  // What the walk finds where the promise is another one.
  template <class Change>
  std::string fault_of(const SmallTherapy& therapy, Change change) {
    TherapyProgram promised = therapy.program;
    change(promised);
    return walk_clock(therapy, promised, table, sayings).fault;
  }
};

// Every episode ends, no day has more therapies than it may, a limit is lifted only when
// the window has moved: see clock_pair.cc.
TEST_F(Clock, Saf085_Saf086_KeepsItsPromisesInEveryStateForEveryInput) {
  for (const SmallTherapy& therapy : therapies) {
    Sayings heard;
    const Walk walk = walk_clock(therapy, therapy.program, table, heard);
    EXPECT_EQ("", walk.fault);
    for (std::size_t m = 0; m < kModes; ++m) {
      EXPECT_EQ(is_reached_by(therapy.program.policy, mode_at(m)),
                was_entered(heard, mode_at(m)))
          << therapy.name << " " << name_of(mode_at(m));
    }
    std::printf("%-20s %6d states, %8d frames, longest episode %d frames\n", therapy.name,
                walk.states, walk.steps, walk.longest_episode);
  }
}

TEST_F(Clock, Saf085_Saf086_KeepsItsPromisesInEverySequenceOfSevenFrames) {
  const Walk walk = walk_clock_blindly(two_therapies(), table, 7);
  EXPECT_EQ("", walk.fault);
  EXPECT_GT(walk.steps, 900'000);
  EXPECT_EQ(7, walk.longest_episode);
}

// ---- The walk itself: a clock that differs from its promise in one thing is found.

TEST_F(Clock, IsFoundToBreakAPromiseThatIsAnother) {
  const auto two = [&](auto change) { return fault_of(two_therapies(), change); };
  const Microseconds us(1);
  EXPECT_NE("", two([](TherapyProgram& p) { --p.responsive.therapy_count; }));
  EXPECT_NE("", two([](TherapyProgram& p) { ++p.responsive.therapies_per_day; }));
  EXPECT_NE("", two([](TherapyProgram& p) { --p.responsive.therapies_per_day; }));
  EXPECT_NE("", two([&](TherapyProgram& p) {
              p.responsive.refractory = p.responsive.refractory + us;
            }));
  EXPECT_NE("", two([&](TherapyProgram& p) {
              p.responsive.redetection = p.responsive.redetection + us;
            }));
  EXPECT_NE("", two([&](TherapyProgram& p) {
              p.responsive.therapies[0].pause = p.responsive.therapies[0].pause + us;
            }));
  EXPECT_NE("", two([](TherapyProgram& p) {
              p.responsive.therapies[0].bursts[1].duration = {};
            }));
  EXPECT_NE("", two([&](TherapyProgram& p) {
              p.responsive.therapies[1].bursts[0].duration =
                  p.responsive.therapies[1].bursts[0].duration + us;
            }));
  EXPECT_NE("", two([](TherapyProgram& p) { p.policy = PolicyKind::kDetectionOnly; }));
  EXPECT_NE("", two([](TherapyProgram& p) { p.start_armed = true; }));
  EXPECT_NE("", fault_of(calendar_day(), [](TherapyProgram& p) {
              p.limits.episodes.day_ends_at_midnight = false;
            }));
}

// A chart that stays in a pause when the episode is over: its clock's episodes never end.
TEST_F(Clock, IsFoundToHaveAnEndlessEpisodeUnderAChartThatHasOne) {
  Table endless = table;
  endless.next[index_of(Mode::kTreatingPause)]
              [static_cast<std::size_t>(Event::kEpisodeOver)] = Mode::kTreatingPause;
  const std::string fault =
      walk_clock(two_therapies(), two_therapies().program, endless, sayings).fault;
  EXPECT_NE(std::string::npos, fault.find("does not go forward")) << fault;
}

}  // namespace
}  // namespace homeostat::controller::model
