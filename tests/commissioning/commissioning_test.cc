// What the commissioning test must refuse, and what it must find.
#include "sim/commissioning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/commissioning_clauses.h"
#include "tests/commissioning/synthetic_person.h"
#include "tests/support/shared_data.h"

namespace homeostat::commissioning {
namespace {

using sim::Clause;

sim::CommissioningPlan quick_plan() {
  sim::CommissioningPlan plan;
  plan.draws = 300;
  plan.most_permutations = 99;
  return plan;
}

std::vector<Clause> judged(const sim::LabelledBins& bins) {
  return sim::clauses_of(sim::judge_biomarker(bins, quick_plan()));
}

bool holds(const std::vector<Clause>& clauses, const std::string& name) {
  const auto at = std::ranges::find(clauses, name, &Clause::name);
  EXPECT_NE(at, clauses.end()) << name;
  return at != clauses.end() && at->passed;
}

// Of a hundred persons.
int passed(const Person& person) {
  int count = 0;
  for (std::uint64_t seed = 1000; seed < 1100; ++seed)
    count += sim::all_passed(judged(bins_of(person, seed))) ? 1 : 0;
  return count;
}

TEST(Commissioning, LetsRandomFeaturesThroughInAtMostOneOfTwenty) {
  EXPECT_LE(passed({.days = 90}), 5);
}

TEST(Commissioning, LetsTrendsThroughInAtMostOneOfTwenty) {
  EXPECT_LE(passed({.days = 90, .trend = 4.0}), 5);
  EXPECT_LE(passed({.days = 90, .trend = -4.0, .recovers = true}), 5);
}

TEST(Commissioning, TrendOfSomeoneWhoRecoversTellsDaysAndIsNotBelieved) {
  int told = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto clauses =
        judged(bins_of({.days = 120, .trend = -4.0, .recovers = true}, seed));
    told += holds(clauses, "tells_held_out_days") ? 1 : 0;
    EXPECT_FALSE(sim::all_passed(clauses)) << seed;
  }
  EXPECT_GE(told, 15) << "the null must look like a biomarker, or nothing was refused";
}

TEST(Commissioning, RefusesTheLabelItselfAsTooGood) {
  for (std::uint64_t seed = 0; seed < 10; ++seed)
    EXPECT_FALSE(holds(judged(bins_of({.leak = true}, seed)), "not_too_good")) << seed;
}

TEST(Commissioning, FindsATrueBiomarkerOfTwoStandardDeviationsInEightMonths) {
  EXPECT_GE(passed({.days = 240, .strength = 2.0}), 80);
}

TEST(Commissioning, FewBinsOfAClassAreNotEnough) {
  auto bins = bins_of({.days = 120, .strength = 2.0}, 3);
  std::size_t left = 9;
  sim::LabelledBins few{.features = bins.features};
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (bins.symptomatic[i] != 0 && left-- == 0) break;
    few.day.push_back(bins.day[i]);
    few.label.push_back(bins.label[i]);
    few.symptomatic.push_back(bins.symptomatic[i]);
    const auto row = bins.rows.begin() + static_cast<std::ptrdiff_t>(4 * i);
    few.rows.insert(few.rows.end(), row, row + 4);
  }
  EXPECT_FALSE(holds(judged(few), "enough_data"));
}

TEST(Commissioning, OneClassAloneIsJudgedWithoutFiguresAndRefused) {
  auto bins = bins_of({.days = 40}, 1);
  std::ranges::fill(bins.symptomatic, std::uint8_t{0});
  const auto evidence = sim::judge_biomarker(bins, quick_plan());
  EXPECT_TRUE(std::isnan(evidence.leave_one_day_out.value));
  for (const Clause& clause : sim::clauses_of(evidence))
    EXPECT_FALSE(clause.passed) << clause.name;
}

TEST(Commissioning, LabelsCarriedForAWeekAreNotFittedNextToTheDayThatTheyJudge) {
  auto bins = bins_of({.days = 70}, 5);
  for (std::size_t i = 0; i < bins.size(); ++i)
    bins.label[i] = static_cast<double>(i / 7);
  EXPECT_EQ(sim::judge_biomarker(bins, quick_plan()).embargo_days, 6.0);
}

TEST(Commissioning, EqualSeedsGiveEqualIntervals) {
  const auto bins = bins_of({.strength = 1.0}, 7);
  const auto one = sim::judge_biomarker(bins, quick_plan());
  const auto two = sim::judge_biomarker(bins, quick_plan());
  EXPECT_EQ(one.leave_one_day_out.low, two.leave_one_day_out.low);
  EXPECT_EQ(one.gain_over_time.high, two.gain_over_time.high);
  EXPECT_EQ(one.permutation_p, two.permutation_p);
}

// The one public long recording of a mood: its gamma tells 94 days of 100, and so does
// the calendar.
TEST(Commissioning, ThePublicLongRecordingIsRefusedForTellingTheDate) {
  HOMEOSTAT_NEEDS("mood/pr01_days_314_1000.csv");
  const auto path = testing::shared_data("mood/pr01_days_314_1000.csv");
  const auto bins =
      sim::read_labelled_bins({.features = path,
                               .labels = path,
                               .label_column = "MADRS",
                               .use = {"Amyg1-Amyg2_LowG", "Amyg1-Amyg2_HighG",
                                       "Amyg3-Amyg4_LowG", "Amyg3-Amyg4_HighG"},
                               .logarithm = true},
                              {.symptomatic_from = 20.0, .well_to = 10.0});
  EXPECT_EQ(bins.size(), 257U);
  const auto evidence = sim::judge_biomarker(bins, {});
  EXPECT_NEAR(evidence.leave_one_day_out.value, 0.942, 0.001);
  EXPECT_NEAR(evidence.time_alone.value, 0.955, 0.001);
  const auto clauses = sim::clauses_of(evidence);
  EXPECT_TRUE(holds(clauses, "tells_held_out_days"));
  EXPECT_FALSE(holds(clauses, "enough_data"));
  EXPECT_FALSE(holds(clauses, "beats_time"));
  EXPECT_FALSE(holds(clauses, "survives_detrending"));
}

}  // namespace
}  // namespace homeostat::commissioning
