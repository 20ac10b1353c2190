// Scales, their flags, and tables of ratings as raters write them.
#include "sim/scales.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sim/calendar_date.h"
#include "sim/error.h"
#include "sim/scale_events.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

class Ratings : public ::testing::Test {
 protected:
  fs::path file(const fs::path& name, const std::string& text) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }
  std::vector<ScaleEvent> read(const std::string& text, ScaleSource source = {}) {
    source.path = file("scales.csv", text);
    return read_scale_events(source);
  }
  std::string refusal(const std::string& text) {
    try {
      (void)read(text);
    } catch (const std::exception& error) {
      const std::string said = error.what();
      const std::string prefix = (folder_ / "scales.csv").string();
      EXPECT_TRUE(said.starts_with(prefix)) << said;
      EXPECT_EQ(said.find('\n'), std::string::npos);
      return said.substr(std::min(said.size(), prefix.size()));
    }
    return "";
  }
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_ = homeostat::testing::scratch_path();
};

TEST(Scales, AreFoundByNameAndKeyInAnyCase) {
  for (const RatingScale& scale : scales()) {
    EXPECT_EQ(find_scale(scale.name), &scale);
    EXPECT_EQ(find_scale(scale.key), &scale);
    EXPECT_EQ(&scale_of(scale.id), &scale);
  }
  EXPECT_EQ(find_scale("hdrs_17")->id, ScaleId::kHdrs17);
  EXPECT_EQ(find_scale("c ssrs")->id, ScaleId::kCssrs);
  EXPECT_EQ(find_scale("HDRS"), nullptr) << "there are several of that name";
  EXPECT_EQ(find_scale(""), nullptr);
}

TEST(Scales, EachFlagBeginsAtItsBound) {
  const FlagBounds usual;
  const struct {
    ScaleId scale;
    double bound;
    Flag flag;
  } flags[] = {{ScaleId::kMadrs, 4, Flag::kSuicidality},
               {ScaleId::kHdrs17, 3, Flag::kSuicidality},
               {ScaleId::kPhq9, 2, Flag::kSuicidality},
               {ScaleId::kCssrs, 4, Flag::kSuicidality},
               {ScaleId::kYmrs, 12, Flag::kMania}};
  for (const auto& at : flags) {
    const RatingScale& scale = scale_of(at.scale);
    const bool by_item = scale.item != 0;
    const auto asked = [&](double value) {
      return by_item ? flag_of(scale, 0.0, value, usual)
                     : flag_of(scale, value, std::nullopt, usual);
    };
    EXPECT_EQ(asked(at.bound), at.flag) << scale.name;
    EXPECT_EQ(asked(at.bound - 1), Flag::kNone) << scale.name;
    EXPECT_EQ(asked(scale.item_most), at.flag) << scale.name;
  }
  EXPECT_EQ(flag_of(scale_of(ScaleId::kMadrs), 60.0, std::nullopt, usual), Flag::kNone);
  EXPECT_EQ(flag_of(scale_of(ScaleId::kVasD), 100.0, 100.0, usual), Flag::kNone);
}

TEST(Scales, BoundsOfFlagsAreAPersonsToSet) {
  FlagBounds bounds;
  bounds.set("madrs=3");
  bounds.set("YMRS=20");
  EXPECT_EQ(flag_of(scale_of(ScaleId::kMadrs), 20.0, 3.0, bounds), Flag::kSuicidality);
  EXPECT_EQ(flag_of(scale_of(ScaleId::kYmrs), 19.0, {}, bounds), Flag::kNone);
  for (const char* wrong :
       {"MADRS", "MADRS=0", "MADRS=7", "MADRS=nan", "VAS-D=50", "XYZ=1", "MADRS=4 "}) {
    EXPECT_THROW(bounds.set(wrong), UsageError) << wrong;
  }
}

