// A program with another detection in the place of its own, and a person's comments kept.
#include "clinical_configs/tuned_program.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "clinical_configs/load.h"
#include "tests/support/scratch.h"

namespace homeostat::clinical_configs {
namespace {

namespace fs = std::filesystem;

struct Tuning : ::testing::Test {
  fs::path file = homeostat::testing::scratch_path(".textproto");
  fs::path tuned_file = homeostat::testing::scratch_path("_out.textproto");
  ~Tuning() override {
    fs::remove(file);
    fs::remove(tuned_file);
  }

  static std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
  void start_from(const std::string& text) const { std::ofstream(file) << text; }
  void start_from_shipped(const std::string& name) const {
    start_from(text_of(find_program(name)));
  }
  // The text after a change of what `change` does to the detection.
  template <class Change>
  TunedProgram tuned(const Change& change, const std::string& remarks = "Why.") const {
    auto sensing = load_program(file).biomarkers;
    change(sensing);
    TunedProgram made = with_detection(file, {.sensing = &sensing}, remarks);
    std::ofstream(tuned_file) << made.text;
    return made;
  }
  biomarkers::BiomarkerSettings read_back() const {
    return load_program(tuned_file).biomarkers;
  }
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// Lines of `text` that are not lines of `other`.
std::vector<std::string> only_in(const std::string& text, const std::string& other) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (other.find(line + '\n') == std::string::npos) lines.push_back(line);
  }
  return lines;
}

TEST_F(Tuning, AChangedValueIsAChangedLineAndAllElseStays) {
  start_from_shipped("epilepsy/adaptive");
  const TunedProgram made = tuned([](auto& s) { s.detectors[0].threshold = 5.25F; });
  EXPECT_TRUE(made.kept_text);
  EXPECT_EQ(read_back().detectors[0].threshold, 5.25F);
  EXPECT_EQ(only_in(made.text, text_of(file)),
            (std::vector<std::string>{"# ---- by homeostat tune", "# Why.",
                                      "# ---- what it was made from follows",
                                      "    threshold: 5.25"}));
  EXPECT_EQ(only_in(text_of(file), made.text),
            std::vector<std::string>{"    threshold: 3.5"});
}

TEST_F(Tuning, ACommentBehindAChangedValueSpokeOfTheOldOneAndGoes) {
  start_from(replaced(text_of(find_program("epilepsy/adaptive")), "threshold: 3.5",
                      "threshold: 3.5  # as agreed"));
  EXPECT_EQ(
      tuned([](auto& s) { s.detectors[0].threshold = 4.0F; }).text.find("as agreed"),
      std::string::npos);
  EXPECT_NE(tuned([](auto& s) { s.persistence.votes = 1; }).text.find("# as agreed"),
            std::string::npos)
      << "what is not changed keeps its own";
}

TEST_F(Tuning, MoreAndFewerDetectorsStandWhereTheFirstOneStood) {
  start_from_shipped("epilepsy/adaptive");
  const TunedProgram more = tuned([](auto& s) {
    s.detectors[1] = s.detectors[0];
    s.detectors[1].channel = 2;
    s.detector_count = 2;
    s.persistence.votes = 2;
  });
  EXPECT_TRUE(more.kept_text);
  EXPECT_EQ(read_back().detector_count, 2);
  EXPECT_EQ(read_back().persistence.votes, 2);
  EXPECT_NE(more.text.find("# For the diary; it changes nothing."), std::string::npos);
  start_from(more.text);
  const TunedProgram fewer = tuned([](auto& s) {
    s.detector_count = 1;
    s.persistence.votes = 1;
  });
  EXPECT_TRUE(fewer.kept_text);
  EXPECT_EQ(read_back().detector_count, 1);
  EXPECT_NE(fewer.text.find("# For the diary; it changes nothing."), std::string::npos);
}

TEST_F(Tuning, EarlierRemarksGiveWayToNewOnes) {
  start_from_shipped("epilepsy/adaptive");
  start_from(tuned([](auto&) {}, "First.\n\nOf two parts.").text);
  const std::string again = tuned([](auto&) {}, "Second.").text;
  EXPECT_EQ(again.find("First."), std::string::npos);
  EXPECT_EQ(again.find("Of two parts."), std::string::npos);
  EXPECT_NE(again.find("# Second."), std::string::npos);
  EXPECT_NE(again.find("# A demonstration of adaptive stimulation"), std::string::npos);
  EXPECT_TRUE(again.starts_with("# proto-file:")) << "editors read it there";
}

TEST_F(Tuning, TabsAndOtherCharactersAreNoHindrance) {
  const std::string shipped = text_of(find_program("epilepsy/adaptive"));
  start_from(replaced(replaced(shipped, "    threshold: 3.5", "\t\tthreshold:\t3.5"),
                      "# For the diary", "# \xE7\x97\xAB: for the diary"));
  const TunedProgram made = tuned([](auto& s) { s.detectors[0].threshold = 6.5F; });
  EXPECT_TRUE(made.kept_text);
  EXPECT_EQ(read_back().detectors[0].threshold, 6.5F);
  EXPECT_NE(made.text.find("\xE7\x97\xAB"), std::string::npos);
}

// A list in brackets has one place in protobuf's eyes: it is written anew, and said so.
TEST_F(Tuning, WhatIsNotUnderstoodIsWrittenAnewAndSaidSo) {
  std::string text = text_of(find_program("epilepsy/adaptive"));
  const std::string one =
      "{ channel: 0 feature: LINE_LENGTH short_window_ms: 1024 long_window_s: 60 "
      "threshold: 3.5 }";
  const std::size_t at = text.find("  detectors {");
  const std::size_t end = text.find("  }\n", at) + 4;
  text.replace(at, end - at, "  detectors: [" + one + ", " + one + "]\n");
  start_from(text);
  const TunedProgram made = tuned([](auto& s) { s.detector_count = 1; });
  EXPECT_FALSE(made.kept_text);
  EXPECT_EQ(read_back().detector_count, 1);
  EXPECT_NE(made.text.find("# Why."), std::string::npos);
}

TEST_F(Tuning, WhatFiresBelowStaysSo) {
  start_from_shipped("epilepsy/adaptive");
  const TunedProgram made = tuned([](auto& s) {
    s.detectors[0].fires = biomarkers::Fires::kBelow;
    s.detectors[0].threshold = 0.5F;
  });
  EXPECT_EQ(read_back().detectors[0].fires, biomarkers::Fires::kBelow);
}

TEST_F(Tuning, AChainIsExchangedAndItsStatesStay) {
  start_from_shipped("epilepsy/adaptive");
  const auto program = load_program(file);
  biomarkers::RcsSettings chain = program.adaptive.chain;
  chain.bands[1] = {.channel = 0, .low_hz = 13.0, .high_hz = 30.0};
  chain.band_count = 2;
  chain.detectors[0].inputs[1] = {
      .band = 1, .weight = -0.25, .multiply = 1.0, .subtract = 7};
  chain.detectors[0].input_count = 2;
  const TunedProgram made = with_detection(
      file, {.chain = &chain, .chain_name = "ours", .chain_source = "a test"}, "Why.");
  std::ofstream(tuned_file) << made.text;
  EXPECT_TRUE(made.kept_text);
  const auto is = load_program(tuned_file).adaptive.chain;
  EXPECT_EQ(is.band_count, 2U);
  EXPECT_EQ(is.detectors[0].inputs[1].weight, -0.25);
  EXPECT_EQ(is.states[1].amplitudes_ma, program.adaptive.chain.states[1].amplitudes_ma);
  EXPECT_NE(made.text.find("# Rest, unrest, seizure."), std::string::npos);
}

}  // namespace
}  // namespace homeostat::clinical_configs
