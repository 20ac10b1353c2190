// The clock by itself, to the microsecond: which events each mode hears, and when.
#include "controller/episode_clock.h"

#include <gtest/gtest.h>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

using safety::Reason;

// 1 mA on output 0 and half of it on output 1, as the guard granted it.
safety::Admission granted() {
  TherapyProgram program = responsive_program();
  OutputStimulation& outputs = program.responsive.therapies[0].bursts[0].outputs;
  outputs[1] = on_output_0(500_uA)[0];
  Scene scene(program);
  scene.arm();
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  return scene.report().granted;
}

safety::Admission refused(Reason reason) {
  safety::Admission answer;
  answer.reasons = safety::ReasonSet(std::uint64_t{1} << static_cast<int>(reason));
  return answer;
}

struct Clock : ::testing::Test {
  TherapyProgram program = responsive_program();
  EpisodeClock clock{program, checksum(program)};
  biomarkers::Biomarkers seen;
  biomarkers::SampleFrame frame = quiet_inputs();
  safety::Admission last;

  void SetUp() override { seen.signal_valid = true; }

  EventSet after(Microseconds gap) {
    frame.time = frame.time + gap;
    ++frame.sequence;
    const EventSet events = clock.events(seen, frame, last);
    frame.clinician_events = 0;
    return events;
  }
  void enter(Mode mode) { clock.note(mode, frame.time); }
  // Whether it is heard then, and not a microsecond before.
  void expect_at(Microseconds gap, Event event) {
    EXPECT_FALSE(after(gap - 1_us).has(event)) << name_of(event);
    EXPECT_TRUE(after(1_us).has(event)) << name_of(event);
  }
  // From a burst to its end: granted or not, the mode's time passes.
  void burst() {
    enter(Mode::kTreatingBurst);
    after(clock.view().burst_end - frame.time);
    enter(Mode::kTreatingPause);
  }
  EventSet pause() { return after(clock.view().mode_until - frame.time); }
  // All three therapies, with a seizure that goes on; what the last pause ends with.
  EventSet whole_episode() {
    seen.seizure = true;
    EventSet events;
    for (int bursts = 0; bursts < 6; ++bursts) {
      burst();
      events = pause();
    }
    return events;
  }
};

// ---- Modes

TEST_F(Clock, EachModeHearsOnlyWhatConcernsIt) {
  for (int i = 0; i < kModes; ++i) {
    const auto mode = static_cast<Mode>(i);
    const bool listens = mode == Mode::kSensing || mode == Mode::kTreatingBurst ||
                         mode == Mode::kTreatingPause || mode == Mode::kRefractory;
    EpisodeClock one(program, checksum(program));
    one.note(mode, Instant{});
    frame.time = Instant(1);
    frame.magnet_present = false;
    EventSet heard = one.events(seen, frame, {});
    EXPECT_FALSE(heard.has(Event::kSignalLost)) << name_of(mode);
    EXPECT_EQ(mode == Mode::kFallback, heard.has(Event::kSignalBack)) << name_of(mode);
    EXPECT_EQ(mode == Mode::kInhibited, heard.has(Event::kInhibitOver)) << name_of(mode);
    EXPECT_FALSE(heard.has(Event::kInhibit)) << name_of(mode);
    EXPECT_FALSE(heard.has(Event::kFault)) << name_of(mode);
    biomarkers::Biomarkers lost = seen;
    lost.signal_valid = false;
    frame.magnet_present = true;
    safety::Admission latched;
    latched.latched = true;
    heard = one.events(lost, frame, latched);
    EXPECT_EQ(listens, heard.has(Event::kSignalLost)) << name_of(mode);
    EXPECT_FALSE(heard.has(Event::kSignalBack)) << name_of(mode);
    EXPECT_FALSE(heard.has(Event::kInhibitOver)) << name_of(mode);
    EXPECT_EQ(mode != Mode::kOff, heard.has(Event::kInhibit)) << name_of(mode);
    EXPECT_EQ(mode != Mode::kFault, heard.has(Event::kFault)) << name_of(mode);
  }
}

TEST_F(Clock, ASelfTestPassesWithItsLastFrameAndNotBefore) {
  enter(Mode::kSelfTest);
  for (int i = 1; i < kSelfTestFrames; ++i) {
    EXPECT_EQ(EventSet{}, after(kFrame)) << i;
  }
  EXPECT_TRUE(after(kFrame).has(Event::kSelfTestPassed));
  EXPECT_EQ(0, clock.view().self_test_missing);
}

TEST_F(Clock, ASelfTestWaitsForASignalWhereItIsListenedTo) {
  seen.signal_valid = false;
  enter(Mode::kSelfTest);
  for (int i = 0; i < 2 * kSelfTestFrames; ++i) {
    EXPECT_FALSE(after(kFrame).has(Event::kSelfTestPassed)) << i;
  }
  EXPECT_EQ(kSignalHeard, clock.view().self_test_missing);
  const TherapyProgram deaf = open_loop_program();
  EpisodeClock other(deaf, checksum(deaf));
  other.note(Mode::kSelfTest, frame.time);
  EventSet heard;
  for (int i = 0; i < kSelfTestFrames; ++i) {
    frame.time = frame.time + kFrame;
    ++frame.sequence;
    heard = other.events(seen, frame, {});
  }
  EXPECT_TRUE(heard.has(Event::kSelfTestPassed));
}

