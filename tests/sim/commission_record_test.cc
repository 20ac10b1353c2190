// A commissioning that passes writes a record into a program; one that does not, nothing.
#include "sim/commission_record.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <fstream>
#include <sstream>

#include "clinical_configs/load.h"
#include "controller/commissioning.h"
#include "sim/commission_command.h"
#include "sim/commission_score.h"
#include "sim/error.h"
#include "sim/hash.h"
#include "sim/random_draws.h"
#include "tests/support/mood_program.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

class Recorded : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_);
    write("program.textproto", homeostat::testing::mood_program_text());
    options_.sources = {.features = folder_ / "features.csv",
                        .labels = folder_ / "labels.csv",
                        .label_column = {},
                        .use = {}};
    options_.bounds = {20.0, 10.0};
    options_.out = folder_ / "out";
    options_.record = {.program = (folder_ / "program.textproto").string(),
                       .approver = "A. Clinician",
                       .date = "2026-11-27",
                       .valid_days = 180,
                       .write_to = {}};
    make_person(1.8);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  static std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  // Eight months of a bin a day; "beta" lies higher on symptomatic days by so many
  // standard deviations, ill and well take turns of five to twenty days.
  void make_person(double strength) const {
    RandomDraws random(3);
    const auto normal = [&] {
      double sum = -6.0;
      for (int i = 0; i < 12; ++i) sum += static_cast<double>(random.below(10000)) / 1e4;
      return sum;
    };
    std::ostringstream features, labels;
    features << "day,other,beta,theta\n";
    labels << "day,MADRS\n";
    bool ill = true;
    int turns = 12;
    for (int day = 0; day < 240; ++day) {
      if (day == turns) {
        ill = !ill;
        turns += 5 + static_cast<int>(random.below(16));
      }
      features << day << ',' << normal() << ',' << 2.0 + 0.5 * (normal() + strength * ill)
               << ',' << 1.0 + 0.25 * normal() << '\n';
      labels << day << ',' << (ill ? 30 : 5) << '\n';
    }
    write("features.csv", features.str());
    write("labels.csv", labels.str());
  }
  int commission() {
    const Console console{out_, err_, false, stop_};
    return commission_command(options_, console);
  }
  // Of what is there already nothing changes.
  std::string refusal() {
    const fs::path made = folder_ / "out" / "program.textproto";
    const std::string before = text_of(made);
    try {
      commission();
    } catch (const UsageError& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
      EXPECT_EQ(text_of(made), before);
      return error.what();
    }
    ADD_FAILURE() << "was accepted";
    return "";
  }

  fs::path folder_ = homeostat::testing::scratch_path();
  CommissionOptions options_;
  std::ostringstream out_, err_;
  std::atomic<bool> stop_{false};
};

TEST_F(Recorded, APassingBiomarkerIsWrittenWithItsScoreAndItsRecord) {
  const std::string before = text_of(options_.record.program);
  ASSERT_EQ(commission(), 0) << out_.str();
  EXPECT_EQ(text_of(options_.record.program), before) << "an input stays as it was";
  const fs::path made = options_.out / "program.textproto";
  const auto program = clinical_configs::load_program(made);
  const biomarkers::MoodSettings& mood = program.biomarkers.mood;
  EXPECT_NEAR(mood.features[0].typical, 1.0F, 0.05F) << "theta, by its name";
  EXPECT_NEAR(mood.features[0].deviation, 0.25F, 0.03F);
  EXPECT_NEAR(mood.features[1].typical, 2.0F, 0.1F) << "of well days";
  EXPECT_GT(mood.features[1].weight, 4.0F * std::abs(mood.features[0].weight));
  EXPECT_LT(mood.off, mood.sick_from);
  EXPECT_LT(mood.sick_from, mood.on);
  ASSERT_TRUE(mood.has_record);
  EXPECT_EQ(mood.record.clauses, 7);
  EXPECT_EQ(mood.record.clauses_held, 7);
  EXPECT_EQ(mood.record.valid_days, 180);
  EXPECT_EQ(mood.record.made_for, controller::commissioned_for(program));
  EXPECT_NE(text_of(made).find(sha256_of_file(options_.out / "commission.json")),
            std::string::npos);
  EXPECT_NE(out_.str().find("A. Clinician, 2026-11-27, for 180 days"), std::string::npos);
}

