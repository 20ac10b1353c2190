// What months in the closed loop must keep: rest changes nothing, resets give nothing
// back, nights are silent, the day's dose is the most, no record no therapy.
#include "sim/slow_run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <random>

#include "clinical_configs/load.h"
#include "controller/self_test.h"
#include "models/mood_signal.h"
#include "sim/mood_bins.h"
#include "sim/run.h"
#include "sim/run_command.h"

namespace homeostat::sim {
namespace {

constexpr const char* kProgram = "depression/amygdala_gamma_dosed";

class Months : public ::testing::Test {
 protected:
  static controller::TherapyProgram program() {
    return clinical_configs::load_program(clinical_configs::find_program(kProgram));
  }
  static SlowRunPlan plan(double days, std::uint64_t seed,
                          const char* patient = "treatment_resistant") {
    return {.program = program(),
            .patient =
                clinical_configs::load_patient(clinical_configs::find_patient(patient)),
            .key = {.seed = seed},
            .days = days};
  }
  static SlowRun live(const SlowRunPlan& plan) {
    const std::atomic<bool> stop{false};
    return live_slowly(plan, stop);
  }
  static bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
  }
  static void expect_equal(const SlowRun& one, const SlowRun& other) {
    EXPECT_EQ(one.totals.commands, other.totals.commands);
    EXPECT_EQ(one.totals.bursts, other.totals.bursts);
    EXPECT_EQ(one.totals.charge_uc, other.totals.charge_uc);
    EXPECT_EQ(one.totals.notices, other.totals.notices);
    EXPECT_EQ(one.totals.mode_s.size(), other.totals.mode_s.size());
    for (const auto& [mode, span_s] : one.totals.mode_s)
      EXPECT_NEAR(span_s, other.totals.mode_s.at(mode), 1e-3) << mode;
    ASSERT_EQ(one.history.bins.size(), other.history.bins.size());
    for (std::size_t b = 0; b < one.history.bins.size(); ++b) {
      const BinRow& a = one.history.bins[b];
      const BinRow& z = other.history.bins[b];
      ASSERT_TRUE(same(a.score, z.score) && same(a.mean, z.mean) && a.gap == z.gap &&
                  a.mood == z.mood && a.bursts == z.bursts &&
                  a.true_mood == z.true_mood && a.clean_permille == z.clean_permille)
          << "bin " << b;
    }
  }
};

// Three shorter runs: a treated one with a gap, one with resets and another dose, and a
// sham; each stepped frame by frame without rest, and with it.
TEST_F(Months, Saf420_RestingThroughSilenceEqualsLivingIt) {
  SlowRunPlan treated = plan(6.0, 3);
  treated.arm_day = 0.5;
  treated.gaps = {{4.2, 4.4}};
  SlowRunPlan reset = plan(5.0, 7);
  reset.reboots = {3.1234, 3.9, 4.51};
  reset.program.dosed.bursts_per_day = 40;
  SlowRunPlan sham = plan(5.0, 11, "treatment_resistant_no_effect");
  sham.program.dosed.sham = true;
  std::int64_t bursts = 0;
  for (SlowRunPlan* each : {&treated, &reset, &sham}) {
    const SlowRun rested = live(*each);
    each->every_frame = true;
    const SlowRun stepped = live(*each);
    expect_equal(rested, stepped);
    EXPECT_LT(rested.totals.frames, stepped.totals.frames / 4);
    bursts += rested.totals.bursts;
  }
  EXPECT_GT(bursts, 150) << "something must have been given";
}

// Budgets that end with a calendar day come back in the same frame, wherever in a bin the
// day ends. A burst is a therapy to the guard, and a day has forty of them here.
TEST_F(Months, Saf420_MidnightWithinABinIsNotRestedThrough) {
  SlowRunPlan calendar = plan(5.5, 3);
  calendar.patient.mood.start_minute = 483.0;
  calendar.program.limits.episodes.day_ends_at_midnight = true;
  calendar.program.limits.episodes.therapies_per_day = 40;
  const SlowRun rested = live(calendar);
  calendar.every_frame = true;
  expect_equal(rested, live(calendar));
  EXPECT_EQ(rested.totals.bursts, 120) << "of three days";
}

TEST_F(Months, Saf421_NightsStaySilentAndTheDayKeepsItsDose) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SlowRunPlan month = plan(30.0, seed);
    const SlowRun run = live(month);
    EXPECT_GT(run.totals.bursts, 200) << seed;
    EXPECT_EQ(run.totals.night_bursts, 0) << seed;
    EXPECT_LE(run.totals.most_bursts_in_a_day, month.program.dosed.bursts_per_day)
        << seed;
    EXPECT_FALSE(run.totals.latched) << seed;
  }
}

