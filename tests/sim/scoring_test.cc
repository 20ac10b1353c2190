// Scoring against the public reference scorer: its own stored answers, the figures of its
// own tests, and the edge cases found in it (shared/reference/detection.md 1.1-1.5).
#include "sim/scoring.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/support/shared_data.h"

namespace homeostat::sim {
namespace {

using Events = std::vector<Interval>;

constexpr double kHour_s = 3600.0;
constexpr ScoringParameters kNoTolerance{.tolerance_start_s = 0.0,
                                         .tolerance_end_s = 0.0,
                                         .min_duration_between_events_s = 0.0};

Score in_an_hour(const Events& reference, const Events& hypothesis,
                 const ScoringParameters& parameters = {}) {
  return score_events(reference, hypothesis, kHour_s, parameters);
}

// Events drawn as text, one character a sample: "..##.".
Events drawn(const std::string& mask, double rate_hz) {
  Events events;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != '#') continue;
    if (i == 0 || mask[i - 1] != '#') {
      events.push_back({static_cast<double>(i) / rate_hz, 0.0});
    }
    events.back().offset_s = static_cast<double>(i + 1) / rate_hz;
  }
  return events;
}

void expect_counts(const Score& got, std::int64_t n_ref, std::int64_t tp,
                   std::int64_t fp) {
  EXPECT_EQ(got.n_ref, n_ref);
  EXPECT_EQ(got.tp, tp);
  EXPECT_EQ(got.fp, fp);
}

// Equal to the last bit, NaN standing for null.
void expect_same(double got, const nlohmann::json& expected) {
  if (expected.is_null()) {
    EXPECT_TRUE(std::isnan(got)) << got;
  } else {
    EXPECT_EQ(got, expected.get<double>());
  }
}

void expect_same(const Score& got, const nlohmann::json& expected) {
  expect_counts(got, expected.at("reference"), expected.at("true_positives"),
                expected.at("false_positives"));
  expect_same(got.sensitivity, expected.at("sensitivity"));
  expect_same(got.precision, expected.at("precision"));
  expect_same(got.f1, expected.at("f1"));
  expect_same(got.fp_per_day, expected.at("false_positives_per_day"));
}

Events events_from(const nlohmann::json& pairs) {
  Events events;
  for (const auto& pair : pairs) events.push_back({pair.at(0), pair.at(1)});
  return events;
}

ScoringParameters parameters_from(const nlohmann::json& p) {
  return {.tolerance_start_s = p.at("tolerance_start_s"),
          .tolerance_end_s = p.at("tolerance_end_s"),
          .min_overlap = p.at("min_overlap"),
          .max_event_duration_s = p.at("max_event_duration_s"),
          .min_duration_between_events_s = p.at("min_duration_between_events_s")};
}

TEST(Scoring, GivesEveryStoredAnswerOfThePublicScorerToTheLastBit) {
  const char* const path = "scoring/szcore_cases.json";
  HOMEOSTAT_NEEDS(path);
  std::ifstream file(homeostat::testing::shared_data(path));
  const auto cases = nlohmann::json::parse(file).at("cases");
  ASSERT_EQ(cases.size(), 80u);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE("case " + std::to_string(i));
    const auto& c = cases[i];
    const Events reference = events_from(c.at("reference_events_s"));
    const Events hypothesis = events_from(c.at("hypothesis_events_s"));
    expect_same(score_events(reference, hypothesis, c.at("duration_s"),
                             parameters_from(c.at("parameters"))),
                c.at("event"));
    expect_same(score_samples_1hz(reference, hypothesis, c.at("duration_s")),
                c.at("sample_1hz"));
  }
}

// ---- the public scorer's own figures (detection.md 1.4)

TEST(SampleScoring, CountsSecondBySecond) {
  const Score got =
      score_samples_1hz(drawn("###...###.", 1.0), drawn(".##.##..#.", 1.0), 10.0);
  expect_counts(got, 6, 3, 2);
  EXPECT_EQ(got.sensitivity, 3.0 / 6.0);
  EXPECT_EQ(got.precision, 3.0 / 5.0);
  EXPECT_DOUBLE_EQ(got.fp_per_day, 2.0 * 86400.0 / 10.0);
}

TEST(SampleScoring, RoundsEventsToWholeSeconds) {
  const Score got = score_samples_1hz(Events{{1.2, 5.4}, {7.1, 8.7}},
                                      Events{{3.0, 5.0}, {6.8, 9.2}}, 10.0);
  EXPECT_EQ(got.sensitivity, 4.0 / 6.0);
  EXPECT_EQ(got.precision, 1.0);
  EXPECT_EQ(got.fp_per_day, 0.0);
}

