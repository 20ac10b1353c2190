#include "biomarkers/freshness.h"

namespace homeostat::biomarkers {

Freshness::Freshness(const BiomarkerSettings& settings) noexcept
    : frame_(Cadence{settings.sample_rate_hz, settings.samples_per_frame}.frame()),
      max_age_(settings.quality.max_frame_age),
      channels_(settings.channel_count),
      samples_(settings.samples_per_frame) {}

Arrival Freshness::judge(const SampleFrame& frame) noexcept {
  const bool first = !started_;
  const Microseconds age = frame.time - last_time_;
  const std::uint32_t frames =
      frame.sequence - last_sequence_;  // wraps as the count does
  started_ = true;
  last_time_ = frame.time;
  last_sequence_ = frame.sequence;

  Arrival arrival{.flags = 0, .after_gap = first || frames != 1};
  if (frame.channel_count != channels_ || frame.sample_count != samples_) {
    arrival.flags |= kDisconnected;
  }
  if (first) return arrival;
  const Microseconds explained(frame_.count() * std::int64_t{frames});
  if (age < Microseconds{}) {
    arrival.flags |= kFutureStamp;
  } else if (frames == 0 || age < Microseconds(frame_.count() / 2)) {
    arrival.flags |= kStale;
  } else if (age > max_age_) {
    arrival.flags |= age - explained > max_age_ ? kFutureStamp : kStale;
  }
  return arrival;
}

}  // namespace homeostat::biomarkers