TEST(Dates, AreDaysAndOtherTextIsNone) {
  EXPECT_EQ(days_of_date("1970-01-01"), 0.0);
  EXPECT_EQ(*days_of_date("2026-03-01") - *days_of_date("2026-02-28"), 1.0);
  EXPECT_EQ(*days_of_date("2028-03-01") - *days_of_date("2028-02-28"), 2.0);
  EXPECT_EQ(*days_of_date("2026-02-28T12:00"), *days_of_date("2026-02-28") + 0.5);
  EXPECT_EQ(*days_of_date("2026-02-28T18:00:00"), *days_of_date("2026-02-28") + 0.75);
  for (const char* bids :
       {"2026-02-28T18:00:00.000000", "2026-02-28T18:00:00Z", "2026-02-28T18:00:00.5Z"}) {
    EXPECT_EQ(days_of_date(bids), days_of_date("2026-02-28T18:00:00")) << bids;
  }
  for (const char* wrong :
       {"2026-02-28T18:00:00.", "2026-02-28T18:00:00.x", "2026-02-28T18:00Z",
        "2026-02-28Z", "2026-02-28T18:00:00+01:00", "2026-02-28T18:00:00ZZ", "",
        "2026-02-29", "2026-13-01", "2026-1-1", "01.02.2026", "2026-02-28T24:00",
        "2026-02-28 12:00", "2026-02-28T12:00:60", "2026-02-28T1", "+026-01-01"}) {
    EXPECT_FALSE(days_of_date(wrong)) << wrong;
  }
}

TEST_F(Ratings, AreReadInTheOrderOfTimeWithTheirFlags) {
  const auto events = read(
      "day,scale,total,item10,item9,rater,note,what,severity\n"
      "7,PHQ-9,14,,2,self,,,\n"
      "0,MADRS,34,4,3,A,first visit,,\n"
      "3.5,adverse_event,,,,A,,headache,mild\n"
      "14,ymrs,12,,,B,,,\n"
      "21,MADRS,20,3,,A,,,\n");
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(words_of(events[0]), "MADRS 34 (item 10: 4), A");
  EXPECT_EQ(events[0].note, "first visit");
  EXPECT_EQ(events[0].flag, Flag::kSuicidality);
  EXPECT_EQ(words_of(events[1]), "adverse event: headache, mild, A");
  EXPECT_EQ(events[1].flag, Flag::kNone);
  EXPECT_EQ(events[2].item, 2.0) << "of a PHQ-9, not of a MADRS";
  EXPECT_EQ(events[2].flag, Flag::kSuicidality);
  EXPECT_EQ(events[3].flag, Flag::kMania);
  EXPECT_EQ(events[4].flag, Flag::kNone);
}

TEST_F(Ratings, AnItemThatNobodyAskedLeavesTheFlagUnknown) {
  const auto events = read("day,scale,total\n0,MADRS,40\n1,YMRS,3\n");
  EXPECT_TRUE(events[0].flag_unknown());
  EXPECT_EQ(events[0].flag, Flag::kNone);
  EXPECT_FALSE(events[1].flag_unknown());
}

TEST_F(Ratings, AdverseEventsAreFlaggedByWhatTheyAreAndHowSevere) {
  EXPECT_EQ(flag_of_adverse("headache", EventSeverity::kMild), Flag::kNone);
  EXPECT_EQ(flag_of_adverse("headache", EventSeverity::kModerate), Flag::kAdverse);
  EXPECT_EQ(flag_of_adverse("headache", EventSeverity::kSevere), Flag::kAdverse);
  EXPECT_EQ(flag_of_adverse("Suicidal thoughts", EventSeverity::kMild),
            Flag::kSuicidality);
  EXPECT_EQ(flag_of_adverse("Hypomania", EventSeverity::kMild), Flag::kMania);
}