TEST(SampleScoring, CountsASecondOnceHoweverManyEventsHoldIt) {
  const Events nested{{100, 200}, {120, 130}, {150, 210}};
  expect_counts(score_samples_1hz(nested, Events{{100, 300}}, 3600.0), 110, 110, 90);
}

TEST(SampleScoring, AHalfSecondGoesToTheEvenSecond) {
  expect_counts(score_samples_1hz(Events{{0.5, 2.5}}, Events{{1.5, 3.5}}, 10.0), 2, 0, 2);
}

TEST(EventScoring, AnAlarmFarFromTheSeizureIsFalse) {
  const Score got = in_an_hour({{40, 60}}, {{10, 20}, {42, 65}},
                               {.tolerance_start_s = 0.0,
                                .tolerance_end_s = 10.0,
                                .min_duration_between_events_s = 0.0});
  EXPECT_EQ(got.sensitivity, 1.0);
  EXPECT_EQ(got.precision, 0.5);
  EXPECT_DOUBLE_EQ(got.fp_per_day, 24.0);
}

TEST(EventScoring, ALongAlarmIsCutAndItsTailIsFalse) {
  const Score got = in_an_hour({{40, 60}}, {{42, 425}});
  EXPECT_EQ(got.precision, 0.5);
  EXPECT_DOUBLE_EQ(got.fp_per_day, 24.0);
}

TEST(EventScoring, WithoutAlarmsPrecisionIsUndefinedAndF1IsZero) {
  const Score got = in_an_hour({{40, 60}}, {});
  EXPECT_EQ(got.sensitivity, 0.0);
  EXPECT_TRUE(std::isnan(got.precision));
  EXPECT_EQ(got.f1, 0.0);
  EXPECT_EQ(got.fp_per_day, 0.0);
}

TEST(EventScoring, WithoutSeizuresSensitivityIsUndefinedAndF1IsZero) {
  const Score got = in_an_hour({}, {{40, 60}});
  EXPECT_TRUE(std::isnan(got.sensitivity));
  EXPECT_EQ(got.precision, 0.0);
  EXPECT_EQ(got.f1, 0.0);
  EXPECT_DOUBLE_EQ(got.fp_per_day, 24.0);
}

TEST(EventScoring, WithoutEitherEveryRatioIsUndefined) {
  const Score got = in_an_hour({}, {});
  expect_counts(got, 0, 0, 0);
  EXPECT_TRUE(std::isnan(got.sensitivity));
  EXPECT_TRUE(std::isnan(got.precision));
  EXPECT_TRUE(std::isnan(got.f1));
  EXPECT_EQ(got.fp_per_day, 0.0);
}

// Three seizures in 68 samples.
class ShortMasks : public ::testing::Test {
 protected:
  Score score(double min_overlap, double rate_hz) const {
    ScoringParameters p = kNoTolerance;
    p.min_overlap = min_overlap;
    return score_events(
        drawn("........######................#######...........###.................",
              rate_hz),
        drawn("........######............#######..................###..........####",
              rate_hz),
        68.0 / rate_hz, p);
  }
};

TEST_F(ShortMasks, AnyOverlapFindsTwoOfThree) {
  const Score got = score(0.0, 10.0);
  EXPECT_EQ(got.sensitivity, 2.0 / 3.0);
  EXPECT_EQ(got.precision, 0.5);
}

TEST_F(ShortMasks, AnOverlapOfHalfFindsOneOfThree) {
  const Score got = score(0.5, 10.0);
  EXPECT_EQ(got.sensitivity, 1.0 / 3.0);
  EXPECT_EQ(got.precision, 0.25);
}

TEST_F(ShortMasks, AMissedSeizureHidesNoFalseAlarm) {
  const Score got = score(0.6, 1.0);
  EXPECT_EQ(got.sensitivity, 1.0 / 3.0);
  EXPECT_EQ(got.precision, 0.25);
}

TEST(EventScoring, OneLongAlarmFindsAllSeizuresUnderIt) {
  const Score got = score_events(
      drawn("........######....####........#######.....###...###..................",
            10.0),
      drawn(".....####################..........##################...............", 10.0),
      6.8, kNoTolerance);
  EXPECT_EQ(got.sensitivity, 1.0);
  EXPECT_EQ(got.precision, 1.0);
}

TEST(EventScoring, ManyShortAlarmsInOneSeizureFindItOnce) {
  const Score got = score_events(
      drawn("........#############################...........###.................", 10.0),
      drawn(".....#######....########........###########.......................####",
            10.0),
      6.8, kNoTolerance);
  EXPECT_EQ(got.sensitivity, 0.5);
  EXPECT_EQ(got.precision, 0.5);
}

