// `homeostat profile rns`: the tables that it writes, and what it refuses.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/events_tsv.h"
#include "tests/sim/profile_tables.h"
#include "tests/support/shared_data.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

class ProfileRns : public ProfileTables {
 protected:
  ProfileRns() : ProfileTables("rns_line_length") {}

  // 10 Hz of 0.02 mV on both channels; on CH3 five times as much from 200 s to 210 s.
  void write_burst() const {
    std::ofstream out(folder_ / "signal.csv");
    out << "t_s,CH1,CH3\n";
    for (int n = 0; n < 230 * 250; ++n) {
      const double t_s = n / 250.0;
      const double wave = 0.02 * std::sin(2.0 * std::numbers::pi * 10.0 * t_s);
      const double more = t_s >= 200.0 && t_s < 210.0 ? 5.0 : 1.0;
      out << t_s << ',' << wave << ',' << more * wave << '\n';
    }
  }
  int profile(const ProfileOptions& o) { return profile_rns(o, console_); }
};

TEST_F(ProfileRns, AFiveFoldLineLengthIsOneEventWithItsTherapies) {
  write_burst();
  EXPECT_EQ(profile(options()), 0);

  const std::vector<Cells> detector = table("detector.csv");
  EXPECT_EQ(detector[0],
            (Cells{"t_s", "tool0", "threshold0", "on0", "tool1", "threshold1", "on1",
                   "pattern_a", "pattern_b", "detected"}));
  EXPECT_EQ(detector[1][0], "0.128");
  EXPECT_EQ(detector[1][1], "n/a");  // no background yet
  // Line length of a sine: 4 amplitudes a period of 25 samples; 75 % above it.
  EXPECT_NEAR(std::stod(detector[1000][1]), 20.0 * 4 / 25, 0.01);
  EXPECT_NEAR(std::stod(detector[1000][2]), 1.75 * 20.0 * 4 / 25, 0.02);

  // The short mean is 75 % above after 0.75 / 4 of 2.048 s, so by the fourth window.
  const std::vector<Interval> events =
      seizures(read_events(folder_ / "out" / "detections.tsv"));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_NEAR(events[0].onset_s, 200.4, 0.2);
  EXPECT_NEAR(events[0].offset_s, 211.5, 0.4);

  const std::vector<Cells> therapy = table("therapy.csv");
  EXPECT_EQ(therapy[0], (Cells{"t_s", "event", "therapy", "burst", "current_ma",
                               "pulse_width_us", "rate_hz", "duration_ms"}));
  ASSERT_EQ(therapy.size(), 4U);
  EXPECT_EQ(therapy[1][1], "1");
  EXPECT_EQ(therapy[1][2], "1");
  EXPECT_EQ(therapy[2][3], "2");
  EXPECT_NEAR(std::stod(therapy[2][0]) - std::stod(therapy[1][0]), 0.1, 1e-9);
  EXPECT_EQ(therapy[3][2], "2");
  EXPECT_EQ(therapy[3][4], "1.5");
  // 200 ms of bursts and 2000 ms until redetection, in windows of 128 ms.
  EXPECT_NEAR(std::stod(therapy[3][0]) - std::stod(therapy[1][0]), 18 * 0.128, 1e-9);
  EXPECT_NE(talk_.str().find("1 events, 2 therapies in 230 s"), std::string::npos);
}

TEST_F(ProfileRns, TheMarkNamesTheSourcesOfTheNumbers) {
  write_burst();
  profile(options());
  const auto mark = nlohmann::json::parse(text_of(folder_ / "out" / "profile.json"));
  EXPECT_EQ(mark["profile"], "rns");
  EXPECT_NE(mark["ranges_source"].get<std::string>().find("not confirmed"),
            std::string::npos);
}

TEST_F(ProfileRns, ATableOfAnotherProfileIsNotOverwritten) {
  write_burst();
  fs::create_directories(folder_ / "out");
  std::ofstream(folder_ / "out" / "detector.csv") << "the only copy";
  EXPECT_NE(any_refusal([&] { profile(options()); }).find("would be overwritten"),
            std::string::npos);
  EXPECT_EQ(text_of(folder_ / "out" / "detector.csv"), "the only copy");
}

TEST_F(ProfileRns, ASignalWithoutAWindowIsRefused) {
  std::ofstream(folder_ / "signal.csv") << "t_s,CH1,CH3\n0,1,1\n";
  EXPECT_NE(
      any_refusal([&] { profile(options()); }).find("1 samples; one window needs 32"),
      std::string::npos);
}

// The same line length on one channel, without therapies.
constexpr const char* kOneChannel = R"(
name: "line length of F8" source: "test" sample_rate_hz: 250 window_ms: 128
full_scale_uv: 1000 channels { label: "F8" }
tools {
  channel: 0 kind: LINE_LENGTH inverted: false
  short_window_ms: 4096 long_window_ms: 119936 threshold_percent: 75
}
patterns { tools: 0 } event_end_ms: 5000
)";

// One seizure in 43 minutes of scalp EEG, from 1143 to 1213 s; tuned on nothing.
TEST_F(ProfileRns, ARecordingCanBeScored) {
  HOMEOSTAT_NEEDS("recordings/siena_PN00-1.edf");
  ProfileOptions o = options();
  o.signal = homeostat::testing::shared_data("recordings/siena_PN00-1.edf");
  o.settings = (folder_ / "one_channel.textproto").string();
  std::ofstream(o.settings) << kOneChannel;
  EXPECT_EQ(profile(o), 0);
  EXPECT_NE(talk_.str().find("64 Hz, resampled to the device's 250 Hz"),
            std::string::npos);
  const std::vector<Interval> events =
      seizures(read_events(folder_ / "out" / "detections.tsv"));
  EXPECT_TRUE(std::any_of(events.begin(), events.end(), [](const Interval& event) {
    return event.onset_s > 1143.0 && event.onset_s < 1213.0;
  }));
  EXPECT_TRUE(table("therapy.csv").size() == 1);
}

}  // namespace
}  // namespace homeostat::sim