TEST_F(Recorded, WhatItWasMadeForIsNotTheRecordItself) {
  ASSERT_EQ(commission(), 0);
  auto program = clinical_configs::load_program(options_.out / "program.textproto");
  const std::uint32_t sum = controller::commissioned_for(program);
  program.biomarkers.mood.record = {};
  program.biomarkers.mood.has_record = false;
  EXPECT_EQ(controller::commissioned_for(program), sum);
  program.biomarkers.mood.features[0].weight += 0.125F;
  EXPECT_NE(controller::commissioned_for(program), sum);
}

TEST_F(Recorded, AnotherPlaceMayBeGivenAndIsNeverOverwritten) {
  options_.record.write_to = folder_ / "new.textproto";
  ASSERT_EQ(commission(), 0);
  EXPECT_TRUE(fs::exists(folder_ / "new.textproto"));
  EXPECT_FALSE(fs::exists(options_.out / "program.textproto"));
  EXPECT_NE(refusal().find("is not overwritten"), std::string::npos);
  options_.record.write_to = options_.record.program;
  EXPECT_NE(refusal().find("is not overwritten"), std::string::npos);
}

TEST_F(Recorded, WhereAClauseFailsNothingIsWritten) {
  make_person(0.0);
  EXPECT_EQ(commission(), 3);
  EXPECT_FALSE(fs::exists(options_.out / "program.textproto"));
  EXPECT_NE(out_.str().find("stays without a record"), std::string::npos) << out_.str();
}

// Whether the next run would fail, would ask for no record, or the program was changed.
TEST_F(Recorded, AProgramOfAnEarlierRunAndItsEvidenceStayWhereTheyAre) {
  ASSERT_EQ(commission(), 0);
  const std::string evidence = text_of(options_.out / "commission.json");
  write("out/program.textproto", "mine, by now");
  make_person(0.0);
  EXPECT_NE(refusal().find("out/program.textproto: is there already"), std::string::npos);
  options_.record = {};
  options_.sources.use = {"beta"};
  EXPECT_NE(refusal().find("give another --out"), std::string::npos);
  EXPECT_EQ(text_of(options_.out / "program.textproto"), "mine, by now");
  EXPECT_EQ(text_of(options_.out / "commission.json"), evidence);
}

TEST_F(Recorded, AReportThatNoProgramRestsOnMakesRoomForTheNext) {
  make_person(0.0);
  ASSERT_EQ(commission(), 3);
  make_person(1.8);
  EXPECT_EQ(commission(), 0) << out_.str();
}

TEST_F(Recorded, AProgramThatIsNoEarlierRunsStaysWhereItIs) {
  fs::create_directories(options_.out);
  write("out/program.textproto", "mine");
  options_.record = {};
  EXPECT_THROW(commission(), UsageError);
  EXPECT_EQ(text_of(options_.out / "program.textproto"), "mine");
}

TEST_F(Recorded, APartOfAProgramThatStandsInTheWayIsNotOverwritten) {
  options_.record.write_to = folder_ / "new.textproto";
  write("new.textproto.part", "mine");
  EXPECT_NE(refusal().find("is not overwritten"), std::string::npos);
  EXPECT_EQ(text_of(folder_ / "new.textproto.part"), "mine");
}

TEST_F(Recorded, ANameThatIsNoTextIsRefusedWithItsColumnBeforeAnythingIsLost) {
  options_.record = {};
  options_.sources.use = {"beta"};
  ASSERT_EQ(commission(), 0);
  write("features.csv",
        "day,beta,theta,M\xfc"
        "digkeit\n0,1,2,3\n");
  try {
    commission();
    ADD_FAILURE() << "was accepted";
  } catch (const RecordingError& error) {
    EXPECT_EQ(error.what(),
              (folder_ / "features.csv").string() +
                  ":1: the name of column 4, \"M\u00fcdigkeit\", is no UTF-8 text; "
                  "accepted: names in UTF-8 without control characters");
  }
  EXPECT_TRUE(fs::exists(options_.out / "commission.json"));
}

