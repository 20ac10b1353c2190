// One sensed channel, from what came in to what features may read: its quality, its
// filters, and what stands in for samples that cannot be used.
//
// Where the program states what a contact measured when it was commissioned, its last
// valid measurement must lie within a tenth and ten times that (shared reference
// "detection" 3.4): beyond is a broken wire or a short.
//
// Where the program chose a template, the artefact of periodic pulses is subtracted first
// of all; samples whose artefact is not learnt yet are spoilt. Not from a sample at the
// rail, which holds no signal to be uncovered, and teaches nothing.
//
// Knows no feature. A sample that is not a number, or that our own pulses spoilt, is
// held: the filters see the last good one again, and features are told that it is none.
// Samples beyond the rail are brought back to it. Both keep every state finite, whatever
// comes. When the signal returns after something bad, the filters settle on its first
// sample, so that a new electrode offset is no transient.
#pragma once

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/biquad.h"
#include "biomarkers/channel_samples.h"
#include "biomarkers/phase_template.h"
#include "biomarkers/pulse_phase.h"
#include "biomarkers/signal_quality.h"

namespace homeostat::biomarkers {

// High-pass, low-pass, notch and its harmonics, in this order: those that the program
// asks for (a frequency of zero leaves a filter out). O(1) a sample and section.
class ChannelFilters {
 public:
  ChannelFilters() noexcept = default;  // passes all
  ChannelFilters(const ChannelSettings& settings, float sample_rate_hz) noexcept;

  // A frame's samples, in place.
  void filter(std::array<float, kMaxSamples>& uv, int count) noexcept;
  // As if the input had been `uv` for ever.
  void settle(float uv) noexcept;

 private:
  void add(const BiquadCoefficients& coefficients) noexcept;

  std::array<Biquad, 3 + kMaxNotchHarmonics> sections_{};
  int count_ = 0;
};

// What our own pulses did to a frame.
struct PulseMarks {
  SampleMask spoilt = 0;                // whatever these samples read
  const PulsePhases* phases = nullptr;  // read where there is a template
  PhaseTemplate* artefact = nullptr;    // of this channel; null: none is subtracted
};

class Channel {
 public:
  Channel() noexcept : Channel(ChannelSettings{}, QualitySettings{}, Cadence{}) {}
  Channel(const ChannelSettings& settings, const QualitySettings& quality,
          const Cadence& cadence) noexcept;

  // Samples are read only of a frame whose shape `arrival` accepts.
  ChannelQuality sense(const SampleFrame& frame, int index, const Arrival& arrival,
                       const PulseMarks& marks, bool hold) noexcept;

  // Of the frame just sensed; null where none of it is signal.
  const ChannelSamples* samples() const noexcept {
    return quality_.usable() ? &samples_ : nullptr;
  }

 private:
  void clean(const RawChannel& raw, bool after_gap) noexcept;
  // Takes the artefact out of `uv`; the samples whose artefact is not known yet.
  SampleMask subtract(const PulseMarks& marks, SampleMask signal,
                      std::array<float, kMaxSamples>& uv) const noexcept;
  bool impedance_strayed(const SampleFrame& frame) const noexcept;
  float within_rails(float uv) const noexcept;

  SignalQuality quality_;
  ChannelFilters filters_;
  float rail_uv_;
  struct Commissioned {
    std::int8_t contact = kExternalContact;
    Ohms value;
  };
  std::array<Commissioned, 2> commissioned_;
  float held_uv_ = 0.0F;
  bool settled_ = false;
  ChannelSamples samples_;
};

}  // namespace homeostat::biomarkers
