// What a recording's rate can show against what a program looks at.
#include "sim/replay_rate.h"

#include <gtest/gtest.h>

#include <sstream>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

// One channel, filtered from 2 to 25 Hz, brought to 250 Hz: as replay/scalp.
biomarkers::BiomarkerSettings scalp() {
  biomarkers::BiomarkerSettings sensing;
  sensing.sample_rate_hz = 250.0F;
  sensing.channel_count = 1;
  sensing.channels[0].high_pass_hz = 2.0F;
  sensing.channels[0].low_pass_hz = 25.0F;
  return sensing;
}

// What is said of a recording of that rate: on the way, or in refusing it.
std::string said(double rate_hz, const biomarkers::BiomarkerSettings& sensing = scalp()) {
  std::vector<Channel> channels(1);
  channels[0].label = "F8";
  channels[0].rate_hz = rate_hz;
  std::ostringstream err;
  try {
    check_rates("r.edf", channels, sensing, err);
  } catch (const RecordingError& error) {
    return std::string("refused: ") + error.what();
  }
  return err.str();
}

TEST(ReplayRate, OfTheProgramIsNotSpokenOf) { EXPECT_EQ(said(250.0), ""); }

TEST(ReplayRate, ThatIsChangedIsTold) {
  EXPECT_EQ(said(512.0), "r.edf: channel 'F8': resampled from 512 Hz to 250 Hz\n");
  EXPECT_EQ(said(50.0), "r.edf: channel 'F8': resampled from 50 Hz to 250 Hz\n");
}

TEST(ReplayRate, ThatShowsAPartOfTheBandIsWarnedOf) {
  const std::string warning =
      "warning: r.edf: channel 'F8' has 16 Hz and shows nothing above 8 Hz; the program "
      "looks up to 25 Hz: its thresholds may not hold\n";
  EXPECT_TRUE(said(16.0).starts_with(warning)) << said(16.0);
  EXPECT_TRUE(said(49.0).starts_with("warning: ")) << said(49.0);
}

TEST(ReplayRate, ThatShowsNothingOfTheBandIsRefused) {
  EXPECT_EQ(said(4.0),
            "refused: r.edf: channel 'F8' has 4 Hz and shows nothing above 2 Hz, where "
            "the program only begins to look at 2 Hz; a rate of more than 4 Hz is "
            "expected");
  EXPECT_TRUE(said(1.0).starts_with("refused: "));
  EXPECT_TRUE(said(4.1).starts_with("warning: "));
}

TEST(ReplayRate, IsHeldAgainstTheDetectorsBandsToo) {
  biomarkers::BiomarkerSettings sensing = scalp();
  sensing.detector_count = 1;
  sensing.detectors[0].band_low_hz = 12.0F;
  sensing.detectors[0].band_high_hz = 30.0F;
  EXPECT_TRUE(said(24.0, sensing).starts_with("refused: "));
  EXPECT_TRUE(said(59.0, sensing).starts_with("warning: "));
  sensing.detectors[0].channel = 1;
  EXPECT_TRUE(said(59.0, sensing).starts_with("r.edf: channel 'F8': resampled"));
}

TEST(ReplayRate, FurtherAwayThanCanBeResampledIsRefusedByName) {
  biomarkers::BiomarkerSettings unfiltered = scalp();
  unfiltered.channels[0].high_pass_hz = 0.0F;
  unfiltered.channels[0].low_pass_hz = 0.0F;
  EXPECT_EQ(said(64001.0, unfiltered),
            "refused: r.edf: channel 'F8' has 64001 Hz; the program's 250 Hz can be made "
            "of 0.9765625 to 64000 Hz");
  EXPECT_TRUE(said(0.97, unfiltered).starts_with("refused: "));
  EXPECT_TRUE(said(0.9765625, unfiltered).starts_with("r.edf"));
  EXPECT_TRUE(said(64000.0, unfiltered).starts_with("r.edf"));
}

}  // namespace
}  // namespace homeostat::sim
