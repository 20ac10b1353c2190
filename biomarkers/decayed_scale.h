// Where a slow measure usually lies and how far it strays, over a memory of weeks: a
// median and a median distance from it, by steps that no outlier can enlarge.
//
// Begins at what somebody found before, as if a whole memory had taught it. Differs from
// biomarkers/adaptive_scale.h in what it stands still for: the caller says which bins are
// background. Rules: shared reference "detection", 4.1, layer D. 32 bytes.
#pragma once

namespace homeostat::biomarkers {

struct ScaleSettings {
  double memory_bins = 2016.0;    // 14 days of ten minutes
  double least_deviation = 1e-3;  // of a measure that never moves, in its own unit
};

class DecayedScale {
 public:
  static constexpr double kMost = 5.0;  // deviations that are told

  DecayedScale() = default;  // of nothing: to be replaced
  DecayedScale(const ScaleSettings& settings, double median, double deviation) noexcept;

  // What is no number, or infinite, is not learnt.
  void learn(double value) noexcept;
  // (value - median) / deviation, between -5 and 5; the deviation is 1.4826 median
  // distances, a standard deviation where values are normal. NaN of what is no number.
  double normalised(double value) const noexcept;

  double median() const noexcept { return median_; }
  double deviation() const noexcept;

  // All that changes: biomarkers/mood_memory.h.
  template <class Self, class Bytes>
  static void carry(Self& self, Bytes& bytes) noexcept {
    bytes(self.median_, self.distance_);
  }

 private:
  void keep_above_floor() noexcept;

  ScaleSettings settings_;
  double median_ = 0.0;
  double distance_ = 0.0;  // median distance from the median
};

}  // namespace homeostat::biomarkers
