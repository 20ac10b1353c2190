// A program with the score and the record of a commissioning, and a person's comments.
#include "clinical_configs/commissioned_program.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "clinical_configs/load.h"
#include "tests/clinical_configs/written.h"
#include "tests/support/mood_program.h"

namespace homeostat::clinical_configs {
namespace {

struct Commissioned : ::testing::Test {
  std::filesystem::path file = homeostat::testing::scratch_path(".textproto");
  std::filesystem::path made_file = homeostat::testing::scratch_path("_made.textproto");
  CommissionedScore score{.features = {{-0.5F, 0.25F, 1.5F}, {1.25F, 0.125F, -2.0F}},
                          .bias = 0.75F,
                          .on = 0.5F,
                          .off = -0.5F,
                          .sick_from = 0.0625F};
  CommissioningEntry entry{.approver = "A. Clinician",
                           .date = "2026-11-27",
                           .valid_days = 180,
                           .clauses = 7,
                           .clauses_held = 7,
                           .evidence_sha256 = std::string(64, 'a'),
                           .made_for = 123456789};

  Commissioned() { std::ofstream(file) << homeostat::testing::mood_program_text(); }
  ~Commissioned() override {
    std::filesystem::remove(file);
    std::filesystem::remove(made_file);
  }
  CommissionedProgram make(const std::filesystem::path& from) const {
    CommissionedProgram made = with_commissioning(from, score, entry);
    std::ofstream(made_file) << made.text;
    return made;
  }
};

TEST_F(Commissioned, ScoreAndRecordAreReadBackAndAllElseStays) {
  const CommissionedProgram made = make(file);
  EXPECT_TRUE(made.kept_text);
  auto before = load_program(file);
  auto after = load_program(made_file);
  const biomarkers::MoodSettings& mood = after.biomarkers.mood;
  EXPECT_EQ(mood.features[0].typical, -0.5F);
  EXPECT_EQ(mood.features[0].deviation, 0.25F);
  EXPECT_EQ(mood.features[1].weight, -2.0F);
  EXPECT_EQ(mood.bias, 0.75F);
  EXPECT_EQ(mood.on, 0.5F);
  EXPECT_EQ(mood.off, -0.5F);
  EXPECT_EQ(mood.sick_from, 0.0625F);
  ASSERT_TRUE(mood.has_record);
  EXPECT_STREQ(mood.record.approver.data(), "A. Clinician");
  EXPECT_STREQ(mood.record.date.data(), "2026-11-27");
  EXPECT_EQ(mood.record.valid_days, 180);
  EXPECT_EQ(mood.record.clauses, 7);
  EXPECT_EQ(mood.record.clauses_held, 7);
  EXPECT_EQ(mood.record.made_for, 123456789U);
  after.biomarkers.mood = before.biomarkers.mood;
  EXPECT_EQ(controller::checksum(after), controller::checksum(before));
}

TEST_F(Commissioned, CommentsStayButThoseOfWhatChanged) {
  const std::string text = make(file).text;
  for (const char* kept : {"name: \"theta\"  # left", "smoothing_min: 60  # an hour",
                           "# kept to the end", "# a decision every 32 ms"}) {
    EXPECT_NE(text.find(kept), std::string::npos) << kept;
  }
}

TEST_F(Commissioned, ASecondRecordTakesThePlaceOfTheFirst) {
  (void)make(file);
  entry.approver = "B. Clinician";
  entry.made_for = 7;
  const std::filesystem::path first = made_file;
  const CommissionedProgram again = with_commissioning(first, score, entry);
  EXPECT_TRUE(again.kept_text);
  EXPECT_EQ(again.text.find("A. Clinician"), std::string::npos);
  EXPECT_NE(again.text.find("B. Clinician"), std::string::npos);
  EXPECT_EQ(again.text.find("record {"), again.text.rfind("record {"));
}

TEST_F(Commissioned, AScoreOfAnotherNumberOfFeaturesIsAProgrammersMistake) {
  score.features.pop_back();
  EXPECT_THROW((void)with_commissioning(file, score, entry), std::logic_error);
}

}  // namespace
}  // namespace homeostat::clinical_configs
