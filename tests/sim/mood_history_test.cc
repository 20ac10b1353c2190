// The files of a slow run, written and read back, and the page that is made of them.
#include "sim/mood_history.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "sim/error.h"
#include "sim/mood_days.h"
#include "sim/mood_diary.h"
#include "sim/mood_events.h"
#include "sim/mood_report.h"
#include "sim/random_draws.h"
#include "sim/report.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;
using biomarkers::Mood;
using biomarkers::MoodGap;
using biomarkers::WeeklyMood;

class SlowRun : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  // A fortnight: ill, well, and two days without a signal. Nights are slept.
  void make_fortnight() {
    RandomDraws random(11);
    for (int day = 0; day < 14; ++day) {
      DayRow row{.day = day, .true_mood = day < 7 ? -1.2 : 0.9};
      for (int b = 0; b < kBinsPerDay; ++b) {
        BinRow bin;
        bin.day = day + b / 144.0;
        bin.features = {static_cast<double>(random.below(1000)) / 256.0, kNotKnown};
        bin.clean_permille = 930;
        bin.asleep = b < 42 ? 1 : 0;
        bin.gap = bin.asleep != 0        ? MoodGap::kAsleep
                  : day == 8 || day == 9 ? MoodGap::kMissing
                                         : MoodGap::kNone;
        if (bin.gap == MoodGap::kNone) {
          bin.score = (day < 7 ? 1.5 : -1.0) + static_cast<double>(random.below(8)) / 8.0;
          bin.mean = bin.score;
          bin.mood = day < 7 ? Mood::kSymptomatic : Mood::kWell;
          bin.bursts = day < 7 ? 2 : 0;
        }
        bin.true_mood = row.true_mood;
        row.bursts += bin.bursts;
        bins_.push_back(bin);
      }
      row.score_mean = day == 8 || day == 9 ? kNotKnown : (day < 7 ? 1.9 : -0.6);
      row.charge_uc = 72.0 * row.bursts;
      row.dose_permille = 600;
      row.budget_left_permille = 1000 - row.bursts * 1000 / 300;
      row.weekly = day < 7 ? WeeklyMood::kSick : WeeklyMood::kStable;
      days_.push_back(row);
    }
    facts_.program = "gamma & <dosed>";
    facts_.patient = "treatment_resistant";
    facts_.arm = "treated";
    facts_.seed = 7;
    facts_.planned_days = 14.5;
    facts_.as_if_bursts = 31;
    facts_.approver = "A. Clinician";
    facts_.record_date = "2026-11-27";
    facts_.valid_days = 180;
    facts_.clauses = 7;
    facts_.clauses_held = 7;
    facts_.score_on = 0.75;
    facts_.score_off = -0.5;
    facts_.most_bursts_per_day = 300;
    facts_.outcome = *usual_definition(ScaleId::kMadrs);
    story_ = {{2.0, StoryKind::kDose, "raised to 600 permille", 600.0},
              {8.5, StoryKind::kReboot, "state from slot 1", kNotKnown}};
    rate(0.0, 34.0, 4.0);
    rate(7.0, 14.0, 1.0);
    rate(13.0, 9.0, std::nullopt);
    ScaleEvent headache;
    headache.day = 3.0;
    headache.what = "headache";
    ratings_.insert(ratings_.begin() + 1, headache);
  }
  void rate(double day, double total, std::optional<double> item) {
    ScaleEvent rating;
    rating.day = day;
    rating.scale = &scale_of(ScaleId::kMadrs);
    rating.total = total;
    rating.item = item;
    rating.flag = flag_of(*rating.scale, total, item, FlagBounds());
    ratings_.push_back(rating);
  }
  void write() const {
    write_bins(folder_, {"theta", "gamma"}, bins_);
    write_days(folder_, days_);
    write_story(folder_, story_);
    write_ratings(folder_, ratings_);
    write_facts(folder_, facts_);
  }
  std::string text_of(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / name, std::ios::binary).rdbuf();
    return text.str();
  }
  // The first `from` of a file becomes `to`.
  void spoil(const std::string& name, const std::string& from, const std::string& to) {
    std::string text = text_of(name);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    std::ofstream(folder_ / name, std::ios::binary) << text.replace(at, from.size(), to);
  }
  std::string refusal() const {
    try {
      (void)read_mood_history(folder_);
    } catch (const RecordingError& error) {
      const std::string said = error.what();
      EXPECT_EQ(said.find('\n'), std::string::npos) << said;
      EXPECT_TRUE(said.starts_with(folder_.string())) << said;
      return said.substr(std::min(said.size(), folder_.string().size() + 1));
    }
    ADD_FAILURE() << "was accepted";
    return "";
  }

  fs::path folder_ = homeostat::testing::scratch_path();
  std::vector<BinRow> bins_;
  std::vector<DayRow> days_;
  std::vector<StoryRow> story_;
  std::vector<ScaleEvent> ratings_;
  MoodFacts facts_;
};