// Hours are those of the program's own policy; one that keeps none has no nights.
TEST_F(Months, ABurstAtNightIsOneOutsideTheHoursOfThePolicy) {
  SlowRunPlan clocked = plan(1.0, 1);
  clocked.program = clinical_configs::load_program(
      clinical_configs::find_program("depression/vs_schedule"));
  const SlowRun kept = live(clocked);
  EXPECT_GT(kept.totals.bursts, 50);
  EXPECT_EQ(kept.totals.night_bursts, 0);

  SlowRunPlan always = plan(5.0, 1);
  always.program.dosed.day = {};
  const SlowRun run = live(always);
  EXPECT_GT(run.totals.bursts, 10);
  EXPECT_EQ(run.totals.night_bursts, 0);
}

TEST_F(Months, EveryNoticeThatIsCountedIsInTheStory) {
  SlowRunPlan expiring = plan(12.0, 3);
  expiring.program.biomarkers.mood.record.valid_days = 9;
  const SlowRun run = live(expiring);
  std::int64_t counted = 0;
  for (const auto& [name, times] : run.totals.notices) counted += times;
  std::int64_t by_day = 0;
  for (const DayRow& day : run.history.days) by_day += day.notices;
  EXPECT_GT(counted, 1);
  EXPECT_EQ(std::ranges::count(run.history.story, StoryKind::kNotice, &StoryRow::kind),
            counted);
  EXPECT_EQ(by_day, counted);
}

TEST(DeafSeconds, InWhichTwoStretchesMeetCountOnce) {
  const auto at = [](double second) {
    return Instant(static_cast<std::uint64_t>(second * 1e6));
  };
  DeafTime deaf(Microseconds{1'000'000});
  deaf.hear_pulses(at(10.1), at(12.2));  // until 13.2: seconds 10 to 13
  deaf.hear_pulses(at(13.5), at(14.0));  // until 15.0: seconds 13 and 14
  EXPECT_EQ(deaf.permille_of(at(0.0), at(100.0)), 50);
}

TEST_F(Months, Saf406_WithoutARecordNothingIsEverGiven) {
  SlowRunPlan bare = plan(3.0, 1);
  bare.program.biomarkers.mood.has_record = false;
  const SlowRun run = live(bare);
  EXPECT_EQ(run.totals.bursts, 0);
  EXPECT_EQ(run.totals.self_test_missing, controller::kCommissioned);
  EXPECT_EQ(run.totals.mode, controller::Mode::kFault);
}

TEST_F(Months, AShamIsTheSameButForTheCurrent) {
  SlowRunPlan real = plan(10.0, 5, "treatment_resistant_no_effect");
  SlowRunPlan sham = real;
  sham.program.dosed.sham = true;
  const SlowRun given = live(real);
  const SlowRun withheld = live(sham);
  EXPECT_GT(given.totals.bursts, 100);
  EXPECT_EQ(withheld.totals.bursts, 0);
  ASSERT_EQ(given.history.bins.size(), withheld.history.bins.size());
  for (std::size_t b = 0; b < given.history.bins.size(); ++b)
    ASSERT_EQ(given.history.bins[b].true_mood, withheld.history.bins[b].true_mood) << b;
}

