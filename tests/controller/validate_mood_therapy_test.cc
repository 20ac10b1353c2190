// Rules of the therapies of depression: each on its boundary, and beside it.
#include <gtest/gtest.h>

#include "tests/controller/findings.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::SensedWhile;

struct Rule {
  const char* field;
  void (*good)(TherapyProgram&);
  void (*bad)(TherapyProgram&);
};

void expect(const TherapyProgram& base, const Rule& rule) {
  TherapyProgram good = base;
  rule.good(good);
  if (good.biomarkers.mood.has_record) commission(good);
  const Findings accepted(good);
  EXPECT_TRUE(accepted.accepted) << rule.field;
  EXPECT_FALSE(accepted.refuse(rule.field)) << rule.field;
  TherapyProgram bad = base;
  rule.bad(bad);
  EXPECT_TRUE(Findings(bad).refuse(rule.field)) << rule.field;
}

void no_change(TherapyProgram&) {}

TEST(ValidateMoodTherapy, Saf412_SoundProgramsPassWithoutAWord) {
  for (const TherapyProgram& program :
       {dosed_program(), proportional_program(), schedule_program()}) {
    const Findings findings(program);
    EXPECT_TRUE(findings.accepted);
    EXPECT_TRUE(findings.all.empty())
        << findings.all[0].field.data() << ": " << findings.all[0].why;
  }
}