TEST_F(Ratings, DatesNeedADayZero) {
  const std::string table = "date,scale,total\n2026-03-02,MADRS,30\n";
  EXPECT_EQ(
      read(table, {.path = {}, .day_zero = "2026-02-28", .participant = {}, .bounds = {}})
          .front()
          .day,
      2.0);
  EXPECT_NE(refusal(table).find("--day-zero"), std::string::npos);
  EXPECT_THROW(
      (void)read("day,scale,total\n2,MADRS,30\n",
                 {.path = {}, .day_zero = "2026-02-28", .participant = {}, .bounds = {}}),
      UsageError)
      << "days need none";
}

TEST_F(Ratings, ABadRowIsToldInOneLineWithWhatWouldBeAccepted) {
  const std::string head = "day,scale,total,item10,what,severity\n";
  const struct {
    std::string text;
    std::string said;
  } mistakes[] = {
      {head + "0,MADRS,61,,,\n", ":2: the total of MADRS is \"61\"; accepted: 0 to 60"},
      {head + "0,MADRS,-1,,,\n", ":2: the total of MADRS is \"-1\"; accepted: 0 to 60"},
      {head + "0,MADRS,nan,,,\n", ":2: the total of MADRS is missing; accepted: 0 to 60"},
      {head + "0,MADRS,20,7,,\n", ":2: MADRS item 10 is \"7\"; accepted: 0 to 6"},
      {head + "0,BDI,20,,,\n",
       ":2: the scale is \"BDI\"; accepted: MADRS, HDRS-17, PHQ-9, C-SSRS, YMRS, VAS-D "
       "or "
       "adverse_event"},
      {head + "x,MADRS,20,,,\n", ":2: \"x\" is no day; accepted: a number of days"},
      {head + "0,MADRS,20\n",
       ":2: the row has 3 cells; accepted: 6, as in the header; a "
       "cell holds no comma"},
      {head + "0,MADRS,20,,headache,\n",
       ":2: \"what\" is given, but this row is a rating; accepted: nothing there"},
      {head + "0,adverse_event,3,,headache,mild\n",
       ":2: \"total\" is given, but this row is an adverse event; accepted: nothing "
       "there"},
      {head + "0,adverse_event,,,,mild\n",
       ":2: an adverse event without \"what\"; accepted: what happened, in words"},
      {head + "0,adverse_event,,,headache,bad\n",
       ":2: the severity is \"bad\"; accepted: mild, moderate or severe"},
      {"scale,total\n", ":1: no column tells the day, or two do; accepted: day or date"},
      {"day,date,scale,total\n",
       ":1: no column tells the day, or two do; accepted: day or date"},
      {"day,scale,total,item5\n0,MADRS,20,banana\n",
       ":2: MADRS item 5 is \"banana\"; accepted: 0 to 6"},
      {"day,scale,total,item10\n0,PHQ-9,20,2\n",
       ":2: \"item10\" is given, but PHQ-9 has no such item; accepted: nothing there"},
      {"day,scale,total,item1\n0,C-SSRS,2,1\n",
       ":2: \"item1\" is given, but C-SSRS has no such item; accepted: nothing there"},
      {head + "0,adverse_event,,6,headache,mild\n",
       ":2: \"item10\" is given, but this row is an adverse event; accepted: nothing "
       "there"},
      {head + "n/a,MADRS,20,,,\n", ":2: the day is missing; accepted: a number of days"},
      {head + "0,MADRS,3,4,,\n",
       ":2: the total of MADRS is 3, but 1 of its 10 items make 4; accepted: 4 to 58"},
      {"date,scale,total\n,MADRS,20\n",
       ":2: the date is missing; accepted: one as 2026-11-27, or 2026-11-27T09:30:00"},
      {"day,day,scale\n", ":1: two columns are called \"day\"; accepted: one"},
  };
  for (const auto& mistake : mistakes) EXPECT_EQ(refusal(mistake.text), mistake.said);
  const std::string nine =
      "day,scale,total,item1,item2,item3,item4,item5,item6,item7,"
      "item8,item9\n0,PHQ-9,";
  EXPECT_EQ(refusal(nine + "9,1,1,1,1,1,1,1,1,2\n"),
            ":2: the total of PHQ-9 is 9, but 9 of its 9 items make 10; accepted: 10");
  EXPECT_EQ(
      refusal(nine + "14,1,1,1,1,1,1,1,1,\n"),
      ":2: the total of PHQ-9 is 14, but 8 of its 9 items make 8; accepted: 8 to 11");
  EXPECT_TRUE(refusal("day,total\n").starts_with(":1: no column \"scale\""));
  EXPECT_TRUE(
      refusal("day,scale,totl\n").starts_with(":1: column \"totl\" is not known"));
  for (const char* item : {"item1.5", "item010", "item1e1", "item0", "item18", "item"}) {
    EXPECT_TRUE(refusal("day,scale,total," + std::string(item) + "\n")
                    .starts_with(":1: column \"" + std::string(item) + "\" is not known"))
        << item;
  }
  EXPECT_TRUE(
      refusal("date,scale,total\nsoon,MADRS,1\n").starts_with(":2: \"soon\" is no"));
}