// After a reset budgets are never larger, and from the next bin that tells on scores are
// those of a device that missed the bin of the reset and lost no power.
TEST_F(Months, Saf422_AResetGivesNothingBackAndTheScoreGoesOn) {
  std::mt19937_64 random(42);
  const auto share = [&random] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  constexpr double kFrom = 3.5;
  constexpr double kDays = 9.0;
  for (int i = 0; i < 100; ++i) {
    const double day = kFrom + share() * (kDays - kFrom - 1.0);
    SlowRunPlan reset = plan(kDays, 2);
    reset.reboots = {day};
    const double bin = std::floor(day * kBinsPerDay) / kBinsPerDay;
    SlowRunPlan missed = plan(kDays, 2);
    missed.deaf = {{bin, bin + 0.5 / kBinsPerDay}};
    const SlowRun after = live(reset);
    const SlowRun without = live(missed);
    EXPECT_EQ(after.totals.gained_budget, 0) << day;
    const auto next = static_cast<std::size_t>(std::lround(bin * kBinsPerDay)) + 1;
    bool told = false;
    for (std::size_t b = next; b < after.history.bins.size(); ++b) {
      const BinRow& a = after.history.bins[b];
      const BinRow& z = without.history.bins[b];
      ASSERT_EQ(a.gap, z.gap);
      told = told || a.gap == biomarkers::MoodGap::kNone;
      if (!told) {
        ASSERT_EQ(a.mood, biomarkers::Mood::kUnknown) << "reset at day " << day;
        continue;
      }
      ASSERT_TRUE(same(a.score, z.score) && same(a.mean, z.mean) && a.mood == z.mood)
          << "reset at day " << day << ", bin " << b;
      if (a.bursts != z.bursts) break;  // from here on they live other lives
    }
  }
}

// Scores of bins that ended, with when.
class Scores final : public Observer {
 public:
  void see(const biomarkers::SampleFrame&,
           const controller::LoopReport& report) override {
    if (report.seen.mood.bin_ended) readings.push_back(report.seen.mood);
  }
  std::vector<biomarkers::MoodReading> readings;
};

// The device's own listener on samples, and bins that the patient tells, of the same
// hours: scores agree within what ten minutes can tell.
TEST_F(Months, BinsTellWhatTheListenerHearsInSamples) {
  constexpr double kHours = 8.0;
  SlowRunPlan bins = plan(kHours / 24.0, 4);
  bins.program.policy = controller::PolicyKind::kDetectionOnly;
  bins.program.dosed = {};
  bins.program.biomarkers.mood.hold_off = Microseconds{};
  const SlowRun told = live(bins);

  models::DeviceSetup setup = device_setup(bins.program);
  models::MoodSignal patient(bins.patient, setup, bins.key);
  bins.program.limits = {};
  LocalLoop loop(bins.program, Instant{});
  Scores scores;
  Observer* const observers[] = {&scores};
  const std::atomic<bool> stop{false};
  run(loop, patient, {.frames = static_cast<std::int64_t>(kHours * 3600.0 / 0.256)},
      observers, stop);

  ASSERT_GE(scores.readings.size(), 46U);
  double away = 0.0;
  double square = 0.0;
  int both = 0;
  for (std::size_t b = 1; b < 46; ++b) {  // what precedes a start may have been a pulse
    const biomarkers::MoodReading& heard = scores.readings[b];
    const BinRow& lived = told.history.bins[b];
    ASSERT_EQ(heard.gap, lived.gap) << b;
    if (heard.gap != biomarkers::MoodGap::kNone) continue;
    const double difference = static_cast<double>(heard.score) - lived.score;
    away += difference;
    square += difference * difference;
    ++both;
  }
  ASSERT_GT(both, 40);
  // In units of the score, whose thresholds lie 1.8 apart.
  EXPECT_NEAR(away / both, 0.0, 0.5);
  EXPECT_LT(std::sqrt(square / both), 1.0);
  std::cout << "scores of samples less those of bins: mean " << away / both << ", rms "
            << std::sqrt(square / both) << " of " << both << " bins\n";
}

}  // namespace
}  // namespace homeostat::sim
