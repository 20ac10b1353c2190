// Bursts as they were delivered, put together from the stimulator's echo.
//
// Knows neither requests nor grants: what it counts reached the electrodes (or, in a
// replay, would have). Pulses of one output closer than two periods belong to one burst.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/observer.h"

namespace homeostat::sim {

struct DeliveredBurst {
  double onset_s = 0.0;
  double duration_s = 0.0;  // first pulse to end of the last pulse's period
  int output = 0;
  int configuration = 0;
  std::int64_t pulses = 0;
  std::int32_t amplitude_ua = 0;  // the highest in the burst
  std::int64_t pulse_width_us = 0;
  std::int64_t period_us = 0;
  double charge_uc = 0.0;  // first phases, as measured
};

class StimulationTally final : public Observer {
 public:
  void see(const biomarkers::SampleFrame& frame,
           const controller::LoopReport& report) override;

  // Complete once the run is over; the last burst of each output may still grow before.
  const std::vector<DeliveredBurst>& bursts() const { return bursts_; }
  std::int64_t pulses() const { return pulses_; }
  double charge_uc() const { return charge_uc_; }

 private:
  void add(int output, const safety::PulseSegment& segment);

  struct Open {
    std::size_t burst = 0;
    std::uint64_t last_pulse_us = 0;
    bool any = false;
  };
  std::array<Open, safety::kOutputs> open_{};
  std::vector<DeliveredBurst> bursts_;
  std::int64_t pulses_ = 0;
  double charge_uc_ = 0.0;
};

}  // namespace homeostat::sim
