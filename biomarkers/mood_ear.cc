#include "biomarkers/mood_ear.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kLog10Of2 = 0.30102999566F;
constexpr float kCleanShare = 0.8F;
constexpr float kSettlingSeconds = 1.0F;

float larger(float a, float b) noexcept { return a > b ? a : b; }

int rounded_up(float x) noexcept {
  const int whole = static_cast<int>(x);
  return static_cast<float>(whole) < x ? whole + 1 : whole;
}

}  // namespace

float log10(float x) noexcept { return kLog10Of2 * log2(x); }

MoodEar::MoodEar(float low_hz, float high_hz, float sample_rate_hz) noexcept
    : sides_{{{Biquad(high_pass(0.5F * low_hz, sample_rate_hz)),
               AnalyticBand(low_hz, high_hz, sample_rate_hz)},
              {Biquad(high_pass(0.5F * low_hz, sample_rate_hz)),
               AnalyticBand(low_hz, high_hz, sample_rate_hz)}}},
      settling_(rounded_up(
          sample_rate_hz *
          (kSettlingSeconds + larger(2.0F / low_hz, 4.0F / (high_hz - low_hz))))),
      missing_(settling_),
      least_(rounded_up(kCleanShare * sample_rate_hz)) {}

void MoodEar::begin() noexcept {
  begun_ = false;
  missing_ = settling_;
}

void MoodEar::hear(const ChannelSamples& samples, const ChannelSamples* other,
                   SampleRun run) noexcept {
  const SampleMask used = other != nullptr ? samples.used & other->used : samples.used;
  for (int i = run.from; i < run.to; ++i) {
    const auto s = static_cast<std::size_t>(i);
    const float own_uv = samples.uv[s];
    const float other_uv = other != nullptr ? other->uv[s] : 0.0F;
    if (!begun_) {
      begun_ = true;
      sides_[0].high_pass.settle(own_uv);
      sides_[1].high_pass.settle(other_uv);
      for (Side& side : sides_) side.band.begin();
    }
    sides_[0].band.push(sides_[0].high_pass.filter(own_uv));
    if (other != nullptr) sides_[1].band.push(sides_[1].high_pass.filter(other_uv));
    if (missing_ > 0) {
      --missing_;
      continue;
    }
    if (!contains(used, i)) continue;
    const ComplexUv a = sides_[0].band.turned_back();
    const ComplexUv b = sides_[1].band.turned_back();
    sums_.own += a.re * a.re + a.im * a.im;
    sums_.others += b.re * b.re + b.im * b.im;
    sums_.re += a.re * b.re + a.im * b.im;
    sums_.im += a.im * b.re - a.re * b.im;
    ++sums_.count;
  }
}

void MoodEar::quench() noexcept {
  for (Side& side : sides_) {
    side.high_pass.quench();
    side.band.quench();
  }
}

float MoodEar::end_with_power_log10() noexcept {
  const Sums sums = sums_;
  sums_ = {};
  if (!enough(sums)) return kNotKnown;
  const float power_uv2 = 2.0F * sums.own / static_cast<float>(sums.count);
  return power_uv2 >= kNothing ? log10(power_uv2) : kNotKnown;
}

float MoodEar::end_with_coherence() noexcept {
  const Sums sums = sums_;
  sums_ = {};
  if (!enough(sums) || !(sums.own >= kNothing && sums.others >= kNothing)) {
    return kNotKnown;
  }
  const float share = (sums.re / sums.own) * (sums.re / sums.others) +
                      (sums.im / sums.own) * (sums.im / sums.others);
  return share < 1.0F ? share : 1.0F;  // rounding
}

}  // namespace homeostat::biomarkers
