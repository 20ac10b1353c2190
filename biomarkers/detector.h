// One detector: a feature over a short window against a threshold, absolute or a multiple
// of the feature's own mean over a long window (the baseline).
//
// Knows the samples of its one channel, or two, and no vote. The baseline stands still
// while the detector is above its threshold, or while the caller says that the signal is
// no background, so that a seizure never becomes its own baseline; but never for more
// than kLongestFreeze in one piece, so that it never latches. A feature that is a mean
// teaches it frame by frame; of any other it is the mean of the short window's values,
// because a share or a coupling over minutes is not what it is over a second. About 1.2
// kB. Rules: shared reference "detection" 3.1 and 3.3.
#pragma once

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/cadence.h"
#include "biomarkers/channel_samples.h"
#include "biomarkers/feature.h"
#include "biomarkers/windowed_mean.h"

namespace homeostat::biomarkers {

inline constexpr Microseconds kLongestFreeze{600'000'000};
// A short window counts while at least this share of its samples did.
inline constexpr int kShortWindowPercent = 80;
// A baseline counts from so many short windows on: it need not be full, else every
// restart would leave minutes without detection.
inline constexpr int kShortWindowsInBaseline = 8;

struct DetectorReading {
  float value = 0.0F;      // the feature over its short window, per sample
  float threshold = 0.0F;  // what it is compared with now, same unit
  bool valid = false;      // windows filled and channel good
  bool above = false;
};

class Detector {
 public:
  Detector() noexcept : Detector(DetectorSettings{}, Cadence{}) {}
  Detector(const DetectorSettings& settings, const Cadence& cadence) noexcept;

  // One frame of signal. `other`: the second channel of a feature that wants one.
  // `freeze`: not background, keep it out of the baseline.
  void update(const ChannelSamples& samples, const ChannelSamples& other,
              bool freeze) noexcept;
  void update(const ChannelSamples& samples, bool freeze) noexcept {
    update(samples, samples, freeze);
  }

  // One frame without any: the short window starts anew, the baseline stays.
  void lose_signal() noexcept { short_.clear(); }

  DetectorReading reading() const noexcept;

 private:
  static constexpr int kShortBlocks = 32;
  static constexpr int kLongBlocks = 64;

  bool short_window_filled() const noexcept;
  void learn(const FrameMoments& frame, bool freeze) noexcept;
  FrameSum lesson_of(const FrameMoments& frame) const noexcept;

  AnyFeature feature_;
  WindowedMean<kShortBlocks, FrameMoments> short_;
  WindowedMean<kLongBlocks> long_;
  bool relative_;
  float threshold_;
  int short_count_needed_;
  int long_count_needed_;
  int longest_freeze_frames_;
  int frozen_frames_ = 0;
};

}  // namespace homeostat::biomarkers
