// A programming of an RC+S as a file: what it loads as, and mistakes told in one line.
#include <gtest/gtest.h>

#include "biomarkers/rcs_rules.h"
#include "clinical_configs/find_config.h"
#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

Written published() { return Written("profiles/rcs_published_example"); }

std::string only_line(const Written& file) {
  Finding finding = file.only_finding();
  finding.file.clear();
  return to_line(finding);
}

TEST(RcsProfile, ThePublishedExampleIsLoadedAsWritten) {
  const RcsProfile profile = load_rcs("rcs_published_example");
  EXPECT_EQ(profile.name, "RC+S, published example");
  EXPECT_NE(profile.source.find("PMC8558614"), std::string::npos);
  const biomarkers::RcsSettings& s = profile.settings;
  EXPECT_TRUE(biomarkers::validate(s));
  EXPECT_EQ(s.sample_rate_hz, 500);
  EXPECT_EQ(s.channel_count, 1U);
  EXPECT_STREQ(s.channels[0].label.data(), "STN");
  EXPECT_EQ(s.channels[0].gain250_trim, 236);
  EXPECT_EQ(s.fft_size, 1024);
  EXPECT_EQ(s.fft_interval_ms, 500);
  EXPECT_EQ(s.hann_percent, 100);
  EXPECT_EQ(s.bit_shift, 7);
  EXPECT_EQ(s.power_scale_256ths, 256);
  EXPECT_EQ(s.wrap_bits, 26);
  EXPECT_EQ(s.bands[0].low_hz, 64.45);
  EXPECT_EQ(s.bands[0].high_hz, 66.41);
  EXPECT_EQ(s.detectors[0].update_rate, 60);
  EXPECT_EQ(s.detectors[0].low_threshold, 1000);
  EXPECT_EQ(s.detectors[0].termination_updates, 4);
  EXPECT_EQ(s.detectors[0].blanking_ffts, 30);
  EXPECT_EQ(s.states[0].amplitudes_ma[0], 3.1);
  EXPECT_EQ(s.states[1].state, 1);
  EXPECT_EQ(s.states[1].amplitudes_ma[0], biomarkers::kRcsHoldMa);
  EXPECT_EQ(s.rise_ma_per_s, 0.03);
  EXPECT_EQ(s.fall_ma_per_s, 0.12);
}

TEST(RcsProfile, IsNeitherAProgramNorAPatient) {
  EXPECT_THROW((void)find_program("rcs_published_example"), ConfigError);
  EXPECT_THROW((void)find_patient("rcs_published_example"), ConfigError);
  EXPECT_THROW((void)load_rcs("epilepsy/responsive"), ConfigError);
}

TEST(RcsProfile, AMissingFieldIsToldWithItsRange) {
  EXPECT_EQ(only_line(published().without("bit_shift: 7")),
            ":1: bit_shift: missing; allowed 0 to 7");
  EXPECT_EQ(published().without("gain250_trim: 236").only_finding().field,
            "channels[0].gain250_trim");
  EXPECT_EQ(published().without("blank_both: false").only_finding().field,
            "detectors[0].blank_both");
  const Written no_source =
      Written::text(published().text().substr(0, published().text().find("source:")) +
                    published().text().substr(published().text().find("sample_rate_hz")));
  EXPECT_EQ(no_source.only_finding().field, "source");
}

TEST(RcsProfile, ANumberOutOfRangeIsToldAtItsLineWithTheNearest) {
  const Written file = published().with("fft_interval_ms: 500", "fft_interval_ms: 20");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("fft_interval_ms: 20"));
  EXPECT_EQ(finding.field, "fft_interval_ms");
  EXPECT_EQ(finding.what, "20 ms: out of the device's range");
  EXPECT_EQ(finding.allowed, "50 to 10000 ms");
  EXPECT_EQ(finding.nearest, "50 ms");
}

TEST(RcsProfile, ASizeThatTheDeviceHasNotIsToldWithThoseItHas) {
  EXPECT_EQ(published().with("fft_size: 1024", "fft_size: 512").only_finding().what,
            "512: give 64, 256 or 1024");
}

TEST(RcsProfile, An64PointTransformSaysWhichOfItsWindowsComesFirst) {
  Written file = published();
  file.with("fft_size: 1024", "fft_size: 64");
  EXPECT_EQ(only_line(file), ":1: first_window_samples: missing; allowed 62 to 63");
  file.with("fft_size: 64", "fft_size: 64\nfirst_window_samples: 63");
  EXPECT_EQ(words_of(file.check()), std::vector<std::string>{});
  const Written other =
      published().with("fft_size: 1024", "fft_size: 1024\nfirst_window_samples: 63");
  EXPECT_EQ(other.check().front().field, "first_window_samples");
}

TEST(RcsProfile, AStateThatCanBeReachedAndIsNotListedIsNamed) {
  const Written file = published().with("dual_threshold: false",
                                        "dual_threshold: true\n  high_threshold: 2000");
  EXPECT_EQ(file.only_finding().what, "state 2 can be reached and is not listed");
}

TEST(RcsProfile, AnAmplitudeBetweenTheDevicesStepsIsRefused) {
  const Written file = published().with("amplitudes_ma: 3.1", "amplitudes_ma: 3.15");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("amplitudes_ma: 3.15"));
  EXPECT_EQ(finding.what, "3.15 mA: the device knows steps of 0.1 mA");
}

TEST(RcsProfile, AMisspeltFieldIsToldWithTheNameThatWasMeant) {
  EXPECT_EQ(published().with("update_rate:", "updaterate:").check().front().what,
            "no such field; did you mean update_rate?");
}

// "Rise time" is a rate on this device; as one in the old unit it is far out of range.
TEST(RcsProfile, ARampInTheDevicesOwnIntegersIsRefused) {
  const Finding finding =
      published().with("rise_ma_per_s: 0.03", "rise_ma_per_s: 1966").only_finding();
  EXPECT_EQ(finding.field, "rise_ma_per_s");
  EXPECT_EQ(finding.nearest, "50 mA/s");
}

}  // namespace
}  // namespace homeostat::clinical_configs