void expect_alike(double a, double b) {
  EXPECT_EQ(std::isnan(a), std::isnan(b));
  if (!std::isnan(a)) {
    EXPECT_NEAR(a, b, 1e-5 * (1.0 + std::abs(a)));
  }
}

TEST_F(SlowRun, BinsAndDaysAreReadBackAsTheyWereWritten) {
  make_fortnight();
  write();
  const MoodHistory back = read_mood_history(folder_);
  EXPECT_EQ(back.features, (std::vector<std::string>{"theta", "gamma"}));
  ASSERT_EQ(back.bins.size(), bins_.size());
  for (std::size_t i = 0; i < bins_.size(); ++i) {
    const BinRow &was = bins_[i], &is = back.bins[i];
    expect_alike(was.day, is.day);
    for (std::size_t f = 0; f < 2; ++f) expect_alike(was.features[f], is.features[f]);
    expect_alike(was.score, is.score);
    expect_alike(was.mean, is.mean);
    expect_alike(was.true_mood, is.true_mood);
    EXPECT_EQ(was.clean_permille, is.clean_permille);
    EXPECT_EQ(was.asleep, is.asleep);
    EXPECT_EQ(was.gap, is.gap);
    EXPECT_EQ(was.mood, is.mood);
    EXPECT_EQ(was.bursts, is.bursts);
  }
  ASSERT_EQ(back.days.size(), days_.size());
  for (std::size_t i = 0; i < days_.size(); ++i) {
    const DayRow &was = days_[i], &is = back.days[i];
    EXPECT_EQ(was.day, is.day);
    expect_alike(was.score_mean, is.score_mean);
    expect_alike(was.charge_uc, is.charge_uc);
    EXPECT_EQ(was.dose_permille, is.dose_permille);
    EXPECT_EQ(was.budget_left_permille, is.budget_left_permille);
    EXPECT_EQ(was.weekly, is.weekly);
  }
}

TEST_F(SlowRun, StoryRatingsAndFactsAreReadBackToo) {
  make_fortnight();
  story_.push_back({9.0, StoryKind::kNotice, "tabs\tand\nlines", 1.5});
  write();
  MoodHistory back = read_mood_history(folder_);
  ASSERT_EQ(back.story.size(), 3U);
  EXPECT_EQ(back.story[0].kind, StoryKind::kDose);
  EXPECT_EQ(back.story[0].value, 600.0);
  EXPECT_TRUE(std::isnan(back.story[1].value));
  EXPECT_EQ(back.story[2].what, "tabs and lines");
  ASSERT_EQ(back.ratings.size(), ratings_.size());
  EXPECT_EQ(back.ratings[0].flag, Flag::kSuicidality);
  EXPECT_EQ(back.facts.program, facts_.program);
  EXPECT_EQ(back.facts.seed, facts_.seed);
  EXPECT_EQ(back.facts.planned_days, 14.5);
  EXPECT_EQ(back.facts.as_if_bursts, 31);
  EXPECT_TRUE(was_stopped(back)) << "half a day is missing";
  back.facts.planned_days = 14.0;
  EXPECT_FALSE(was_stopped(back));
  EXPECT_EQ(back.facts.approver, facts_.approver);
  EXPECT_EQ(back.facts.score_off, facts_.score_off);
  EXPECT_EQ(back.facts.outcome.remission_at, 10.0);
  facts_.score_on = kNotKnown;
  facts_.seed.reset();
  write();
  EXPECT_TRUE(std::isnan(read_facts(folder_).score_on));
  EXPECT_FALSE(read_facts(folder_).seed);
}

