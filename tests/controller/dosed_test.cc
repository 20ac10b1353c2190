// Dosed therapy: what a burst asks for, and how the loop goes through one.
#include "controller/dosed.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "controller/policy.h"
#include "tests/controller/findings.h"
#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::Mood;

constexpr Instant kStart{1'000'000'000};

struct Burst : ::testing::Test {
  TherapyProgram program = dosed_program();
  EpisodeView episode{
      .burst_start = kStart, .burst_end = kStart + 6_s, .dose_permille = 500};

  safety::StimRequest at(Microseconds since_start) const {
    return decide(program, Mode::kTreatingBurst, episode, kStart + since_start);
  }
  Microamps amplitude_at(Microseconds since_start) const {
    return at(since_start).outputs[0].amplitude;
  }
};

TEST_F(Burst, Saf402_IsTheDosesPartOfItsAmplitudeRoundedDown) {
  EXPECT_EQ(500_uA, amplitude_at(3_s));
  episode.dose_permille = 333;
  program.dosed.burst.outputs[0].amplitude = 100_uA;
  EXPECT_EQ(33_uA, amplitude_at(3_s));
  for (int permille = 0; permille <= 1000; ++permille) {
    episode.dose_permille = static_cast<std::uint16_t>(permille);
    EXPECT_EQ(permille / 10, amplitude_at(3_s).count());
  }
}

TEST_F(Burst, Saf402_RisesAndFallsOverItsRamp) {
  EXPECT_EQ(0_uA, amplitude_at(0_s));
  EXPECT_EQ(250_uA, amplitude_at(250_ms));
  EXPECT_EQ(500_uA, amplitude_at(500_ms));
  EXPECT_EQ(500_uA, amplitude_at(5500_ms));
  EXPECT_EQ(100_uA, amplitude_at(5900_ms));
  EXPECT_EQ(0_uA, amplitude_at(6_s));
  program.dosed.ramp = {};
  EXPECT_EQ(500_uA, amplitude_at(0_s));
  EXPECT_EQ(500_uA, amplitude_at(6_s - 1_us));
  EXPECT_EQ(safety::StimRequest{}, at(6_s));
}

TEST_F(Burst, Saf402_OfEachOutputItIsTheSamePart) {
  program.dosed.burst.outputs[1] = program.dosed.burst.outputs[0];
  program.dosed.burst.outputs[1].amplitude = 800_uA;
  EXPECT_EQ(400_uA, at(3_s).outputs[1].amplitude);
}

TEST_F(Burst, Saf150_ExpiresAndEndsWithTheBurst) {
  EXPECT_EQ(kStart + 3_s + 500_ms, at(3_s).outputs[0].valid_until);
  EXPECT_EQ(kStart + 6_s, at(5800_ms).outputs[0].valid_until);
  EXPECT_EQ(kStart, at(3_s).outputs[0].first_pulse);
  EXPECT_TRUE(at(3_s).needs_sensing);
}

TEST_F(Burst, Saf404_ShamAsksForNothing) {
  program.dosed.sham = true;
  for (const Microseconds into : {0_s, 1_s, 3_s, 5_s}) {
    EXPECT_EQ(safety::StimRequest{}, at(into));
  }
}

// ---- In the loop

struct Dosed : ::testing::Test {
  static void begin(Scene& scene) {
    scene.tell_time(600);
    scene.arm();
    scene.mood.mood = Mood::kSymptomatic;
  }
};

TEST_F(Dosed, Saf400_ABurstIsAnEpisodeThatEndsInRefractoryTime) {
  Scene scene(dosed_program());
  begin(scene);
  scene.run_until(Mode::kTreatingBurst, 1_s);
  const Instant start = scene.now();
  EXPECT_EQ(start + 6_s, scene.episode().burst_end);
  EXPECT_EQ(1, scene.episode().therapies_today);
  EXPECT_EQ(9, scene.episode().bursts_left_hour);
  EXPECT_EQ(29, scene.episode().bursts_left_day);
  scene.run(3_s);
  EXPECT_EQ(500_uA, scene.granted().amplitude);
  scene.run_until(Mode::kTreatingPause, 4_s);
  EXPECT_FALSE(scene.granted().on());
  scene.run_until(Mode::kRefractory, 1_s);
  scene.run_until(Mode::kSensing, 21_s);
  scene.run_until(Mode::kTreatingBurst);
  EXPECT_GE(scene.now() - start, 60_s);
  EXPECT_LE(scene.now() - start, 60_s + kFrame);
}

TEST_F(Dosed, Saf403_HarmLowersTheBurstThatIsUnderWay) {
  Scene scene(dosed_program());
  begin(scene);
  scene.run_until(Mode::kTreatingBurst);
  scene.run(3_s);
  scene.order(biomarkers::kAdverseEvent);
  EXPECT_EQ(400_uA, scene.asked().amplitude);
  EXPECT_TRUE(scene.report().notices.has(Notice::kAdverseOpen));
  scene.order(biomarkers::kAdverseSeen);
  EXPECT_FALSE(scene.report().notices.has(Notice::kAdverseOpen));
}

TEST_F(Dosed, Saf400_ABurstEndsItsEpisodeWhateverTheDetectorsSee) {
  Scene scene(dosed_program());
  begin(scene);
  scene.run_until(Mode::kTreatingBurst);
  scene.seizure = true;
  scene.run_until(Mode::kTreatingPause);
  scene.run_until(Mode::kRefractory, 1_s);
  EXPECT_EQ(Mode::kRefractory, scene.mode());
}

TEST_F(Dosed, Saf401_WhereTheGuardHasCountedMoreItIsAskedAgainLater) {
  TherapyProgram program = dosed_program();
  program.limits.episodes.therapies_per_hour = 1;
  Scene scene(program);
  begin(scene);
  scene.run_until(Mode::kTreatingBurst);
  scene.run_until(Mode::kSensing);
  scene.run_until(Mode::kLockout, 600_s);
  ASSERT_EQ(Mode::kLockout, scene.mode());
  scene.run(50_s);
  EXPECT_EQ(Mode::kLockout, scene.mode());
}

TEST_F(Dosed, Saf401_ASpentDayLocksOut) {
  TherapyProgram program = dosed_program();
  program.dosed.bursts_per_day = 2;
  program.dosed.lockout = 100_s;
  Scene scene(program);
  begin(scene);
  scene.run_until(Mode::kLockout);
  EXPECT_EQ(2, scene.episode().therapies_today);
  EXPECT_FALSE(scene.report().notices.has(Notice::kBudgetSpent));
  EXPECT_GT(scene.episode().mode_until - scene.now(), Microseconds(86'000'000'000));
  scene.run(200_s);
  EXPECT_EQ(Mode::kLockout, scene.mode());
}

TEST_F(Dosed, Saf404_ABlindedRunLooksTheSameButForTheCurrent) {
  TherapyProgram program = dosed_program();
  Scene real(program);
  program.dosed.sham = true;
  Scene sham(program);
  bool gave = false;
  begin(real);
  begin(sham);
  for (int i = 0; i < 20'000; ++i) {
    const LoopReport& a = real.step();
    const LoopReport& b = sham.step();
    ASSERT_EQ(a.mode, b.mode) << i;
    ASSERT_EQ(a.events, b.events) << i;
    ASSERT_EQ(a.notices, b.notices) << i;
    ASSERT_EQ(a.episode.therapies_today, b.episode.therapies_today);
    ASSERT_EQ(a.episode.bursts_left_hour, b.episode.bursts_left_hour);
    ASSERT_EQ(a.episode.dose_permille, b.episode.dose_permille);
    ASSERT_FALSE(b.asked.outputs[0].on() || b.granted.command.on());
    gave = gave || a.granted.command.on();
  }
  EXPECT_TRUE(gave);
}

// With limits as narrow as validation bears: the guard refuses none of what is due.
TEST_F(Dosed, Saf404_Saf412_DaysThatAreSpentLookTheSameAndNoneIsRefused) {
  TherapyProgram program = dosed_program();
  program.limits.episodes.therapies_per_hour = 12;
  program.limits.episodes.therapies_per_day = 100;
  ASSERT_TRUE(Findings(program).all.empty());
  Scene real(program);
  program.dosed.sham = true;
  Scene sham(program);
  begin(real);
  begin(sham);
  real.step();
  sham.step();
  int bursts = 0;
  for (const Instant end = real.now() + Microseconds(4 * 86'400'000'000LL);
       real.now() < end;) {
    const Instant rest = std::min(real.loop().idle_until(), sham.loop().idle_until());
    if (rest > real.now() && real.skip_to(rest)) {
      ASSERT_TRUE(sham.skip_to(rest));
    }
    const Mode before = real.mode();
    const LoopReport& a = real.step();
    const LoopReport& b = sham.step();
    ASSERT_EQ(a.mode, b.mode);
    ASSERT_EQ(a.events, b.events);
    ASSERT_EQ(a.episode.therapies_today, b.episode.therapies_today);
    ASSERT_FALSE(a.notices.has(Notice::kBudgetSpent));
    bursts += a.mode == Mode::kTreatingBurst && before != a.mode ? 1 : 0;
  }
  EXPECT_GE(bursts, 110);
  EXPECT_LE(bursts, 120);
}

TEST_F(Dosed, Saf405_AResetGivesNoBurstBack) {
  Scene before(dosed_program());
  begin(before);
  before.run_until(Mode::kTreatingBurst);
  before.order(biomarkers::kAdverseEvent);
  const DoseMemory stored = doses_of(before.loop());
  Scene after(dosed_program());
  EXPECT_TRUE(after.restore(stored));
  begin(after);
  EXPECT_EQ(29, after.episode().bursts_left_day);
  EXPECT_EQ(400, after.episode().dose_permille);
  EXPECT_TRUE(after.episode().adverse_open);
  EXPECT_GT(after.run_until(Mode::kTreatingBurst), 50_s);
}

TEST_F(Dosed, Saf405_MemoryOfAnotherVersionIsTheWorst) {
  Scene before(dosed_program());
  DoseMemory stored = doses_of(before.loop());
  ++stored.version;
  Scene after(dosed_program());
  EXPECT_FALSE(after.restore(stored));
  after.tell_time(600);
  after.order(biomarkers::kClinicianStart);
  after.run_until(Mode::kFault, 5_s);
  EXPECT_EQ(kCommissioned, after.episode().self_test_missing);
  EXPECT_EQ(200, after.episode().dose_permille);
}

}  // namespace
}  // namespace homeostat::controller::testing
