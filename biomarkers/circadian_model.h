// What a slow measure usually is at this hour, and how it drifts: a level and two
// harmonics of the day, learnt by recursive least squares with exponential forgetting.
//
//   expected = h . theta,  h = [1, cos wt, sin wt, cos 2wt, sin 2wt],  w one turn a day
//
// Once a bin (of ten minutes, say). What is told is the error of prediction: the bin is
// learnt from after it was judged. A missing bin teaches nothing and makes the next ones
// count for more; how much more is bounded, so that a gap of a month does not make one
// bin the truth. Knows no unit. Rules: shared reference "detection", 4.1, layer C.
// 264 bytes.
#pragma once

#include <array>
#include <cstdint>

namespace homeostat::biomarkers {

struct CircadianSettings {
  double bin_days = 1.0 / 144.0;
  double memory_days = 10.0;  // a bin so old counts 1/e
};

class CircadianModel {
 public:
  static constexpr std::size_t kTerms = 5;

  explicit CircadianModel(const CircadianSettings& settings) noexcept;

  // A bin at `day`, in days from any midnight. Returns value less what was expected.
  // What is no number, or infinite, is missing.
  double update(double day, double value) noexcept;
  // A bin that is missing.
  void skip() noexcept;

  double expected(double day) const noexcept;
  // Two days of bins: before that errors tell of the model.
  bool settled() const noexcept { return learnt_days_ >= kSettled_days; }

 private:
  using Terms = std::array<double, kTerms>;
  static constexpr double kSettled_days = 2.0;

  static Terms terms_at(double day) noexcept;
  void forget() noexcept;

  double keep_;  // of what was known, from one bin to the next
  double bin_days_;
  Terms theta_{};
  std::array<Terms, kTerms> covariance_{};  // over the variance of a bin
  double learnt_days_ = 0.0;
};

}  // namespace homeostat::biomarkers
