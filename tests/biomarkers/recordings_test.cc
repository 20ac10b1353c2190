// Sensing on real signals: features against their definitions restated offline in double
// precision, and a detector of each kind against a seizure.
#include "tests/biomarkers/recordings.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "biomarkers/biomarker_bank.h"
#include "tests/biomarkers/sensor.h"

namespace homeostat::biomarkers {
namespace {

using Signal = std::vector<double>;

// Second-order Butterworth by the tangent form of the bilinear transform, direct form I.
Signal butterworth(const Signal& x, bool high, double corner_hz, double rate_hz) {
  const double k = std::tan(std::numbers::pi * corner_hz / rate_hz);
  const double norm = 1.0 / (1.0 + std::numbers::sqrt2 * k + k * k);
  const double b = (high ? 1.0 : k * k) * norm;
  const double a1 = 2.0 * (k * k - 1.0) * norm;
  const double a2 = (1.0 - std::numbers::sqrt2 * k + k * k) * norm;
  // Before the first sample the input was that sample for ever.
  double x1 = x[0], x2 = x[0], y1 = high ? 0.0 : x[0], y2 = y1;
  Signal y;
  for (const double x0 : x) {
    y.push_back(b * (x0 + (high ? -2.0 : 2.0) * x1 + x2) - a1 * y1 - a2 * y2);
    x2 = x1;
    x1 = x0;
    y2 = y1;
    y1 = y.back();
  }
  return y;
}

Signal doubled(const std::vector<float>& uv) { return {uv.begin(), uv.end()}; }

Signal steps(const Signal& x) {
  Signal d{std::nan("")};
  for (std::size_t n = 1; n < x.size(); ++n) d.push_back(std::abs(x[n] - x[n - 1]));
  return d;
}
Signal magnitudes(Signal x) {
  for (double& v : x) v = std::abs(v);
  return x;
}
Signal squares(Signal x) {
  for (double& v : x) v *= v;
  return x;
}

// Mean of the last `window` values before `end`, the first value being none.
double mean_before(const Signal& values, std::size_t end, std::size_t window) {
  const std::size_t from = end > window ? end - window : 0;
  double sum = 0.0;
  std::size_t count = 0;
  for (std::size_t n = from; n < end; ++n) {
    if (std::isnan(values[n])) continue;
    sum += values[n];
    ++count;
  }
  return sum / static_cast<double>(count);
}

// The scalp recording: 64 Hz, frames of 125 ms, as its shipped program reads it.
constexpr char kScalp[] = "recordings/siena_PN00-1.edf";
constexpr double kScalpRateHz = 64.0;

DetectorSettings scalp_detector(Feature feature, float threshold) {
  return {.channel = 0,
          .feature = feature,
          .short_window = 4_s,
          .long_window = 240_s,
          .threshold = threshold,
          .band_low_hz = 4.0F,
          .band_high_hz = 20.0F};
}

BiomarkerSettings scalp_settings(float threshold) {
  BiomarkerSettings settings;
  settings.channel_count = 1;
  settings.channels[0].high_pass_hz = 3.0F;
  settings.channels[0].low_pass_hz = 25.0F;
  settings.sample_rate_hz = 64.0F;
  settings.samples_per_frame = 8;
  settings.detector_count = 2;
  settings.detectors[0] = scalp_detector(Feature::kLineLength, threshold);
  settings.detectors[1] = scalp_detector(Feature::kArea, threshold);
  settings.persistence = {.votes = 2, .onset = 5_s, .termination = 10_s};
  settings.quality = {.rail_uv = 3000.0F,
                      .rail_time = 1_s,
                      .flat_uv = 1.0F,
                      .flat_time = 10_s,
                      .max_frame_age = 1_s,
                      .recovery_time = 5_s,
                      .episode_hold = 30_s,
                      .min_good_channels = 1};
  settings.warm_up = 120_s;
  return settings;
}

// Feeds a recording frame by frame; `each` sees the biomarkers and the samples so far.
template <class Each>
void replay(const std::vector<float>& uv, const BiomarkerSettings& settings, Each each) {
  BiomarkerBank bank(settings);
  SampleFrame frame;
  frame.channel_count = 1;
  frame.sample_count = settings.samples_per_frame;
  const std::size_t n = settings.samples_per_frame;
  for (std::size_t end = n; end <= uv.size(); end += n) {
    std::copy_n(uv.begin() + static_cast<std::ptrdiff_t>(end - n), n,
                frame.samples_uv[0].begin());
    frame.time = Instant(static_cast<std::uint64_t>(
        std::llround(static_cast<double>(end) * 1.0e6 /
                     static_cast<double>(settings.sample_rate_hz))));
    ++frame.sequence;
    each(bank.update(frame, false), end);
  }
}

TEST(Recordings, EachFeatureAgreesWithItsDefinitionOnScalpEeg) {
  HOMEOSTAT_NEEDS(kScalp);
  const std::vector<float> uv = first_signal(kScalp);
  const Signal channel = butterworth(butterworth(doubled(uv), true, 3.0, kScalpRateHz),
                                     false, 25.0, kScalpRateHz);
  const Signal band = butterworth(butterworth(channel, true, 4.0, kScalpRateHz), false,
                                  20.0, kScalpRateHz);
  const std::array<Signal, 3> values{steps(channel), magnitudes(channel), squares(band)};

  BiomarkerSettings settings = scalp_settings(1000.0F);  // never above: never frozen
  settings.detector_count = 3;
  settings.detectors[2] = scalp_detector(Feature::kBandPower, 1000.0F);
  int compared = 0;
  replay(uv, settings, [&](const Biomarkers& seen, std::size_t end) {
    ASSERT_EQ(seen.channels[0].flags, 0);
    if (end < 256 || end % 480 != 0) return;  // the baseline's blocks are 30 frames
    for (std::size_t d = 0; d < 3; ++d) {
      const double value = mean_before(values[d], end, 256);
      ASSERT_NEAR(seen.detectors[d].value, value, 2.0e-5 * value) << d << " " << end;
      // The first frame follows a gap, so that it teaches no baseline.
      if (end != 240 * 64 + 480) continue;
      const double baseline = mean_before(values[d], end, 240 * 64);
      ASSERT_NEAR(seen.detectors[d].threshold, 1000.0 * baseline, 10.0 * baseline);
    }
    ++compared;
  });
  EXPECT_GT(compared, 300);
}

TEST(Recordings, EachFeatureAgreesWithItsDefinitionOnEveryBonnClip) {
  for (const char set : {'Z', 'O', 'N', 'F', 'S'}) {
    HOMEOSTAT_NEEDS(bonn_path(set));
    const auto clips = bonn_clips(set);
    ASSERT_EQ(clips.size(), 100U);
    for (const std::vector<float>& uv : clips) {
      const Signal x = doubled(uv);
      const Signal band =
          butterworth(butterworth(x, true, 4.0, 173.61), false, 30.0, 173.61);
      LineLength line;
      Area area;
      BandPower power(4.0F, 30.0F, 173.61F);
      std::array<double, 3> sums{};
      for (const ChannelSamples& frame : cut(uv, 64)) {
        sums[0] += static_cast<double>(line.update(frame).sum);
        sums[1] += static_cast<double>(area.update(frame).sum);
        sums[2] += static_cast<double>(power.update(frame).sum);
      }
      const auto n = static_cast<double>(uv.size());
      const std::array<double, 3> expected{
          mean_before(steps(x), x.size(), x.size()),
          mean_before(magnitudes(x), x.size(), x.size()),
          mean_before(squares(band), x.size(), x.size())};
      ASSERT_NEAR(sums[0] / (n - 1.0), expected[0], 1.0e-6 * expected[0]);
      ASSERT_NEAR(sums[1] / n, expected[1], 1.0e-6 * expected[1]);
      ASSERT_NEAR(sums[2] / n, expected[2], 2.0e-5 * expected[2]);
    }
  }
}

std::vector<float> line_lengths(char set) {
  std::vector<float> all;
  for (const std::vector<float>& uv : bonn_clips(set)) {
    LineLength line;
    all.push_back(0.0F);
    for (const ChannelSamples& frame : cut(uv, 64)) all.back() += line.update(frame).sum;
  }
  return all;
}

// Of all pairs, those in which the ictal clip has the longer line: 0.99, as published.
TEST(Recordings, LineLengthTellsIctalFromInterictalClips) {
  for (const char set : {'S', 'N', 'F'}) HOMEOSTAT_NEEDS(bonn_path(set));
  const std::vector<float> ictal = line_lengths('S');
  int right = 0;
  int pairs = 0;
  for (const char set : {'N', 'F'}) {
    for (const float background : line_lengths(set)) {
      for (const float seizure : ictal) {
        right += seizure > background ? 1 : 0;
        ++pairs;
      }
    }
  }
  EXPECT_EQ(pairs, 20'000);
  EXPECT_GE(right, 19'700);
}

constexpr std::size_t kBackground = 15 * 60 * 64;  // samples, long before the seizure

// The highest multiple of their baselines that all detectors kept for the onset time.
float highest_kept(std::span<const float> background, const BiomarkerSettings& settings) {
  const auto onset_frames =
      static_cast<std::size_t>(settings.persistence.onset.count() / 125'000);
  std::vector<float> levels;
  float highest = 0.0F;
  replay({background.begin(), background.end()}, settings,
         [&](const Biomarkers& seen, std::size_t) {
           float level = seen.warmed_up ? 1.0e9F : 0.0F;
           for (std::size_t d = 0; d < settings.detector_count; ++d) {
             const DetectorReading& reading = seen.detectors[d];
             const float unit = reading.threshold / settings.detectors[d].threshold;
             level = std::min(level, reading.valid ? reading.value / unit : 0.0F);
           }
           levels.push_back(level);
           if (levels.size() < onset_frames) return;
           const auto first = levels.end() - static_cast<std::ptrdiff_t>(onset_frames);
           highest = std::max(highest, *std::min_element(first, levels.end()));
         });
  return highest;
}

TEST(Recordings, AThresholdFromFifteenMinutesOfBackgroundFindsTheScalpSeizure) {
  HOMEOSTAT_NEEDS(kScalp);
  const std::vector<float> uv = first_signal(kScalp);
  const float threshold =
      1.2F * highest_kept({uv.data(), kBackground}, scalp_settings(1000.0F));
  EXPECT_NEAR(threshold, 2.86F, 0.01F) << "what the shipped program states";

  constexpr double kOnset_s = 1143.0;
  constexpr double kEnd_s = 1213.0;
  double latency_s = 1.0e9;
  int others = 0;
  bool before = false;
  replay(uv, scalp_settings(2.86F), [&](const Biomarkers& seen, std::size_t end) {
    if (seen.seizure && !before) {
      const double onset_s = static_cast<double>(end) / kScalpRateHz;
      if (onset_s >= kOnset_s && onset_s <= kEnd_s) {
        latency_s = std::min(latency_s, onset_s - kOnset_s);
      } else {
        ++others;
      }
    }
    before = seen.seizure;
  });
  EXPECT_LE(latency_s, 16.0);
  EXPECT_LE(others, 1);
}

}  // namespace
}  // namespace homeostat::biomarkers
