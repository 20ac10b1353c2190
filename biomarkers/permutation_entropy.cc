#include "biomarkers/permutation_entropy.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kStep = 8;
constexpr float kBitsOfSix = 2.58496250F;

int pattern_of(float a, float b, float c) noexcept {
  return (a > b ? 4 : 0) + (a > c ? 2 : 0) + (b > c ? 1 : 0);
}

}  // namespace

FrameSum PermutationEntropy::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) {
    neighbours_ = next_ = filled_ = 0;
    missing_ = stretch_;
    known_ = false;
    counts_ = {};
  }
  FrameSum seen;
  for (int i = 0; i < samples.count; ++i) {
    if (!contains(samples.used, i)) {
      neighbours_ = 0;
      continue;
    }
    const float uv = samples.uv[static_cast<std::size_t>(i)];
    const int pattern = pattern_of(older_uv_, old_uv_, uv);
    older_uv_ = old_uv_;
    old_uv_ = uv;
    if (neighbours_ < 2) {
      ++neighbours_;
      continue;
    }
    push(pattern);
    if (!known_) continue;
    seen.sum += value_;
    ++seen.count;
  }
  return seen;
}

void PermutationEntropy::push(int pattern) noexcept {
  std::uint8_t& place = ring_[static_cast<std::size_t>(next_)];
  if (filled_ == stretch_) {
    --counts_[place];
  } else {
    ++filled_;
  }
  place = static_cast<std::uint8_t>(pattern);
  ++counts_[place];
  next_ = (next_ + 1) & (stretch_ - 1);
  if (--missing_ > 0) return;
  missing_ = kStep;
  known_ = true;
  value_ = entropy();
}

// -sum c/n log2(c/n) = log2 n - sum c log2 c / n.
float PermutationEntropy::entropy() const noexcept {
  const auto n = static_cast<float>(stretch_);
  float sum = 0.0F;
  for (const std::uint16_t count : counts_) {
    const auto c = static_cast<float>(count);
    if (count > 1) sum += c * log2(c);
  }
  return (log2(n) - sum / n) / kBitsOfSix;
}

}  // namespace homeostat::biomarkers
