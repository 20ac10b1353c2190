#include "biomarkers/blanking.h"

namespace homeostat::biomarkers {
namespace {

using safety::OutputEcho;
using safety::PulseSegment;

int segments_in(const OutputEcho& echo) noexcept {
  return echo.count < safety::kEchoSegments ? echo.count : safety::kEchoSegments;
}

// The number of the segment's last pulse that started before `end`; negative for none.
std::int64_t last_before(const PulseSegment& segment, Instant end) noexcept {
  const std::int64_t since_first = (end - segment.first_pulse).count();
  if (segment.pulses == 0 || since_first <= 0) return -1;
  const std::int64_t last = std::int64_t{segment.pulses} - 1;
  const std::int64_t period = segment.period.count();
  if (period <= 0) return 0;
  const std::int64_t n = (since_first - 1) / period;
  return n < last ? n : last;
}

bool silent(const SampleFrame& frame) noexcept {
  for (const OutputEcho& echo : frame.echo) {
    if (echo.count > 0) return false;
  }
  return true;
}

}  // namespace

SampleMask Blanking::update(const SampleFrame& frame) noexcept {
  if (blanking_ <= Microseconds{}) return 0;
  if (last_pulse_ > frame.time) pulsed_ = false;  // the clock ran backwards
  const std::int64_t frame_us = frame_.count();
  if (silent(frame) && !reaches(frame.time - Microseconds(frame_us))) return 0;

  const int count = frame.sample_count < kMaxSamples ? frame.sample_count : kMaxSamples;
  SampleMask spoilt = 0;
  for (int i = 0; i < count; ++i) {
    const Instant start = frame.time - Microseconds(frame_us * (count - i) / count);
    const Instant end = frame.time - Microseconds(frame_us * (count - i - 1) / count);
    for (const OutputEcho& echo : frame.echo) hear(echo, end);
    if (reaches(start)) spoilt |= SampleMask{1} << i;
  }
  return spoilt;
}

void Blanking::hear(const OutputEcho& echo, Instant end) noexcept {
  for (int s = 0; s < segments_in(echo); ++s) {
    const PulseSegment& segment = echo.segments[static_cast<std::size_t>(s)];
    const bool lost = (segment.flags & safety::kSegmentsLost) != 0;
    const std::int64_t n = last_before(segment, end);
    if (lost) remember(end);
    if (n >= 0) remember(segment.first_pulse + Microseconds(n * segment.period.count()));
  }
}

void Blanking::remember(Instant pulse) noexcept {
  if (!pulsed_ || pulse > last_pulse_) last_pulse_ = pulse;
  pulsed_ = true;
}

bool Blanking::reaches(Instant sample_start) const noexcept {
  return pulsed_ && last_pulse_ + blanking_ > sample_start;
}

}  // namespace homeostat::biomarkers
