// A patient for the shipped responsive program: a minute of background, through which the
// detectors warm up, then a seizure that goes on. Samples are multiples of a quarter
// microvolt, so that they travel to a device as they are.
#pragma once

#include <cmath>

#include "tests/support/background.h"
#include "tests/support/faithful_stimulator.h"

namespace homeostat::memory {

class SeizingPatient {
 public:
  static constexpr int kArmed = 30;  // frames of 32 ms
  static constexpr int kSeizure = 1'950;

  const biomarkers::SampleFrame& live_through(const safety::StimCommand& command) {
    using namespace homeostat::literals;
    constexpr Microseconds kPeriod{32'000};
    const Instant before = frame_.time;
    frame_.time = before + kPeriod;
    frame_.echo = homeostat::testing::faithful_echo(command, before, frame_.time);
    frame_.sequence = static_cast<std::uint32_t>(index_);
    frame_.channel_count = 4;
    frame_.sample_count = 8;
    frame_.clinician_events = index_ == kArmed ? biomarkers::kClinicianStart : 0;
    frame_.battery = 3600_mV;
    frame_.temperature = Millicelsius(37'000);
    for (safety::ContactImpedance& contact : frame_.impedances)
      contact = {1000_ohm, 1_s, true};
    const std::int64_t gain = index_ < kSeizure ? 1 : 8;
    for (std::size_t i = 0; i < frame_.sample_count; ++i) {
      for (std::size_t c = 0; c < frame_.channel_count; ++c) {
        const std::int64_t quarters = background_.next_nv(c) * gain / 250;
        frame_.samples_uv[c][i] = static_cast<float>(quarters) * 0.25F;
      }
    }
    ++index_;
    return frame_;
  }

 private:
  testing::Background background_;
  biomarkers::SampleFrame frame_;
  int index_ = 0;
};

}  // namespace homeostat::memory
