// What the patient is told, and what not: each notice on its boundary, and its manner.
#include "controller/notice.h"

#include <gtest/gtest.h>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

constexpr Microseconds kWeek{604'800'000'000};

struct Telling : ::testing::Test {
  TherapyProgram program = responsive_program();

  // A scene that listens, and whose detector can be read.
  struct Listening : Scene {
    explicit Listening(const TherapyProgram& program) : Scene(program) { arm(); }
  };
  static bool told(const Scene& scene, Notice notice) {
    return scene.report().notices.has(notice);
  }
  static void measured(Scene& scene, Microseconds age, Ohms value = 1000_ohm) {
    for (auto& contact : scene.inputs.impedances) contact = {value, age, true};
  }
};

TEST_F(Telling, NamesWordsAndUrgenciesExistAndPriorityNeverRisesAgain) {
  for (int i = 0; i < kNotices; ++i) {
    const auto notice = static_cast<Notice>(i);
    EXPECT_STRNE("", name_of(notice));
    EXPECT_STRNE("", words_for(notice));
    EXPECT_STRNE("", name_of(urgency_of(notice)));
    const auto before = static_cast<Notice>(i > 0 ? i - 1 : 0);
    EXPECT_GE(urgency_of(notice), urgency_of(before));
  }
}

TEST_F(Telling, WhereAllIsWellThereIsNothingToTell) {
  Listening scene(program);
  scene.blind = false;
  scene.run(120_s);
  EXPECT_TRUE(scene.report().notices.empty()) << scene.report().notices.bits();
}

// ---- Stopped

TEST_F(Telling, Saf098_ALatchIsToldAtOnceAndUntilItIsReset) {
  Listening scene(program);
  scene.step_after(10_s);  // the guard takes it for a jump
  EXPECT_TRUE(told(scene, Notice::kCallClinician));
  scene.run(100_s);
  EXPECT_TRUE(told(scene, Notice::kCallClinician));
  EXPECT_TRUE(told(scene, Notice::kTherapyStopped));
  scene.order(biomarkers::kClinicianReset);
  scene.step();
  EXPECT_FALSE(told(scene, Notice::kCallClinician));
  EXPECT_TRUE(told(scene, Notice::kTherapyStopped));  // in Off
  scene.run(20_s);
  scene.arm();
  EXPECT_FALSE(told(scene, Notice::kTherapyStopped));
}

TEST_F(Telling, Saf098_OffIsToldAfterASecondAndOnlyWhereTherapyWasMeant) {
  Scene scene(program);
  scene.run(960_ms);
  EXPECT_FALSE(told(scene, Notice::kTherapyStopped));
  scene.run(64_ms);
  EXPECT_TRUE(told(scene, Notice::kTherapyStopped));
  Scene listener(detection_program());
  listener.run(10_s);
  EXPECT_FALSE(told(listener, Notice::kTherapyStopped));
}

TEST_F(Telling, Saf098_ASeizureThatGoesOnAfterAllTherapyIsTold) {
  Listening scene(program);
  scene.seizure = true;
  scene.run_until(Mode::kLockout);
  EXPECT_TRUE(told(scene, Notice::kSeizureGoesOn));
  scene.seizure = false;
  scene.run(3599_s);
  EXPECT_TRUE(told(scene, Notice::kSeizureGoesOn));
  scene.run(2_s);
  EXPECT_FALSE(told(scene, Notice::kSeizureGoesOn));
}

TEST_F(Telling, Saf098_AMagnetIsForgottenAfterFiveMinutes) {
  Listening scene(program);
  scene.inputs.magnet_present = true;
  scene.run(kMagnetPatience - 1_s);
  EXPECT_FALSE(told(scene, Notice::kTherapyStopped));
  scene.run(3_s);
  EXPECT_TRUE(told(scene, Notice::kTherapyStopped));
  scene.inputs.magnet_present = false;
  scene.step();
  EXPECT_FALSE(told(scene, Notice::kTherapyStopped));
}

// ---- Impedance

TEST_F(Telling, Saf099_AnImpedanceIsAnnouncedToExpireASeventhOfItsAgeBefore) {
  program.limits.max_impedance_age = kWeek;
  Listening scene(program);
  measured(scene, Microseconds(kWeek.count() / 7 * 6));
  scene.step();
  EXPECT_FALSE(told(scene, Notice::kImpedanceExpiring));
  measured(scene, Microseconds(kWeek.count() / 7 * 6) + 1_us);
  scene.step();
  EXPECT_TRUE(told(scene, Notice::kImpedanceExpiring));
  EXPECT_EQ(Urgency::kThisWeek, urgency_of(Notice::kImpedanceExpiring));
  measured(scene, 1_s);
  scene.step();
  EXPECT_FALSE(told(scene, Notice::kImpedanceExpiring));
}

TEST_F(Telling, Saf099_AnImpedanceThatExpiredOrIsUnknownIsTold) {
  Listening scene(program);
  measured(scene, program.limits.max_impedance_age);
  scene.run(11_s);
  EXPECT_FALSE(told(scene, Notice::kImpedanceExpired));
  measured(scene, program.limits.max_impedance_age + 1_us);
  scene.run(11_s);
  EXPECT_TRUE(told(scene, Notice::kImpedanceExpired));
  EXPECT_FALSE(told(scene, Notice::kImpedanceExpiring));
  measured(scene, 1_s);
  scene.step();
  EXPECT_FALSE(told(scene, Notice::kImpedanceExpired));
  for (auto& contact : scene.inputs.impedances) contact.valid = false;
  scene.run(11_s);
  EXPECT_TRUE(told(scene, Notice::kImpedanceExpired));
}

TEST_F(Telling, Saf099_AContactOutsideItsWindowIsToldAndOneThatNobodyDrivesIsNot) {
  Listening scene(program);
  scene.inputs.impedances[0].value = 9000_ohm;  // sensed, not driven
  scene.run(20_s);
  EXPECT_FALSE(told(scene, Notice::kLeadFault));
  scene.inputs.impedances[1].value = program.limits.max_impedance;
  scene.run(20_s);
  EXPECT_FALSE(told(scene, Notice::kLeadFault));
  scene.inputs.impedances[1].value = program.limits.max_impedance + 1_ohm;
  scene.run(2_s);
  EXPECT_TRUE(told(scene, Notice::kLeadFault));
  scene.inputs.impedances[1].value = program.limits.min_impedance;
  scene.run(11_s);
  EXPECT_FALSE(told(scene, Notice::kLeadFault));
}

// ---- Battery

TEST_F(Telling, Saf100_ABatteryIsLowBeforeItIsEmpty) {
  const Millivolts floor = program.limits.battery_floor;
  Listening scene(program);
  scene.inputs.battery = floor + kBatteryLowMargin;
  scene.run(60_s);
  EXPECT_FALSE(told(scene, Notice::kBatteryLow));
  scene.inputs.battery = floor + kBatteryLowMargin - 1_mV;
  scene.run(11_s);
  EXPECT_TRUE(told(scene, Notice::kBatteryLow));
  EXPECT_FALSE(told(scene, Notice::kBatteryEmpty));
  scene.inputs.battery = floor;
  scene.run(11_s);
  EXPECT_FALSE(told(scene, Notice::kBatteryEmpty));
  scene.inputs.battery = floor - 1_mV;
  scene.step();
  EXPECT_TRUE(told(scene, Notice::kBatteryEmpty));
  scene.run(2_s);
  EXPECT_TRUE(told(scene, Notice::kTherapyStopped));
}

TEST_F(Telling, Saf103_ABatteryThatWaversAroundALevelIsToldOnce) {
  Listening scene(program);
  const Millivolts level = program.limits.battery_floor + kBatteryLowMargin;
  scene.inputs.battery = level - 1_mV;
  scene.run(11_s);
  ASSERT_TRUE(told(scene, Notice::kBatteryLow));
  for (int i = 0; i < 20; ++i) {
    scene.inputs.battery = i % 2 == 0 ? level + 49_mV : level - 1_mV;
    scene.run(70_s);
    EXPECT_TRUE(told(scene, Notice::kBatteryLow)) << i;
  }
  scene.inputs.battery = level + 50_mV;
  scene.run(61_s);
  EXPECT_FALSE(told(scene, Notice::kBatteryLow));
}

TEST_F(Telling, Saf103_ABatteryThatSagsForMomentsIsNotTold) {
  Listening scene(program);
  for (int i = 0; i < 20; ++i) {
    scene.inputs.battery = program.limits.battery_floor + 1_mV;
    scene.run(9_s);
    EXPECT_FALSE(told(scene, Notice::kBatteryLow)) << i;
    scene.inputs.battery = 3600_mV;
    scene.run(1_s);
  }
}

// ---- Budgets

TEST_F(Telling, Saf101_ADayThatIsNearlySpentIsToldAndThenThatItIs) {
  program.responsive.therapies_per_day = 30;
  Listening scene(program);
  bool low_first = false;
  for (int i = 0; i < 40 && !told(scene, Notice::kBudgetSpent); ++i) {
    scene.seizure = true;
    scene.run_until(Mode::kTreatingBurst, 20_s);
    scene.seizure = false;
    scene.run(30_s);
    low_first = low_first ||
                (told(scene, Notice::kBudgetLow) && !told(scene, Notice::kBudgetSpent));
    if (scene.mode() == Mode::kLockout) scene.run(1_s);
  }
  EXPECT_TRUE(low_first);
  EXPECT_EQ(30, scene.episode().therapies_today);
  EXPECT_TRUE(told(scene, Notice::kBudgetSpent));
}

TEST_F(Telling, Saf101_ATherapyThatIsWithheldForItsBudgetIsTold) {
  program.limits.fast_budget = {Picocoulombs(8'000'000), 1};  // fifty pulses of 1 mA
  Listening scene(program);
  scene.seizure = true;
  scene.run_until(Mode::kLockout);
  EXPECT_TRUE(told(scene, Notice::kBudgetSpent));
  scene.run(11_s);
  EXPECT_TRUE(told(scene, Notice::kBudgetLow));
}

TEST_F(Telling, Saf101_TherapiesKeptForEpisodesCountAsLittle) {
  program.limits.episodes.therapies_per_day = 60;
  program.limits.episodes.reserved_for_episodes = 59;
  Listening scene(program);
  EXPECT_FALSE(told(scene, Notice::kBudgetLow));
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  scene.run_until(Mode::kTreatingPause);
  scene.seizure = false;
  scene.run(20_s);
  EXPECT_TRUE(told(scene, Notice::kBudgetLow));
}

// ---- Sensing

TEST_F(Telling, Saf102_ALostSignalIsToldAfterTenSecondsAndTakenBackAfterTen) {
  Listening scene(program);
  scene.blind = false;
  scene.signal = false;
  scene.run(9900_ms);
  EXPECT_FALSE(told(scene, Notice::kSensingLost));
  scene.run(200_ms);
  EXPECT_TRUE(told(scene, Notice::kSensingLost));
  scene.signal = true;
  scene.run(9900_ms);
  EXPECT_TRUE(told(scene, Notice::kSensingLost));
  scene.run(200_ms);
  EXPECT_FALSE(told(scene, Notice::kSensingLost));
}

TEST_F(Telling, Saf102_ASignalThatNoDetectorCanReadIsNone) {
  Listening scene(program);
  scene.blind = true;
  scene.run(11_s);
  EXPECT_TRUE(told(scene, Notice::kSensingLost));
  Scene deaf(open_loop_program());  // does not listen
  deaf.blind = true;
  deaf.arm();
  deaf.run(11_s);
  EXPECT_FALSE(told(deaf, Notice::kSensingLost));
}

// ---- Idle time

TEST_F(Telling, TimeThatIsSkippedIsTimeInWhichNothingChanges) {
  Listening stepped(program);
  Listening skipped(program);
  for (Listening* scene : {&stepped, &skipped}) {
    scene->inputs.battery = program.limits.battery_floor + 1_mV;
    scene->step();
  }
  const Instant until = stepped.now() + 600_s;
  while (stepped.now() < until) stepped.step();
  ASSERT_TRUE(skipped.skip_to(stepped.now()));
  EXPECT_EQ(stepped.report().notices, skipped.report().notices);
  EXPECT_TRUE(told(skipped, Notice::kBatteryLow));
}

}  // namespace
}  // namespace homeostat::controller::testing
