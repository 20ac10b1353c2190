#include "biomarkers/channel.h"

#include <bit>

namespace homeostat::biomarkers {
namespace {

constexpr float kNotchQuality = 30.0F;
constexpr std::int64_t kImpedanceRatio = 10;

// Infinities and NaNs are the floats whose exponent bits are all ones.
SampleMask not_numbers(const std::array<float, kMaxSamples>& uv, int count) noexcept {
  constexpr std::uint32_t kExponent = 0x7F80'0000U;
  SampleMask mask = 0;
  for (int i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(uv[static_cast<std::size_t>(i)]);
    mask |= SampleMask{(bits & kExponent) == kExponent} << i;
  }
  return mask;
}

}  // namespace

ChannelFilters::ChannelFilters(const ChannelSettings& settings,
                               float sample_rate_hz) noexcept {
  if (settings.high_pass_hz > 0.0F) add(high_pass(settings.high_pass_hz, sample_rate_hz));
  if (settings.low_pass_hz > 0.0F) add(low_pass(settings.low_pass_hz, sample_rate_hz));
  if (!(settings.notch_hz > 0.0F)) return;
  for (int n = 0; n <= settings.notch_harmonics && n <= kMaxNotchHarmonics; ++n) {
    const float centre_hz = static_cast<float>(n + 1) * settings.notch_hz;
    add(notch(centre_hz, kNotchQuality, sample_rate_hz));
  }
}

void ChannelFilters::add(const BiquadCoefficients& coefficients) noexcept {
  sections_[static_cast<std::size_t>(count_)] = Biquad(coefficients);
  ++count_;
}

void ChannelFilters::settle(float uv) noexcept {
  for (Biquad& section : sections_) uv = section.settle(uv);
}

void ChannelFilters::filter(std::array<float, kMaxSamples>& uv, int count) noexcept {
  for (int n = 0; n < count_; ++n) {
    Biquad section = sections_[static_cast<std::size_t>(n)];  // a copy in registers
    for (int i = 0; i < count; ++i) {
      float& sample_uv = uv[static_cast<std::size_t>(i)];
      sample_uv = section.filter(sample_uv);
    }
    section.quench();
    sections_[static_cast<std::size_t>(n)] = section;
  }
}

Channel::Channel(const ChannelSettings& settings, const QualitySettings& quality,
                 const Cadence& cadence) noexcept
    : quality_(quality, cadence),
      filters_(settings, cadence.sample_rate_hz),
      rail_uv_(quality.rail_uv),
      commissioned_{{{settings.plus_contact, settings.plus_commissioned},
                     {settings.minus_contact, settings.minus_commissioned}}} {}

ChannelQuality Channel::sense(const SampleFrame& frame, int index, const Arrival& arrival,
                              const PulseMarks& marks, bool hold) noexcept {
  const auto c = static_cast<std::size_t>(index);
  const bool readable = (arrival.flags & kDisconnected) == 0;
  const int count = readable ? frame.sample_count : 0;
  const auto front_end = readable ? frame.front_end[c] : std::uint8_t{0};
  SampleMask spoilt = marks.spoilt;
  if ((front_end & kRecovering) != 0) spoilt = first_samples(count);
  const SampleMask missing = not_numbers(frame.samples_uv[c], count) & ~spoilt;
  std::array<float, kMaxSamples> subtracted;
  const bool subtracts = marks.artefact != nullptr && marks.phases->known != 0;
  if (subtracts) {
    subtracted = frame.samples_uv[c];
    spoilt |= subtract(marks, first_samples(count) & ~(missing | spoilt), subtracted);
  }
  const RawChannel raw{.uv = subtracts ? subtracted : frame.samples_uv[c],
                       .count = count,
                       .missing = missing,
                       .spoilt = spoilt,
                       .front_end = front_end,
                       .impedance_strayed = readable && impedance_strayed(frame)};
  const ChannelQuality quality = quality_.judge(raw, arrival, hold);
  if (quality_.usable()) {
    clean(raw, arrival.after_gap);
  } else {
    settled_ = false;
  }
  return quality;
}

SampleMask Channel::subtract(const PulseMarks& marks, SampleMask signal,
                             std::array<float, kMaxSamples>& uv) const noexcept {
  SampleMask unknown = 0;
  for (int i = 0; i < kMaxSamples; ++i) {
    if (!contains(signal & marks.phases->known, i)) continue;
    float& sample_uv = uv[static_cast<std::size_t>(i)];
    if (!(sample_uv > -rail_uv_ && sample_uv < rail_uv_)) continue;
    const float phase = marks.phases->phase[static_cast<std::size_t>(i)];
    if (!marks.artefact->knows(phase)) unknown |= SampleMask{1} << i;
    sample_uv = marks.artefact->clean(sample_uv, phase);
  }
  return unknown;
}

bool Channel::impedance_strayed(const SampleFrame& frame) const noexcept {
  for (const Commissioned& c : commissioned_) {
    if (c.contact < 0 || c.contact >= safety::kContacts || c.value <= Ohms{}) continue;
    const auto& measured = frame.impedances[static_cast<std::size_t>(c.contact)];
    if (!measured.valid) continue;
    const std::int64_t now = measured.value.count();
    const std::int64_t then = c.value.count();
    if (now * kImpedanceRatio < then || now > then * kImpedanceRatio) return true;
  }
  return false;
}

void Channel::clean(const RawChannel& raw, bool after_gap) noexcept {
  samples_.count = raw.count;
  samples_.used = raw.signal();
  samples_.after_gap = after_gap || !settled_;
  if (!settled_) {
    if (samples_.used == 0) {
      samples_.uv = {};
      return;
    }
    held_uv_ =
        within_rails(raw.uv[static_cast<std::size_t>(std::countr_zero(samples_.used))]);
    filters_.settle(held_uv_);
    settled_ = true;
  }
  for (int i = 0; i < raw.count; ++i) {
    const auto s = static_cast<std::size_t>(i);
    if (contains(samples_.used, i)) held_uv_ = within_rails(raw.uv[s]);
    samples_.uv[s] = held_uv_;
  }
  filters_.filter(samples_.uv, raw.count);
}

float Channel::within_rails(float uv) const noexcept {
  if (uv > rail_uv_) return rail_uv_;
  return uv < -rail_uv_ ? -rail_uv_ : uv;
}

}  // namespace homeostat::biomarkers
