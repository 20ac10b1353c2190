#include "models/stimulator.h"

#include <algorithm>

namespace homeostat::models {

PulseOnsets onsets_in(const safety::PulseTrain& train, Instant start,
                      Instant end) noexcept {
  if (!train.on() || train.period <= Microseconds{}) return {};
  const Instant stop = std::min(end, train.valid_until);
  const auto period = static_cast<std::uint64_t>(train.period.count());
  std::uint64_t first = train.first_pulse.count();
  if (start.count() > first) {
    first += (start.count() - first + period - 1) / period * period;
  }
  if (first >= stop.count()) return {};
  return {Instant(first),
          static_cast<std::uint32_t>((stop.count() - first - 1) / period + 1)};
}

safety::OutputEcho ideal_echo(const safety::PulseTrain& train,
                              const safety::ElectrodeConfiguration& configuration,
                              Instant start, Instant end) noexcept {
  const PulseOnsets onsets = onsets_in(train, start, end);
  safety::OutputEcho echo;
  if (onsets.count == 0) return echo;
  const std::int64_t ratio = std::max<std::int64_t>(1, configuration.second_phase_ratio);
  echo.count = 1;
  echo.segments[0] = {.first_pulse = onsets.first,
                      .period = train.period,
                      .pulses = onsets.count,
                      .amplitude = train.amplitude,
                      .pulse_width = train.pulse_width,
                      .charge1 = train.amplitude * train.pulse_width,
                      .charge2 = Picocoulombs(train.amplitude.count() / ratio *
                                              (train.pulse_width.count() * ratio)),
                      .residual = {},
                      .configuration = train.configuration};
  return echo;
}

}  // namespace homeostat::models