using P = TherapyProgram;
const Rule kDosedRules[] = {
    {"policy", no_change, [](P& p) { p.policy = static_cast<PolicyKind>(8); }},
    {"limits.episodes", no_change, [](P& p) { p.limits.episodic = false; }},
    {"fallback", no_change, [](P& p) { p.has_fallback = true; }},
    {"biomarkers.mood", no_change, [](P& p) { p.biomarkers.mood.feature_count = 0; }},
    {"biomarkers.mood.sensed_while", no_change,
     [](P& p) { p.biomarkers.mood.sensed_while = SensedWhile::kOn; }},
    {"dosed.burst.outputs[0].amplitude_ua",
     [](P& p) { p.limits.configurations[0].tested_amplitude = 1000_uA; },
     [](P& p) { p.limits.configurations[0].tested_amplitude = 999_uA; }},
    {"dosed.burst.duration_ms", [](P& p) { p.dosed.burst.duration = 10_s; },
     [](P& p) { p.dosed.burst.duration = 10'001_ms; }},
    {"dosed.ramp_ms", [](P& p) { p.dosed.ramp = 3_s; },
     [](P& p) { p.dosed.ramp = 3001_ms; }},
    {"dosed.spacing_s", [](P& p) { p.dosed.spacing = 26_s; },
     [](P& p) { p.dosed.spacing = 25_s; }},
    {"dosed.spacing_s",
     [](P& p) { p.dosed.spacing = p.limits.episodes.episode_gap + 20_s; },
     [](P& p) {
       p.dosed.refractory = 0_s;
       p.dosed.spacing = 14_s;
     }},
    {"dosed.refractory_s", [](P& p) { p.dosed.refractory = 0_s; },
     [](P& p) { p.dosed.refractory = Microseconds(-1); }},
    {"dosed.lockout_s", [](P& p) { p.dosed.lockout = 86'400_s; },
     [](P& p) { p.dosed.lockout = 86'401_s; }},
    {"limits.episodes.therapies_per_hour",  // ten, and two in two minutes
     [](P& p) { p.limits.episodes.therapies_per_hour = 12; },
     [](P& p) { p.limits.episodes.therapies_per_hour = 11; }},
    {"limits.episodes.therapies_per_hour",  // a microsecond makes two of an hour
     [](P& p) {
       p.dosed.spacing = 3600_s;
       p.limits.episodes.therapies_per_hour = 2;
     },
     [](P& p) {
       p.dosed.spacing = 3600_s - 1_us;
       p.limits.episodes.therapies_per_hour = 2;
     }},
    {"limits.episodes.therapies_per_day",  // thirty, and twenty in two hours; 50 reserved
     [](P& p) { p.limits.episodes.therapies_per_day = 100; },
     [](P& p) { p.limits.episodes.therapies_per_day = 99; }},
    {"dosed.bursts_per_hour", [](P& p) { p.dosed.bursts_per_hour = 1; },
     [](P& p) { p.dosed.bursts_per_hour = 0; }},
    {"dosed.bursts_per_day", [](P& p) { p.dosed.bursts_per_day = 1; },
     [](P& p) { p.dosed.bursts_per_day = 0; }},
    {"limits.episodes.status_therapies",
     [](P& p) { p.limits.episodes.status_therapies = 11; },
     [](P& p) { p.limits.episodes.status_therapies = 10; }},
    {"limits.episodes.status_therapies",  // zero: none latch
     [](P& p) { p.limits.episodes.status_therapies = 0; },
     [](P& p) { p.limits.episodes.status_therapies = 1; }},
    {"dosed.day.from_minute", [](P& p) { p.dosed.day.from_minute = 1439; },
     [](P& p) { p.dosed.day.from_minute = 1440; }},
    {"dosed.day.to_minute", [](P& p) { p.dosed.day.to_minute = 0; },
     [](P& p) { p.dosed.day.to_minute = 1440; }},
    {"dosed.dose.lowest_permille", [](P& p) { p.dosed.dose.lowest_permille = 1; },
     [](P& p) { p.dosed.dose.lowest_permille = 0; }},
    {"dosed.dose.lowest_permille",
     [](P& p) {
       p.dosed.dose = {true, 1000, 1000, 1000, 100};
     },
     [](P& p) {
       p.dosed.dose = {true, 1001, 1001, 1001, 100};
     }},
    {"dosed.dose.lowest_permille", [](P& p) { p.dosed.dose.lowest_permille = 500; },
     [](P& p) {
       p.dosed.dose.lowest_permille = 1;
       p.dosed.burst.outputs[0].amplitude = 999_uA;
     }},
    {"dosed.dose.start_permille", [](P& p) { p.dosed.dose.start_permille = 200; },
     [](P& p) { p.dosed.dose.start_permille = 199; }},
    {"dosed.dose.start_permille", [](P& p) { p.dosed.dose.start_permille = 800; },
     [](P& p) { p.dosed.dose.start_permille = 801; }},
    {"dosed.dose.highest_permille", [](P& p) { p.dosed.dose.highest_permille = 1000; },
     [](P& p) { p.dosed.dose.highest_permille = 1001; }},
    {"dosed.dose.step_permille", [](P& p) { p.dosed.dose.step_permille = 1; },
     [](P& p) { p.dosed.dose.step_permille = 0; }},
};

TEST(ValidateMoodTherapy, Saf412_DosedKeepsEachOfItsRules) {
  for (const Rule& rule : kDosedRules) expect(dosed_program(), rule);
}

constexpr float kNan = __builtin_nanf("");

// A pulse each 45 ms on the first output, whose samples of 4 ms are blanked for so long.
void blanked(P& program, Microseconds blanking) {
  program.limits.max_period = 45_ms;
  program.proportional.outputs[0].period = 45_ms;
  program.proportional.outputs[1] = {};
  program.biomarkers.blanking = blanking;
}
const Rule kProportionalRules[] = {
    {"limits.continuous", no_change,
     [](P& p) {
       p.limits.episodic = true;
       p.limits.episodes = dosed_program().limits.episodes;
     }},
    {"biomarkers.mood.sensed_while", no_change,
     [](P& p) { p.biomarkers.mood.sensed_while = SensedWhile::kOff; }},
    {"biomarkers.artefact",
     [](P& p) {
       blanked(p, 5_ms);
       p.biomarkers.artefact = biomarkers::ArtefactRemoval::kBlanking;
     },
     [](P& p) { p.biomarkers.artefact = biomarkers::ArtefactRemoval::kBlanking; }},
    {"biomarkers.blanking_us", [](P& p) { blanked(p, 5_ms); },
     [](P& p) { blanked(p, 5_ms + 1_us); }},
    {"biomarkers.blanking_us",
     [](P& p) {
       blanked(p, 500_us);
       p.proportional.outputs[1] = p.proportional.outputs[0];
     },
     [](P& p) {
       blanked(p, 501_us);
       p.proportional.outputs[1] = p.proportional.outputs[0];
     }},
    {"proportional.feature", no_change, [](P& p) { p.proportional.feature = 1; }},
    {"proportional.feature", no_change,
     [](P& p) {
       p.biomarkers.mood.features[0].measure = biomarkers::MoodMeasure::kCoherence;
     }},
    {"proportional.outputs[0].amplitude_ua",
     [](P& p) { p.proportional.outputs[0].amplitude = 4000_uA; },
     [](P& p) { p.proportional.outputs[0].amplitude = 4001_uA; }},
    {"proportional.outputs", no_change,
     [](P& p) {
       p.proportional.outputs = {Stimulation{}, p.proportional.outputs[1]};
     }},
    {"proportional.target_log10", [](P& p) { p.proportional.target_log10 = 6.0F; },
     [](P& p) { p.proportional.target_log10 = kNan; }},
    {"proportional.smoothing_s", [](P& p) { p.proportional.smoothing_s = 0.0F; },
     [](P& p) { p.proportional.smoothing_s = -1.0F; }},
    {"proportional.gain_ua", [](P& p) { p.proportional.gain_ua = 0.0F; },
     [](P& p) { p.proportional.gain_ua = p.proportional.integral_ua_per_s = 0.0F; }},
    {"proportional.gain_ua", [](P& p) { p.proportional.gain_ua = 25'000.0F; },
     [](P& p) { p.proportional.gain_ua = 25'001.0F; }},
    {"proportional.gain_ua", no_change, [](P& p) { p.proportional.gain_ua = -1.0F; }},
    {"proportional.integral_ua_per_s",
     [](P& p) { p.proportional.integral_ua_per_s = 0.0F; },
     [](P& p) { p.proportional.integral_ua_per_s = kNan; }},
    {"proportional.lowest_ua", [](P& p) { p.proportional.lowest = 1000_uA; },
     [](P& p) { p.proportional.lowest = 1001_uA; }},
    {"proportional.lowest_ua", [](P& p) { p.proportional.lowest = 1_uA; },
     [](P& p) { p.proportional.lowest = 0_uA; }},
    {"proportional.rise_ua_per_s", [](P& p) { p.proportional.rise_ua_per_s = 1; },
     [](P& p) { p.proportional.rise_ua_per_s = 0; }},
    {"proportional.fall_ua_per_s", [](P& p) { p.proportional.fall_ua_per_s = 1; },
     [](P& p) { p.proportional.fall_ua_per_s = 0; }},
};

TEST(ValidateMoodTherapy, Saf412_ProportionalKeepsEachOfItsRules) {
  for (const Rule& rule : kProportionalRules) expect(proportional_program(), rule);
}

TEST(ValidateMoodTherapy, Saf412_AFeatureThatThereIsNotIsToldOnceAndNotLookedAt) {
  TherapyProgram program = proportional_program();
  program.proportional.feature = 1;
  commission(program);
  EXPECT_EQ(Findings(program).text(),
            "proportional.feature: not one of biomarkers.mood.features\n");
  program.biomarkers.mood.feature_count = 9;  // more than there is room for
  program.proportional.feature = 8;
  const Findings beyond(program);
  EXPECT_TRUE(beyond.refuse("biomarkers.mood.features"));
  EXPECT_FALSE(beyond.refuse("proportional.feature"));
}

const Rule kScheduleRules[] = {
    {"schedule.cycle.on_time_s", no_change, [](P& p) { p.schedule.cycle.on_time = 0_s; }},
    {"schedule.cycle.outputs[0].amplitude_ua", no_change,
     [](P& p) { p.schedule.cycle.outputs[0].amplitude = 4001_uA; }},
    {"schedule.day.to_minute",
     [](P& p) {
       p.schedule.day = {480, 481};
     },
     [](P& p) {
       p.schedule.cycle.on_time = 3600_s;
       p.schedule.day = {480, 481};
       p.ramp_off = 60_s;
     }},
};

TEST(ValidateMoodTherapy, Saf412_ScheduleKeepsEachOfItsRules) {
  for (const Rule& rule : kScheduleRules) expect(schedule_program(), rule);
}

}  // namespace
}  // namespace homeostat::controller::testing
