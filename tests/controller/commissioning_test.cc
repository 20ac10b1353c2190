// What a record is worth: for one program, for a time, and without it nothing arms.
#include "controller/commissioning.h"

#include <gtest/gtest.h>

#include "tests/controller/findings.h"
#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::Mood;
using Change = void (*)(TherapyProgram&);

constexpr Microseconds days(std::int64_t n) { return Microseconds(n * 86'400'000'000); }

RecordVerdict verdict_after(Change change, Microseconds run = {}) {
  TherapyProgram program = dosed_program();
  change(program);
  return judge_record(program, run);
}

TEST(Record, Saf406_PassesWhereEveryClauseWasHeldForThisProgram) {
  EXPECT_EQ(RecordVerdict::kPasses, verdict_after([](TherapyProgram&) {}));
  EXPECT_EQ(RecordVerdict::kPasses, judge_record(proportional_program(), {}));
}

TEST(Record, Saf406_FailsOtherwiseAndSaysHow) {
  using V = RecordVerdict;
  EXPECT_EQ(V::kMissing, verdict_after([](TherapyProgram& p) {
              p.biomarkers.mood.has_record = false;
            }));
  for (const Change change : {
           Change([](TherapyProgram& p) { p.biomarkers.mood.record.clauses_held = 6; }),
           Change([](TherapyProgram& p) { p.biomarkers.mood.record.clauses_held = 8; }),
           Change([](TherapyProgram& p) {
             p.biomarkers.mood.record.clauses = p.biomarkers.mood.record.clauses_held = 6;
           }),
       }) {
    EXPECT_EQ(V::kNotPassed, verdict_after(change));
  }
  EXPECT_EQ(V::kOtherCircumstances, verdict_after([](TherapyProgram& p) {
              p.biomarkers.mood.record.made_for ^= 1;
            }));
}

TEST(Record, Saf406_ExpiresToTheMicrosecond) {
  const Change none = [](TherapyProgram&) {};
  EXPECT_EQ(RecordVerdict::kPasses, verdict_after(none, days(180) - 1_us));
  EXPECT_EQ(RecordVerdict::kExpired, verdict_after(none, days(180)));
}

TEST(Record, Saf406_IsNoneOfAProgramThatFollowsNoMood) {
  for (const TherapyProgram& program :
       {responsive_program(), open_loop_program(), adaptive_program(),
        detection_program(), schedule_program()}) {
    EXPECT_EQ(RecordVerdict::kNone, judge_record(program, days(100'000)));
  }
}

TEST(Record, Saf407_IsForNoOtherScoreSignalLeadOrStimulation) {
  const Change changes[] = {
      [](TherapyProgram& p) { p.biomarkers.mood.features[0].weight = 1.5F; },
      [](TherapyProgram& p) { p.biomarkers.mood.features[0].band_low_hz = 31.0F; },
      [](TherapyProgram& p) { p.biomarkers.mood.bias = 0.1F; },
      [](TherapyProgram& p) { p.biomarkers.mood.on = 1.1F; },
      [](TherapyProgram& p) { p.biomarkers.mood.exclusion = 61_s; },
      [](TherapyProgram& p) { p.biomarkers.mood.circumstances.lead[0] = 'x'; },
      [](TherapyProgram& p) { p.biomarkers.mood.circumstances.gain[0] = 'x'; },
      [](TherapyProgram& p) { p.biomarkers.mood.circumstances.medication[1] = '2'; },
      [](TherapyProgram& p) { p.biomarkers.channels[0].plus_contact = 2; },
      [](TherapyProgram& p) { p.biomarkers.channels[0].high_pass_hz = 2.0F; },
      [](TherapyProgram& p) { p.biomarkers.sample_rate_hz = 500.0F; },
      [](TherapyProgram& p) { p.biomarkers.samples_per_frame = 16; },
      [](TherapyProgram& p) { p.biomarkers.blanking = 9_ms; },
      [](TherapyProgram& p) {
        p.biomarkers.artefact = biomarkers::ArtefactRemoval::kTemplate;
      },
      [](TherapyProgram& p) { p.biomarkers.quality.rail_uv = 2000.0F; },
      [](TherapyProgram& p) { p.limits.leads[0] = safety::LeadModel::kSeeg080x200; },
      [](TherapyProgram& p) {
        p.limits.configurations[0].contacts[3] = {safety::Polarity::kAnode, 1000};
      },
      [](TherapyProgram& p) { p.limits.configurations[0].recharge = 2_ms; },
      [](TherapyProgram& p) { p.policy = PolicyKind::kProportional; },
      [](TherapyProgram& p) { p.dosed.burst.outputs[0].amplitude = 900_uA; },
      [](TherapyProgram& p) { p.dosed.burst.duration = 5_s; },
      [](TherapyProgram& p) { p.dosed.ramp = 400_ms; },
  };
  for (std::size_t i = 0; i < std::size(changes); ++i) {
    EXPECT_EQ(RecordVerdict::kOtherCircumstances, verdict_after(changes[i])) << i;
  }
  const Change of_proportional[] = {
      [](TherapyProgram& p) { p.proportional.outputs[1].amplitude = 400_uA; },
      [](TherapyProgram& p) { p.proportional.feature = 1; },
      [](TherapyProgram& p) { p.proportional.target_log10 = 0.9F; },
      [](TherapyProgram& p) { p.proportional.lowest = 201_uA; },
      [](TherapyProgram& p) { p.proportional.gain_ua = 401.0F; },
  };
  for (const Change& change : of_proportional) {
    TherapyProgram other = proportional_program();
    change(other);
    EXPECT_EQ(RecordVerdict::kOtherCircumstances, judge_record(other, {}));
  }
}

TEST(Record, Saf407_OutlivesWhatAScoreDoesNotRestOn) {
  const Change changes[] = {
      [](TherapyProgram& p) { p.name[0] = 'x'; },
      [](TherapyProgram& p) { p.limits.configurations[0].tested_amplitude = 2000_uA; },
      [](TherapyProgram& p) { p.dosed.sham = true; },
      [](TherapyProgram& p) { p.dosed.bursts_per_day = 5; },
      [](TherapyProgram& p) { p.dosed.dose.start_permille = 300; },
      [](TherapyProgram& p) { p.biomarkers.mood.record.approver[0] = 'x'; },
      [](TherapyProgram& p) { p.limits.max_amplitude = 5000_uA; },
  };
  for (std::size_t i = 0; i < std::size(changes); ++i) {
    EXPECT_EQ(RecordVerdict::kPasses, verdict_after(changes[i])) << i;
  }
}

TEST(Record, Saf406_AProgramWithoutOneIsAcceptedAndToldThatItWillNotArm) {
  TherapyProgram program = dosed_program();
  EXPECT_TRUE(Findings(program).all.empty());
  program.biomarkers.mood.has_record = false;
  const Findings findings(program);
  EXPECT_TRUE(findings.accepted);
  EXPECT_TRUE(findings.advise("biomarkers.mood.record"));
  EXPECT_NE(std::string::npos,
            std::string(findings.of("biomarkers.mood.record").why).find("arm"));
}

// ---- In the loop

TEST(Arming, Saf406_WithoutAPassingRecordTheSelfTestFailsAndSaysSo) {
  for (TherapyProgram program : {dosed_program(), proportional_program()}) {
    program.biomarkers.mood.has_record = false;
    Scene scene(program);
    scene.order(biomarkers::kClinicianStart);
    scene.run_until(Mode::kFault, 5_s);
    EXPECT_EQ(kCommissioned, scene.episode().self_test_missing);
    EXPECT_STREQ("commissioning_record", name_of(kCommissioned));
    EXPECT_EQ(RecordVerdict::kMissing, scene.episode().record);
  }
}

struct Expiring : ::testing::Test {
  // Of a device that has run the record for so long.
  static void age(Scene& scene, Microseconds run) {
    DoseMemory memory = doses_of(scene.loop());
    memory.run_us = run.count();
    ASSERT_TRUE(scene.restore(memory));
  }
};

TEST_F(Expiring, Saf406_NoBurstBeginsOnceTheRecordHasExpired) {
  Scene scene(dosed_program());
  age(scene, days(180) - 30_s);
  scene.tell_time(600);
  scene.arm();
  EXPECT_EQ(1, scene.episode().record_days_left);
  scene.run(40_s);
  scene.mood.mood = Mood::kSymptomatic;
  scene.run(100_s);
  EXPECT_EQ(Mode::kSensing, scene.mode());
  EXPECT_EQ(0, scene.episode().therapies_today);
  EXPECT_EQ(RecordVerdict::kExpired, scene.episode().record);
  EXPECT_TRUE(scene.report().notices.has(Notice::kRecordExpired));
  EXPECT_TRUE(scene.report().notices.has(Notice::kTherapyStopped));
}

TEST_F(Expiring, Saf406_AContinuousTherapyFallsToNothing) {
  Scene scene(proportional_program());
  age(scene, days(180) - 30_s);
  scene.mood.second[0] = 5.0F;
  scene.mood.second_ended = true;
  scene.arm();
  scene.run(20_s);
  EXPECT_TRUE(scene.granted().on());
  scene.run(30_s);
  EXPECT_FALSE(scene.granted().on());
  EXPECT_EQ(Mode::kTreatingContinuous, scene.mode());
}

TEST_F(Expiring, Saf413_IsAnnouncedAWeekBefore) {
  Scene scene(dosed_program());
  age(scene, days(173) - 10_s);
  scene.arm();
  EXPECT_EQ(8, scene.episode().record_days_left);
  EXPECT_FALSE(scene.report().notices.has(Notice::kRecordExpiring));
  scene.run(10_s);
  EXPECT_TRUE(scene.report().notices.has(Notice::kRecordExpiring));
}

TEST_F(Expiring, Saf405_AgeOutlivesAResetAndAnotherRecordBeginsOnItsFirstDay) {
  Scene before(dosed_program());
  age(before, days(100));
  TherapyProgram program = dosed_program();
  program.name[0] = 'x';  // another program, the same record
  Scene after(program);
  EXPECT_TRUE(after.restore(doses_of(before.loop())));
  after.step();
  EXPECT_EQ(80, after.episode().record_days_left);
  program.biomarkers.mood.record.date[9] = '8';
  Scene renewed(program);
  EXPECT_TRUE(renewed.restore(doses_of(before.loop())));
  renewed.step();
  EXPECT_EQ(180, renewed.episode().record_days_left);
}

}  // namespace
}  // namespace homeostat::controller::testing
