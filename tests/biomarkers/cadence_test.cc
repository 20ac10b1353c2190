#include "biomarkers/cadence.h"

#include <gtest/gtest.h>

#include <cmath>

#include "biomarkers/biomarker_bank.h"

namespace homeostat::biomarkers {
namespace {

using namespace homeostat::literals;

constexpr Cadence kIntracranial{250.0F, 8};  // 32 ms

TEST(Cadence, KnowsItsFrameToTheMicrosecond) {
  EXPECT_EQ(kIntracranial.frame(), 32_ms);
  EXPECT_EQ((Cadence{64.0F, 4}.frame()), 62'500_us);
  EXPECT_EQ((Cadence{256.0F, 1}.frame()), 3906_us);  // 3906.25
  EXPECT_EQ((Cadence{173.61F, 64}.frame()), 368'642_us);
}

TEST(Cadence, RoundsADurationToTheNearestFrameAndNeverToNone) {
  EXPECT_EQ(kIntracranial.frames_in({}), 1);
  EXPECT_EQ(kIntracranial.frames_in(32_ms), 1);
  EXPECT_EQ(kIntracranial.frames_in(47'999_us), 1);
  EXPECT_EQ(kIntracranial.frames_in(48_ms), 2);
  EXPECT_EQ(kIntracranial.frames_in(120_s), 3750);
}

TEST(Cadence, RoundsADurationUpToWholeSamples) {
  EXPECT_EQ(kIntracranial.samples_in({}), 1);
  EXPECT_EQ(kIntracranial.samples_in(4_ms), 1);
  EXPECT_EQ(kIntracranial.samples_in(4001_us), 2);
  EXPECT_EQ(kIntracranial.samples_in(500_ms), 125);
}

TEST(Cadence, OfASampleRateThatIsNoneIsStillANumber) {
  for (const float rate : {0.0F, -250.0F, std::nanf(""), INFINITY}) {
    const Cadence cadence{rate, 8};
    EXPECT_EQ(cadence.frame(), 1_us);
    EXPECT_EQ(cadence.samples_in(1_s), 1);
  }
}

TEST(Cadence, AForgottenProgramSensesNothing) {
  BiomarkerBank bank{BiomarkerSettings{}};
  SampleFrame frame;
  frame.channel_count = 1;
  frame.sample_count = 8;
  const Biomarkers seen = bank.update(frame, false);
  EXPECT_FALSE(seen.signal_valid);
  EXPECT_FALSE(seen.seizure);
}

}  // namespace
}  // namespace homeostat::biomarkers
