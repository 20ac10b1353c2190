// An episode from detection to its end, with the real chart and guard.
#include <gtest/gtest.h>

#include <vector>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

struct Episode : ::testing::Test {
  Scene scene{responsive_program()};
  void SetUp() override { scene.arm(); }
};

TEST_F(Episode, Saf140_BeginsWithTheDetectionAndItsFirstPulseAtOnce) {
  scene.run(5_s);
  EXPECT_EQ(Mode::kSensing, scene.mode());
  scene.seizure = true;
  scene.step();
  EXPECT_EQ(Mode::kTreatingBurst, scene.mode());
  EXPECT_TRUE(scene.heard(Event::kDetected));
  EXPECT_EQ(scene.now(), scene.episode().episode_start);
  EXPECT_EQ(scene.now(), scene.granted().first_pulse);
  EXPECT_EQ(1000_uA, scene.granted().amplitude);
  EXPECT_TRUE(scene.report().asked.needs_sensing);
}

TEST_F(Episode, Saf141_ABurstLastsItsDurationToTheMicrosecondAndKeepsItsPhase) {
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  const Instant start = scene.now();
  while (scene.mode() == Mode::kTreatingBurst) {
    EXPECT_EQ(start, scene.granted().first_pulse);
    EXPECT_EQ(start + 100_ms, scene.granted().valid_until);
    scene.step();
  }
  EXPECT_TRUE(scene.heard(Event::kBurstOver));
  EXPECT_EQ(start + Microseconds(4 * 32'000),
            scene.now());  // the first frame from 100 ms on
  EXPECT_FALSE(scene.granted().on());
  EXPECT_FALSE(scene.asked().on());
}

TEST_F(Episode, Saf142_GivesTwoBurstsATherapyAndLooksAgainAfterEach) {
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  const Instant first = scene.now();
  scene.run_until(Mode::kTreatingPause);
  EXPECT_EQ(first + 100_ms + 500_ms, scene.episode().mode_until);
  scene.seizure = false;  // burst 2 belongs to the therapy, whatever is seen meanwhile
  scene.run_until(Mode::kTreatingBurst);
  EXPECT_EQ(0, scene.episode().therapy);
  EXPECT_EQ(1, scene.episode().burst);
  EXPECT_GE(scene.now(), first + 600_ms);
  EXPECT_LT(scene.now(), first + 600_ms + kFrame);
  const Instant second = scene.now();
  scene.run_until(Mode::kRefractory);
  EXPECT_TRUE(scene.heard(Event::kEpisodeOver));
  EXPECT_GE(scene.now(), second + 100_ms + 2_s);
  EXPECT_LT(scene.now(), second + 100_ms + 2_s + kFrame);
}

TEST_F(Episode, Saf142_GivesTheNextTherapyOnlyIfTheSeizureGoesOn) {
  scene.seizure = true;
  std::vector<Microamps> given;
  const auto note_bursts = [&] {
    if (scene.heard(Event::kDetected) || scene.heard(Event::kBurstDue)) {
      given.push_back(scene.asked().amplitude);
    }
  };
  while (given.size() < 3) {
    scene.step();
    note_bursts();
  }
  EXPECT_EQ(1, scene.episode().therapy);  // the second therapy has begun
  scene.seizure = false;
  while (scene.mode() != Mode::kRefractory) {
    scene.step();
    note_bursts();
  }
  EXPECT_EQ((std::vector<Microamps>{1000_uA, 1000_uA, 2000_uA, 2000_uA}), given);
}

TEST_F(Episode, Saf143_LocksOutWhenAllIsGivenAndTheSeizureGoesOn) {
  scene.seizure = true;
  int bursts = 0;
  while (scene.mode() != Mode::kLockout) {
    scene.step();
    if (scene.heard(Event::kDetected) || scene.heard(Event::kBurstDue)) ++bursts;
  }
  EXPECT_EQ(6, bursts);
  EXPECT_TRUE(scene.heard(Event::kEpisodeExhausted));
  EXPECT_EQ(2, scene.episode().therapy);
  scene.run(600_s);  // and stays locked out for as long as it goes on
  EXPECT_EQ(Mode::kLockout, scene.mode());
  scene.seizure = false;
  const Microseconds quiet = scene.run_until(Mode::kSensing);
  EXPECT_GE(quiet, 10_s);  // and the refractory time after it
  EXPECT_LE(quiet, 10_s + kFrame);
}

TEST_F(Episode, Saf143_AnExhaustedEpisodeIsNotForgottenByADetour) {
  scene.seizure = true;
  scene.run_until(Mode::kLockout);
  scene.inputs.magnet_present = true;
  scene.run(1_s);
  EXPECT_EQ(Mode::kInhibited, scene.mode());
  scene.inputs.magnet_present = false;
  scene.step();
  scene.step();
  EXPECT_EQ(Mode::kLockout, scene.mode());
  scene.run(60_s);
  EXPECT_EQ(Mode::kLockout, scene.mode());
}

TEST_F(Episode, Saf146_IsNotExhaustedByTherapiesThatTheGuardRefused) {
  scene.seizure = true;
  for (auto& contact : scene.inputs.impedances) contact.value = 9000_ohm;
  scene.run_until(Mode::kTreatingBurst);
  scene.run_until(Mode::kRefractory);
  EXPECT_EQ(0, scene.episode().therapies_today);
  for (auto& contact : scene.inputs.impedances) contact.value = 1000_ohm;
  scene.run_until(Mode::kTreatingBurst, 15_s);
  EXPECT_TRUE(scene.granted().on()) << "the contacts have mended";
}

TEST_F(Episode, Saf143_ALostSignalIsNoEndOfASeizure) {
  scene.seizure = true;
  scene.run_until(Mode::kLockout);
  scene.signal = false;
  scene.run(60_s);
  EXPECT_EQ(Mode::kLockout, scene.mode());
  scene.signal = true;
  scene.seizure = false;
  scene.run(5_s);
  EXPECT_EQ(Mode::kLockout, scene.mode());
  EXPECT_LE(scene.run_until(Mode::kSensing), 5_s + kFrame);
}

TEST_F(Episode, Saf144_IsFollowedByARefractoryTimeInWhichNothingIsTreated) {
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  scene.seizure = false;
  scene.run_until(Mode::kRefractory);
  const Instant over = scene.now();
  scene.seizure = true;
  scene.run_until(Mode::kSensing);
  EXPECT_GE(scene.now(), over + 10_s);
  EXPECT_LT(scene.now(), over + 10_s + kFrame);
  // What is still there when it ends counts as a new detection.
  scene.step();
  EXPECT_EQ(Mode::kTreatingBurst, scene.mode());
  EXPECT_EQ(0, scene.episode().therapy);
  EXPECT_EQ(scene.now(), scene.episode().episode_start);
}

TEST_F(Episode, Saf144_ADetourDoesNotShortenTheRefractoryTime) {
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  scene.seizure = false;
  scene.run_until(Mode::kRefractory);
  const Instant over = scene.now();
  scene.inputs.magnet_present = true;
  scene.step();
  scene.inputs.magnet_present = false;
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  EXPECT_GE(scene.now(), over + 10_s);
  EXPECT_LT(scene.now(), over + 10_s + kFrame);
}

TEST_F(Episode, Saf148_IsBrokenOffByAMagnetAndBeginsAnewAfterIt) {
  scene.seizure = true;
  scene.run(3_s);
  EXPECT_EQ(1, scene.episode().therapy);
  scene.inputs.magnet_present = true;
  scene.step();
  EXPECT_EQ(Mode::kInhibited, scene.mode());
  EXPECT_FALSE(scene.granted().on());
  scene.run(5_s);
  EXPECT_EQ(Mode::kInhibited, scene.mode());
  scene.inputs.magnet_present = false;
  scene.step();
  EXPECT_EQ(Mode::kSensing, scene.mode());
  scene.step();
  EXPECT_EQ(Mode::kTreatingBurst, scene.mode());
  EXPECT_EQ(0, scene.episode().therapy);
}

TEST_F(Episode, Saf142_TherapyOfOneBurstLooksAgainAfterIt) {
  TherapyProgram program = responsive_program();
  program.responsive.therapies[0].bursts[1] = {};
  program.responsive.therapies[0].pause = {};
  Scene one(program);
  one.arm();
  one.seizure = true;
  one.run_until(Mode::kTreatingPause);
  EXPECT_EQ(one.episode().burst_end + 2_s, one.episode().mode_until);
  one.run_until(Mode::kTreatingBurst);
  EXPECT_EQ(1, one.episode().therapy);
  EXPECT_EQ(0, one.episode().burst);
}

TEST_F(Episode, Saf141_ABurstShorterThanAFrameStillEndsOnTime) {
  TherapyProgram program = responsive_program();
  program.responsive.therapies[0].bursts[0].duration = 10_ms;
  Scene brief(program);
  brief.arm();
  brief.seizure = true;
  brief.run_until(Mode::kTreatingBurst);
  EXPECT_EQ(brief.now() + 10_ms, brief.granted().valid_until);
  brief.step();
  EXPECT_EQ(Mode::kTreatingPause, brief.mode());
}

TEST_F(Episode, Saf141_ALateFrameDoesNotLengthenABurst) {
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  const Instant end = scene.now() + 100_ms;
  scene.step_after(90_ms);
  EXPECT_EQ(end, scene.granted().valid_until);
  scene.step_after(90_ms);
  EXPECT_EQ(Mode::kTreatingPause, scene.mode());
}

// ---- The day

struct DailyLimit : Episode {
  // One episode of one therapy; returns false where none is given any more.
  bool treat_once() {
    scene.seizure = true;
    scene.step();
    if (scene.mode() != Mode::kTreatingBurst) {
      scene.seizure = false;
      return false;
    }
    scene.run_until(Mode::kTreatingPause);
    scene.seizure = false;
    scene.run_until(Mode::kSensing);
    return true;
  }
};

TEST_F(DailyLimit, Saf145_TherapyStopsWithTheLastOneOfTheDay) {
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(treat_once()) << i;
  EXPECT_EQ(10, scene.episode().therapies_today);
  scene.step();
  EXPECT_EQ(Mode::kLockout, scene.mode());
  EXPECT_TRUE(scene.heard(Event::kLimitReached));
  EXPECT_FALSE(treat_once());
  EXPECT_EQ(10, scene.episode().therapies_today);
}

TEST_F(DailyLimit, Saf145_IsLiftedWhenTheWindowHasMoved) {
  for (int i = 0; i < 10; ++i) treat_once();
  const Instant spent = scene.now();
  scene.step();
  const Instant promised = scene.episode().mode_until;
  EXPECT_GE(promised, spent + 86'000_s);
  scene.seizure = true;  // a seizure that is there already is treated at once
  while (scene.mode() == Mode::kLockout) scene.step_after(450_ms);
  EXPECT_EQ(Mode::kSensing, scene.mode());
  EXPECT_TRUE(scene.heard(Event::kLimitLifted));
  EXPECT_GE(scene.now(), spent + 86'000_s);
  EXPECT_LE(scene.now(), spent + 90'000_s);
  EXPECT_GE(scene.now(), promised);
  EXPECT_LE(scene.now(), promised + 450_ms);
  scene.step();
  EXPECT_EQ(Mode::kTreatingBurst, scene.mode());
}

TEST_F(DailyLimit, Saf145_StopsAnEpisodeBetweenItsTherapies) {
  for (int i = 0; i < 9; ++i) treat_once();
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  scene.run_until(Mode::kLockout);
  EXPECT_TRUE(scene.heard(Event::kLimitReached));
  EXPECT_EQ(0, scene.episode().therapy);
  EXPECT_EQ(10, scene.episode().therapies_today);
}

TEST_F(DailyLimit, Saf145_EndsAtMidnightOnlyWhereTheProgramSaysSo) {
  for (int i = 0; i < 10; ++i) treat_once();
  scene.step();
  scene.inputs.midnight = true;
  scene.step();
  EXPECT_EQ(Mode::kLockout, scene.mode());

  TherapyProgram program = responsive_program();
  program.limits.episodes.day_ends_at_midnight = true;
  program.responsive.therapies_per_day = 1;
  Scene calendar(program);
  calendar.arm();
  calendar.seizure = true;
  calendar.run_until(Mode::kLockout);
  calendar.seizure = false;
  calendar.run(60_s);
  EXPECT_EQ(Mode::kLockout, calendar.mode());
  calendar.inputs.midnight = true;
  calendar.step();
  EXPECT_EQ(Mode::kSensing, calendar.mode());
}

TEST_F(DailyLimit, Saf146_DoesNotCountWhatTheGuardRefused) {
  scene.inputs.impedances[1].value = 9000_ohm;
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(treat_once()) << i;
  EXPECT_EQ(0, scene.episode().therapies_today);
}

// The guard's count outlives resets and is the last word.
TEST_F(DailyLimit, Saf149_OfTheGuardLocksOutToo) {
  TherapyProgram program = responsive_program();
  program.limits.episodes.therapies_per_hour = 1;
  Scene few(program);
  few.arm();
  few.seizure = true;
  few.run_until(Mode::kTreatingBurst);
  few.run_until(Mode::kLockout);
  EXPECT_EQ(1, few.episode().therapies_today);
  const Microseconds waited = few.run_until(Mode::kSensing);
  EXPECT_GE(waited, kGuardRetry - kFrame);
  EXPECT_LE(waited, kGuardRetry + kFrame);
}

}  // namespace
}  // namespace homeostat::controller::testing
