// Where a slow measure usually lies and how far it strays, over a memory of weeks: a
// median and a median distance from it, by steps that no outlier can enlarge.
//
// Begins at the median of nine values, then goes on as fast as a mean, and with the
// memory's pace later. Or at what somebody found before, and then with the memory's pace
// from the first value on. Differs from biomarkers/adaptive_scale.h in what it stands
// still for: the caller says which bins are background. Rules: shared reference
// "detection", 4.1, layer D. 112 bytes.
#pragma once

#include <array>

namespace homeostat::biomarkers {

struct ScaleSettings {
  double memory_bins = 2016.0;    // 14 days of ten minutes
  double least_deviation = 1e-3;  // of a measure that never moves, in its own unit
};

class DecayedScale {
 public:
  static constexpr double kMost = 5.0;  // deviations that are told

  explicit DecayedScale(const ScaleSettings& settings) noexcept : settings_(settings) {}
  // Begins as if a whole memory had taught it these.
  DecayedScale(const ScaleSettings& settings, double median, double deviation) noexcept;

  // What is no number, or infinite, is not learnt.
  void learn(double value) noexcept;
  // (value - median) / deviation, between -5 and 5; the deviation is 1.4826 median
  // distances, a standard deviation where values are normal. 0 before the ninth value.
  double normalised(double value) const noexcept;

  double median() const noexcept { return median_; }
  double deviation() const noexcept;
  // Two days of ten minutes and more, or a seventh of the memory.
  bool settled() const noexcept { return learnt_ >= settings_.memory_bins / 7.0; }

  // All that changes in one that began at what was found before:
  // biomarkers/mood_memory.h.
  template <class Self, class Bytes>
  static void carry(Self& self, Bytes& bytes) noexcept {
    bytes(self.median_, self.distance_);
  }

 private:
  static constexpr std::size_t kFirst = 9;

  void begin() noexcept;
  void follow(double value) noexcept;
  void keep_above_floor() noexcept;

  ScaleSettings settings_;
  std::array<double, kFirst> first_{};
  double learnt_ = 0.0;  // bins, up to the memory
  double median_ = 0.0;
  double distance_ = 0.0;  // median distance from the median
};

}  // namespace homeostat::biomarkers
