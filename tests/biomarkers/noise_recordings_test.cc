// How much of real background, and of one real seizure, the watches call noise: at the
// settings of the shipped programs, each recording at its own rate.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "biomarkers/ranges.h"
#include "biomarkers/signal_quality.h"
#include "tests/biomarkers/recordings.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

// Shares of all frames.
struct Shares {
  double bad = 0.0;
  double suspect = 0.0;
  std::array<double, kQualityFlags> flags{};
};

QualitySettings settings_for(float rate_hz, float line_hz) {
  QualitySettings settings{.rail_uv = 3000.0F,
                           .rail_time = 500_ms,
                           .flat_uv = 0.2F,
                           .flat_time = 5_s,
                           .max_frame_age = 200_ms,
                           .recovery_time = 1_s,
                           .episode_hold = 120_s,
                           .min_good_channels = 1};
  const float highest_hz = kHighestCornerShare * rate_hz;
  settings.line_hz = line_hz < highest_hz ? line_hz : 0.0F;
  settings.line_percent = 80;
  settings.line_uv = 10.0F;
  settings.line_time = 2_s;
  settings.step_medians = 12.0F;
  settings.muscle_hz = 30.0F < highest_hz ? 30.0F : 0.0F;
  settings.muscle_percent = 50;
  return settings;
}

Shares shares_of(const std::vector<float>& uv, float rate_hz, float line_hz) {
  SignalQuality quality(settings_for(rate_hz, line_hz), {rate_hz, kSamples});
  Shares shares;
  double frames = 0.0;
  std::array<float, kMaxSamples> samples{};
  for (std::size_t at = 0; at + kSamples <= uv.size(); at += kSamples) {
    std::copy_n(uv.begin() + static_cast<std::ptrdiff_t>(at), kSamples, samples.begin());
    const ChannelQuality now =
        quality.judge({.uv = samples, .count = kSamples}, {}, false);
    ++frames;
    shares.bad += now.verdict == ChannelVerdict::kBad ? 1.0 : 0.0;
    shares.suspect += now.verdict == ChannelVerdict::kSuspect ? 1.0 : 0.0;
    for (std::size_t i = 0; i < shares.flags.size(); ++i) {
      shares.flags[i] += (now.flags >> i & 1) != 0 ? 1.0 : 0.0;
    }
  }
  shares.bad /= frames;
  shares.suspect /= frames;
  for (double& flag : shares.flags) flag /= frames;
  return shares;
}

// The mean over a recording's channels, and the most of one.
void expect_little_noise(const std::string& name, float rate_hz, float line_hz,
                         double most_suspect) {
  auto signals = signals_of("recordings/" + name + ".edf");
  signals.pop_back();  // annotations
  Shares mean;
  double most = 0.0;
  for (const std::vector<float>& uv : signals) {
    const Shares one = shares_of(uv, rate_hz, line_hz);
    const double share = 1.0 / static_cast<double>(signals.size());
    EXPECT_EQ(one.bad, 0.0) << name;
    EXPECT_LE(one.suspect, most_suspect) << name;
    most = std::max(most, one.suspect);
    mean.suspect += share * one.suspect;
    for (std::size_t i = 0; i < mean.flags.size(); ++i) {
      mean.flags[i] += share * one.flags[i];
    }
  }
  std::printf("%-14s channels %zu  suspect %.4f (most %.4f)", name.c_str(),
              signals.size(), mean.suspect, most);
  for (int i = 0; i < kQualityFlags; ++i) {
    const double share = mean.flags[static_cast<std::size_t>(i)];
    if (share > 0.0) {
      std::printf("  %s %.4f", name_of(static_cast<QualityFlag>(1 << i)), share);
    }
  }
  std::printf("\n");
}

TEST(NoiseRecordings, CleanedRestingEegIsHardlyEverNoise) {
  HOMEOSTAT_NEEDS("recordings/eegmat_00.edf");
  for (int subject = 0; subject < 12; ++subject) {
    const std::string number = (subject < 10 ? "0" : "") + std::to_string(subject);
    expect_little_noise("eegmat_" + number, 500.0F, 50.0F, 0.06);
  }
}

TEST(NoiseRecordings, RawScalpEegWithMainsAndBlinksIsHardlyEverNoise) {
  HOMEOSTAT_NEEDS("recordings/eegmmi_S001R01.edf");
  for (const char* name :
       {"eegmmi_S001R01", "eegmmi_S001R02", "eegmmi_S001R03", "eegmmi_S001R05"}) {
    expect_little_noise(name, 160.0F, 60.0F, 0.02);
  }
}

TEST(NoiseRecordings, FortyFourMinutesWithASeizureAreSuspectForTwoAndNeverBad) {
  HOMEOSTAT_NEEDS("recordings/siena_PN00-1.edf");
  expect_little_noise("siena_PN00-1", 64.0F, 50.0F, 0.05);
}

}  // namespace
}  // namespace homeostat::biomarkers
