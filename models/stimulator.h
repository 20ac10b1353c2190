// An ideal stimulator: which pulses of a granted train fall into an interval, and the
// echo that tells of them.
//
// Has no state: pulse k of a train starts at first_pulse + k * period, whoever renews the
// command. Knows no patient; faults of a real one are injected elsewhere.
#pragma once

#include <cstdint>

#include "safety/limits.h"
#include "safety/stimulus.h"

namespace homeostat::models {

// Pulses of a train that start in an interval: `first`, then one each period.
struct PulseOnsets {
  Instant first;
  std::uint32_t count = 0;
};

// Those with start <= onset < end, onset < valid_until. None for a silent train or one
// without a period.
PulseOnsets onsets_in(const safety::PulseTrain& train, Instant start,
                      Instant end) noexcept;

// What the stimulator measures delivering them through `configuration`: charges as
// commanded, no residual.
safety::OutputEcho ideal_echo(const safety::PulseTrain& train,
                              const safety::ElectrodeConfiguration& configuration,
                              Instant start, Instant end) noexcept;

}  // namespace homeostat::models