// The README of the public scorer: 11 minutes of seizure in 66.
TEST(Scoring, F1IsTheHarmonicMeanOfCounts) {
  const Score got = score_samples_1hz(Events{{0, 660}}, Events{{300, 930}}, 3960.0);
  expect_counts(got, 660, 360, 270);
  EXPECT_NEAR(got.sensitivity, 0.5455, 5e-5);
  EXPECT_NEAR(got.precision, 0.5714, 5e-5);
  EXPECT_NEAR(got.f1, 0.5581, 5e-5);
  EXPECT_NEAR(got.fp_per_day, 5890.909, 5e-4);
}

// ---- boundaries and edge cases (detection.md 1.1 and 1.3)

TEST(EventScoring, JoinsBelowNinetySecondsAndNotAtNinety) {
  EXPECT_EQ(in_an_hour({{100, 110}, {199.9, 210}}, {}).n_ref, 1);
  EXPECT_EQ(in_an_hour({{100, 110}, {200.0, 210}}, {}).n_ref, 2);
  EXPECT_EQ(in_an_hour({{100, 110}, {200.1, 210}}, {}).n_ref, 2);
}

TEST(EventScoring, CutsAboveThreeHundredSecondsAndNotAtThreeHundred) {
  EXPECT_EQ(in_an_hour({{100, 399}}, {}).n_ref, 1);
  EXPECT_EQ(in_an_hour({{100, 400}}, {}).n_ref, 1);
  EXPECT_EQ(in_an_hour({{100, 401}}, {}).n_ref, 2);
  EXPECT_EQ(in_an_hour({{100, 1000}}, {}).n_ref, 3);
}

TEST(EventScoring, AnAlarmInTheToleranceBeforeOrAfterCounts) {
  expect_counts(in_an_hour({{100, 120}}, {{75, 80}}), 1, 1, 0);
  expect_counts(in_an_hour({{100, 120}}, {{170, 175}}), 1, 1, 0);
}

TEST(EventScoring, AnAlarmThatOnlyTouchesTheToleranceIsFalse) {
  expect_counts(in_an_hour({{100, 120}}, {{60, 70}}), 1, 0, 1);
  expect_counts(in_an_hour({{100, 120}}, {{60, 70.1}}), 1, 1, 0);
  expect_counts(in_an_hour({{100, 120}}, {{180, 190}}), 1, 0, 1);
  expect_counts(in_an_hour({{100, 120}}, {{179.9, 190}}), 1, 1, 0);
}

TEST(EventScoring, OneAlarmInBothTolerancesFindsBothSeizures) {
  expect_counts(in_an_hour({{100, 120}, {210, 230}}, {{165, 185}}), 2, 2, 0);
}

TEST(EventScoring, AnAlarmBetweenSeizuresFindsTheOneWhoseWindowItMeets) {
  expect_counts(in_an_hour({{100, 120}, {210, 230}}, {{165, 170}}), 2, 1, 0);
}

TEST(EventScoring, ALongSeizurePunishesAShortAlarm) {
  expect_counts(in_an_hour({{100, 1000}}, {{100, 110}}), 3, 1, 0);
  expect_counts(in_an_hour({{100, 1000}}, {{395, 405}}), 3, 2, 0);
}

TEST(EventScoring, AnAlarmThatIsAlwaysOnHasElevenFalsePieces) {
  const Score got = in_an_hour({{100, 120}}, {{0, 3600}});
  expect_counts(got, 1, 1, 11);
  EXPECT_DOUBLE_EQ(got.fp_per_day, 264.0);
}

TEST(EventScoring, AnAlarmTooShortForASampleIsFalseAndFindsNothing) {
  expect_counts(in_an_hour({{100, 120}}, {{110.0, 110.04}}), 1, 0, 1);
  expect_counts(in_an_hour({{100, 120}}, {{110.0, 110.0}}), 1, 0, 1);
}

TEST(EventScoring, TimesRoundToTenthsWithHalvesToTheEvenTenth) {
  expect_counts(in_an_hour({{100, 120}}, {{110.25, 110.35}}), 1, 1, 0);  // 1102 to 1104
  expect_counts(in_an_hour({{100, 120}}, {{110.15, 110.25}}), 1, 0, 1);  // 1102 to 1102
}

TEST(EventScoring, ASeizureOfNoLengthCanBeFound) {
  expect_counts(in_an_hour({{100, 100}}, {{105, 110}}), 1, 1, 0);
}

TEST(EventScoring, TheOverlapIsAShareOfTheWidenedSeizure) {
  expect_counts(in_an_hour({{100, 120}}, {{100, 120}}, {.min_overlap = 0.5}), 1, 0, 1);
}

TEST(EventScoring, AnOverlapMustExceedItsLimit) {
  ScoringParameters half = kNoTolerance;
  half.min_overlap = 0.5;
  expect_counts(in_an_hour({{100, 120}}, {{100, 109.9}}, half), 1, 0, 1);
  expect_counts(in_an_hour({{100, 120}}, {{100, 110.0}}, half), 1, 0, 1);
  expect_counts(in_an_hour({{100, 120}}, {{100, 110.1}}, half), 1, 1, 0);
}

