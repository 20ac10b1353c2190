// The thirteen features that trees judge a second of one channel by, every half second.
//
// Knows no model and no baseline (adaptive_scale.h). One pass over the samples keeps the
// sums of a half second; a value is of the last two, and of one transform of that second.
// Definitions: as in line_length.h, rms.h, teager.h, hjorth.h, spectral_edge.h, but that
// zero crossings have no hysteresis, so that every feature but the logarithms is blind to
// gain, and a gain adds the same to each logarithm whatever the signal. Logarithms are
// binary; what they are taken of is a millionth at least. Bands: 1-4, 4-8, 8-13, 13-20,
// 20-30, 30-45 Hz, each with its lower edge and without its upper; the spectral edge
// holds nine tenths of the power from 1 to 45 Hz.
//
// Nothing is told while more than a fifth of the second was no signal. Source: shared
// reference "detection", section 3.6. 660 bytes.
#pragma once

#include <array>
#include <cstddef>

#include "biomarkers/channel_samples.h"
#include "biomarkers/hop_spectrum.h"

namespace homeostat::biomarkers {

enum class SeizureFeature : std::uint8_t {
  kLineLength,    // log2 of uV a sample
  kRms,           // log2 of uV
  kTeagerEnergy,  // log2 of uV^2
  kMobility,
  kComplexity,
  kZeroCrossings,  // per second
  kSpectralEdge,   // Hz
  kBandPower,      // log2 of uV^2, the first of six
};
inline constexpr int kSeizureBands = 6;
inline constexpr int kSeizureFeatures =
    static_cast<int>(SeizureFeature::kBandPower) + kSeizureBands;
inline constexpr std::array<float, kSeizureBands + 1> kSeizureBandEdges_hz{
    1.0F, 4.0F, 8.0F, 13.0F, 20.0F, 30.0F, 45.0F};

// A half second holds the longest frame, a second no more than a transform.
inline constexpr float kLowestTreeRateHz = 128.0F;
inline constexpr float kHighestTreeRateHz = 256.0F;

using SeizureFeatureValues = std::array<float, kSeizureFeatures>;

class SeizureFeatures {
 public:
  // kLowestTreeRateHz <= sample_rate_hz <= kHighestTreeRateHz, 0 < rail_uv; of other
  // rates nothing is ever told.
  SeizureFeatures(float sample_rate_hz, float rail_uv) noexcept;

  // One frame. True where a half second ended in it, of which values() tells if known()
  // is true.
  bool update(const ChannelSamples& samples) noexcept;
  // No signal: the second begins anew.
  void begin() noexcept;

  bool known() const noexcept { return known_; }
  const SeizureFeatureValues& values() const noexcept { return values_; }
  int hop_samples() const noexcept { return hop_; }

 private:
  struct Sums {
    float length = 0.0F;
    float squares = 0.0F;
    float steps = 0.0F;
    float bends = 0.0F;
    float energy = 0.0F;
    int samples = 0;
    int pairs = 0;
    int triples = 0;
    int crossings = 0;

    Sums& operator+=(const Sums& more) noexcept;
  };

  void add(float uv, bool signal) noexcept;
  void end_hop() noexcept;
  void tell(const Sums& second) noexcept;
  void tell_spectrum() noexcept;

  int hop_;
  float sample_rate_hz_;
  float bin_hz_;
  int samples_needed_;
  std::array<int, kSeizureBands + 1> first_bins_{};
  HopSpectrum spectrum_;
  Sums now_;
  Sums before_;
  bool has_before_ = false;
  bool known_ = false;
  int filled_ = 0;      // samples of this half second
  int neighbours_ = 0;  // signal without a break before the next sample, at most 2
  float previous_uv_ = 0.0F;
  float previous_step_uv_ = 0.0F;
  SeizureFeatureValues values_{};
};

}  // namespace homeostat::biomarkers
