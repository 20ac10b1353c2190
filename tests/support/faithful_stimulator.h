// A stimulator that does as it is told, and says so: the echo of what a command delivers
// in an interval. For tests that feed a loop by hand.
#pragma once

#include <array>

#include "safety/stimulus.h"

namespace homeostat::testing {

// The pulses of `train` that start in [from, to).
inline safety::OutputEcho faithful_echo(const safety::PulseTrain& train, Instant from,
                                        Instant to) {
  safety::OutputEcho echo{};
  const Instant end = train.valid_until < to ? train.valid_until : to;
  if (!train.on() || train.period <= Microseconds{}) return echo;
  const std::int64_t period = train.period.count();
  Instant first = train.first_pulse;
  if (first < from) {
    const std::int64_t late = (from - first).count();
    first = first + Microseconds((late + period - 1) / period * period);
  }
  if (first >= end) return echo;
  echo.count = 1;
  echo.segments[0] = {
      .first_pulse = first,
      .period = train.period,
      .pulses = static_cast<std::uint32_t>(((end - first).count() - 1) / period + 1),
      .amplitude = train.amplitude,
      .pulse_width = train.pulse_width,
      .charge1 = train.amplitude * train.pulse_width,
      .charge2 = train.amplitude * train.pulse_width,
      .configuration = train.configuration};
  return echo;
}

inline std::array<safety::OutputEcho, safety::kOutputs> faithful_echo(
    const safety::StimCommand& command, Instant from, Instant to) {
  return {faithful_echo(command.output(0), from, to),
          faithful_echo(command.output(1), from, to)};
}

}  // namespace homeostat::testing