TEST_F(Recorded, NothingOfThePersonWhoAnswersIsGuessed) {
  const RecordRequest whole = options_.record;
  for (const char* nobody : {"", "   ", "...", "123"}) {
    options_.record = whole;
    options_.record.approver = nobody;
    EXPECT_TRUE(refusal().starts_with("--approver")) << nobody;
  }
  options_.record.approver = std::string(48, 'a');
  EXPECT_TRUE(refusal().starts_with("--approver"));
  for (const char* never : {"", "today", "2026-02-29", "2026-11-27T10:00"}) {
    options_.record = whole;
    options_.record.date = never;
    EXPECT_TRUE(refusal().starts_with("--date")) << never;
  }
  for (const int days : {-1, 0, 367}) {
    options_.record = whole;
    options_.record.valid_days = days;
    EXPECT_TRUE(refusal().starts_with("--valid-days")) << days;
  }
  options_.record.valid_days.reset();
  EXPECT_TRUE(refusal().starts_with("--valid-days"));
}

TEST_F(Recorded, ATableThatLacksFeaturesOfTheProgramIsToldWhich) {
  write("features.csv", "day,beta2,gamma\n0,1,2\n");
  const std::string said = refusal();
  EXPECT_NE(said.find("lacks \"theta\", \"beta\""), std::string::npos) << said;
}

TEST_F(Recorded, WordsThatDoNotGoTogetherAreRefused) {
  options_.sources.use = {"beta"};
  EXPECT_TRUE(refusal().starts_with("--use"));
  options_.sources.use.clear();
  options_.record.program.clear();
  EXPECT_TRUE(refusal().starts_with("--program"));
  options_.record.program = "epilepsy/responsive";
  EXPECT_NE(refusal().find("has no mood biomarker"), std::string::npos);
}

TEST_F(Recorded, TheProgramInTheReportsPlaceIsNotOverwritten) {
  options_.out = folder_;
  const std::string before = text_of(options_.record.program);
  EXPECT_THROW(commission(), UsageError);
  EXPECT_EQ(text_of(options_.record.program), before);
}

// Of one feature: scores are the feature's own, and all can be worked out by hand.
TEST(DeviceScore, ThresholdsLieHalfAWidthAboutTheMiddle) {
  LabelledBins bins;
  bins.features = {"a"};
  bins.rows = {3.0, 5.0, 7.0, -7.0, -5.0, -3.0};
  bins.day = {0, 1, 2, 3, 4, 5};
  bins.symptomatic = {1, 1, 1, 0, 0, 0};
  CommissioningEvidence evidence;
  evidence.weights = {{"a", 2.0, 1.0, 2.0}};  // the score: x - 1 + bias
  evidence.bias = 0.5;
  const auto score = score_for_device(bins, evidence);
  // Within classes: squares 16, four degrees of freedom, 2; robust: 1.4826 times 2.
  EXPECT_FLOAT_EQ(score.sick_from, -0.5F);
  EXPECT_FLOAT_EQ(score.on, -0.5F + 1.4826F);
  EXPECT_FLOAT_EQ(score.off, -0.5F - 1.4826F);
  // Of well bins: their median, 1.4826 times 2; the same score from there.
  EXPECT_EQ(score.features[0].typical, -5.0F);
  EXPECT_FLOAT_EQ(score.features[0].deviation, 2.9652F);
  EXPECT_FLOAT_EQ(score.features[0].weight, 2.9652F);
  EXPECT_FLOAT_EQ(score.bias, -5.5F);
}

TEST(DeviceScore, AFeatureThatNeverMovesAndAScoreThatTellsNothingAreRefused) {
  LabelledBins bins;
  bins.features = {"a"};
  bins.rows = {3.0, 3.0};
  bins.day = {0, 1};
  bins.symptomatic = {1, 0};
  CommissioningEvidence evidence;
  evidence.weights = {{"a", 1.0, 3.0, 0.0}};
  EXPECT_THROW((void)score_for_device(bins, evidence), RecordingError);
  evidence.weights = {{"a", 1.0, 3.0, 1.0}};
  EXPECT_THROW((void)score_for_device(bins, evidence), RecordingError);
}

}  // namespace
}  // namespace homeostat::sim
