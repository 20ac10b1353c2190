// `homeostat profile rcs`: the tables that it writes, and what it refuses.
#include <cmath>
#include <numbers>

#include "sim/edf_reader.h"
#include "tests/sim/profile_tables.h"
#include "tests/support/shared_data.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;
class ProfileRcs : public ProfileTables {
 protected:
  ProfileRcs() : ProfileTables("rcs_published_example") {}

  // A wave in mV at `hertz` from `on_s` to `off_s`, silence around it.
  void write_wave(double seconds, double hertz, double mv, double on_s,
                  double off_s) const {
    std::ofstream out(folder_ / "signal.csv");
    out << "t_s,STN\n";
    for (int n = 0; n < static_cast<int>(seconds * 500.0); ++n) {
      const double t_s = n / 500.0;
      const double wave = t_s >= on_s && t_s < off_s
                              ? mv * std::sin(2.0 * std::numbers::pi * hertz * t_s)
                              : 0.0;
      out << t_s << ',' << wave << '\n';
    }
  }
  int profile(const ProfileOptions& o) { return profile_rcs(o, console_); }
};

// 65 Hz is in the band; 4 minutes: silence, wave from 60 s, silence from 120 s.
TEST_F(ProfileRcs, ThePublishedExampleHoldsWhileTheBandIsUp) {
  write_wave(270.0, 65.0, 0.05, 60.0, 120.0);
  EXPECT_EQ(profile(options()), 0);

  const std::vector<Cells> power = table("power.csv");
  EXPECT_EQ(power[0], (Cells{"t_s", "band0", "flags"}));
  EXPECT_EQ(power[1], (Cells{"2", "0", "0"}));  // the window is full after 2 s
  EXPECT_EQ(power[2][0], "2.5");
  // 0.05 mV are 469 counts: X = 469 * 1000 / 4 at the peak. All of it together is half as
  // much again, and zeros spread it over 1024 / 1000 as many bins; four in a thousand of
  // that lie outside the band.
  const double peak = 468.97 * 1000.0 / 4;
  EXPECT_NEAR(std::stod(power[180][1]), 1.536 * 64 * peak * peak / 1024 / 1024 / 2,
              500.0);

  const std::vector<Cells> detector = table("detector.csv");
  EXPECT_EQ(detector[0],
            (Cells{"t_s", "ld0", "ld1", "immediate", "confirmed", "status"}));
  EXPECT_EQ(detector[1], (Cells{"31.5", "0", "n/a", "0", "0", "0"}));
  EXPECT_EQ(detector[3][0], "91.5");
  EXPECT_EQ(detector[3][4], "1");
  EXPECT_EQ(detector[3][5], "5");

  const std::vector<Cells> therapy = table("therapy.csv");
  EXPECT_EQ(therapy[0], (Cells{"t_s", "state", "current_ma"}));
  EXPECT_EQ(therapy[1], (Cells{"2", "15", "0"}));
  EXPECT_EQ(therapy[60], (Cells{"31.5", "0", "0"}));
  // 30 s at 1966 / 65536 mA/s
  EXPECT_EQ(therapy[120][0], "61.5");
  EXPECT_NEAR(std::stod(therapy[120][2]), 30.0 * 1966 / 65536, 1e-6);
  // Held at 60 s of ramp from 91.5 s on, and after the wave for four updates.
  for (std::size_t row = 180; therapy[row][1] == "1"; ++row) {
    EXPECT_EQ(therapy[row][2], therapy[180][2]);
  }
  EXPECT_EQ(therapy.back()[1], "0");
  EXPECT_EQ(therapy[180][0], "91.5");
  EXPECT_EQ(therapy[480][0], "241.5");
  EXPECT_EQ(therapy[479][1], "1");
  EXPECT_EQ(therapy[480][1], "0");
}

TEST_F(ProfileRcs, AMissingSampleIsFlaggedAndNoPower) {
  std::ofstream out(folder_ / "signal.csv");
  out << "t_s,STN\n";
  for (int n = 0; n < 2000; ++n) {
    if (n == 1100) continue;
    out << n / 500.0 << ",0.01\n";
  }
  out.close();
  profile(options());
  const std::vector<Cells> power = table("power.csv");
  ASSERT_EQ(power.size(), 6U);
  EXPECT_EQ(power[1][2], "0");
  EXPECT_EQ(power[2], (Cells{"2.5", "n/a", "2"}));
  EXPECT_EQ(power[5], (Cells{"4", "n/a", "2"}));
}

