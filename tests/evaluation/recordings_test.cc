// The one recorded seizure, by detectors that were chosen without it; and healthy people,
// in whom nothing is to be found.
#include "tests/evaluation/recordings.h"

#include <gtest/gtest.h>

#include "clinical_configs/load.h"
#include "tests/evaluation/alarms.h"
#include "tests/evaluation/stream.h"
#include "tests/support/shared_data.h"

namespace homeostat::evaluation {
namespace {

using namespace homeostat::literals;

class ScalpSeizureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    HOMEOSTAT_NEEDS("recordings");
    scalp_ = scalp_seizure();
  }
  std::span<const float> first_quarter_of_an_hour() const {
    return std::span(scalp_.uv).first(static_cast<std::size_t>(kTrainedOn_s * kRateHz));
  }
  ScalpSeizure scalp_;
};

TEST_F(ScalpSeizureTest, BeginsAfterWhatIsChosenFrom) {
  ASSERT_EQ(scalp_.seizures.size(), 1U);
  EXPECT_GT(scalp_.seizures[0].onset_s, kTrainedOn_s);
}

TEST_F(ScalpSeizureTest, IsFoundInTimeByTheShippedProgram) {
  const sim::Performance p = sim::performance(
      scalp_.heard_by(clinical_configs::load_program("replay/scalp").biomarkers));
  EXPECT_LE(sim::latency_quantile_s(p.alarms, 1.0).value(), 16.0);
  EXPECT_LE(p.alarms.false_alarms, 1);
}

TEST_F(ScalpSeizureTest, IsFoundInTimeByPlainLineLengthChosenFromBackground) {
  // Against two minutes two false alarms a minute apart, which the public scorer joins.
  const sim::Performance two_minutes = sim::performance(
      scalp_.heard_by(plain_line_length(120_s, first_quarter_of_an_hour())));
  EXPECT_LE(sim::latency_quantile_s(two_minutes.alarms, 1.0).value(), 16.0);
  EXPECT_LE(two_minutes.events.fp, 1);
  EXPECT_LE(two_minutes.alarms.false_alarms, 2);
  const sim::Performance four_minutes = sim::performance(
      scalp_.heard_by(plain_line_length(240_s, first_quarter_of_an_hour())));
  EXPECT_LE(sim::latency_quantile_s(four_minutes.alarms, 1.0).value(), 16.0);
  EXPECT_LE(four_minutes.alarms.false_alarms, 1);
}

TEST_F(ScalpSeizureTest, PlainLineLengthIsQuietOnWhatItWasChosenFrom) {
  const auto settings = plain_line_length(120_s, first_quarter_of_an_hour());
  EXPECT_TRUE(alarms_of_bank(settings, first_quarter_of_an_hour()).empty());
  auto lower = settings;
  lower.detectors[0].threshold =
      static_cast<float>(static_cast<double>(settings.detectors[0].threshold) / kMargin) -
      0.1F;
  EXPECT_FALSE(alarms_of_bank(lower, first_quarter_of_an_hour()).empty());
}

// All electrodes: those over the muscle of the temple too.
TEST(HealthyBackground, Saf195_GivesAllShippedProgramsTogetherOneFalseAlarmAtMost) {
  HOMEOSTAT_NEEDS("recordings");
  const std::vector<Background> all = healthy_background();
  EXPECT_EQ(all.size(), 128U);
  std::size_t alarms = 0;
  for (const char* program : kShippedPrograms) {
    const auto settings = clinical_configs::load_program(program).biomarkers;
    for (const Background& each : all) alarms += alarms_of_bank(settings, each.uv).size();
  }
  EXPECT_LE(alarms, 1U);
}

}  // namespace
}  // namespace homeostat::evaluation
