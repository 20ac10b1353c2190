// Rules of one detector: its windows, its threshold, and what its feature wants. Ranges
// and their reasons are in biomarkers/ranges.h.
#include "biomarkers/feature_list.h"
#include "biomarkers/ranges.h"
#include "biomarkers/sliding_band_power.h"
#include "biomarkers/spectral_slope.h"
#include "biomarkers/spike_rate.h"
#include "controller/carried_rules.h"
#include "controller/program_findings.h"

namespace homeostat::controller {
namespace {

using namespace biomarkers;

void check_band(const BiomarkerSettings& settings, const DetectorSettings& detector,
                const FieldPath& at, ProgramFindings& findings) {
  if (!wants(detector.feature, kNeedsBand)) {
    findings.require(detector.band_low_hz == 0.0F && detector.band_high_hz == 0.0F,
                     at / "band_low_hz", "this feature has no band");
    return;
  }
  const auto lowest = static_cast<double>(settings.sample_rate_hz * kLowestCornerShare);
  const auto highest = static_cast<double>(settings.sample_rate_hz * kHighestCornerShare);
  findings.range(at / "band_low_hz", static_cast<double>(detector.band_low_hz), lowest,
                 highest, "outside what this sample rate allows");
  findings.range(at / "band_high_hz", static_cast<double>(detector.band_high_hz),
                 static_cast<double>(detector.band_low_hz * kLowestBandRatio), highest,
                 "at least a tenth above band_low_hz, and inside the sample rate");
  if (detector.channel < settings.channels.size()) {
    check_band_in_filters(detector, settings.channels[detector.channel], at, findings);
  }
}

// How many bins a feature makes something of.
BinRange bins_wanted(Feature feature) {
  constexpr int kAny = kLongestTransform;
  if (feature == Feature::kSlidingBandPower) return {1, kMostSlidingBins};
  if (feature == Feature::kSpectralEdge) return {2, kAny};
  if (feature == Feature::kSpectralSlope) return {kFewestSlopeBins, kAny};
  return {1, kAny};
}

int bins_in(const BiomarkerSettings& settings, const DetectorSettings& detector) {
  const BinRange bins = bins_of(detector.band_low_hz, detector.band_high_hz,
                                settings.sample_rate_hz, detector.stretch_samples);
  const float bin_hz =
      settings.sample_rate_hz / static_cast<float>(detector.stretch_samples);
  int count = 0;
  for (int k = bins.first; k <= bins.last; ++k) {
    if (!is_mains(k, bin_hz, detector.line_hz)) ++count;
  }
  return count;
}

void check_stretch(const BiomarkerSettings& settings, const DetectorSettings& detector,
                   const FieldPath& at, ProgramFindings& findings) {
  if (!wants(detector.feature, kNeedsStretch)) {
    findings.require(detector.stretch_samples == 0, at / "stretch_samples",
                     "this feature looks at no stretch");
    return;
  }
  const bool whole = is_transform_length(detector.stretch_samples);
  findings.require(whole, at / "stretch_samples", "64, 128 or 256 samples");
  if (!whole) return;
  if (!wants(detector.feature, kNeedsBand)) return;
  const BinRange wanted = bins_wanted(detector.feature);
  const int there = bins_in(settings, detector);
  findings.require(there >= wanted.first, at / "band_high_hz",
                   "the band holds too few frequencies of this stretch (without mains): "
                   "widen it, or look at a longer stretch");
  findings.require(there <= wanted.last, at / "band_high_hz",
                   "the band holds more frequencies of this stretch than slide: narrow "
                   "it, look at a shorter stretch, or choose FFT_BAND_POWER");
}

void check_edge(const DetectorSettings& detector, const FieldPath& at,
                ProgramFindings& findings) {
  if (wants(detector.feature, kNeedsEdge)) {
    findings.range(at / "edge_percent", detector.edge_percent, 1.0, 99.0,
                   "share of the band's power");
  } else {
    findings.require(detector.edge_percent == 0, at / "edge_percent",
                     "this feature has no edge");
  }
}

void check_line(const DetectorSettings& detector, const FieldPath& at,
                ProgramFindings& findings) {
  const float line_hz = detector.line_hz;
  if (wants(detector.feature, kNeedsLine)) {
    findings.require(line_hz == 0.0F || line_hz == 50.0F || line_hz == 60.0F,
                     at / "line_hz", "mains is 50 or 60 Hz (0: leave nothing out)");
  } else {
    findings.require(line_hz == 0.0F, at / "line_hz", "this feature leaves nothing out");
  }
}

void check_lag(const DetectorSettings& detector, const FieldPath& at,
               ProgramFindings& findings) {
  if (wants(detector.feature, kNeedsLag)) {
    const bool flank = detector.feature == Feature::kSpikeRate;
    findings.range(at / "lag_samples", detector.lag_samples, 1.0,
                   flank ? kLongestFlank : kHistory - 1, "as many samples as are kept");
  } else {
    findings.require(detector.lag_samples == 0, at / "lag_samples",
                     "this feature looks back by no lag");
  }
}

void check_other(const BiomarkerSettings& settings, const DetectorSettings& detector,
                 const FieldPath& at, ProgramFindings& findings) {
  if (!wants(detector.feature, kNeedsOther)) {
    findings.require(detector.other_channel == 0, at / "other_channel",
                     "this feature is of one channel");
    return;
  }
  findings.choice(at / "other_channel", detector.other_channel, 0.0,
                  settings.channel_count - 1, "not one of the program's channels");
  findings.require(detector.feature == Feature::kPhaseAmplitude ||
                       detector.other_channel != detector.channel,
                   at / "other_channel", "a channel is always locked to itself");
  findings.require(0.5F * (detector.band_high_hz - detector.band_low_hz) >=
                       settings.sample_rate_hz * kLowestCornerShare,
                   at / "band_high_hz",
                   "the band is narrower than this sample rate can tell");
}

// An amplitude that is to follow a slow frequency needs that much room to each side.
void check_amplitude_band(const BiomarkerSettings& settings,
                          const DetectorSettings& detector, const FieldPath& at,
                          ProgramFindings& findings) {
  const float low_hz = detector.amplitude_low_hz;
  const float high_hz = detector.amplitude_high_hz;
  if (!wants(detector.feature, kNeedsAmplitudeBand)) {
    findings.require(low_hz == 0.0F && high_hz == 0.0F, at / "amplitude_low_hz",
                     "this feature has no second band");
    return;
  }
  const auto highest = static_cast<double>(settings.sample_rate_hz * kHighestCornerShare);
  findings.range(at / "amplitude_low_hz", static_cast<double>(low_hz),
                 static_cast<double>(detector.band_high_hz), highest,
                 "above the slow band, and inside the sample rate");
  findings.range(at / "amplitude_high_hz", static_cast<double>(high_hz),
                 static_cast<double>(low_hz + 2.0F * detector.band_high_hz), highest,
                 "as far above amplitude_low_hz as twice band_high_hz, and inside the "
                 "sample rate");
}

// Half-waves last whole samples: a narrow band of high frequencies may hold none.
void check_half_waves_fit(const BiomarkerSettings& settings,
                          const DetectorSettings& detector, const FieldPath& at,
                          ProgramFindings& findings) {
  const float longest = 0.5F * settings.sample_rate_hz / detector.band_low_hz;
  const float shortest = 0.5F * settings.sample_rate_hz / detector.band_high_hz;
  if (!(longest >= 1.0F && longest <= 1.0e6F)) return;  // the band's rules say why
  findings.require(static_cast<float>(static_cast<int>(longest)) >= shortest,
                   at / "band_high_hz",
                   "no half-wave in this band lasts whole samples: widen it");
}

void check_swings(const BiomarkerSettings& settings, const DetectorSettings& detector,
                  const FieldPath& at, ProgramFindings& findings) {
  const float rail_uv = settings.quality.rail_uv;
  const float hysteresis_uv = detector.hysteresis_uv;
  const float amplitude_uv = detector.min_amplitude_uv;
  if (detector.feature == Feature::kHalfWaves) {
    check_half_waves_fit(settings, detector, at, findings);
  }
  if (wants(detector.feature, kNeedsHysteresis)) {
    findings.range(at / "hysteresis_uv", static_cast<double>(hysteresis_uv), 0.0,
                   static_cast<double>(rail_uv), "from 0 to the amplifier's rail");
  } else {
    findings.require(hysteresis_uv == 0.0F, at / "hysteresis_uv",
                     "this feature has no hysteresis");
  }
  if (wants(detector.feature, kNeedsAmplitude)) {
    const float lowest =
        detector.feature == Feature::kHalfWaves ? hysteresis_uv : kLowestAmplitudeUv;
    findings.range(at / "min_amplitude_uv", static_cast<double>(amplitude_uv),
                   static_cast<double>(lowest), static_cast<double>(2.0F * rail_uv),
                   "more than hysteresis_uv and nothing, at most all that lies between "
                   "the amplifier's rails");
  } else {
    findings.require(amplitude_uv == 0.0F, at / "min_amplitude_uv",
                     "this feature asks for no amplitude");
  }
}

// What the feature's value stays within, whatever the signal.
float highest_value(const BiomarkerSettings& settings, const DetectorSettings& detector) {
  switch (reach_of(detector.feature)) {
    case Reach::kSignal:
      return kHighestAbsoluteThreshold;
    case Reach::kOne:
      return 1.0F;
    case Reach::kSpikes:
      return 1.0F / kSpikesApart_s;
    case Reach::kSampleRate:
      return settings.sample_rate_hz;
    case Reach::kTheBand:
      return detector.band_high_hz;
    case Reach::kTwiceTheBand:
      return 2.0F * detector.band_high_hz;
  }
  return kHighestAbsoluteThreshold;
}

// What is at or beyond the feature's reach would fire always, or never.
void check_absolute_threshold(const BiomarkerSettings& settings,
                              const DetectorSettings& detector, const FieldPath& at,
                              ProgramFindings& findings) {
  const float highest = highest_value(settings, detector);
  const bool below = detector.fires == Fires::kBelow;
  const bool edge = reach_of(detector.feature) == Reach::kTheBand;
  const float lowest = below && edge ? detector.band_low_hz : kLowestAbsoluteThreshold;
  findings.choice(at / "threshold", static_cast<double>(detector.threshold),
                  static_cast<double>(lowest), static_cast<double>(highest),
                  below ? "absolute threshold that the feature can fall below"
                        : "absolute threshold that the feature can exceed");
  findings.require(!below || detector.threshold != highest, at / "threshold",
                   "all that the feature can be would be below: less than this");
}

void check_relative_threshold(const DetectorSettings& detector, const FieldPath& at,
                              ProgramFindings& findings) {
  const bool below = detector.fires == Fires::kBelow;
  findings.choice(at / "threshold", static_cast<double>(detector.threshold),
                  static_cast<double>(below ? kLowestRatioThreshold : kBaselineRatio),
                  static_cast<double>(below ? kBaselineRatio : kHighestRatioThreshold),
                  below ? "share of the background's mean, less than 1"
                        : "multiple of the background's mean, more than 1");
  findings.require(detector.threshold != kBaselineRatio, at / "threshold",
                   below ? "the background itself would be below: less than 1"
                         : "the background itself would be above: more than 1");
}

// A threshold next to the background treats the most: no advice for one who wrote
// nonsense.
void check_threshold(const BiomarkerSettings& settings, const DetectorSettings& detector,
                     const FieldPath& at, ProgramFindings& findings) {
  findings.require(detector.fires == Fires::kAbove || detector.fires == Fires::kBelow,
                   at / "fires", "choose ABOVE or BELOW");
  if (detector.long_window == Microseconds{}) {
    check_absolute_threshold(settings, detector, at, findings);
  } else {
    check_relative_threshold(detector, at, findings);
  }
}

}  // namespace

void check_detector(const BiomarkerSettings& settings, std::size_t index,
                    ProgramFindings& findings) noexcept {
  const DetectorSettings& detector = settings.detectors[index];
  const FieldPath at = (FieldPath("biomarkers") / "detectors")[index];
  findings.choice(at / "channel", detector.channel, 0.0, settings.channel_count - 1,
                  "not one of the program's channels");
  findings.require(can_follow(detector.feature), at / "feature",
                   why_not_followed(detector.feature));
  findings.span(at / "short_window_ms", detector.short_window, frame_length(settings),
                kLongestShortWindow, "at least one frame");
  if (wants(detector.feature, kNeedsAbsolute)) {
    findings.require(detector.long_window == Microseconds{}, at / "long_window_s",
                     "the background of this feature may be zero, and nothing is a "
                     "multiple of that: 0, with an absolute threshold");
  } else if (detector.long_window != Microseconds{}) {
    findings.span(at / "long_window_s", detector.long_window,
                  times(kLowestWindowRatio, detector.short_window), kLongestLongWindow,
                  "at least four short windows (0: absolute)");
  }
  check_threshold(settings, detector, at, findings);
  check_band(settings, detector, at, findings);
  check_swings(settings, detector, at, findings);
  check_stretch(settings, detector, at, findings);
  check_edge(detector, at, findings);
  check_line(detector, at, findings);
  check_lag(detector, at, findings);
  check_other(settings, detector, at, findings);
  check_amplitude_band(settings, detector, at, findings);
}

}  // namespace homeostat::controller
