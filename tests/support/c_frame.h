// Frames of the core in the shape of the C header.
#pragma once

#include <cstdint>
#include <cstring>

#include "biomarkers/sample_frame.h"
#include "controller/homeostat.h"

namespace homeostat::testing {

// A frame of the core as a firmware would write it.
class CFrame {
 public:
  const homeostat_frame* of(const biomarkers::SampleFrame& from) {
    rows(from);
    impedances(from);
    frame_.time_us = from.time.count();
    frame_.sequence = from.sequence;
    frame_.clinician_events = from.clinician_events;
    frame_.patient_events = from.patient_events;
    frame_.magnet_present = from.magnet_present;
    frame_.mri_mode = from.mri_mode;
    frame_.midnight = from.midnight;
    const bool has_time = from.minute_of_day < biomarkers::kMinutesPerDay;
    frame_.minute_of_day_plus_1 =
        static_cast<std::uint16_t>(has_time ? from.minute_of_day + 1 : 0);
    frame_.reset_cause = static_cast<std::uint8_t>(from.reset_cause);
    frame_.battery_mv = from.battery.count();
    frame_.temperature_millicelsius = from.temperature.count();
    for (std::size_t o = 0; o < HOMEOSTAT_OUTPUTS; ++o)
      frame_.echo[o] = echo(from.echo[o]);
    return &frame_;
  }

 private:
  void rows(const biomarkers::SampleFrame& from) {
    frame_.channel_count = from.channel_count;
    frame_.sample_count = from.sample_count;
    float* at = samples_;
    for (std::size_t c = 0; c < from.channel_count; ++c) {
      std::memcpy(at, from.samples_uv[c].data(), from.sample_count * sizeof(float));
      at += from.sample_count;
      front_end_[c] = from.front_end[c];
    }
    frame_.samples_uv = samples_;
    frame_.front_end = front_end_;
  }
  void impedances(const biomarkers::SampleFrame& from) {
    for (std::size_t c = 0; c < HOMEOSTAT_CONTACTS; ++c) {
      impedances_[c].ohms = from.impedances[c].value.count();
      impedances_[c].age_us = from.impedances[c].age.count();
      impedances_[c].valid = from.impedances[c].valid;
    }
    frame_.impedances = impedances_;
  }
  static homeostat_echo echo(const safety::OutputEcho& from) {
    homeostat_echo to{};
    to.count = from.count;
    for (std::size_t s = 0; s < from.count; ++s) {
      const safety::PulseSegment& segment = from.segments[s];
      to.segments[s] = {segment.first_pulse.count(),
                        segment.period.count(),
                        segment.pulse_width.count(),
                        segment.charge1.count(),
                        segment.charge2.count(),
                        segment.residual.count(),
                        segment.pulses,
                        segment.amplitude.count(),
                        segment.configuration,
                        segment.flags};
    }
    return to;
  }

  homeostat_frame frame_{};
  float samples_[HOMEOSTAT_CHANNELS * HOMEOSTAT_SAMPLES]{};
  std::uint8_t front_end_[HOMEOSTAT_CHANNELS]{};
  homeostat_impedance impedances_[HOMEOSTAT_CONTACTS]{};
};

}  // namespace homeostat::testing
