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

Detector::Detector(const DetectorSettings& settings, const Cadence& cadence,
                   DetectorMemory& memory) noexcept
    : threshold_(settings.threshold),
      below_(settings.fires == Fires::kBelow),
      longest_freeze_frames_(cadence.frames_in(kLongestFreeze)) {
  if (!memory.has_room(bytes_of(settings))) return;
  feature_ = KeptFeature(settings, cadence.sample_rate_hz, memory);
  const ShortMean short_mean(cadence.frames_in(settings.short_window));
  const int short_frames = short_mean.window_frames();
  short_ = feature_.is_mean() ? memory.keep(short_mean)
                              : memory.keep(ShortMoments(short_frames));
  short_count_needed_ =
      share_of(short_frames * cadence.samples_per_frame, kShortWindowPercent);
  if (settings.long_window <= Microseconds{}) return;
  const Baseline baseline(cadence.frames_in(settings.long_window));
  long_ = memory.keep(baseline);
  const int long_frames =
      smaller(kShortWindowsInBaseline * short_frames, baseline.window_frames());
  long_count_needed_ =
      share_of(long_frames * cadence.samples_per_frame, kShortWindowPercent);
}

void Detector::update(DetectorMemory& memory, const ChannelSamples& samples,
                      const ChannelSamples& other, bool freeze) noexcept {
  if (!short_.somewhere()) return;
  const FrameMoments frame = feature_.update(memory, samples, other);
  if (feature_.is_mean()) {
    memory.at<ShortMean>(short_).add({frame.sums[0], frame.count});
  } else {
    memory.at<ShortMoments>(short_).add(frame);
  }
  if (long_.somewhere()) learn(memory, frame, freeze || reading(memory).fires);
}

void Detector::lose_signal(DetectorMemory& memory) const noexcept {
  if (!short_.somewhere()) return;
  if (feature_.is_mean()) {
    memory.at<ShortMean>(short_).clear();
  } else {
    memory.at<ShortMoments>(short_).clear();
  }
}

FrameMoments Detector::short_total(const DetectorMemory& memory) const noexcept {
  if (!short_.somewhere()) return {};
  return feature_.is_mean() ? FrameMoments(memory.at<ShortMean>(short_).total())
                            : memory.at<ShortMoments>(short_).total();
}

void Detector::learn(DetectorMemory& memory, const FrameMoments& frame,
                     bool freeze) noexcept {
  if (!freeze) {
    frozen_frames_ = 0;
  } else if (frozen_frames_ < longest_freeze_frames_) {
    ++frozen_frames_;
    return;
  }
  // Frames without a usable sample would only push the baseline out of its window.
  const FrameSum lesson = lesson_of(memory, frame);
  if (lesson.count > 0) memory.at<Baseline>(long_).add(lesson);
}

FrameSum Detector::lesson_of(const DetectorMemory& memory,
                             const FrameMoments& frame) const noexcept {
  if (feature_.is_mean()) return {frame.sums[0], frame.count};
  const FrameMoments window = short_total(memory);
  if (window.count < short_count_needed_) return {};
  const float value = feature_.value_over(memory, window);
  return {value * static_cast<float>(frame.count), frame.count};
}

DetectorReading Detector::reading(const DetectorMemory& memory) const noexcept {
  const FrameMoments window = short_total(memory);
  DetectorReading r;
  r.value = feature_.value_over(memory, window);
  r.threshold = threshold_;
  // A baseline of zero is no baseline: anything would be above it, nothing below.
  bool comparable = true;
  if (long_.somewhere()) {
    const Baseline& baseline = memory.at<Baseline>(long_);
    r.threshold = threshold_ * baseline.mean();
    comparable = baseline.count() >= long_count_needed_ && r.threshold > 0.0F;
  }
  r.valid = comparable && window.count >= short_count_needed_;
  r.fires = r.valid && (below_ ? r.value < r.threshold : r.value > r.threshold);
  return r;
}

}  // namespace homeostat::biomarkers
