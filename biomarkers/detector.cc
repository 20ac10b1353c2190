#include "biomarkers/detector.h"

namespace homeostat::biomarkers {
namespace {

// Rounded up, one at least.
int share_of(int count, int percent) noexcept {
  const auto share = static_cast<int>((std::int64_t{count} * percent + 99) / 100);
  return share > 1 ? share : 1;
}

int smaller(int a, int b) noexcept { return a < b ? a : b; }

}  // namespace

Detector::Detector(const DetectorSettings& settings, const Cadence& cadence) noexcept
    : feature_(make_feature(settings, cadence.sample_rate_hz)),
      short_(cadence.frames_in(settings.short_window)),
      long_(cadence.frames_in(settings.long_window)),
      relative_(settings.long_window > Microseconds{}),
      threshold_(settings.threshold),
      longest_freeze_frames_(cadence.frames_in(kLongestFreeze)) {
  const int short_frames = short_.window_frames();
  const int long_frames =
      smaller(kShortWindowsInBaseline * short_frames, long_.window_frames());
  short_count_needed_ =
      share_of(short_frames * cadence.samples_per_frame, kShortWindowPercent);
  long_count_needed_ =
      share_of(long_frames * cadence.samples_per_frame, kShortWindowPercent);
}

void Detector::update(const ChannelSamples& samples, const ChannelSamples& other,
                      bool freeze) noexcept {
  const FrameMoments frame = biomarkers::update(feature_, samples, other);
  short_.add(frame);
  if (relative_) learn(frame, freeze || reading().above);
}

void Detector::learn(const FrameMoments& frame, bool freeze) noexcept {
  if (!freeze) {
    frozen_frames_ = 0;
  } else if (frozen_frames_ < longest_freeze_frames_) {
    ++frozen_frames_;
    return;
  }
  // Frames without a usable sample would only push the baseline out of its window.
  const FrameSum lesson = lesson_of(frame);
  if (lesson.count > 0) long_.add(lesson);
}

FrameSum Detector::lesson_of(const FrameMoments& frame) const noexcept {
  if (is_mean(feature_)) return {frame.sums[0], frame.count};
  if (!short_window_filled()) return {};
  const float value = value_over(feature_, short_.total());
  return {value * static_cast<float>(frame.count), frame.count};
}

bool Detector::short_window_filled() const noexcept {
  return short_.count() >= short_count_needed_;
}

DetectorReading Detector::reading() const noexcept {
  DetectorReading r;
  r.value = value_over(feature_, short_.total());
  r.threshold = relative_ ? threshold_ * long_.mean() : threshold_;
  // A baseline of zero is no baseline: anything would be above it.
  const bool comparable =
      !relative_ || (long_.count() >= long_count_needed_ && r.threshold > 0.0F);
  r.valid = comparable && short_window_filled();
  r.above = r.valid && r.value > r.threshold;
  return r;
}

}  // namespace homeostat::biomarkers
