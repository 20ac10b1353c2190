// Which samples our own pulses spoilt: those in whose sample period a pulse started, and
// those within the blanking time after it.
//
// Knows only the echo of what was delivered, never what was asked. Pulses at the end of a
// frame reach into the next ones. Where the echo could not tell all its segments, the
// whole frame is taken as spoilt. Cost: a division per sample and segment, none while the
// stimulator is silent.
#pragma once

#include "biomarkers/cadence.h"
#include "biomarkers/channel_samples.h"
#include "biomarkers/sample_frame.h"

namespace homeostat::biomarkers {

class Blanking {
 public:
  // `blanking` of zero: no sample is ever spoilt.
  Blanking(Microseconds blanking, const Cadence& cadence) noexcept
      : blanking_(blanking), frame_(cadence.frame()) {}

  // Call once per frame, in order. Any echo gives some answer: pulses that claim to lie
  // after the frame are ignored.
  SampleMask update(const SampleFrame& frame) noexcept;

 private:
  void hear(const safety::OutputEcho& echo, Instant end) noexcept;
  void remember(Instant pulse) noexcept;
  bool reaches(Instant sample_start) const noexcept;

  Microseconds blanking_;
  Microseconds frame_;
  Instant last_pulse_;
  bool pulsed_ = false;  // last_pulse_ means something
};

}  // namespace homeostat::biomarkers
