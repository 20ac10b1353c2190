// Boosted trees in a program as text and as bytes.
#include <google/protobuf/text_format.h>

#include "clinical_configs/therapy_program.pb.h"
#include "controller/program_image.h"
#include "tests/clinical_configs/written.h"
#include "tests/support/tree_models.h"

namespace homeostat::clinical_configs {
namespace {

using Words = std::vector<std::string>;
using homeostat::testing::made_of;

std::string bytes_of(const biomarkers::TreeModel& model) {
  return {model.bytes.begin(), model.bytes.begin() + model.size};
}

// The shipped program with trees, as protobuf writes it.
Written with_trees(const std::string& model, const std::vector<int>& channels = {0, 1}) {
  config::TreeSettings trees;
  for (const int channel : channels) trees.add_listens_to(channel);
  trees.set_votes(2);
  trees.set_drift(1.5F);
  trees.set_alarm_at(8.0F);
  trees.set_model(model);
  std::string text;
  google::protobuf::TextFormat::PrintToString(trees, &text);
  return responsive().with("  warm_up_s: 60\n",
                           "  warm_up_s: 60\n  trees {\n" + text + "}\n");
}

TEST(Trees, AModelComesThroughTextAndImageAsItWas) {
  homeostat::testing::TreeModelParts parts;
  parts.trees.resize(biomarkers::kMostTrees);
  parts.veto.resize(biomarkers::kMostVetoTrees);
  const biomarkers::TreeModel model = made_of(parts);
  const Written file = with_trees(bytes_of(model), {2, 1});
  EXPECT_EQ(words_of(file.check()), Words{});
  const auto program = load_program(file.save());
  const biomarkers::TreeSettings& trees = program.biomarkers.trees;
  EXPECT_EQ(trees.channel_count, 2);
  EXPECT_EQ(trees.channels[0], 2);
  EXPECT_EQ(trees.channels[1], 1);
  EXPECT_EQ(trees.votes, 2);
  EXPECT_EQ(trees.drift, 1.5F);
  EXPECT_EQ(trees.alarm_at, 8.0F);
  EXPECT_EQ(trees.model.size, model.size);
  EXPECT_EQ(trees.model.bytes, model.bytes);
}

TEST(Trees, Saf270_ABrokenModelIsToldAtItsLine) {
  std::string bytes = bytes_of(made_of({}));
  bytes[230] = 'x';
  const Written file = with_trees(bytes);
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.field, "biomarkers.trees.model");
  EXPECT_EQ(finding.line, file.line_of("model:"));
  EXPECT_EQ(finding.what, "its checksum does not hold");
}

TEST(Trees, Saf270_AModelThatIsTooLargeIsTold) {
  const std::vector<Finding> findings = with_trees(std::string(2049, 'T')).check();
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0].what, "2049 bytes");
  EXPECT_EQ(findings[0].allowed, "at most 2048 bytes");
}

TEST(Trees, WhatIsLeftOutIsNamed) {
  const Written file =
      responsive().with("  warm_up_s: 60\n", "  warm_up_s: 60\n  trees { votes: 1 }\n");
  std::vector<std::string> fields;
  for (const Finding& finding : file.check()) fields.push_back(finding.field);
  for (const char* field : {"biomarkers.trees.listens_to", "biomarkers.trees.drift",
                            "biomarkers.trees.alarm_at", "biomarkers.trees.model"}) {
    EXPECT_NE(std::find(fields.begin(), fields.end(), field), fields.end()) << field;
  }
}

TEST(Trees, AChannelThatTheProgramDoesNotHaveIsNamedWithItsPlace) {
  const Finding finding = with_trees(bytes_of(made_of({})), {0, 4}).only_finding();
  EXPECT_EQ(finding.field, "biomarkers.trees.listens_to[1]");
}

TEST(Trees, OneChannelTooManyIsTold) {
  const std::vector<Finding> findings =
      with_trees(bytes_of(made_of({})), {0, 1, 2, 3, 0}).check();
  ASSERT_EQ(findings.size(), 1U) << ::testing::PrintToString(words_of(findings));
  EXPECT_EQ(findings[0].field, "biomarkers.trees.listens_to[4]");
}

}  // namespace
}  // namespace homeostat::clinical_configs
