#include "biomarkers/sliding_band_power.h"

#include "biomarkers/turn_table.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kUnitsPerUv = 1024.0F;
constexpr float kMost_uv = 1.04e6F;  // twice that many units fit 32 bits
constexpr float kSumUnit_uv = kTurnUnit / kUnitsPerUv;

std::int32_t units_of(float uv) noexcept {
  if (uv > kMost_uv) uv = kMost_uv;
  if (!(uv >= -kMost_uv)) uv = -kMost_uv;
  const float units = uv * kUnitsPerUv;
  return static_cast<std::int32_t>(units < 0.0F ? units - 0.5F : units + 0.5F);
}

int smaller(int a, int b) noexcept { return a < b ? a : b; }

}  // namespace

SlidingBandPower::SlidingBandPower(float low_hz, float high_hz, int length,
                                   float sample_rate_hz) noexcept
    : length_(is_transform_length(length) ? length : kShortestTransform),
      bins_(bins_of(low_hz, high_hz, sample_rate_hz, length_)),
      missing_(length_) {
  bins_.last = smaller(bins_.last, bins_.first + kMostSlidingBins - 1);
}

FrameSum SlidingBandPower::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) begin();
  FrameSum seen;
  for (int i = 0; i < samples.count; ++i) {
    const bool signal = contains(samples.used, i);
    if (push(samples.uv[static_cast<std::size_t>(i)], signal)) {
      known_ = mask_.usable(length_);
      if (known_) value_uv2_ = power();
    }
    if (!known_ || !signal) continue;
    seen.sum += value_uv2_;
    ++seen.count;
  }
  return seen;
}

void SlidingBandPower::begin() noexcept {
  next_ = 0;
  missing_ = length_;
  known_ = false;
  mask_.clear();
  ring_ = {};
  sums_ = {};
}

bool SlidingBandPower::push(float uv, bool signal) noexcept {
  std::int32_t& place = ring_[static_cast<std::size_t>(next_)];
  const std::int32_t came = units_of(uv);
  const std::int32_t change = came - place;
  place = came;
  mask_.set(next_, signal);
  const int step = next_ * (kTurn / length_);  // a 256th of a turn per bin
  int turn = (bins_.first - 1) * step;
  for (int b = 0; b < bins_.count() + 2; ++b, turn += step) {
    Bin& bin = sums_[static_cast<std::size_t>(b)];
    bin.re += std::int64_t{change} * turn_cosine(turn);
    bin.im -= std::int64_t{change} * turn_sine(turn);
  }
  next_ = (next_ + 1) & (length_ - 1);
  if (--missing_ > 0) return false;
  missing_ = kSlidingStep;
  return true;
}

// Sums count turns from the ring's place 0, Hann's window from the oldest sample: their
// neighbours are turned by the difference.
float SlidingBandPower::power() const noexcept {
  const int parts = next_ * (kTurn / length_);
  const float cosine = static_cast<float>(turn_cosine(parts)) * kTurnUnit;
  const float sine = static_cast<float>(turn_sine(parts)) * kTurnUnit;
  float sum = 0.0F;
  for (int b = 1; b <= bins_.count(); ++b) {
    const auto i = static_cast<std::size_t>(b);
    const auto uv = [&](std::int64_t units) {
      return static_cast<float>(units) * kSumUnit_uv;
    };
    const float below_re = uv(sums_[i - 1].re), below_im = uv(sums_[i - 1].im);
    const float above_re = uv(sums_[i + 1].re), above_im = uv(sums_[i + 1].im);
    const float re = 0.5F * uv(sums_[i].re) - 0.25F * (cosine * (below_re + above_re) +
                                                       sine * (below_im - above_im));
    const float im = 0.5F * uv(sums_[i].im) - 0.25F * (cosine * (below_im + above_im) +
                                                       sine * (above_re - below_re));
    sum += re * re + im * im;
  }
  const auto samples = static_cast<float>(length_);
  return 2.0F * sum / (0.375F * samples * samples);
}

}  // namespace homeostat::biomarkers
