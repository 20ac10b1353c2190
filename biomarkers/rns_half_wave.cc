#include "biomarkers/rns_half_wave.h"

namespace homeostat::biomarkers {
namespace {

constexpr std::int32_t kOldest = 1'000'000'000;  // a wave this long qualifies nowhere

void grow_older(std::int32_t& age) noexcept {
  if (age < kOldest) ++age;
}

}  // namespace

bool RnsHalfWaves::update(float uv, RnsHalfWave& done) noexcept {
  grow_older(last_.age);
  grow_older(latest_.age);
  if (way_ == Way::kUnknown) {
    begin(uv);
    return false;
  }
  if (way_ == Way::kSeeking) {
    seek(uv);
    return false;
  }
  const bool up = way_ == Way::kUp;
  if (up ? uv >= latest_.uv : uv <= latest_.uv) {
    latest_ = {uv, 0};
    return false;
  }
  const float back = up ? latest_.uv - uv : uv - latest_.uv;
  if (!(back > hysteresis_uv_)) return false;
  done.amplitude_uv = up ? latest_.uv - last_.uv : last_.uv - latest_.uv;
  done.samples = last_.age - latest_.age;
  last_ = latest_;
  latest_ = {uv, 0};
  way_ = up ? Way::kDown : Way::kUp;
  return true;
}

void RnsHalfWaves::begin(float uv) noexcept {
  last_ = latest_ = {uv, 0};
  way_ = Way::kSeeking;
}

// Until it has moved by more than the hysteresis, no way is known.
void RnsHalfWaves::seek(float uv) noexcept {
  if (uv <= last_.uv) last_ = {uv, 0};
  if (uv >= latest_.uv) latest_ = {uv, 0};
  if (!(latest_.uv - last_.uv > hysteresis_uv_)) return;
  if (latest_.age == 0) {
    way_ = Way::kUp;
  } else {
    const Turn highest = latest_;
    latest_ = last_;
    last_ = highest;
    way_ = Way::kDown;
  }
}

}  // namespace homeostat::biomarkers
