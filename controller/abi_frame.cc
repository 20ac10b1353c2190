#include "controller/abi_frame.h"

#include <cstring>

namespace homeostat::controller {
namespace {

using biomarkers::SampleFrame;

static_assert(HOMEOSTAT_OUTPUTS == safety::kOutputs);
static_assert(HOMEOSTAT_CONTACTS == safety::kContacts);
static_assert(HOMEOSTAT_ECHO_SEGMENTS == safety::kEchoSegments);
static_assert(HOMEOSTAT_CHANNELS == biomarkers::kSchemaChannels);
static_assert(HOMEOSTAT_SAMPLES == biomarkers::kMaxSamples);
static_assert(HOMEOSTAT_RECOVERING == int{biomarkers::kRecovering});
static_assert(HOMEOSTAT_CLINICIAN_START == int{biomarkers::kClinicianStart});
static_assert(HOMEOSTAT_CLINICIAN_STOP == int{biomarkers::kClinicianStop});
static_assert(HOMEOSTAT_CLINICIAN_RESET == int{biomarkers::kClinicianReset});
static_assert(HOMEOSTAT_CLINICIAN_END == int{biomarkers::kClinicianEnd});
static_assert(HOMEOSTAT_ADVERSE_EVENT == int{biomarkers::kAdverseEvent});
static_assert(HOMEOSTAT_ADVERSE_SEEN == int{biomarkers::kAdverseSeen});
static_assert(HOMEOSTAT_PATIENT_MARKER == int{biomarkers::kPatientMarker});
static_assert(HOMEOSTAT_RESET_SOFTWARE == int(biomarkers::ResetCause::kSoftware));
static_assert(HOMEOSTAT_COMPLIANCE_HIT == int{safety::kComplianceHit});
static_assert(HOMEOSTAT_OPEN_CONTACT == int{safety::kOpenContact});
static_assert(HOMEOSTAT_SHORTED_CONTACT == int{safety::kShortedContact});
static_assert(HOMEOSTAT_SEGMENTS_LOST == int{safety::kSegmentsLost});

constexpr unsigned kClinicianBits = HOMEOSTAT_CLINICIAN_START | HOMEOSTAT_CLINICIAN_STOP |
                                    HOMEOSTAT_CLINICIAN_RESET | HOMEOSTAT_CLINICIAN_END |
                                    HOMEOSTAT_ADVERSE_EVENT | HOMEOSTAT_ADVERSE_SEEN;
constexpr unsigned kEchoBits = HOMEOSTAT_COMPLIANCE_HIT | HOMEOSTAT_OPEN_CONTACT |
                               HOMEOSTAT_SHORTED_CONTACT | HOMEOSTAT_SEGMENTS_LOST;
constexpr unsigned kFrontEndBits = 2 * HOMEOSTAT_RECOVERING - 1;

bool has_shape(const homeostat_frame& frame) noexcept {
  if (frame.channel_count > biomarkers::kMaxChannels) return false;
  if (frame.sample_count > HOMEOSTAT_SAMPLES) return false;
  if (frame.channel_count == 0) return true;
  return frame.samples_uv != nullptr && frame.front_end != nullptr;
}

bool has_known_bits(const homeostat_frame& frame) noexcept {
  return (frame.clinician_events & ~kClinicianBits) == 0 &&
         (frame.patient_events & ~unsigned{HOMEOSTAT_PATIENT_MARKER}) == 0 &&
         frame.reset_cause <= HOMEOSTAT_RESET_SOFTWARE &&
         frame.minute_of_day_plus_1 <= biomarkers::kMinutesPerDay;
}

bool read_channels(const homeostat_frame& frame, SampleFrame& read) noexcept {
  read.channel_count = frame.channel_count;
  read.sample_count = frame.sample_count;
  const float* row = frame.samples_uv;
  for (std::size_t c = 0; c < frame.channel_count; ++c, row += frame.sample_count) {
    if ((frame.front_end[c] & ~kFrontEndBits) != 0) return false;
    read.front_end[c] = frame.front_end[c];
    std::memcpy(read.samples_uv[c].data(), row, frame.sample_count * sizeof(float));
  }
  return true;
}

void read_impedances(const homeostat_frame& frame, SampleFrame& read) noexcept {
  read.impedances = {};
  if (frame.impedances == nullptr) return;
  for (std::size_t c = 0; c < HOMEOSTAT_CONTACTS; ++c) {
    const homeostat_impedance& measured = frame.impedances[c];
    read.impedances[c] = {Ohms(measured.ohms), Microseconds(measured.age_us),
                          measured.valid != 0};
  }
}

safety::PulseSegment read_segment(const homeostat_segment& segment) noexcept {
  return {.first_pulse = Instant(segment.first_pulse_us),
          .period = Microseconds(segment.period_us),
          .pulses = segment.pulses,
          .amplitude = Microamps(segment.amplitude_ua),
          .pulse_width = Microseconds(segment.pulse_width_us),
          .charge1 = Picocoulombs(segment.charge1_pc),
          .charge2 = Picocoulombs(segment.charge2_pc),
          .residual = Microvolts(segment.residual_uv),
          .configuration = segment.configuration,
          .flags = segment.flags};
}

bool read_echo(const homeostat_frame& frame, SampleFrame& read) noexcept {
  for (std::size_t o = 0; o < HOMEOSTAT_OUTPUTS; ++o) {
    const homeostat_echo& echo = frame.echo[o];
    if (echo.count > HOMEOSTAT_ECHO_SEGMENTS) return false;
    read.echo[o] = {};
    read.echo[o].count = echo.count;
    for (std::size_t s = 0; s < echo.count; ++s) {
      if ((echo.segments[s].flags & ~kEchoBits) != 0) return false;
      read.echo[o].segments[s] = read_segment(echo.segments[s]);
    }
  }
  return true;
}

void read_inputs(const homeostat_frame& frame, SampleFrame& read) noexcept {
  read.time = Instant(frame.time_us);
  read.sequence = frame.sequence;
  read.clinician_events = frame.clinician_events;
  read.patient_events = frame.patient_events;
  read.magnet_present = frame.magnet_present != 0;
  read.mri_mode = frame.mri_mode != 0;
  read.midnight = frame.midnight != 0;
  read.minute_of_day = biomarkers::kUnknownMinute;
  if (frame.minute_of_day_plus_1 > 0) {
    read.minute_of_day = static_cast<std::uint16_t>(frame.minute_of_day_plus_1 - 1);
  }
  read.battery = Millivolts(frame.battery_mv);
  read.temperature = Millicelsius(frame.temperature_millicelsius);
  read.reset_cause = static_cast<biomarkers::ResetCause>(frame.reset_cause);
}

}  // namespace

bool read_frame(const homeostat_frame& frame, SampleFrame& read) noexcept {
  if (!has_shape(frame) || !has_known_bits(frame)) return false;
  if (!read_channels(frame, read) || !read_echo(frame, read)) return false;
  read_impedances(frame, read);
  read_inputs(frame, read);
  return true;
}

homeostat_train train_of(const safety::PulseTrain& train) noexcept {
  return {.first_pulse_us = train.first_pulse.count(),
          .valid_until_us = train.valid_until.count(),
          .period_us = train.period.count(),
          .pulse_width_us = train.pulse_width.count(),
          .amplitude_ua = train.amplitude.count(),
          .configuration = train.configuration};
}

}  // namespace homeostat::controller
