#include "biomarkers/half_waves.h"

namespace homeostat::biomarkers {
namespace {

// Days at any rate: a swing of that length is a dead channel, and is forgotten before its
// age could overflow.
constexpr int kOldest = 1 << 28;

}  // namespace

HalfWaves::HalfWaves(const HalfWaveLimits& limits, float sample_rate_hz) noexcept
    : limits_(limits),
      sample_rate_hz_(sample_rate_hz),
      shortest_(0.5F * sample_rate_hz / limits.high_hz),
      longest_(0.5F * sample_rate_hz / limits.low_hz) {}

FrameSum HalfWaves::update(const ChannelSamples& samples) noexcept {
  if (samples.after_gap) started_ = false;
  FrameSum seen;
  int half_waves = 0;
  for (int i = 0; i < samples.count; ++i) {
    ++begin_age_;
    ++end_age_;
    if (!contains(samples.used, i)) continue;
    if (follow(samples.uv[static_cast<std::size_t>(i)])) ++half_waves;
    ++seen.count;
  }
  if (begin_age_ > kOldest) started_ = false;
  seen.sum = static_cast<float>(half_waves) * sample_rate_hz_;
  return seen;
}

bool HalfWaves::follow(float uv) noexcept {
  if (course_ == Course::kUnknown || !started_) {
    find_course(uv);
    return false;
  }
  const bool rising = course_ == Course::kRising;
  const float beyond_uv = rising ? uv - end_uv_ : end_uv_ - uv;
  if (beyond_uv > 0.0F) {
    end_uv_ = uv;
    end_age_ = 0;
    return false;
  }
  if (!(-beyond_uv > limits_.hysteresis_uv)) return false;
  const bool found = is_half_wave(rising ? end_uv_ - begin_uv_ : begin_uv_ - end_uv_,
                                  begin_age_ - end_age_);
  course_ = rising ? Course::kFalling : Course::kRising;
  begin_uv_ = end_uv_;
  begin_age_ = end_age_;
  end_uv_ = uv;
  end_age_ = 0;
  return found;
}

// Rising from the lowest sample or falling from the highest, whichever shows first.
void HalfWaves::find_course(float uv) noexcept {
  if (!started_ || uv < begin_uv_) {
    begin_uv_ = uv;
    begin_age_ = 0;
  }
  if (!started_ || uv > end_uv_) {
    end_uv_ = uv;
    end_age_ = 0;
  }
  started_ = true;
  course_ = Course::kUnknown;
  if (uv - begin_uv_ > limits_.hysteresis_uv) {
    course_ = Course::kRising;
  } else if (end_uv_ - uv > limits_.hysteresis_uv) {
    course_ = Course::kFalling;
    begin_uv_ = end_uv_;
    begin_age_ = end_age_;
  } else {
    return;
  }
  end_uv_ = uv;
  end_age_ = 0;
}

bool HalfWaves::is_half_wave(float height_uv, int length) const noexcept {
  const auto samples = static_cast<float>(length);
  return height_uv >= limits_.min_amplitude_uv && samples >= shortest_ &&
         samples <= longest_;
}

}  // namespace homeostat::biomarkers
