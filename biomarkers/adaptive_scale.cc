#include "biomarkers/adaptive_scale.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kSigma = 1.4826F;  // of a normal distribution, in median distances
constexpr float kClip = 1.5F;

// What a feature strays by if nothing is known yet, and an eighth of it at least.
constexpr SeizureFeatureValues kUsualSpread{0.3F, 0.3F, 0.5F, 0.03F, 0.1F, 3.0F, 1.5F,
                                            0.5F, 0.5F, 0.5F, 0.5F,  0.5F, 0.5F};
constexpr float kLeastShare = 0.125F;

float clipped(float x) noexcept { return x > kClip ? kClip : x < -kClip ? -kClip : x; }

}  // namespace

void AdaptiveScale::learn(const SeizureFeatureValues& values, bool freeze) noexcept {
  if (!freeze && !(calibrated() && stands_out(values))) {
    frozen_ = 0;
  } else if (frozen_ < kLongestFreezeHops) {
    ++frozen_;
    return;
  }
  follow(values);
}

bool AdaptiveScale::stands_out(const SeizureFeatureValues& values) const noexcept {
  return values[0] - middle_[0] > kFreezeAbove * kSigma * spread_[0];
}

void AdaptiveScale::follow(const SeizureFeatureValues& values) noexcept {
  if (hops_ == 0) {
    middle_ = values;
    spread_ = kUsualSpread;
  }
  if (hops_ < kMemoryHops) ++hops_;
  const float a = 1.0F / static_cast<float>(hops_ + 1);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float sigma = kSigma * spread_[i];
    const float away = values[i] - middle_[i];
    const bool far = away > spread_[i] || -away > spread_[i];
    middle_[i] += a * 2.0F * sigma * clipped(away / sigma);
    spread_[i] = far ? spread_[i] * (1.0F + a) : spread_[i] / (1.0F + a);
    const float least = kLeastShare * kUsualSpread[i];
    if (!(spread_[i] >= least)) spread_[i] = least;
  }
}

SeizureFeatureValues AdaptiveScale::normalised(
    const SeizureFeatureValues& values) const noexcept {
  SeizureFeatureValues scaled{};
  if (hops_ == 0) return scaled;
  for (std::size_t i = 0; i < values.size(); ++i) {
    scaled[i] = (values[i] - middle_[i]) / (kSigma * spread_[i]);
  }
  return scaled;
}

}  // namespace homeostat::biomarkers
