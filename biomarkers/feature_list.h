// Which features there are: for programs, their rules, logs and reports.
//
// Knows no implementation (biomarkers/feature.h does). A new feature is its own file, one
// value of enum Feature, one line here, and one in each list of feature.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "biomarkers/biomarker_settings.h"

namespace homeostat::biomarkers {

// What a feature wants beside its windows and its threshold; bits.
enum FeatureNeed : std::uint16_t {
  kNeedsBand = 1 << 0,
  kNeedsHysteresis = 1 << 1,
  kNeedsAmplitude = 1 << 2,
  kNeedsStretch = 1 << 3,
  kNeedsEdge = 1 << 4,
  kNeedsLine = 1 << 5,
  kNeedsLag = 1 << 6,
  kNeedsOther = 1 << 7,  // a second channel
  kNeedsAmplitudeBand = 1 << 8,
  // Its background may be zero or less, of which no multiple is a threshold.
  kNeedsAbsolute = 1 << 9,
};

// What bounds a feature's value, whatever the signal.
enum class Reach : std::uint8_t {
  kSignal,       // only the amplifier
  kOne,          // a share or a coupling
  kSpikes,       // kSpikesApart_s, told per second
  kSampleRate,   // at most once a sample, told per second
  kTheBand,      // the frequencies of the band
  kTwiceTheBand  // twice a period of the band's highest frequency, told per second
};

struct FeatureEntry {
  Feature feature;
  const char* name;  // in logs and reports
  std::uint16_t needs;
  Reach reach;
};

inline constexpr std::array kFeatures{
    FeatureEntry{Feature::kNone, "none", 0, Reach::kSignal},
    FeatureEntry{Feature::kLineLength, "line_length", 0, Reach::kSignal},
    FeatureEntry{Feature::kArea, "area", 0, Reach::kSignal},
    FeatureEntry{Feature::kBandPower, "band_power", kNeedsBand, Reach::kSignal},
    FeatureEntry{Feature::kRms, "rms", 0, Reach::kSignal},
    FeatureEntry{Feature::kTeagerEnergy, "teager_energy", 0, Reach::kSignal},
    FeatureEntry{Feature::kZeroCrossings, "zero_crossings",
                 kNeedsHysteresis | kNeedsAbsolute, Reach::kSampleRate},
    FeatureEntry{Feature::kHalfWaves, "half_waves",
                 kNeedsBand | kNeedsHysteresis | kNeedsAmplitude | kNeedsAbsolute,
                 Reach::kTwiceTheBand},
    FeatureEntry{Feature::kHjorthMobility, "hjorth_mobility", 0, Reach::kSignal},
    FeatureEntry{Feature::kHjorthComplexity, "hjorth_complexity", 0, Reach::kSignal},
    FeatureEntry{Feature::kSlidingBandPower, "sliding_band_power",
                 kNeedsBand | kNeedsStretch, Reach::kSignal},
    FeatureEntry{Feature::kFftBandPower, "fft_band_power", kNeedsBand | kNeedsStretch,
                 Reach::kSignal},
    FeatureEntry{Feature::kSpectralEdge, "spectral_edge",
                 kNeedsBand | kNeedsStretch | kNeedsEdge, Reach::kTheBand},
    FeatureEntry{Feature::kSpectralSlope, "spectral_slope",
                 kNeedsBand | kNeedsStretch | kNeedsLine, Reach::kSignal},
    FeatureEntry{Feature::kPermutationEntropy, "permutation_entropy", kNeedsStretch,
                 Reach::kOne},
    FeatureEntry{Feature::kAutocorrelation, "autocorrelation", kNeedsLag | kNeedsAbsolute,
                 Reach::kOne},
    FeatureEntry{Feature::kSpikeRate, "spike_rate",
                 kNeedsAmplitude | kNeedsLag | kNeedsAbsolute, Reach::kSpikes},
    FeatureEntry{Feature::kBurstSuppression, "burst_suppression",
                 kNeedsAmplitude | kNeedsAbsolute, Reach::kOne},
    FeatureEntry{Feature::kPhaseLocking, "phase_locking", kNeedsBand | kNeedsOther,
                 Reach::kOne},
    FeatureEntry{Feature::kPhaseAmplitude, "phase_amplitude",
                 kNeedsBand | kNeedsOther | kNeedsAmplitudeBand, Reach::kOne},
};

// The list is in the order of the numbers.
static_assert([] {
  for (std::size_t i = 0; i < kFeatures.size(); ++i) {
    if (kFeatures[i].feature != static_cast<Feature>(i)) return false;
  }
  return true;
}());

inline constexpr Feature kLastFeature = kFeatures.back().feature;

// Settings may be any bytes: what is no feature has the entry of none.
constexpr const FeatureEntry& entry_of(Feature feature) noexcept {
  const auto i = static_cast<std::size_t>(feature);
  return kFeatures[i < kFeatures.size() ? i : 0];
}

// For logs and reports: "line_length".
constexpr const char* name_of(Feature feature) noexcept { return entry_of(feature).name; }

// On which side of its threshold: "above".
constexpr const char* name_of(Fires fires) noexcept {
  return fires == Fires::kBelow ? "below" : "above";
}

// The same without names: all that is asked while a device runs.
inline constexpr auto kFeatureNeeds = [] {
  std::array<std::uint16_t, kFeatures.size()> needs{};
  for (std::size_t i = 0; i < needs.size(); ++i) needs[i] = kFeatures[i].needs;
  return needs;
}();
inline constexpr auto kFeatureReaches = [] {
  std::array<Reach, kFeatures.size()> reaches{};
  for (std::size_t i = 0; i < reaches.size(); ++i) reaches[i] = kFeatures[i].reach;
  return reaches;
}();

constexpr bool is_feature(Feature feature) noexcept {
  return feature != Feature::kNone &&
         static_cast<std::size_t>(feature) < kFeatures.size();
}
constexpr bool wants(Feature feature, FeatureNeed need) noexcept {
  return is_feature(feature) &&
         (kFeatureNeeds[static_cast<std::size_t>(feature)] & need) != 0;
}
constexpr Reach reach_of(Feature feature) noexcept {
  return is_feature(feature) ? kFeatureReaches[static_cast<std::size_t>(feature)]
                             : Reach::kSignal;
}

}  // namespace homeostat::biomarkers