TEST_F(SlowRun, FactsJoinASummaryThatIsThere) {
  make_fortnight();
  std::ofstream(folder_ / "summary.json") << R"({"kind": "run", "seed": 3})";
  write();
  EXPECT_NE(text_of("summary.json").find("\"kind\": \"run\""), std::string::npos);
  EXPECT_EQ(read_facts(folder_).seed, 7U);
}

TEST_F(SlowRun, TimeIsCountedOnceAndByItsReason) {
  make_fortnight();
  const auto days = shares_by_day(bins_);
  ASSERT_EQ(days.size(), 14U);
  for (const DayShares& day : days) {
    EXPECT_EQ(day.bins, kBinsPerDay);
    EXPECT_EQ(day.known() + day.asleep + day.unknown_bins(), day.bins);
  }
  EXPECT_EQ(days[0].symptomatic, 102);
  EXPECT_EQ(days[7].well, 102);
  EXPECT_EQ(days[8].unknown[static_cast<std::size_t>(MoodGap::kMissing)], 102);
  const auto stretches = unknown_stretches(days);
  ASSERT_EQ(stretches.size(), 1U);
  EXPECT_EQ(stretches[0].from_day, 8);
  EXPECT_EQ(stretches[0].to_day, 10);
  EXPECT_EQ(stretches[0].gap, MoodGap::kMissing);
}

TEST_F(SlowRun, ADayWithoutBinsIsADayWithoutSignal) {
  std::vector<BinRow> bins(2);
  bins[1].day = 2.0;
  for (BinRow& bin : bins) bin.mood = Mood::kWell;
  const auto stretches = unknown_stretches(shares_by_day(bins));
  ASSERT_EQ(stretches.size(), 1U);
  EXPECT_EQ(stretches[0].from_day, 1);
  EXPECT_EQ(stretches[0].gap, MoodGap::kMissing);
}

TEST_F(SlowRun, ThePageHasEveryPanelAndNothingThatIsNoNumber) {
  make_fortnight();
  write();
  write_report(folder_);
  const std::string page = text_of("report.html");
  for (const char* part :
       {"<b>Ratings</b>, MADRS",
        "<b>Mood in the model</b>, hypothetical",
        "<b>Score</b> of the biomarker",
        "<b>Known</b>, % of each day",
        "<b>Therapies</b>",
        "<b>Dose</b>",
        "<b>Budget left</b>",
        "<b>Events</b>",
        "not approved for therapy",
        "A. Clinician, 2026-11-27, for 180 days; 7 of 7 clauses held",
        "MADRS was 34 at baseline and 9 on day 13 (74 % lower): response, remission.",
        "response: MADRS lower than at baseline by 50 % or more",
        "most in a day: 300",
        "unknown: signal missing",
        "the longest from day 8 for 2 days: signal missing",
        "gamma &amp; &lt;dosed&gt;",
        "state from slot 1",
        "flag of suicidality",
        "headache, mild",
        "1 rating lacks the item"}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
  for (const char* wrong : {"nan", "inf,", "inf\"", "http", "<script", "NaN", "&lt;svg"})
    EXPECT_EQ(page.find(wrong), std::string::npos) << wrong;
}

TEST_F(SlowRun, APageMayBeMadeAgainAndNothingElseIsOverwritten) {
  make_fortnight();
  write();
  write_mood_report(folder_);
  write_mood_report(folder_);
  std::ofstream(folder_ / "report.html") << "a person's own words";
  EXPECT_THROW(write_mood_report(folder_), UsageError);
  EXPECT_EQ(text_of("report.html"), "a person's own words");
}

TEST_F(SlowRun, AnEmptyLifeIsAPageToo) {
  days_.push_back({.day = 0});
  bins_.push_back({});
  facts_.outcome = *usual_definition(ScaleId::kPhq9);
  write();
  write_mood_report(folder_);
  const std::string page = text_of("report.html");
  EXPECT_EQ(page.find("nan"), std::string::npos);
  EXPECT_EQ(page.find("<b>Mood in the model</b>"), std::string::npos);
  for (const char* part : {"Nothing was given.", "no baseline", "Nothing happened.",
                           "none: therapy that follows this biomarker does not arm"})
    EXPECT_NE(page.find(part), std::string::npos) << part;
}

TEST_F(SlowRun, WhatMattersMostIsListedAndTheRestCounted) {
  make_fortnight();
  for (int i = 0; i < 40; ++i)
    story_.push_back({0.2 * i, StoryKind::kNotice, "a notice", kNotKnown});
  write();
  const auto events = events_of(read_mood_history(folder_));
  int listed = 0;
  double before = -1.0;
  for (const PageEvent& event : events) {
    EXPECT_GE(event.day, before);
    before = event.day;
    if (event.number > 0) {
      EXPECT_EQ(event.number, ++listed);
    } else {
      EXPECT_EQ(event.kind, StoryKind::kNotice) << event.words;
    }
  }
  EXPECT_LT(listed, 40);
  EXPECT_NE(events_list(events).find("stand in story.tsv"), std::string::npos);
}

// The diary tells flags and adverse events to story and ratings both, and the story's
// days have five decimals alone.
TEST_F(SlowRun, AFlagIsOnThePageOnceAndWeighsLessWhereItWasUpBefore) {
  MoodDiary diary(controller::TherapyProgram{});
  const double first = 1.0 / 12.0;  // ten in the morning of a run that begins at eight
  diary.add({.day = 0.0}, {});
  for (const double day : {first, 7.0 + first}) {
    ScaleEvent thoughts{.day = day, .scale = &scale_of(ScaleId::kMadrs), .total = 36.0};
    thoughts.item = 5.0;
    thoughts.flag = Flag::kSuicidality;
    diary.add(thoughts);
  }
  ScaleEvent harm{.day = 7.0 + first};
  harm.what = "hypomania";
  harm.severity = EventSeverity::kSevere;
  harm.flag = Flag::kMania;
  diary.add(harm);
  diary.add({.day = 7.0}, {});
  const MoodHistory lived = diary.close();
  make_fortnight();
  story_ = lived.story;
  ratings_ = lived.ratings;
  write();
  const auto events = events_of(read_mood_history(folder_));
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].words, "MADRS 36 (item 10: 5): flag of suicidality");
  EXPECT_EQ(events[1].words, events[0].words);
  EXPECT_EQ(events[2].words, "hypomania, severe: flag of mania");
  EXPECT_LT(events[0].rank, events[1].rank) << "it was up at the rating before";
  EXPECT_EQ(events[0].rank, events[2].rank);
}

