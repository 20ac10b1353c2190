// What raters' visits tell a device of harm: told, and seen to, each in its own time.
#include "sim/visits.h"

#include <gtest/gtest.h>

#include "biomarkers/sample_frame.h"
#include "clinical_configs/load.h"

namespace homeostat::sim {
namespace {

constexpr models::NoiseKey kKey{.seed = 1};

// A patient whom no visit flags.
class QuietVisits : public ::testing::Test {
 protected:
  static FlagBounds highest() {
    FlagBounds bounds;
    for (const char* bound : {"MADRS=6", "C-SSRS=5", "YMRS=60"}) bounds.set(bound);
    return bounds;
  }

  models::MoodPatient patient_{clinical_configs::load_patient(
                                   clinical_configs::find_patient("treatment_resistant")),
                               250.0, kKey};
  Visits visits_{kKey, highest()};
};

TEST_F(QuietVisits, AnAdverseEventIsSeenToAtTheNextVisit) {
  EXPECT_EQ(visits_.take_orders(), 0);
  (void)visits_.tell_adverse(1.0);
  EXPECT_EQ(visits_.take_orders(), biomarkers::kAdverseEvent);
  (void)visits_.hold(patient_, 2.0);
  EXPECT_EQ(visits_.take_orders(), biomarkers::kAdverseSeen);
  (void)visits_.hold(patient_, 9.0);
  EXPECT_EQ(visits_.take_orders(), 0) << "seen to once";
}

// Both in one frame would leave it open on the device for ever.
TEST_F(QuietVisits, AnAdverseEventInTheBinOfAVisitIsSeenToAtTheOneAfter) {
  (void)visits_.tell_adverse(2.0);
  (void)visits_.hold(patient_, 2.0);
  EXPECT_EQ(visits_.take_orders(), biomarkers::kAdverseEvent);
  (void)visits_.hold(patient_, 9.0);
  EXPECT_EQ(visits_.take_orders(), biomarkers::kAdverseSeen);
}

}  // namespace
}  // namespace homeostat::sim