TEST_F(Clock, ASelfTestThatFailsIsAFaultAndDoesNotPass) {
  frame.battery = 1_mV;
  enter(Mode::kSelfTest);
  EventSet heard;
  for (Microseconds span; span < kSelfTestLimit; span = span + kFrame) {
    EXPECT_EQ(EventSet{}, heard);
    heard = after(kFrame);
  }
  EXPECT_TRUE(heard.has(Event::kFault));
  EXPECT_FALSE(heard.has(Event::kSelfTestPassed));
}

// ---- Times of an episode

TEST_F(Clock, Saf141_BurstsPausesAndTheRefractoryTimeEndToTheMicrosecond) {
  enter(Mode::kTreatingBurst);
  EXPECT_EQ(frame.time + 100_ms, clock.view().mode_until);
  expect_at(100_ms, Event::kBurstOver);
  enter(Mode::kTreatingPause);
  EXPECT_EQ(frame.time + 500_ms, clock.view().mode_until);
  expect_at(500_ms, Event::kBurstDue);
  burst();
  expect_at(2_s, Event::kEpisodeOver);
  enter(Mode::kRefractory);
  EXPECT_EQ(frame.time + 10_s, clock.view().mode_until);
  expect_at(10_s, Event::kRefractoryOver);
  enter(Mode::kSensing);
  EXPECT_EQ(Instant{}, clock.view().mode_until);
}

TEST_F(Clock, Saf144_ADetourThroughSensingWaitsForTheRefractoryTimeToTheMicrosecond) {
  enter(Mode::kRefractory);
  enter(Mode::kSensing);
  seen.seizure = true;
  expect_at(10_s, Event::kDetected);
}

TEST_F(Clock, Saf142_EachTherapyHasItsOwnTimes) {
  program.responsive.therapies[1].bursts[0].duration = 200_ms;
  program.responsive.therapies[1].pause = 700_ms;
  seen.seizure = true;
  burst();
  pause();
  burst();
  EXPECT_TRUE(pause().has(Event::kBurstDue));
  enter(Mode::kTreatingBurst);
  EXPECT_EQ(1, clock.view().therapy);
  EXPECT_EQ(frame.time + 200_ms, clock.view().mode_until);
  after(200_ms);
  enter(Mode::kTreatingPause);
  EXPECT_EQ(frame.time + 700_ms, clock.view().mode_until);
}

TEST_F(Clock, KnowsWhatWasInForceOnEitherOutputWhenTheSignalWasLost) {
  last = granted();
  after(kFrame);
  enter(Mode::kFallback);
  EXPECT_EQ(1000_uA, clock.view().interrupted[0].amplitude);
  EXPECT_EQ(500_uA, clock.view().interrupted[1].amplitude);
}

// ---- What counts

TEST_F(Clock, Saf146_OnlyBurstsCountAsTherapies) {
  last = granted();
  for (const Mode mode :
       {Mode::kSensing, Mode::kFallback, Mode::kTreatingContinuous, Mode::kLockout}) {
    enter(mode);
    after(kFrame);
    EXPECT_EQ(0, clock.view().therapies_today) << name_of(mode);
  }
  enter(Mode::kTreatingBurst);
  after(kFrame);
  after(kFrame);
  EXPECT_EQ(1, clock.view().therapies_today);
}

