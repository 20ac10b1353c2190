// A programming of an RNS as a file: what it loads as, and mistakes told in one line.
#include <gtest/gtest.h>

#include "biomarkers/rns_rules.h"
#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

Written line_length() { return Written("profiles/rns_line_length"); }
Written mood() { return Written("profiles/rns_mood"); }

TEST(RnsProfile, LineLengthIsLoadedAsWritten) {
  const RnsProfile profile = load_rns("rns_line_length");
  EXPECT_NE(profile.source.find("75 %"), std::string::npos);
  EXPECT_NE(profile.ranges_source.find("not confirmed"), std::string::npos);
  const biomarkers::RnsSettings& s = profile.settings;
  EXPECT_TRUE(biomarkers::validate(s));
  EXPECT_EQ(s.tool_count, 2U);
  EXPECT_EQ(s.tools[1].channel, 1);
  EXPECT_EQ(s.tools[1].kind, biomarkers::RnsToolKind::kLineLength);
  EXPECT_EQ(s.tools[1].trend.threshold_percent, 75.0);
  EXPECT_EQ(s.patterns[1].tools[0], 1);
  EXPECT_EQ(s.combination, biomarkers::RnsCombination::kOr);
  EXPECT_EQ(s.lead, safety::LeadModel::kDepthRing127x200);
  EXPECT_EQ(s.therapy_count, 2U);
  EXPECT_EQ(s.therapies[0].burst_count, 2U);
  EXPECT_EQ(s.therapies[1].bursts[0].amplitude_ma, 1.5);
  EXPECT_EQ(s.ranges.max_rate_hz, 333.0);
}

TEST(RnsProfile, TheBandpassOfThePublishedProtocolIsLoadedAsWritten) {
  const biomarkers::RnsSettings s = load_rns("rns_mood").settings;
  EXPECT_TRUE(biomarkers::validate(s));
  EXPECT_EQ(s.tools[0].kind, biomarkers::RnsToolKind::kBandpass);
  EXPECT_FALSE(s.tools[0].inverted);
  EXPECT_EQ(s.tools[0].bandpass.low_hz, 13.0);
  EXPECT_EQ(s.tools[0].bandpass.high_hz, 30.0);
  EXPECT_EQ(s.tools[0].bandpass.min_amplitude_percent, 0.8);
  EXPECT_EQ(s.tools[0].bandpass.windows_hit * s.window_ms, 640);
  EXPECT_EQ(s.therapy_count, 0U);
}

TEST(RnsProfile, FieldsOfAnotherToolAreRefused) {
  const Finding finding =
      mood().with("low_hz: 13", "low_hz: 13\n  threshold_uv: 3").only_finding();
  EXPECT_EQ(finding.field, "tools[0].threshold_uv");
  EXPECT_EQ(finding.what, "3 uV: given, but nothing here goes with it");
}

TEST(RnsProfile, AThresholdGoesWithItsWindow) {
  Written file = line_length();
  file.with("long_window_ms: 119936", "long_window_ms: 0");
  const std::vector<Finding> findings = file.check();
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].field, "tools[0].threshold_uv");
  EXPECT_EQ(findings[0].what, "missing");
  EXPECT_EQ(findings[1].field, "tools[0].threshold_percent");
}

TEST(RnsProfile, TooMuchChargeIsToldWithTheMostCurrent) {
  Written file = line_length();
  file.with("amplitude_ma: 1.5\n    pulse_width_us: 160",
            "amplitude_ma: 3\n    pulse_width_us: 1000");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.field, "therapies[1].bursts[0].amplitude_ma");
  EXPECT_EQ(finding.line, file.line_of("amplitude_ma: 3"));
  EXPECT_EQ(finding.what,
            "3 mA: above 25 uC/cm2 a phase, which the device does not let be programmed");
  EXPECT_TRUE(finding.nearest.starts_with("1.9949")) << finding.nearest;
}

TEST(RnsProfile, WithoutTherapiesThereIsNoLeadToGive) {
  const Finding finding =
      mood().with("event_end_ms", "lead: STRIP_DISC_318\nevent_end_ms").only_finding();
  EXPECT_EQ(finding.field, "lead");
}

TEST(RnsProfile, AMissingSourceIsAFault) {
  EXPECT_EQ(
      line_length()
          .without("source: \"commonly quoted, not confirmed in a public document\"")
          .only_finding()
          .field,
      "ranges.source");
}

TEST(RnsProfile, IsNoProgrammingOfAnotherDevice) {
  EXPECT_THROW((void)load_rcs("rns_mood"), ConfigError);
  EXPECT_THROW((void)load_rns("rcs_published_example"), ConfigError);
}

}  // namespace
}  // namespace homeostat::clinical_configs
