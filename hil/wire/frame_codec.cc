#include "hil/wire/frame_codec.h"

#include <bit>

#include "hil/wire/nanopb_message.h"

namespace homeostat::wire {
namespace {

using biomarkers::SampleFrame;
using PbFrame = homeostat_wire_v1_Frame;
using PbImpedances = homeostat_wire_v1_Impedances;
using PbSegment = homeostat_wire_v1_Segment;

static_assert(sizeof(PbFrame::counts.bytes) ==
              2 * biomarkers::kMaxChannels * biomarkers::kMaxSamples);
static_assert(kRoomOf<decltype(PbFrame::uv_per_count)> == biomarkers::kMaxChannels);
static_assert(kRoomOf<decltype(PbImpedances::value_ohm)> == safety::kContacts);
static_assert(kRoomOf<decltype(PbImpedances::age_us)> == safety::kContacts);
static_assert(kRoomOf<decltype(PbFrame::echo)> ==
              safety::kOutputs * safety::kEchoSegments);

constexpr int kUnknown = -32768;
constexpr int kLargest = 32767;
constexpr double kLargestScale_uv = 1e6;

bool is_scale(double uv) noexcept { return uv > 0.0 && uv <= kLargestScale_uv; }

int count_of(float sample_uv, double uv_per_count) noexcept {
  const double counts = static_cast<double>(sample_uv) / uv_per_count;
  if (counts != counts) return kUnknown;
  if (counts >= kLargest) return kLargest;
  if (counts <= -kLargest) return -kLargest;
  return static_cast<int>(counts < 0.0 ? counts - 0.5 : counts + 0.5);
}

float sample_of(int count, double uv_per_count) noexcept {
  if (count == kUnknown) return std::numeric_limits<float>::quiet_NaN();
  return static_cast<float>(static_cast<double>(count) * uv_per_count);
}

void write_samples(const Request& from, PbFrame& to) noexcept {
  std::uint8_t* at = to.counts.bytes;
  for (std::size_t c = 0; c < from.frame.channel_count; ++c) {
    for (std::size_t i = 0; i < from.frame.sample_count; ++i) {
      const int count = count_of(from.frame.samples_uv[c][i], from.uv_per_count[c]);
      const auto bits = static_cast<std::uint16_t>(count);
      *at++ = static_cast<std::uint8_t>(bits & 0xFFU);
      *at++ = static_cast<std::uint8_t>(bits >> 8);
    }
  }
  to.counts.size = static_cast<pb_size_t>(at - to.counts.bytes);
}

void read_samples(const PbFrame& from, Request& to) noexcept {
  const std::uint8_t* at = from.counts.bytes;
  for (std::size_t c = 0; c < to.frame.channel_count; ++c) {
    for (std::size_t i = 0; i < to.frame.sample_count; ++i) {
      const auto bits = static_cast<std::uint16_t>(at[0] | at[1] << 8);
      at += 2;
      to.frame.samples_uv[c][i] =
          sample_of(static_cast<std::int16_t>(bits), to.uv_per_count[c]);
    }
  }
}

// What is the same for all need be told but once.
template <class Number>
pb_size_t written_of(const Number* numbers, std::size_t count) noexcept {
  for (std::size_t i = 1; i < count; ++i) {
    if (numbers[i] != numbers[0]) return static_cast<pb_size_t>(count);
  }
  return count > 0 ? 1 : 0;
}
bool tells_all(pb_size_t written, std::size_t count) noexcept {
  return written == count || (written == 1 && count > 0);
}
template <class Number>
Number told(const Number* numbers, pb_size_t written, std::size_t i) noexcept {
  return numbers[written == 1 ? 0 : i];
}

bool write_channels(const Request& from, PbFrame& to) noexcept {
  const SampleFrame& frame = from.frame;
  if (frame.channel_count > biomarkers::kMaxChannels) return false;
  if (frame.sample_count > biomarkers::kMaxSamples) return false;
  to.channels = frame.channel_count;
  to.samples = frame.sample_count;
  for (std::size_t c = 0; c < frame.channel_count; ++c) {
    if (!is_scale(from.uv_per_count[c])) return false;
    to.uv_per_count[c] = from.uv_per_count[c];
    to.front_end.bytes[c] = frame.front_end[c];
  }
  to.uv_per_count_count = written_of(to.uv_per_count, frame.channel_count);
  to.front_end.size = static_cast<pb_size_t>(frame.channel_count);
  write_samples(from, to);
  return true;
}

bool read_channels(const PbFrame& from, Request& to) noexcept {
  if (from.channels > biomarkers::kMaxChannels) return false;
  if (from.samples > biomarkers::kMaxSamples) return false;
  if (from.counts.size != 2 * from.channels * from.samples) return false;
  if (!tells_all(from.uv_per_count_count, from.channels)) return false;
  if (from.front_end.size != from.channels) return false;
  to.frame.channel_count = static_cast<std::uint8_t>(from.channels);
  to.frame.sample_count = static_cast<std::uint8_t>(from.samples);
  for (std::size_t c = 0; c < from.channels; ++c) {
    to.uv_per_count[c] = told(from.uv_per_count, from.uv_per_count_count, c);
    if (!is_scale(to.uv_per_count[c])) return false;
    to.frame.front_end[c] = from.front_end.bytes[c];
  }
  read_samples(from, to);
  return true;
}

// What was never measured need not be told.
void write_impedances(const SampleFrame& from, PbImpedances& to) noexcept {
  for (std::uint32_t contact = 0; contact < safety::kContacts; ++contact) {
    const safety::ContactImpedance& z = from.impedances[contact];
    if (!z.valid && z.value == Ohms{} && z.age == Microseconds{}) continue;
    to.contacts |= 1U << contact;
    if (z.valid) to.valid |= 1U << contact;
    to.age_us[to.value_ohm_count] = z.age.count();
    to.value_ohm[to.value_ohm_count++] = z.value.count();
  }
  to.age_us_count = written_of(to.age_us, to.value_ohm_count);
}

bool read_impedances(const PbImpedances& from, SampleFrame& to) noexcept {
  const auto count = static_cast<std::size_t>(std::popcount(from.contacts));
  if (from.contacts >> safety::kContacts != 0) return false;
  if ((from.valid & ~from.contacts) != 0) return false;
  if (from.value_ohm_count != count || !tells_all(from.age_us_count, count)) return false;
  std::size_t i = 0;
  for (std::uint32_t contact = 0; contact < safety::kContacts; ++contact) {
    if ((from.contacts >> contact & 1U) == 0) continue;
    to.impedances[contact] = {Ohms(from.value_ohm[i]),
                              Microseconds(told(from.age_us, from.age_us_count, i)),
                              (from.valid >> contact & 1U) != 0};
    ++i;
  }
  return true;
}

PbSegment segment_of(std::uint32_t output, const safety::PulseSegment& s) noexcept {
  return {output,
          s.first_pulse.count(),
          s.period.count(),
          s.pulses,
          s.amplitude.count(),
          s.pulse_width.count(),
          s.charge1.count(),
          s.charge2.count(),
          s.residual.count(),
          s.configuration,
          s.flags};
}

bool write_echo(const SampleFrame& from, PbFrame& to) noexcept {
  for (std::uint32_t output = 0; output < safety::kOutputs; ++output) {
    const safety::OutputEcho& echo = from.echo[output];
    if (echo.count > safety::kEchoSegments) return false;
    for (std::size_t i = 0; i < echo.count; ++i) {
      to.echo[to.echo_count++] = segment_of(output, echo.segments[i]);
    }
  }
  return true;
}

bool read_echo(const PbFrame& from, SampleFrame& to) noexcept {
  for (pb_size_t i = 0; i < from.echo_count; ++i) {
    const PbSegment& s = from.echo[i];
    if (s.output >= safety::kOutputs) return false;
    safety::OutputEcho& echo = to.echo[s.output];
    if (echo.count == safety::kEchoSegments) return false;
    safety::PulseSegment& segment = echo.segments[echo.count++];
    segment.first_pulse = Instant(s.first_pulse_us);
    segment.period = Microseconds(s.period_us);
    segment.pulses = s.pulses;
    segment.amplitude = Microamps(s.amplitude_ua);
    segment.pulse_width = Microseconds(s.pulse_width_us);
    segment.charge1 = Picocoulombs(s.charge1_pc);
    segment.charge2 = Picocoulombs(s.charge2_pc);
    segment.residual = Microvolts(s.residual_uv);
    if (!narrow(s.configuration, segment.configuration)) return false;
    if (!narrow(s.flags, segment.flags)) return false;
  }
  return true;
}

}  // namespace

bool write_frame(const Request& from, PbFrame& to) noexcept {
  const SampleFrame& frame = from.frame;
  to.time_us = frame.time.count();
  to.sequence = frame.sequence;
  to.magnet_present = frame.magnet_present;
  to.mri_mode = frame.mri_mode;
  to.midnight = frame.midnight;
  to.minute_of_day_plus_1 =
      frame.minute_of_day < biomarkers::kMinutesPerDay ? frame.minute_of_day + 1U : 0U;
  to.patient_events = frame.patient_events;
  to.battery_mv = frame.battery.count();
  to.temperature_millicelsius = frame.temperature.count();
  to.reset_cause = static_cast<std::uint32_t>(frame.reset_cause);
  write_impedances(frame, to.impedances);
  to.has_impedances = to.impedances.contacts != 0;
  return write_channels(from, to) && write_echo(frame, to);
}

bool read_frame(const PbFrame& from, Request& to) noexcept {
  SampleFrame& frame = to.frame;
  frame = SampleFrame{};
  frame.time = Instant(from.time_us);
  frame.sequence = from.sequence;
  frame.magnet_present = from.magnet_present;
  frame.mri_mode = from.mri_mode;
  frame.midnight = from.midnight;
  if (from.minute_of_day_plus_1 > biomarkers::kMinutesPerDay) return false;
  if (from.minute_of_day_plus_1 > 0) {
    frame.minute_of_day = static_cast<std::uint16_t>(from.minute_of_day_plus_1 - 1U);
  }
  frame.battery = Millivolts(from.battery_mv);
  frame.temperature = Millicelsius(from.temperature_millicelsius);
  return narrow(from.patient_events, frame.patient_events) &&
         choose(from.reset_cause, biomarkers::ResetCause::kSoftware, frame.reset_cause) &&
         read_channels(from, to) && read_impedances(from.impedances, frame) &&
         read_echo(from, frame);
}

}  // namespace homeostat::wire
