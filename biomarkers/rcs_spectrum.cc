#include "biomarkers/rcs_spectrum.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kWindowedBits = 15;
constexpr int kSpectrumBits = 20;

// Rounded to the nearest, halves up.
constexpr std::int64_t scaled_down(std::int64_t value, int bits) noexcept {
  return (value + (std::int64_t{1} << (bits - 1))) >> bits;
}

// 64 / L^2 / 2^8 as a power of two.
constexpr int size_bits(int fft_size) noexcept {
  return fft_size == 64 ? 14 : fft_size == 256 ? 18 : 22;
}

constexpr std::uint8_t bit(std::size_t band) noexcept {
  return static_cast<std::uint8_t>(1U << band);
}

}  // namespace

RcsSpectrum::RcsSpectrum(const RcsSettings& settings) noexcept
    : settings_(settings),
      window_(settings.fft_size, settings.hann_percent),
      real_samples_(
          rcs_real_samples(settings.fft_size, settings.first_window_samples == 63)),
      odd_(settings.first_window_samples == 63) {
  due_ = static_cast<std::uint64_t>(real_samples_);
  for (std::size_t b = 0; b < settings_.band_count; ++b) {
    bins_[b] = rcs_bins(settings_.bands[b], settings_.sample_rate_hz, settings_.fft_size);
  }
}

bool RcsSpectrum::update(const RcsCounts& counts) noexcept {
  const auto place = static_cast<std::size_t>(samples_ % kRing);
  ++samples_;
  for (std::size_t c = 0; c < settings_.channel_count; ++c) {
    rings_[c][place] = counts[c];
    if (counts[c] == kRcsMissing) good_since_[c] = samples_;
  }
  if (samples_ < due_) return false;
  transform();
  // From the first, so that an interval that is no whole number of samples never drifts.
  ++intervals_;
  const auto first = static_cast<std::uint64_t>(
      rcs_real_samples(settings_.fft_size, settings_.first_window_samples == 63));
  due_ = first + intervals_ * static_cast<std::uint64_t>(settings_.fft_interval_ms) *
                     static_cast<std::uint64_t>(settings_.sample_rate_hz) / 1000U;
  if (settings_.fft_size == 64) odd_ = !odd_;
  real_samples_ = rcs_real_samples(settings_.fft_size, odd_);
  return true;
}

void RcsSpectrum::transform() noexcept {
  power_ = {};
  for (std::size_t b = 0; b < settings_.band_count; ++b) {
    const auto channel = static_cast<std::size_t>(settings_.bands[b].channel);
    if (samples_ - good_since_[channel] < static_cast<std::uint64_t>(real_samples_)) {
      power_.missing = static_cast<std::uint8_t>(power_.missing | bit(b));
      continue;
    }
    for (int k = bins_[b].first; k <= bins_[b].last; ++k) add_bin(b, k);
  }
}

void RcsSpectrum::add_bin(std::size_t band, int k) noexcept {
  const auto channel = static_cast<std::size_t>(settings_.bands[band].channel);
  const Wide scaled = times(energy_of(rings_[channel], k),
                            static_cast<std::uint32_t>(settings_.power_scale_256ths));
  const int bits = 2 * kSpectrumBits + 8 + size_bits(settings_.fft_size);
  std::uint64_t power = shifted_right(scaled, bits - settings_.bit_shift).low;
  if (settings_.wrap_bits > 0 && power >> settings_.wrap_bits != 0) {
    power &= (std::uint64_t{1} << settings_.wrap_bits) - 1U;
    power_.over_range = static_cast<std::uint8_t>(power_.over_range | bit(band));
  }
  power_.bands[band] += static_cast<std::int64_t>(power);
}

// |X_k|^2 in 2^-40.
Wide RcsSpectrum::energy_of(const Ring& ring, int k) const noexcept {
  constexpr int kDown = kWindowedBits + kRcsUnitBits - kSpectrumBits;
  const auto step = static_cast<std::uint32_t>(k * (kRcsTurn / settings_.fft_size));
  const std::uint64_t start = samples_ - static_cast<std::uint64_t>(real_samples_);
  std::int64_t real = 0;
  std::int64_t imaginary = 0;
  std::uint32_t turn = 0;
  for (int n = 0; n < real_samples_; ++n, turn += step) {
    const std::int64_t sample =
        ring[static_cast<std::size_t>((start + static_cast<std::uint64_t>(n)) % kRing)];
    const std::int64_t windowed =
        scaled_down(sample * window_.weight(n, odd_), kRcsUnitBits - kWindowedBits);
    real += scaled_down(windowed * rcs_cosine(turn), kDown);
    imaginary -= scaled_down(windowed * rcs_sine(turn), kDown);
  }
  return sum(product(magnitude(real), magnitude(real)),
             product(magnitude(imaginary), magnitude(imaginary)));
}

}  // namespace homeostat::biomarkers