TEST_F(Clock, Saf145_ADayIsOverWhenItsWindowHasMoved) {
  program.responsive.therapies_per_day = 1;
  last = granted();
  enter(Mode::kTreatingBurst);
  after(kFrame);
  last = {};
  enter(Mode::kLockout);
  EXPECT_EQ(Instant{} + 90'000_s, clock.view().mode_until);  // 25 hours
  expect_at(clock.view().mode_until - frame.time, Event::kLimitLifted);
  EXPECT_EQ(0, clock.view().therapies_today);
}

TEST_F(Clock, Saf149_EachCountOfTheGuardLocksOutForAMinute) {
  for (const Reason reason : {Reason::kEpisode, Reason::kHour, Reason::kDay}) {
    EpisodeClock one(program, checksum(program));
    one.note(Mode::kTreatingBurst, frame.time);
    EXPECT_TRUE(one.events(seen, frame, refused(reason)).has(Event::kLimitReached));
    one.note(Mode::kLockout, frame.time);
    EXPECT_EQ(frame.time + kGuardRetry, one.view().mode_until);
    frame.time = frame.time + kGuardRetry - 1_us;
    EXPECT_FALSE(one.events(seen, frame, {}).has(Event::kLimitLifted));
    frame.time = frame.time + 1_us;
    EXPECT_TRUE(one.events(seen, frame, {}).has(Event::kLimitLifted));
  }
}

TEST_F(Clock, Saf149_WhatIsNotRefusedInABurstLocksNothing) {
  enter(Mode::kTreatingBurst);
  last = refused(Reason::kDuty);
  EXPECT_FALSE(after(kFrame).has(Event::kLimitReached));
  last = granted();  // less than asked for: one output of two, say
  last.reasons = refused(Reason::kHour).reasons;
  EXPECT_FALSE(after(kFrame).has(Event::kLimitReached));
  enter(Mode::kSensing);
  last = refused(Reason::kHour);  // of another's request
  EXPECT_FALSE(after(kFrame).has(Event::kLimitReached));
}

// ---- Exhausted

struct Exhausted : Clock {
  void SetUp() override {
    Clock::SetUp();
    last = granted();
  }
};

TEST_F(Exhausted, Saf143_IsAnEpisodeOfWhichAnythingWasGranted) {
  EXPECT_TRUE(whole_episode().has(Event::kEpisodeExhausted));
  enter(Mode::kLockout);
  EXPECT_EQ(frame.time + 10_s, clock.view().mode_until);
}

TEST_F(Exhausted, Saf146_IsNotTheNextEpisodeOfWhichNothingWas) {
  burst();
  enter(Mode::kRefractory);
  last = refused(Reason::kImpedance);
  enter(Mode::kSensing);
  const EventSet end = whole_episode();
  EXPECT_TRUE(end.has(Event::kEpisodeOver));
  EXPECT_FALSE(end.has(Event::kEpisodeExhausted));
}

TEST_F(Exhausted, Saf143_IsOverTheRefractoryTimeAfterTheSeizureToTheMicrosecond) {
  whole_episode();
  enter(Mode::kLockout);
  seen.seizure = false;  // at once
  expect_at(10_s, Event::kLimitLifted);
}

TEST_F(Exhausted, Saf143_IsNotOverForAMomentOfSilence) {
  whole_episode();
  enter(Mode::kLockout);
  seen.seizure = false;
  after(kFrame);
  seen.seizure = true;
  EXPECT_FALSE(after(8_s).has(Event::kLimitLifted));
  EXPECT_FALSE(after(8_s).has(Event::kLimitLifted));
  seen.seizure = false;
  expect_at(10_s, Event::kLimitLifted);
}

TEST_F(Exhausted, Saf143_LastsAsLongAsTheSeizureEvenWithoutARefractoryTime) {
  program.responsive.refractory = {};
  whole_episode();
  enter(Mode::kLockout);
  EXPECT_FALSE(after(1_us).has(Event::kLimitLifted));
  EXPECT_FALSE(after(600_s).has(Event::kLimitLifted));
  seen.seizure = false;
  EXPECT_TRUE(after(1_us).has(Event::kLimitLifted));
}

// On its way to a lockout there is no signal to lose; in an episode there is.
TEST_F(Exhausted, Saf139_ALimitHidesALostSignalOnlyInSensing) {
  program.responsive.therapies_per_day = 1;
  burst();
  seen.signal_valid = false;
  EXPECT_TRUE(after(kFrame).has(Event::kSignalLost));
  enter(Mode::kSensing);
  const EventSet limited = after(kFrame);
  EXPECT_FALSE(limited.has(Event::kSignalLost));
  EXPECT_TRUE(limited.has(Event::kLimitReached));
}

// ---- Time without frames

TEST_F(Exhausted, Saf156_NothingIsIdleBeforeItHasBegunNorWhereALimitIsReached) {
  EXPECT_FALSE(clock.is_idle());
  after(kFrame);
  EXPECT_TRUE(clock.is_idle());  // off
  enter(Mode::kSensing);
  EXPECT_TRUE(clock.is_idle());
  program.responsive.therapies_per_day = 1;
  burst();
  EXPECT_FALSE(clock.is_idle());
  enter(Mode::kSensing);
  EXPECT_FALSE(clock.is_idle());
}

TEST_F(Exhausted, Saf156_IdleTimeMovesTheDay) {
  burst();
  enter(Mode::kSensing);
  clock.advance_idle(Instant{} + 90'000_s - 1_us);
  EXPECT_EQ(1, clock.view().therapies_today);
  clock.advance_idle(Instant{} + 90'000_s);
  EXPECT_EQ(0, clock.view().therapies_today);
}

// A clinician who stops leaves what is exhausted behind, in Off.
TEST_F(Exhausted, Saf156_IdleTimeIsTimeWithoutASeizure) {
  for (const bool long_enough : {false, true}) {
    whole_episode();
    enter(Mode::kOff);
    last = {};
    clock.advance_idle(frame.time + (long_enough ? 10_s : 10_s - 1_us));
    frame.time = frame.time + (long_enough ? 10_s : 10_s - 1_us);
    enter(Mode::kSensing);
    EXPECT_EQ(long_enough, after(0_s).has(Event::kDetected));
    EXPECT_EQ(!long_enough, after(0_s).has(Event::kLimitReached));
    last = granted();
  }
}

}  // namespace
}  // namespace homeostat::controller::testing