TEST_F(ProfileRcs, TimesGoOnFromTheSignalsOwn) {
  std::ofstream out(folder_ / "signal.csv");
  out << "t_s,STN\n";
  for (int n = 0; n < 1000; ++n) out << 100 + n / 500.0 << ",0\n";
  out.close();
  profile(options());
  EXPECT_EQ(table("power.csv")[1][0], "102");
}

TEST_F(ProfileRcs, TheMarkSaysWhatTheTablesWereMadeFrom) {
  write_wave(3.0, 65.0, 0.05, 0.0, 3.0);
  profile(options());
  const auto mark = nlohmann::json::parse(text_of(folder_ / "out" / "profile.json"));
  EXPECT_EQ(mark["profile"], "rcs");
  EXPECT_EQ(mark["signal"], "signal.csv");
  EXPECT_EQ(mark["signal_sha256"].get<std::string>().size(), 64U);
  EXPECT_NE(mark["source"].get<std::string>().find("PMC8558614"), std::string::npos);
  EXPECT_EQ(mark["bands"][0]["first_bin"], 132);
  EXPECT_EQ(mark["bands"][0]["last_bin"], 136);
  EXPECT_NE(
      talk_.str().find("band0: STN, bins 132 to 136, centres 64.453125 to 66.40625"),
      std::string::npos);
}

TEST_F(ProfileRcs, TheSameTablesComeOutASecondTime) {
  write_wave(40.0, 65.0, 0.02, 5.0, 30.0);
  profile(options());
  const std::string first = text_of(folder_ / "out" / "power.csv");
  profile(options());
  EXPECT_EQ(text_of(folder_ / "out" / "power.csv"), first);
}

TEST_F(ProfileRcs, TheSignalIsNotOverwritten) {
  write_wave(3.0, 65.0, 0.05, 0.0, 3.0);
  profile(options());
  fs::rename(folder_ / "signal.csv", folder_ / "out" / "power.csv");
  ProfileOptions again = options();
  again.signal = folder_ / "out" / "power.csv";
  const std::string bytes = text_of(again.signal);
  EXPECT_NE(any_refusal([&] { profile(again); }).find("would be overwritten"),
            std::string::npos);
  EXPECT_EQ(text_of(again.signal), bytes);
}

TEST_F(ProfileRcs, SomebodysTableIsNotOverwritten) {
  write_wave(3.0, 65.0, 0.05, 0.0, 3.0);
  fs::create_directories(folder_ / "out");
  std::ofstream(folder_ / "out" / "therapy.csv") << "the only copy";
  EXPECT_NE(any_refusal([&] { profile(options()); }).find("would be overwritten"),
            std::string::npos);
  EXPECT_EQ(text_of(folder_ / "out" / "therapy.csv"), "the only copy");
}

TEST_F(ProfileRcs, ASignalThatIsTooShortIsRefused) {
  write_wave(1.998, 65.0, 0.05, 0.0, 3.0);
  EXPECT_NE(any_refusal([&] {
              profile(options());
            }).find("999 samples; an FFT of 1024 needs at least 1000"),
            std::string::npos);
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(ProfileRcs, AsManyChannelsAreNamedAsTheProfileSenses) {
  write_wave(3.0, 65.0, 0.05, 0.0, 3.0);
  ProfileOptions o = options();
  o.channels = {"STN", "M1"};
  EXPECT_EQ(any_refusal([&] { profile(o); }),
            "--channels names 2 channels, the profile senses 1; give one label for each, "
            "in the profile's order");
}

TEST_F(ProfileRcs, AProgramIsNoProfile) {
  write_wave(3.0, 65.0, 0.05, 0.0, 3.0);
  ProfileOptions o = options();
  o.settings = "epilepsy/responsive";
  EXPECT_NE(any_refusal([&] { profile(o); }).find("no device profile of that name"),
            std::string::npos);
}

TEST_F(ProfileRcs, AnEdfIsReadAndAnotherRateIsSaid) {
  HOMEOSTAT_NEEDS("artefact/pd_ecog_lfp_dbs_on.edf");
  ProfileOptions o = options();
  o.signal = homeostat::testing::shared_data("artefact/pd_ecog_lfp_dbs_on.edf");
  o.settings = shipped("profiles/rcs_published_example").string();
  o.channels = {edf_labels(o.signal).front()};
  EXPECT_EQ(profile(o), 0);
  EXPECT_NE(talk_.str().find("1000 Hz, resampled to the device's 500 Hz"),
            std::string::npos);
  const std::vector<Cells> power = table("power.csv");
  EXPECT_GT(power.size(), 10U);
  double most = 0.0;
  for (std::size_t row = 1; row < power.size(); ++row) {
    most = std::max(most, std::stod(power[row][1]));
  }
  EXPECT_GT(most, 0.0);
}

}  // namespace
}  // namespace homeostat::sim
