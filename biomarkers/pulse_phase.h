// Where in the period of our own pulses each sample of a frame lies, while they are
// periodic: what a template needs to know.
//
// Knows only the echo of what was delivered, never what was asked, and no sample. One
// train an output, or one on each of both with the same period. A train that begins, or
// whose amplitude, width, period, configuration or phase changes, makes another artefact:
// all that was learnt is void. So does one that ends, except for the last. Where pulses
// are delivered of which no period is known, every sample from the first one on is lost.
//
// One division a sample while pulses are under way, none while the stimulator is silent.
// 104 bytes. No threads, heap or throws.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/cadence.h"
#include "biomarkers/channel_samples.h"
#include "biomarkers/sample_frame.h"

namespace homeostat::biomarkers {

struct PulsePhases {
  SampleMask known = 0;  // `phase` says where in the period, from 0 to less than 1
  SampleMask lost = 0;   // spoilt, nobody knows how
  bool anew = false;     // forget what was learnt of the artefact, before this frame
  std::array<float, kMaxSamples> phase{};
};

class PulsePhase {
 public:
  explicit PulsePhase(const Cadence& cadence) noexcept : frame_(cadence.frame()) {}

  // Call once per frame, in order.
  PulsePhases update(const SampleFrame& frame) noexcept;

 private:
  enum class Course : std::uint8_t { kSilent, kGoesOn, kEnds, kBegins, kUnclear };
  struct Train {
    bool under_way = false;
    Instant last_pulse;
    Microseconds period;
    Microamps amplitude;
    Microseconds width;
    std::uint8_t configuration = 0;
  };
  // Follows one output's train through a frame that ends at `end`.
  static Course follow(Train& train, const safety::OutputEcho& echo,
                       Instant end) noexcept;
  static bool goes_on(const Train& train, const safety::PulseSegment& segment) noexcept;
  SampleMask lost_of(const SampleFrame& frame, bool from_start) const noexcept;
  // The instant at which a sample of the frame begins.
  Instant instant_of(const SampleFrame& frame, int sample) const noexcept;
  // Phases of a train that goes on, counted from `anchor`, one of its pulses.
  void tell(const SampleFrame& frame, Instant anchor, const Train& train,
            PulsePhases& phases) const noexcept;

  Microseconds frame_;
  std::array<Train, safety::kOutputs> trains_{};
};

}  // namespace homeostat::biomarkers
