#include "biomarkers/rns_tool.h"

#include <bit>

namespace homeostat::biomarkers {
namespace {

float magnitude_of(float uv) noexcept { return uv < 0.0F ? -uv : uv; }

int windows_in(int ms, int window_ms) noexcept {
  return ms > 0 && window_ms > 0 ? ms / window_ms : 1;
}

float share_of(double percent, double full_scale_uv) noexcept {
  return static_cast<float>(full_scale_uv * percent / 100.0);
}

float half_period(double hz, int sample_rate_hz) noexcept {
  return hz > 0.0 ? static_cast<float>(sample_rate_hz / (2.0 * hz)) : 0.0F;
}

}  // namespace

RnsTool::RnsTool(const RnsToolSettings& tool, const RnsSettings& settings) noexcept
    : kind_(tool.kind),
      inverted_(tool.inverted),
      short_(windows_in(tool.trend.short_window_ms, settings.window_ms)),
      long_(windows_in(tool.trend.long_window_ms, settings.window_ms)),
      relative_(tool.trend.long_window_ms > 0),
      factor_(static_cast<float>(1.0 + tool.trend.threshold_percent / 100.0)),
      fixed_uv_(static_cast<float>(tool.trend.threshold_uv)),
      long_windows_left_(relative_ ? long_.window_frames() : short_.window_frames()),
      half_waves_(share_of(tool.bandpass.hysteresis_percent, settings.full_scale_uv)),
      min_uv_(share_of(tool.bandpass.min_amplitude_percent, settings.full_scale_uv)),
      max_uv_(share_of(tool.bandpass.max_amplitude_percent, settings.full_scale_uv)),
      shortest_(half_period(tool.bandpass.high_hz, settings.sample_rate_hz)),
      longest_(half_period(tool.bandpass.low_hz, settings.sample_rate_hz)),
      needed_(tool.bandpass.half_waves),
      windows_hit_(tool.bandpass.windows_hit),
      looked_at_(tool.bandpass.windows_looked_at >= 64
                     ? ~std::uint64_t{0}
                     : (std::uint64_t{1} << tool.bandpass.windows_looked_at) - 1U) {}

void RnsTool::see(float uv) noexcept {
  if (!(uv == uv)) {
    has_previous_ = false;
    half_waves_.restart();
  } else if (kind_ == RnsToolKind::kBandpass) {
    see_half_waves(uv);
  } else {
    see_trend(uv);
  }
}

void RnsTool::see_trend(float uv) noexcept {
  const bool length = kind_ == RnsToolKind::kLineLength;
  if (!length || has_previous_) {
    sum_.sum += magnitude_of(length ? uv - previous_uv_ : uv);
    ++sum_.count;
  }
  previous_uv_ = uv;
  has_previous_ = true;
}

void RnsTool::see_half_waves(float uv) noexcept {
  RnsHalfWave wave;
  if (!half_waves_.update(uv, wave)) return;
  const auto samples = static_cast<float>(wave.samples);
  const bool amplitude = wave.amplitude_uv >= min_uv_ && wave.amplitude_uv <= max_uv_;
  if (amplitude && samples >= shortest_ && samples <= longest_) ++qualified_;
}

RnsReading RnsTool::judge() noexcept {
  RnsReading reading = kind_ == RnsToolKind::kBandpass ? judge_bandpass() : judge_trend();
  if (kind_ == RnsToolKind::kNotChosen) reading.valid = false;
  reading.on = reading.valid && reading.on != inverted_;
  return reading;
}

RnsReading RnsTool::judge_trend() noexcept {
  short_.add(sum_);
  long_.add(sum_);
  sum_ = {};
  if (long_windows_left_ > 0) --long_windows_left_;
  RnsReading reading;
  reading.value = short_.mean();
  reading.threshold = relative_ ? factor_ * long_.mean() : fixed_uv_;
  // Lost samples are no silence: without any in the short window nothing is known.
  reading.valid = long_windows_left_ == 0 && short_.count() > 0;
  reading.on = reading.value > reading.threshold;
  return reading;
}

RnsReading RnsTool::judge_bandpass() noexcept {
  hits_ = hits_ << 1 | (qualified_ >= needed_ ? 1U : 0U);
  qualified_ = 0;
  RnsReading reading;
  const int hits = std::popcount(hits_ & looked_at_);
  reading.value = static_cast<float>(hits);
  reading.threshold = static_cast<float>(windows_hit_);
  reading.valid = true;
  reading.on = hits >= windows_hit_;
  return reading;
}

}  // namespace homeostat::biomarkers
