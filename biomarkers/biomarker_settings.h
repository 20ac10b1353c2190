// What a clinician chose about sensing and detection. Plain numbers, fixed size: part of
// the therapy program, travels to the device as bytes and is validated again there.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/mood_settings.h"
#include "biomarkers/sample_frame.h"
#include "biomarkers/tree_settings.h"
#include "safety/units.h"

namespace homeostat::biomarkers {

inline constexpr int kMaxDetectors = 8;
inline constexpr int kMaxTemplates = 4;  // channels, the first ones
inline constexpr int kMaxNotchHarmonics = 3;
inline constexpr int kExternalContact =
    -1;  // not a contact of the implant (scalp, reference)

// One sensed channel: which contacts it compares and how it is filtered before any
// feature. A frequency of zero leaves that filter out.
struct ChannelSettings {
  std::array<char, 24> label{};  // as in EDF, at most kLongestLabel; zero-terminated
  std::int8_t plus_contact = kExternalContact;
  std::int8_t minus_contact = kExternalContact;
  float high_pass_hz = 0.0F;  // second-order Butterworth
  float low_pass_hz = 0.0F;
  float notch_hz = 0.0F;             // Q 30
  std::uint8_t notch_harmonics = 0;  // its double, triple...: a notch of Q 30 each
  // What its contacts measured when they were commissioned; zero: not watched.
  Ohms plus_commissioned;
  Ohms minus_commissioned;
};

// As numbered in the schema; what each wants beside its windows is in feature_list.h.
enum class Feature : std::uint8_t {
  kNone = 0,
  kLineLength,
  kArea,
  kBandPower,
  kRms,
  kTeagerEnergy,
  kZeroCrossings,
  kHalfWaves,
  kHjorthMobility,
  kHjorthComplexity,
  kSlidingBandPower,
  kFftBandPower,
  kSpectralEdge,
  kSpectralSlope,
  kPermutationEntropy,
  kAutocorrelation,
  kSpikeRate,
  kBurstSuppression,
  kPhaseLocking,
  kPhaseAmplitude,
};

// On which side of its threshold a detector says that it sees something.
enum class Fires : std::uint8_t { kNotChosen = 0, kAbove, kBelow };

// One detector: a feature over a short window against a threshold. With a long window the
// threshold is a multiple, or a share, of the feature's own mean there (frozen while it
// fires); without one it is absolute, in the feature's unit per sample (see its header).
struct DetectorSettings {
  std::uint8_t channel = 0;
  Feature feature = Feature::kNone;
  Microseconds short_window;
  Microseconds long_window;  // zero: absolute threshold
  float threshold = 0.0F;    // ratio to the long mean, or absolute
  Fires fires = Fires::kAbove;
  // Of the features that want them (feature_list.h); zero elsewhere.
  float band_low_hz = 0.0F;
  float band_high_hz = 0.0F;
  float hysteresis_uv = 0.0F;
  float min_amplitude_uv = 0.0F;      // peak to peak
  std::uint16_t stretch_samples = 0;  // that each value is taken from
  std::uint8_t edge_percent = 0;      // of the band's power
  float line_hz = 0.0F;               // mains, left out; zero: nothing is
  std::uint8_t lag_samples = 0;
  std::uint8_t other_channel = 0;
  float amplitude_low_hz = 0.0F;  // of the other channel
  float amplitude_high_hz = 0.0F;
};

// How the artefact of our own pulses is kept from features. Blanking goes on beside the
// template, where there is a blanking time.
enum class ArtefactRemoval : std::uint8_t { kNotChosen = 0, kBlanking, kTemplate };

// From single detectors to "seizure": votes, then time.
struct PersistenceSettings {
  std::uint8_t votes = 0;    // detectors that fire at once, at least
  Microseconds onset;        // that long without a break: the episode begins
  Microseconds termination;  // fewer for that long without a break: it ends
};

struct QualitySettings {
  float rail_uv = 0.0F;    // |sample| at or above is at the rail
  Microseconds rail_time;  // consecutive time at the rail that makes a channel bad
  float flat_uv = 0.0F;    // peak to peak at or below is flat
  Microseconds flat_time;
  Microseconds max_frame_age;  // time between frames beyond which the signal is stale
  Microseconds recovery_time;  // good for that long before a bad channel votes again
  Microseconds episode_hold;   // inside an armed episode the last verdict holds this long
  std::uint8_t min_good_channels = 0;  // fewer: signal lost
  // What may be watched beside; a first number of zero leaves that watch out.
  float line_hz = 0.0F;           // mains
  std::uint8_t line_percent = 0;  // of the power is mains: touches nothing
  float line_uv = 0.0F;           // rms of mains, at least
  Microseconds line_time;
  float step_medians = 0.0F;        // of the channel's own changes from sample to sample
  float muscle_hz = 0.0F;           // above it lies muscle
  std::uint8_t muscle_percent = 0;  // of the power lies there
};

struct BiomarkerSettings {
  std::uint8_t channel_count = 0;
  std::array<ChannelSettings, kMaxChannels> channels{};
  float sample_rate_hz = 0.0F;
  std::uint8_t samples_per_frame = 0;
  Microseconds blanking;  // samples this long after each delivered pulse are not used
  ArtefactRemoval artefact = ArtefactRemoval::kNotChosen;  // not chosen: blanking
  std::uint8_t detector_count = 0;
  std::array<DetectorSettings, kMaxDetectors> detectors{};
  PersistenceSettings persistence;
  QualitySettings quality;
  Microseconds warm_up;  // after start no detection: baselines must form
  TreeSettings trees;    // decide in place of the detectors, where they can
#ifndef HOMEOSTAT_NO_MOOD
  MoodSettings mood;
#endif
};

// Null where a build carries no mood biomarker (biomarkers/carried.h).
template <class Settings>
constexpr auto* mood_of(Settings& settings) noexcept {
#ifdef HOMEOSTAT_NO_MOOD
  (void)settings;
  return static_cast<const MoodSettings*>(nullptr);
#else
  return &settings.mood;
#endif
}

}  // namespace homeostat::biomarkers