TEST_F(Ratings, WhatIsWrittenIsReadBack) {
  const auto events = read(
      "day,scale,total,item10,item3,rater,note,what,severity\n"
      "0.25,MADRS,34,4,,A,first; quiet,,\n1,HDRS-17,22,,3,B,,,\n2,VAS-D,63.5,,,,,,\n"
      "3.5,adverse_event,,,,A,,headache,severe\n");
  const fs::path again = folder_ / "again.csv";
  write_scale_events(again, events);
  const auto back =
      read_scale_events({.path = again, .day_zero = {}, .participant = {}, .bounds = {}});
  ASSERT_EQ(back.size(), events.size());
  for (std::size_t i = 0; i < back.size(); ++i) {
    EXPECT_EQ(back[i].day, events[i].day);
    EXPECT_EQ(words_of(back[i]), words_of(events[i]));
    EXPECT_EQ(back[i].note, events[i].note);
    EXPECT_EQ(back[i].flag, events[i].flag);
  }
}

TEST_F(Ratings, TextWithCommasAndLineEndsStaysInItsCell) {
  ScaleEvent event;
  event.what = "fell, at home\n\"badly\"";
  const fs::path path = folder_ / "event.csv";
  write_scale_events(path, {event});
  const auto back =
      read_scale_events({.path = path, .day_zero = {}, .participant = {}, .bounds = {}});
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back.front().what, "fell; at home;;badly;");
}

TEST_F(Ratings, OfPhenotypeFilesTakeTheirDayFromTheSessionsFile) {
  file("sub-01/sub-01_sessions.tsv",
       "session_id\tacq_time\nses-1\t2026-03-02T10:00:00\nses-2\t2026-03-09T10:00:00\n");
  const fs::path folder = file("phenotype/madrs.tsv",
                               "participant_id\tsession_id\tmadrs_total\tmadrs_item10\n"
                               "sub-01\tses-2\t20\tn/a\nsub-01\tses-1\t34\t4\n"
                               "sub-01\tses-1\tn/a\tn/a\n")
                              .parent_path();
  file("phenotype/phq9.tsv",
       "participant_id\tacq_time\tphq9_total\tphq9_item9\trater\n"
       "sub-01\t2026-03-03\t14\t1\tself\n");
  const auto events = read_scale_events(
      {.path = folder, .day_zero = "2026-03-02", .participant = {}, .bounds = {}});
  ASSERT_EQ(events.size(), 3U);
  EXPECT_NEAR(events[0].day, 10.0 / 24.0, 1e-9);
  EXPECT_EQ(words_of(events[0]), "MADRS 34 (item 10: 4)");
  EXPECT_EQ(words_of(events[1]), "PHQ-9 14 (item 9: 1), self");
  EXPECT_TRUE(events[2].flag_unknown());
}

