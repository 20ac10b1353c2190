// What a slow measure usually is at this hour, and how it drifts: a level and two
// harmonics of the day, learnt by recursive least squares with exponential forgetting.
//
//   expected = h . theta,  h = [1, cos wt, sin wt, cos 2wt, sin 2wt],  w one turn a day
//
// Once a bin (of ten minutes, say). What is told is the error of prediction: the bin is
// learnt from after it was judged. How much a bin teaches does not rest on its value:
// measures of the same bins share a gain. A missing bin teaches nothing and makes the
// next ones count for more; how much more is bounded, so that a gap of a month does not
// make one bin the truth. Knows no unit. Rules: shared reference "detection", 4.1, layer
// C. 264 bytes.
#pragma once

#include <array>
#include <cstdint>

namespace homeostat::biomarkers {

struct CircadianSettings {
  double bin_days = 1.0 / 144.0;
  double memory_days = 10.0;  // a bin so old counts 1/e
};

class CircadianGain {
 public:
  static constexpr std::size_t kTerms = 5;
  using Terms = std::array<double, kTerms>;

  explicit CircadianGain(const CircadianSettings& settings) noexcept;

  // At `day`, in days from any midnight.
  static Terms terms_at(double day) noexcept;

  // A bin that was there. What it teaches: theta changes by this times the error.
  Terms learn(const Terms& terms) noexcept;
  // A bin that is missing.
  void skip() noexcept { forget(); }
  // Two days of bins: before that errors tell of the model.
  bool settled() const noexcept { return learnt_days_ >= kSettled_days; }
  // What the hour adds or takes, and nothing on average over the bins that were there:
  // where nights never are, a level passes for a rhythm in part.
  double rhythm(const Terms& theta, const Terms& terms) const noexcept;

  // All that changes: biomarkers/mood_memory.h.
  template <class Self, class Bytes>
  static void carry(Self& self, Bytes& bytes) noexcept {
    for (auto& row : self.covariance_) bytes(row);
    bytes(self.means_, self.learnt_days_);
  }

 private:
  static constexpr double kSettled_days = 2.0;

  void forget() noexcept;

  double keep_;  // of what was known, from one bin to the next
  double bin_days_;
  std::array<Terms, kTerms> covariance_{};  // over the variance of a bin
  Terms means_{};                           // of the terms of bins that were there
  double learnt_days_ = 0.0;
};

}  // namespace homeostat::biomarkers
