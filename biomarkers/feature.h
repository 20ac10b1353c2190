// The features that a detector can follow: one peer each, chosen by the program.
//
// A peer has update(samples), or update(samples, other) of two channels, which tells a
// frame's sums. One whose value over a window is more than the mean of one sum has
// value(moments) beside it.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

#include "biomarkers/area.h"
#include "biomarkers/autocorrelation.h"
#include "biomarkers/band_power.h"
#include "biomarkers/biomarker_settings.h"
#include "biomarkers/burst_suppression.h"
#include "biomarkers/carried.h"
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

// The peers in the order of their numbers.
inline constexpr std::size_t kPeers = std::variant_size_v<AnyFeature>;
template <std::size_t i>
using Peer = std::variant_alternative_t<i, AnyFeature>;

// make(std::type_identity<Peer>, what its constructor wants); of a feature that this
// build does not carry, none.
template <Feature kFeature, class Make, class... Arguments>
auto make_peer(const Make& make, const Arguments&... arguments) noexcept {
  if constexpr (carries(kFeature)) {
    return make(std::type_identity<Peer<static_cast<std::size_t>(kFeature)>>{},
                arguments...);
  } else {
    return make(std::type_identity<NoFeature>{});
  }
}

// The same of the peer that the settings chose.
template <class Make>
auto make_chosen(const DetectorSettings& settings, float sample_rate_hz,
                 const Make& make) noexcept {
  const float rate_hz = sample_rate_hz;
  const DetectorSettings& s = settings;
  switch (s.feature) {
    case Feature::kNone:
      break;
    case Feature::kLineLength:
      return make_peer<Feature::kLineLength>(make);
    case Feature::kArea:
      return make_peer<Feature::kArea>(make);
    case Feature::kBandPower:
      return make_peer<Feature::kBandPower>(make, s.band_low_hz, s.band_high_hz, rate_hz);
    case Feature::kRms:
      return make_peer<Feature::kRms>(make);
    case Feature::kTeagerEnergy:
      return make_peer<Feature::kTeagerEnergy>(make);
    case Feature::kZeroCrossings:
      return make_peer<Feature::kZeroCrossings>(make, s.hysteresis_uv, rate_hz);
    case Feature::kHalfWaves:
      return make_peer<Feature::kHalfWaves>(
          make,
          HalfWaveLimits{s.hysteresis_uv, s.min_amplitude_uv, s.band_low_hz,
                         s.band_high_hz},
          rate_hz);
    case Feature::kHjorthMobility:
      return make_peer<Feature::kHjorthMobility>(make);
    case Feature::kHjorthComplexity:
      return make_peer<Feature::kHjorthComplexity>(make);
    case Feature::kSlidingBandPower:
      return make_peer<Feature::kSlidingBandPower>(make, s.band_low_hz, s.band_high_hz,
                                                   s.stretch_samples, rate_hz);
    case Feature::kFftBandPower:
      return make_peer<Feature::kFftBandPower>(make, s.band_low_hz, s.band_high_hz,
                                               s.stretch_samples, rate_hz);
    case Feature::kSpectralEdge:
      return make_peer<Feature::kSpectralEdge>(make, s.band_low_hz, s.band_high_hz,
                                               s.edge_percent, s.stretch_samples,
                                               rate_hz);
    case Feature::kSpectralSlope:
      return make_peer<Feature::kSpectralSlope>(make, s.band_low_hz, s.band_high_hz,
                                                s.line_hz, s.stretch_samples, rate_hz);
    case Feature::kPermutationEntropy:
      return make_peer<Feature::kPermutationEntropy>(make, s.stretch_samples);
    case Feature::kAutocorrelation:
      return make_peer<Feature::kAutocorrelation>(make, s.lag_samples);
    case Feature::kSpikeRate:
      return make_peer<Feature::kSpikeRate>(make, s.min_amplitude_uv, s.lag_samples,
                                            rate_hz);
    case Feature::kBurstSuppression:
      return make_peer<Feature::kBurstSuppression>(make, s.min_amplitude_uv, rate_hz);
    case Feature::kPhaseLocking:
      return make_peer<Feature::kPhaseLocking>(make, s.band_low_hz, s.band_high_hz,
                                               rate_hz);
    case Feature::kPhaseAmplitude:
      return make_peer<Feature::kPhaseAmplitude>(
          make, FrequencyBand{s.band_low_hz, s.band_high_hz},
          FrequencyBand{s.amplitude_low_hz, s.amplitude_high_hz}, rate_hz);
  }
  return make(std::type_identity<NoFeature>{});
}

inline AnyFeature make_feature(const DetectorSettings& settings,
                               float sample_rate_hz) noexcept {
  return make_chosen(settings, sample_rate_hz,
                     []<class T>(std::type_identity<T>, const auto&... arguments) {
                       return AnyFeature(std::in_place_type<T>, arguments...);
                     });
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