TEST_F(Ratings, OfPhenotypeFilesAreOnePersons) {
  const fs::path table = file("phenotype/ymrs.tsv",
                              "participant_id\tday\tymrs_total\n"
                              "sub-01\t1\t3\nsub-02\t1\t30\n");
  const auto of = [&](const std::string& participant) {
    return read_scale_events(
        {.path = table, .day_zero = {}, .participant = participant, .bounds = {}});
  };
  EXPECT_EQ(of("sub-02").size(), 1U);
  EXPECT_EQ(of("sub-02").front().flag, Flag::kMania);
  EXPECT_THROW(of(""), UsageError);
  EXPECT_THROW(of("sub-03"), RecordingError);
}

TEST_F(Ratings, AFolderOfTwoPersonsInTwoFilesIsNotReadAsOnePersons) {
  const fs::path folder =
      file("phenotype/madrs.tsv", "participant_id\tday\tmadrs_total\nsub-01\t1\t30\n")
          .parent_path();
  file("phenotype/phq9.tsv", "participant_id\tday\tphq9_total\nsub-02\t2\t14\n");
  const auto of = [&](const std::string& participant) {
    return read_scale_events(
        {.path = folder, .day_zero = {}, .participant = participant, .bounds = {}});
  };
  try {
    (void)of("");
    ADD_FAILURE() << "two persons were read as one";
  } catch (const UsageError& error) {
    EXPECT_EQ(error.what(), folder.string() +
                                ": holds several persons; give one with --participant: "
                                "\"sub-01\", \"sub-02\"");
  }
  ASSERT_EQ(of("sub-02").size(), 1U) << "the file without that person is passed over";
  EXPECT_EQ(of("sub-02").front().scale->id, ScaleId::kPhq9);
  EXPECT_THROW(of("sub-03"), RecordingError);
}

TEST_F(Ratings, AFoldersOtherQuestionnairesArePassedOver) {
  const fs::path folder =
      file("phenotype/bdi.tsv", "participant_id\tbdi_total\nsub-02\t30\n").parent_path();
  file("phenotype/demographics.tsv", "participant_id\tage\nsub-01\t44\n");
  const ScaleSource source{
      .path = folder, .day_zero = {}, .participant = {}, .bounds = {}};
  try {
    (void)read_scale_events(source);
    ADD_FAILURE() << "nothing of ours, and accepted";
  } catch (const RecordingError& error) {
    EXPECT_TRUE(std::string(error.what())
                    .starts_with(folder.string() + ": no column holds a scale's total"))
        << error.what();
  }
  file("phenotype/madrs.tsv", "participant_id\tday\tmadrs_total\nsub-01\t1\t30\n");
  EXPECT_EQ(read_scale_events(source).size(), 1U);
}

TEST_F(Ratings, APhenotypeFileSaysWhatItLacks) {
  const struct {
    std::string text;
    std::string said;
  } mistakes[] = {
      {"session_id\tmadrs_total\n", ":1: no column \"participant_id\""},
      {"participant_id\tbdi_total\n", ": no column holds a scale's total"},
      {"participant_id\tmadrs_total\nsub-01\t30\n", ":2: nothing says when this row was"},
      {"participant_id\tday\tmadrs_total\nsub-01\t1\t99\n", ":2: the total of MADRS is"},
  };
  for (const auto& mistake : mistakes) {
    const fs::path path = file("phenotype/madrs.tsv", mistake.text);
    try {
      (void)read_scale_events(
          {.path = path, .day_zero = {}, .participant = {}, .bounds = {}});
      ADD_FAILURE() << mistake.said;
    } catch (const RecordingError& error) {
      EXPECT_NE(std::string(error.what()).find(path.string() + mistake.said),
                std::string::npos)
          << error.what();
    }
  }
}

}  // namespace
}  // namespace homeostat::sim
