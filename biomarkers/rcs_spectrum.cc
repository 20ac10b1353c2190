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

template <std::size_t kRoom>
RcsSpectrumOf<kRoom>::RcsSpectrumOf(const RcsSettings& settings) noexcept
    : sample_rate_hz_(settings.sample_rate_hz),
      fft_size_(settings.fft_size),
      fft_interval_ms_(settings.fft_interval_ms),
      first_samples_(
          rcs_real_samples(settings.fft_size, settings.first_window_samples == 63)),
      bit_shift_(settings.bit_shift),
      power_scale_256ths_(settings.power_scale_256ths),
      wrap_bits_(settings.wrap_bits),
      channel_count_(settings.channel_count < kRoom ? settings.channel_count : kRoom),
      band_count_(settings.band_count),
      window_(settings.fft_size, settings.hann_percent),
      due_(static_cast<std::uint64_t>(first_samples_)),
      real_samples_(first_samples_),
      odd_(settings.first_window_samples == 63) {
  for (std::size_t b = 0; b < band_count_; ++b) {
    const RcsBandSettings& band = settings.bands[b];
    channel_of_[b] = static_cast<std::uint8_t>(band.channel);
    bins_[b] = rcs_bins(band, sample_rate_hz_, fft_size_);
  }
}

template <std::size_t kRoom>
bool RcsSpectrumOf<kRoom>::update(const RcsCounts& counts) noexcept {
  const auto place = static_cast<std::size_t>(samples_ % kRing);
  ++samples_;
  for (std::size_t c = 0; c < channel_count_; ++c) {
    rings_[c][place] = counts[c];
    if (counts[c] == kRcsMissing) good_since_[c] = samples_;
  }
  if (samples_ < due_) return false;
  transform();
  // From the first, so that an interval that is no whole number of samples never drifts.
  ++intervals_;
  due_ = static_cast<std::uint64_t>(first_samples_) +
         intervals_ * static_cast<std::uint64_t>(fft_interval_ms_) *
             static_cast<std::uint64_t>(sample_rate_hz_) / 1000U;
  if (fft_size_ == 64) odd_ = !odd_;
  real_samples_ = rcs_real_samples(fft_size_, odd_);
  return true;
}

template <std::size_t kRoom>
void RcsSpectrumOf<kRoom>::transform() noexcept {
  power_ = {};
  for (std::size_t b = 0; b < band_count_; ++b) {
    const std::size_t channel = channel_of_[b];
    if (samples_ - good_since_[channel] < static_cast<std::uint64_t>(real_samples_)) {
      power_.missing = static_cast<std::uint8_t>(power_.missing | bit(b));
      continue;
    }
    for (int k = bins_[b].first; k <= bins_[b].last; ++k) add_bin(b, k);
  }
}

template <std::size_t kRoom>
void RcsSpectrumOf<kRoom>::add_bin(std::size_t band, int k) noexcept {
  const Wide scaled = times(energy_of(rings_[channel_of_[band]], k),
                            static_cast<std::uint32_t>(power_scale_256ths_));
  const int bits = 2 * kSpectrumBits + 8 + size_bits(fft_size_);
  std::uint64_t power = shifted_right(scaled, bits - bit_shift_).low;
  if (wrap_bits_ > 0 && power >> wrap_bits_ != 0) {
    power &= (std::uint64_t{1} << wrap_bits_) - 1U;
    power_.over_range = static_cast<std::uint8_t>(power_.over_range | bit(band));
  }
  power_.bands[band] += static_cast<std::int64_t>(power);
}

// |X_k|^2 in 2^-40.
template <std::size_t kRoom>
Wide RcsSpectrumOf<kRoom>::energy_of(const Ring& ring, int k) const noexcept {
  constexpr int kDown = kWindowedBits + kRcsUnitBits - kSpectrumBits;
  const auto step = static_cast<std::uint32_t>(k * (kRcsTurn / fft_size_));
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

template class RcsSpectrumOf<kRcsAdaptiveChannels>;
template class RcsSpectrumOf<kRcsChannels>;

}  // namespace homeostat::biomarkers
