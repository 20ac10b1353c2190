// The files of hypothetical depressions: mistakes in them, their labels, and the twin on
// whom stimulation has no effect.
#include "models/mood_patient.h"

#include <gtest/gtest.h>

#include <sstream>

#include "clinical_configs/find_config.h"
#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

constexpr const char* kDepressed[] = {"patients/recurrent_depression",
                                      "patients/treatment_resistant",
                                      "patients/treatment_resistant_no_effect"};

Written resistant() { return Written("patients/treatment_resistant"); }

// Text without comments, and without spaces at the ends of lines.
std::vector<std::string> said_in(const Written& file) {
  std::vector<std::string> lines;
  for (std::string line : lines_of(file.text())) {
    line.resize(std::min(line.find('#'), line.size()));
    while (!line.empty() && line.back() == ' ') line.pop_back();
    lines.push_back(line);
  }
  std::erase(lines, "");
  return lines;
}

TEST(MoodPatientFile, IsCalledHypotheticalInItsNameAndItsFile) {
  for (const char* name : kDepressed) {
    EXPECT_TRUE(load_patient(name).name.starts_with("HYPOTHETICAL")) << name;
    EXPECT_NE(Written(name).text().find("\n# HYPOTHETICAL: "), std::string::npos) << name;
  }
}

TEST(MoodPatientFile, ArrivesInTheModelsSettings) {
  const auto settings = load_patient("treatment_resistant");
  EXPECT_EQ(settings.model, models::ModelKind::kMoodGamma);
  EXPECT_EQ(settings.mood.start_minute, 480.0);
  EXPECT_EQ(settings.mood.slow.dynamics.time_days, 3.0);
  EXPECT_EQ(settings.mood.gamma.stimulation_weight, 0.6);
  EXPECT_EQ(settings.mood.slow.over.events_per_day, 0.5);
  EXPECT_EQ(settings.mood.slow.life.spread, 0.2);
  EXPECT_EQ(settings.mood.sleep.jitter_minutes, 25.0);
  EXPECT_EQ(settings.mood.rhythms[2].centre_hz, 55.0);
  EXPECT_EQ(settings.mood.madrs_per_mood, 12.0);
  EXPECT_TRUE(models::validate(settings).empty());
  const auto recurrent = load_patient("recurrent_depression");
  EXPECT_EQ(recurrent.model, models::ModelKind::kVaccDlpfc);
  EXPECT_EQ(recurrent.mood.vacc.current_na, -0.02);
}

// Whoever compares the two compares effects, and nothing else.
TEST(MoodPatientFile, TheTwinDiffersByWhatStimulationDoesAndByNothingElse) {
  const auto one = said_in(resistant());
  const auto twin = said_in(Written("patients/treatment_resistant_no_effect"));
  ASSERT_EQ(one.size(), twin.size());
  std::vector<std::string> changed;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (one[i] != twin[i]) changed.push_back(twin[i]);
  }
  EXPECT_EQ(changed, (std::vector<std::string>{
                         "name: \"HYPOTHETICAL resistant depression, no effect\"",
                         "    stimulation_weight: 0", "    depth: 0", "    tilt: 0",
                         "    events_per_day: 0"}));
}

TEST(MoodPatientFile, AMissingFieldIsToldWithItsRange) {
  const Finding finding =
      resistant().without("    half_uc_per_day: 2300\n").only_finding();
  EXPECT_EQ(finding.field, "mood.plasticity.half_uc_per_day");
  EXPECT_EQ(finding.what, "missing");
  EXPECT_EQ(finding.allowed, "1 to 1000000000");
}

TEST(MoodPatientFile, ANumberOutOfRangeIsToldInOneLine) {
  const Written file = resistant().with("time_days: 3 ", "time_days: 0.1 ");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("time_days: 0.1"));
  EXPECT_EQ(finding.field, "mood.dynamics.time_days");
  EXPECT_EQ(finding.nearest, "0.25");
  EXPECT_EQ(
      resistant().with("length_minutes: 480", "length_minutes: 8").only_finding().field,
      "mood.sleep.length_minutes");
  EXPECT_EQ(
      resistant().with("half_width_hz: 12", "half_width_hz: 0").only_finding().field,
      "mood.activity.half_width_hz");
}

TEST(MoodPatientFile, WhatIsOfAnotherModelIsRefused) {
  EXPECT_EQ(resistant()
                .with("  plasticity {",
                      "  vacc { dysfunction: 1 dysfunction_per_mood: 0 current_na: 0 }\n"
                      "  plasticity {")
                .only_finding()
                .field,
            "mood.vacc");
  EXPECT_EQ(resistant()
                .with("model: MOOD_GAMMA", "model: MOOD_GAMMA\nseconds_per_unit: 1")
                .only_finding()
                .what,
            "1: given, but the model has a mood");
  EXPECT_EQ(resistant().with("tissue {", "slow { }\ntissue {").only_finding().field,
            "slow");
  EXPECT_EQ(patient().with("tissue {", "mood { }\ntissue {").check().front().field,
            "mood");
}

TEST(MoodPatientFile, OfAFileLivesHalfAYearOfBins) {
  for (const char* name : kDepressed) {
    models::MoodPatient patient(load_patient(name), 250.0, {.seed = 1});
    for (int bin = 0; bin < 180 * 144; ++bin) {
      const double gamma = patient.band_power_log10({0, 1}, 30.0, 90.0);
      ASSERT_TRUE(gamma > 0.0 && gamma < 4.0) << name << " at " << bin;
      patient.advance({});
    }
    EXPECT_GE(patient.depression(), 0.0);
  }
}

}  // namespace
}  // namespace homeostat::clinical_configs
