// A mood biomarker shares the detectors' memory.
#include <gtest/gtest.h>

#include <optional>

#include "biomarkers/detector.h"
#include "biomarkers/mood_biomarker.h"
#include "tests/controller/findings.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::Feature;

TherapyProgram with_mood() {
  TherapyProgram program = detection_program();
  program.biomarkers.mood = one_power(biomarkers::SensedWhile::kOff);
  return program;
}

// The first detector again and again, with this feature and what it wants.
bool has_room_beside(int detectors, Feature feature) {
  TherapyProgram program = with_mood();
  program.biomarkers.detector_count = static_cast<std::uint8_t>(detectors);
  for (auto& detector : program.biomarkers.detectors) {
    detector = program.biomarkers.detectors[0];
    detector.feature = feature;
    give_what_it_wants(detector);
  }
  return !Findings(program).refuse("biomarkers.mood");
}

TEST(ValidateMoodMemory, Saf395_ItNeedsRoomBesideTheDetectors) {
  EXPECT_TRUE(has_room_beside(7, Feature::kLineLength));
  EXPECT_FALSE(has_room_beside(8, Feature::kLineLength));
  EXPECT_TRUE(has_room_beside(3, Feature::kFftBandPower));
  EXPECT_FALSE(has_room_beside(4, Feature::kFftBandPower));
}

TEST(ValidateMoodMemory, Saf395_AChainOfAdaptiveTherapiesTakesTheSameRoom) {
  TherapyProgram adaptive = adaptive_program();
  EXPECT_TRUE(Findings(adaptive).accepted);
  adaptive.biomarkers.mood = with_mood().biomarkers.mood;
  EXPECT_TRUE(Findings(adaptive).refuse("adaptive.chain"));
}

// Detectors of two features that, each with a baseline, leave no byte beside a mood
// biomarker.
std::optional<TherapyProgram> filled() {
  TherapyProgram program = with_mood();
  auto& detectors = program.biomarkers.detectors;
  detectors.fill(detectors[0]);
  const int left = biomarkers::DetectorMemory::kBytes -
                   biomarkers::DetectorMemory::bytes_of<biomarkers::MoodBiomarker>();
  for (const auto& a : biomarkers::kFeatures) {
    for (const auto& b : biomarkers::kFeatures) {
      for (std::size_t of_a = 0; of_a < detectors.size(); ++of_a) {
        int taken = 0;
        for (std::size_t i = 0; i < detectors.size() && taken < left; ++i) {
          detectors[i].feature = i < of_a ? a.feature : b.feature;
          taken += biomarkers::Detector::bytes_of(detectors[i]);
          program.biomarkers.detector_count = static_cast<std::uint8_t>(i + 1);
        }
        if (taken == left) return program;
      }
    }
  }
  return std::nullopt;
}

TEST(ValidateMoodMemory, Saf395_TheLastByteMayBeTaken) {
  std::optional<TherapyProgram> program = filled();
  ASSERT_TRUE(program.has_value());
  EXPECT_FALSE(Findings(*program).refuse("biomarkers.mood"));
  ++program->biomarkers.detector_count;
  EXPECT_TRUE(Findings(*program).refuse("biomarkers.mood"));
}

}  // namespace
}  // namespace homeostat::controller::testing
