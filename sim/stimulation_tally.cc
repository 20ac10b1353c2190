#include "sim/stimulation_tally.h"

#include <algorithm>

namespace homeostat::sim {
namespace {

constexpr double kPicocoulombsPerMicrocoulomb = 1e6;

DeliveredBurst begin_burst(int output, const safety::PulseSegment& segment) {
  return {.onset_s = seconds(segment.first_pulse),
          .output = output,
          .configuration = segment.configuration,
          .pulse_width_us = segment.pulse_width.count(),
          .period_us = segment.period.count()};
}

}  // namespace

void StimulationTally::see(const biomarkers::SampleFrame& frame,
                           const controller::LoopReport&) {
  for (int output = 0; output < safety::kOutputs; ++output) {
    const safety::OutputEcho& echo = frame.echo[static_cast<std::size_t>(output)];
    for (std::size_t i = 0; i < echo.count && i < echo.segments.size(); ++i) {
      if (echo.segments[i].pulses > 0) add(output, echo.segments[i]);
    }
  }
}

void StimulationTally::add(int output, const safety::PulseSegment& segment) {
  Open& open = open_[static_cast<std::size_t>(output)];
  const std::uint64_t first_us = segment.first_pulse.count();
  const bool continues =
      open.any && first_us - open.last_pulse_us <=
                      2 * static_cast<std::uint64_t>(std::max(
                              bursts_[open.burst].period_us, segment.period.count()));
  if (!continues) {
    open = {.burst = bursts_.size(), .any = true};
    bursts_.push_back(begin_burst(output, segment));
  }
  open.last_pulse_us = first_us + (segment.pulses - 1) *
                                      static_cast<std::uint64_t>(segment.period.count());

  DeliveredBurst& burst = bursts_[open.burst];
  burst.pulses += segment.pulses;
  burst.amplitude_ua = std::max(burst.amplitude_ua, segment.amplitude.count());
  burst.period_us = std::max(burst.period_us, segment.period.count());
  const double charge_uc = static_cast<double>(segment.pulses) *
                           static_cast<double>(segment.charge1.count()) /
                           kPicocoulombsPerMicrocoulomb;
  burst.charge_uc += charge_uc;
  burst.duration_s = static_cast<double>(open.last_pulse_us +
                                         static_cast<std::uint64_t>(burst.period_us)) *
                         1e-6 -
                     burst.onset_s;
  charge_uc_ += charge_uc;
  pulses_ += segment.pulses;
}

}  // namespace homeostat::sim