TEST(EventScoring, RoundingInTheLastPlaceExceedsNoLimit) {
  // 0.3 s on the grid over 100.3 - 100 s is a little more than 1.
  ScoringParameters all = kNoTolerance;
  all.min_overlap = 1.0;
  expect_counts(in_an_hour({{100, 100.3}}, {{100, 100.3}}, all), 1, 0, 1);
}

TEST(EventScoring, TheWidenedSeizureEndsWithTheRecording) {
  ScoringParameters half = kNoTolerance;
  half.min_overlap = 0.5;
  half.tolerance_end_s = 60.0;
  expect_counts(in_an_hour({{3590, 3600}}, {{3590, 3600}}, half), 1, 1, 0);
  expect_counts(in_an_hour({{3490, 3500}}, {{3490, 3500}}, half), 1, 0, 1);
}

TEST(EventScoring, UnsortedSeizuresAreJoinedAsThePublicScorerDoes) {
  // (200, 210) and (100, 110) become (200, 110), which no alarm can overlap.
  expect_counts(in_an_hour({{200, 210}, {100, 110}}, {{202, 208}}), 1, 0, 1);
  expect_counts(in_an_hour({{100, 110}, {200, 210}}, {{202, 208}}), 2, 1, 0);
}

TEST(EventScoring, ASeizureTurnedBackwardsIsFoundByNoAlarmAtAll) {
  expect_counts(in_an_hour({{2000, 2010}, {100, 110}}, {{0, 3600}}), 1, 0, 12);
}

TEST(EventScoring, ANestedSeizureShrinksTheOuterOne) {
  expect_counts(in_an_hour({{100, 300}, {120, 130}}, {{280, 290}}), 1, 0, 1);
  expect_counts(in_an_hour({{100, 300}}, {{280, 290}}), 1, 1, 0);
}

TEST(EventScoring, AnAlarmBeyondTheEndIsFalse) {
  expect_counts(in_an_hour({{3500, 3600}}, {{3605, 3650}}), 1, 0, 1);
}

TEST(EventScoring, NegativeTimesCountFromTheEndAsInAPythonSlice) {
  expect_counts(in_an_hour({{3500, 3600}}, {{-50, -40}}), 1, 1, 0);
}

TEST(Scoring, ARecordingOfNoLengthHasNoRate) {
  EXPECT_TRUE(std::isnan(score_events({}, Events{{1, 2}}, 0.0).fp_per_day));
  EXPECT_TRUE(std::isnan(score_samples_1hz({}, {}, 0.0).fp_per_day));
}

TEST(Scoring, HalfAYearIsScoredByItsEventsAlone) {
  const Events seizures{{1e6, 1e6 + 60.0}, {9e6, 9e6 + 60.0}};
  const Score got = score_events(seizures, seizures, 180.0 * 86400.0);
  expect_counts(got, 2, 2, 0);
  EXPECT_EQ(got.f1, 1.0);
}

// Every seizure's window holds every alarm: counted one by one, 10^10 of them.
TEST(Scoring, AHundredThousandSeizuresInOneAnothersWindowsAreScored) {
  Events seizures;
  for (int i = 0; i < 100'000; ++i) seizures.push_back({2.0 * i, 2.0 * i + 1.0});
  ScoringParameters wide = kNoTolerance;
  wide.tolerance_start_s = wide.tolerance_end_s = 1e6;
  expect_counts(score_events(seizures, seizures, 2e5, wide), 100'000, 100'000, 0);
}

TEST(Scoring, RefusesWhatIsNoTimeAndCutsThatNeverEnd) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInf = std::numeric_limits<double>::infinity();
  EXPECT_THROW((void)in_an_hour({{kNan, 1}}, {}), std::invalid_argument);
  EXPECT_THROW((void)in_an_hour({}, {{0, kInf}}), std::invalid_argument);
  EXPECT_THROW((void)score_samples_1hz(Events{{0, kNan}}, {}, 10), std::invalid_argument);
  EXPECT_THROW((void)score_events({}, {}, kNan), std::invalid_argument);
  EXPECT_THROW((void)score_events({}, {}, -1.0), std::invalid_argument);
  EXPECT_THROW((void)in_an_hour({}, {}, {.tolerance_start_s = kNan}),
               std::invalid_argument);
  EXPECT_THROW((void)in_an_hour({}, {}, {.max_event_duration_s = 0.09}),
               std::invalid_argument);
  EXPECT_NO_THROW((void)in_an_hour({}, {}, {.max_event_duration_s = 0.1}));
}

}  // namespace
}  // namespace homeostat::sim
