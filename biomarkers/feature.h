// The features that a detector can follow: one peer each, chosen by the program.
//
// A peer has update(samples), or update(samples, other) of two channels, which tells a
// frame's sums. One whose value over a window is more than the mean of one sum has
// value(moments) beside it.
#pragma once

#include <variant>

#include "biomarkers/area.h"
#include "biomarkers/autocorrelation.h"
#include "biomarkers/band_power.h"
#include "biomarkers/biomarker_settings.h"
#include "biomarkers/burst_suppression.h"
#include "biomarkers/feature_list.h"
#include "biomarkers/fft_band_power.h"
#include "biomarkers/half_waves.h"
#include "biomarkers/hjorth.h"
#include "biomarkers/line_length.h"
#include "biomarkers/permutation_entropy.h"
#include "biomarkers/phase_amplitude.h"
#include "biomarkers/phase_locking.h"
#include "biomarkers/rms.h"
#include "biomarkers/sliding_band_power.h"
#include "biomarkers/spectral_edge.h"
#include "biomarkers/spectral_slope.h"
#include "biomarkers/spike_rate.h"
#include "biomarkers/teager.h"
#include "biomarkers/zero_crossings.h"

namespace homeostat::biomarkers {

// Sees nothing: its detector is never valid.
struct NoFeature {
  FrameSum update(const ChannelSamples&) noexcept { return {}; }
};

using AnyFeature =
    std::variant<NoFeature, LineLength, Area, BandPower, Rms, TeagerEnergy, ZeroCrossings,
                 HalfWaves, HjorthMobility, HjorthComplexity, SlidingBandPower,
                 FftBandPower, SpectralEdge, SpectralSlope, PermutationEntropy,
                 Autocorrelation, SpikeRate, BurstSuppression, PhaseLocking,
                 PhaseAmplitude>;

inline AnyFeature make_feature(const DetectorSettings& settings,
                               float sample_rate_hz) noexcept {
  switch (settings.feature) {
    case Feature::kNone:
      return NoFeature{};
    case Feature::kLineLength:
      return LineLength{};
    case Feature::kArea:
      return Area{};
    case Feature::kBandPower:
      return BandPower(settings.band_low_hz, settings.band_high_hz, sample_rate_hz);
    case Feature::kRms:
      return Rms{};
    case Feature::kTeagerEnergy:
      return TeagerEnergy{};
    case Feature::kZeroCrossings:
      return ZeroCrossings(settings.hysteresis_uv, sample_rate_hz);
    case Feature::kHalfWaves:
      return HalfWaves({.hysteresis_uv = settings.hysteresis_uv,
                        .min_amplitude_uv = settings.min_amplitude_uv,
                        .low_hz = settings.band_low_hz,
                        .high_hz = settings.band_high_hz},
                       sample_rate_hz);
    case Feature::kHjorthMobility:
      return HjorthMobility{};
    case Feature::kHjorthComplexity:
      return HjorthComplexity{};
    case Feature::kSlidingBandPower:
      return SlidingBandPower(settings.band_low_hz, settings.band_high_hz,
                              settings.stretch_samples, sample_rate_hz);
    case Feature::kFftBandPower:
      return FftBandPower(settings.band_low_hz, settings.band_high_hz,
                          settings.stretch_samples, sample_rate_hz);
    case Feature::kSpectralEdge:
      return SpectralEdge(settings.band_low_hz, settings.band_high_hz,
                          settings.edge_percent, settings.stretch_samples,
                          sample_rate_hz);
    case Feature::kSpectralSlope:
      return SpectralSlope(settings.band_low_hz, settings.band_high_hz, settings.line_hz,
                           settings.stretch_samples, sample_rate_hz);
    case Feature::kPermutationEntropy:
      return PermutationEntropy(settings.stretch_samples);
    case Feature::kAutocorrelation:
      return Autocorrelation(settings.lag_samples);
    case Feature::kSpikeRate:
      return SpikeRate(settings.min_amplitude_uv, settings.lag_samples, sample_rate_hz);
    case Feature::kBurstSuppression:
      return BurstSuppression(settings.min_amplitude_uv, sample_rate_hz);
    case Feature::kPhaseLocking:
      return PhaseLocking(settings.band_low_hz, settings.band_high_hz, sample_rate_hz);
    case Feature::kPhaseAmplitude:
      return PhaseAmplitude({settings.band_low_hz, settings.band_high_hz},
                            {settings.amplitude_low_hz, settings.amplitude_high_hz},
                            sample_rate_hz);
  }
  return NoFeature{};
}

// Of one peer: true where the feature is the mean of one sum.
template <class Peer>
inline constexpr bool kIsMean = !requires(const Peer& peer) {
  peer.value(FrameMoments{});
};

// `other`: the second channel of a feature that wants one, of the same frame.
template <class Peer>
FrameMoments update_peer(Peer& peer, const ChannelSamples& samples,
                         const ChannelSamples& other) noexcept {
  if constexpr (requires { peer.update(samples, other); }) {
    return peer.update(samples, other);
  } else {
    return peer.update(samples);
  }
}

// Over a window; zero where nothing counted.
template <class Peer>
float value_of_peer(const Peer& peer, const FrameMoments& window) noexcept {
  if constexpr (kIsMean<Peer>) {
    return window.count > 0 ? window.sums[0] / static_cast<float>(window.count) : 0.0F;
  } else {
    return peer.value(window);
  }
}

// The same of whichever it is.
inline FrameMoments update(AnyFeature& feature, const ChannelSamples& samples,
                           const ChannelSamples& other) noexcept {
  return std::visit([&](auto& peer) { return update_peer(peer, samples, other); },
                    feature);
}
inline float value_over(const AnyFeature& feature, const FrameMoments& window) noexcept {
  return std::visit([&](const auto& peer) { return value_of_peer(peer, window); },
                    feature);
}

}  // namespace homeostat::biomarkers
