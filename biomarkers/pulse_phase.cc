#include "biomarkers/pulse_phase.h"

#include <algorithm>

namespace homeostat::biomarkers {
namespace {

using safety::OutputEcho;
using safety::PulseSegment;

// A clock may round each pulse to its own microsecond.
constexpr std::int64_t kRounding_us = 1;

int samples_of(const SampleFrame& frame) noexcept {
  return std::min<int>(frame.sample_count, kMaxSamples);
}

// An echo may say anything: all pulses lie before the end of the frame.
bool plausible(const PulseSegment& segment, Instant end) noexcept {
  const std::int64_t since_first = (end - segment.first_pulse).count();
  const std::int64_t period = segment.period.count();
  if (since_first <= 0 || period < 0) return false;
  if (segment.pulses == 1) return true;
  return period > 0 && std::int64_t{segment.pulses} - 1 <= (since_first - 1) / period;
}

// The only segment with pulses, null where there is none. `clear` turns false where there
// is more than one, where some were lost, and where one cannot be.
const PulseSegment* only_segment(const OutputEcho& echo, Instant end,
                                 bool& clear) noexcept {
  const PulseSegment* only = nullptr;
  const int count = std::min<int>(echo.count, safety::kEchoSegments);
  for (int s = 0; s < count; ++s) {
    const PulseSegment& segment = echo.segments[static_cast<std::size_t>(s)];
    if ((segment.flags & safety::kSegmentsLost) != 0) clear = false;
    if (segment.pulses == 0) continue;
    if (only != nullptr || !plausible(segment, end)) clear = false;
    only = &segment;
  }
  return only;
}

Instant last_of(const PulseSegment& segment) noexcept {
  return segment.first_pulse +
         Microseconds(segment.period.count() * (std::int64_t{segment.pulses} - 1));
}

}  // namespace

bool PulsePhase::goes_on(const Train& train, const PulseSegment& segment) noexcept {
  const std::int64_t late =
      (segment.first_pulse - train.last_pulse).count() - train.period.count();
  const bool same_period = segment.period == train.period ||
                           (segment.pulses == 1 && segment.period == Microseconds{});
  return train.under_way && same_period && segment.amplitude == train.amplitude &&
         segment.pulse_width == train.width &&
         segment.configuration == train.configuration && late >= -kRounding_us &&
         late <= kRounding_us;
}

PulsePhase::Course PulsePhase::follow(Train& train, const OutputEcho& echo,
                                      Instant end) noexcept {
  bool clear = true;
  const PulseSegment* segment = only_segment(echo, end, clear);
  if (!clear) {
    train.under_way = false;
    return Course::kUnclear;
  }
  const bool was_under_way = train.under_way;
  bool begins = false;
  if (segment != nullptr) {
    begins = !goes_on(train, *segment);
    const Microseconds period = begins ? segment->period : train.period;
    train = {.under_way = period > Microseconds{},
             .last_pulse = last_of(*segment),
             .period = period,
             .amplitude = segment->amplitude,
             .width = segment->pulse_width,
             .configuration = segment->configuration};
    if (!train.under_way) return Course::kUnclear;
  }
  // The next pulse would have come within this frame.
  const Microseconds slack(kRounding_us);
  if (train.last_pulse + train.period + slack < end) train.under_way = false;
  if (begins) return Course::kBegins;
  if (!was_under_way) return Course::kSilent;
  return train.under_way ? Course::kGoesOn : Course::kEnds;
}

// All samples where pulses were under way before, else those from the first one on.
SampleMask PulsePhase::lost_of(const SampleFrame& frame, bool from_start) const noexcept {
  Instant first = from_start ? Instant{} : frame.time;
  for (const OutputEcho& echo : frame.echo) {
    const int segments = std::min<int>(echo.count, safety::kEchoSegments);
    for (int s = 0; s < segments; ++s) {
      const PulseSegment& segment = echo.segments[static_cast<std::size_t>(s)];
      if ((segment.flags & safety::kSegmentsLost) != 0) first = Instant{};
      if (segment.pulses > 0) first = std::min(first, segment.first_pulse);
    }
  }
  SampleMask lost = 0;
  const int count = samples_of(frame);
  for (int i = 0; i < count; ++i) {
    if (instant_of(frame, i + 1) > first) lost |= SampleMask{1} << i;
  }
  return lost;
}

Instant PulsePhase::instant_of(const SampleFrame& frame, int sample) const noexcept {
  const int count = samples_of(frame);
  return frame.time - Microseconds(frame_.count() * (count - sample) / count);
}

// Samples beyond the last pulse's period show none of it.
void PulsePhase::tell(const SampleFrame& frame, Instant anchor, const Train& train,
                      PulsePhases& phases) const noexcept {
  const std::int64_t period = train.period.count();
  for (int i = 0; i < samples_of(frame); ++i) {
    const Instant at = instant_of(frame, i);
    const std::int64_t since = (at - anchor).count();
    if (since < 0 || (at - train.last_pulse).count() >= period) continue;
    phases.known |= SampleMask{1} << i;
    phases.phase[static_cast<std::size_t>(i)] =
        static_cast<float>(since % period) / static_cast<float>(period);
  }
}

PulsePhases PulsePhase::update(const SampleFrame& frame) noexcept {
  PulsePhases phases;
  const auto before = trains_;
  std::size_t lead = trains_.size();  // the first train under way: the phase is its
  int ending = 0;
  int followed = 0;
  for (std::size_t o = 0; o < trains_.size(); ++o) {
    const Course course = follow(trains_[o], frame.echo[o], frame.time);
    if (course == Course::kSilent) continue;
    if (followed++ == 0) lead = o;
    if (course == Course::kEnds) ++ending;
    phases.anew = phases.anew || course == Course::kBegins ||
                  course == Course::kUnclear || trains_[o].period != trains_[lead].period;
  }
  if (followed == 0) return phases;
  if (ending > 0 && ending < followed) phases.anew = true;
  if (phases.anew) {
    phases.lost = lost_of(frame, before[0].under_way || before[1].under_way);
  } else {
    tell(frame, before[lead].last_pulse, trains_[lead], phases);
  }
  return phases;
}

}  // namespace homeostat::biomarkers
