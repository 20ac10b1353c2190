// A program with a mood biomarker, as text: a shipped one and a section of mood with two
// features, "theta" and "beta".
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace homeostat::testing {

inline constexpr const char* kMoodSection = R"(
  mood {
    features {
      name: "theta"  # left
      measure: BAND_POWER
      channel: 0
      band_low_hz: 4
      band_high_hz: 8
      typical: 0
      deviation: 1
      weight: 1
    }
    features {
      name: "beta"
      measure: BAND_POWER
      channel: 1
      band_low_hz: 13
      band_high_hz: 25
      typical: 0
      deviation: 1
      weight: 1
    }
    bias: 0
    smoothing_min: 60  # an hour
    on: 1
    off: -1
    on_bins: 2
    off_bins: 3
    sick_from: 0
    sensed_while: OFF
    exclusion_s: 60
    daily_memory_d: 10
    scale_memory_d: 14
    hold_off_h: 72
    circumstances { lead: "port 0 SN 1" gain: "x250" medication: "none" }
    # kept to the end
  }
)";

inline std::string mood_program_text() {
  std::ostringstream text;
  text << std::ifstream(HOMEOSTAT_SOURCE_DIR
                        "/clinical_configs/epilepsy/responsive.textproto")
              .rdbuf();
  std::string program = text.str();
  const std::string anchor = "  sample_rate_hz: 250\n";
  const std::size_t at = program.find(anchor);
  EXPECT_NE(at, std::string::npos);
  return program.insert(at + anchor.size(), kMoodSection);
}

}  // namespace homeostat::testing
