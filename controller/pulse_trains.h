// From a program's stimulation to a pulse train in time. What policies share.
#pragma once

#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

constexpr Instant earlier(Instant a, Instant b) { return a < b ? a : b; }

// Silence is a train without a word.
constexpr safety::PulseTrain train_of(const Stimulation& stimulation, Microamps amplitude,
                                      Instant first_pulse, Instant valid_until) {
  if (amplitude <= Microamps{}) return {};
  return {.configuration = stimulation.configuration,
          .amplitude = amplitude,
          .pulse_width = stimulation.pulse_width,
          .period = stimulation.period,
          .first_pulse = first_pulse,
          .valid_until = valid_until};
}

// Part of an amplitude, rounded down: `part` of `whole`, nothing below zero, all of it
// from `whole` on.
constexpr Microamps share_of(Microamps amplitude, Microseconds part, Microseconds whole) {
  if (part >= whole) return amplitude;
  if (part <= Microseconds{}) return Microamps{};
  return Microamps(
      static_cast<std::int32_t>(amplitude.count() * part.count() / whole.count()));
}

}  // namespace homeostat::controller