TEST_F(SlowRun, ANoticeIsOfTheDayOnWhichItRose) {
  MoodDiary diary(controller::TherapyProgram{});
  for (const double day : {0.0, 1.0}) diary.add({.day = day}, {});
  diary.raise(0.999, controller::Notice::kBudgetSpent);
  for (const double day : {1.0, 2.00001})  // the last, in the frame that ends the run
    diary.raise(day, controller::Notice::kAdverseOpen);
  diary.add({.day = 0.5, .kind = StoryKind::kMode, .what = "off"});
  const MoodHistory lived = diary.close();
  ASSERT_EQ(lived.days.size(), 2U);
  EXPECT_EQ(lived.days[0].notices, 1);
  EXPECT_EQ(lived.days[1].notices, 2);
  EXPECT_TRUE(std::ranges::is_sorted(lived.story, {}, &StoryRow::day));
}

TEST_F(SlowRun, OfWhatItWasToldOfThePageSaysNoMore) {
  make_fortnight();
  facts_.has_biomarker = facts_.dosed = false;
  write();
  EXPECT_FALSE(read_facts(folder_).has_biomarker);
  EXPECT_FALSE(read_facts(folder_).dosed);
  write_mood_report(folder_);
  const std::string page = text_of("report.html");
  for (const char* untrue : {"<b>Score</b>", "<b>Known</b>", "<b>Dose</b>", "The dose",
                             "<b>Budget left</b>", "signal missing", "Nothing new"})
    EXPECT_EQ(page.find(untrue), std::string::npos) << untrue;
  EXPECT_NE(page.find("none: this therapy follows no biomarker"), std::string::npos);
}

TEST_F(SlowRun, ExactlyHalfKnownIsNotMoreThanHalf) {
  make_fortnight();
  for (BinRow& bin : bins_) {
    if (bin.asleep == 0 && std::lround(bin.day * kBinsPerDay) % 2 == 1)
      bin.mood = Mood::kUnknown;
  }
  std::erase_if(bins_, [](const BinRow& bin) { return bin.day > 8.0; });
  write();
  ASSERT_TRUE(unknown_stretches(shares_by_day(bins_)).empty());
  write_mood_report(folder_);
  EXPECT_NE(text_of("report.html").find("On every day half of the waking time or more"),
            std::string::npos);
}

