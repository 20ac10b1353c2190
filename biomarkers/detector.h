// One detector: a feature over a short window against a threshold, absolute or a multiple
// of the feature's own mean over a long window (the baseline). It fires above it, or
// below where its program says so: some of what a seizure changes falls.
//
// Knows the samples of its one channel, or two, and no vote. The baseline stands still
// while the detector fires, or while the caller says that the signal is
// no background, so that a seizure never becomes its own baseline; but never for more
// than kLongestFreeze in one piece, so that it never latches. A feature that is a mean
// teaches it frame by frame; of any other it is the mean of the short window's values,
// because a share or a coupling over minutes is not what it is over a second.
//
// Its feature and its windows lie in memory that it shares with others and does not know:
// the caller hands it in, the one that it was made with or a copy. Rules: shared
// reference "detection" 3.1 and 3.3.
#pragma once

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/cadence.h"
#include "biomarkers/channel_samples.h"
#include "biomarkers/detector_memory.h"
#include "biomarkers/kept_feature.h"
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
  bool fires = false;      // valid, and on its program's side of the threshold
};

class Detector {
 public:
  Detector() noexcept = default;  // without memory: never valid
  // Where `memory` has no room for it, it stays without.
  Detector(const DetectorSettings& settings, const Cadence& cadence,
           DetectorMemory& memory) noexcept;

  // What it takes of the memory.
  static constexpr int bytes_of(const DetectorSettings& settings) noexcept {
    const int feature = KeptFeature::bytes_of(settings.feature);
    const int window = KeptFeature::is_mean(settings.feature)
                           ? DetectorMemory::bytes_of<ShortMean>()
                           : DetectorMemory::bytes_of<ShortMoments>();
    const int baseline =
        settings.long_window > Microseconds{} ? DetectorMemory::bytes_of<Baseline>() : 0;
    return feature + window + baseline;
  }

  // One frame of signal. `other`: the second channel of a feature that wants one.
  // `freeze`: not background, keep it out of the baseline.
  void update(DetectorMemory& memory, const ChannelSamples& samples,
              const ChannelSamples& other, bool freeze) noexcept;

  // One frame without any: the short window starts anew, the baseline stays.
  void lose_signal(DetectorMemory& memory) const noexcept;

  DetectorReading reading(const DetectorMemory& memory) const noexcept;

 private:
  using Place = DetectorMemory::Place;
  // A mean needs one sum of each block, any other feature three.
  using ShortMean = WindowedMean<32>;
  using ShortMoments = WindowedMean<32, FrameMoments>;
  using Baseline = WindowedMean<64>;

  FrameMoments short_total(const DetectorMemory& memory) const noexcept;
  void learn(DetectorMemory& memory, const FrameMoments& frame, bool freeze) noexcept;
  FrameSum lesson_of(const DetectorMemory& memory,
                     const FrameMoments& frame) const noexcept;

  KeptFeature feature_;
  Place short_;
  Place long_;  // nowhere: the threshold is absolute
  float threshold_ = 0.0F;
  bool below_ = false;
  int short_count_needed_ = 1;
  int long_count_needed_ = 1;
  int longest_freeze_frames_ = 0;
  int frozen_frames_ = 0;
};

}  // namespace homeostat::biomarkers