TEST_F(SlowRun, BadFilesAreToldInOneLine) {
  const struct {
    std::string file, from, to, said;
  } mistakes[] = {
      {"bins.tsv", "\tasleep\t", "\tslept\t", "bins.tsv:1: no column \"asleep\""},
      {"bins.tsv", "\tasleep\tn/a", "\tsnoring\tn/a",
       "bins.tsv:2: \"snoring\" is not kno"},
      {"bins.tsv", "0.00694", "0.00000", "bins.tsv:3: the day does not follow"},
      {"bins.tsv", "0.00694", "n/a", "bins.tsv:3: \"\" is no number; accepted: a number"},
      {"bins.tsv", "\t930\t", "\t930.5\t", "bins.tsv:2: \"930.5\" is no whole number"},
      {"bins.tsv", "13.99306", "1e18", "bins.tsv:2017: day \"1e18\"; accepted: a day "},
      {"bins.tsv", "13.99306", "1e300", "bins.tsv:2017: day \"1e300\""},
      {"bins.tsv", "\n0.00000", "\n-0.5", "bins.tsv:2: day \"-0.5\""},
      {"days.tsv", "\n13\t", "\n1000001\t", "days.tsv:15: day \"1000001\""},
      {"story.tsv", "8.50000", "1e7", "story.tsv:3: day \"1e7\""},
      {"days.tsv", "\n1\t", "\n1\t\t", "days.tsv:3: the row has 14 columns"},
      {"days.tsv", "sick", "ill",
       "days.tsv:2: \"ill\" is not known; accepted: unknown, "},
      {"story.tsv", "reboot", "crash", "story.tsv:3: \"crash\" is not known"},
      {"scales.csv", "MADRS,34", "MADRS,340", "scales.csv:2: the total of MADRS"},
      {"summary.json", "\"mood\"", "\"moods\"", "summary.json: has no object \"mood\""},
      {"summary.json", "\"MADRS\"", "\"BDI\"", "summary.json: mood.scale is \"BDI\""},
      {"summary.json", "\"relapse_visits\": 2", "\"relapse_visits\": 0",
       "summary.json: mood.relapse_visits is 0; accepted: a whole number from 1 to "},
      {"summary.json", "\"relapse_visits\": 2", "\"relapse_visits\": -1",
       "summary.json: mood.relapse_visits is -1;"},
      {"summary.json", "\"relapse_visits\": 2", "\"relapse_visits\": 3.7",
       "summary.json: mood.relapse_visits is 3.7;"},
      {"summary.json", "_percent\": 50.0", "_percent\": 1e9",
       "summary.json: mood: --response-drop 1000000000: give 0 to 100"},
      {"summary.json", "\"relapse_from\": 22.0", "\"relapse_from\": 10.0",
       "summary.json: mood: --relapse-from 10: give more than --remission-at, 10"},
      {"summary.json", "\"seed\": 7", "\"seed\": -7",
       "summary.json: mood.seed is -7; accepted: a whole number, not below 0"},
      {"summary.json", "\"treated_from_day\": 0.0", "\"treated_from_day\": -1.0",
       "summary.json: mood.treated_from_day is -1.0; accepted: 0 to 1000000"},
      {"summary.json", "\"clauses\": 7", "\"clauses\": 1e18",
       "summary.json: mood.clauses is 1e+18;"},
      {"summary.json", "\"valid_days\": 180", "\"valid_days\": \"long\"",
       "summary.json: a value of \"mood\" is of another kind"},
  };
  make_fortnight();
  for (const auto& mistake : mistakes) {
    write();
    spoil(mistake.file, mistake.from, mistake.to);
    EXPECT_TRUE(refusal().starts_with(mistake.said)) << refusal();
    fs::remove(folder_ / "summary.json");
  }
  write();
  fs::remove(folder_ / "story.tsv");
  EXPECT_NE(refusal().find("story.tsv: cannot be opened"), std::string::npos);
}

TEST_F(SlowRun, IsToldFromAnotherByItsBins) {
  EXPECT_FALSE(holds_mood_history(folder_));
  make_fortnight();
  write();
  EXPECT_TRUE(holds_mood_history(folder_));
}

}  // namespace
}  // namespace homeostat::sim
