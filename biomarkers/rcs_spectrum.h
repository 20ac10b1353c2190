// Time domain to band power, as the `rcs` profile does it: at every interval the latest
// samples, windowed and filled up with zeros, a Fourier transform of the bins that bands
// ask for, and the powers of each band added up.
//
//   X_k = sum over n of w[n] x[n] exp(-2 pi i k n / L)
//   p_k = floor(64 |X_k|^2 / L^2 * scale / 256 / 2^(8 - shift)), modulo 2^wrap_bits
//
// Whole numbers throughout: w and the twiddles in 2^-30, w x in 2^-15, X in 2^-20,
// squares exact. Source: shared reference "devices" 2.1, points 2 to 5. Knows no
// detector. 4.4 kB and 4.1 for each channel that there is room for; three multiplications
// of 64 bits for each real sample and bin, once an interval.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/rcs_settings.h"
#include "biomarkers/rcs_units.h"
#include "biomarkers/rcs_wide.h"
#include "biomarkers/rcs_window.h"

namespace homeostat::biomarkers {

struct RcsPower {
  std::array<std::int64_t, kRcsBands> bands{};
  std::uint8_t over_range = 0;  // bit b: a bin of band b wrapped
  std::uint8_t missing = 0;  // bit b: a sample behind band b never came; its power is 0
};

using RcsCounts = std::array<std::int32_t, kRcsChannels>;  // of one moment

template <std::size_t kRoom>
class RcsSpectrumOf {
 public:
  // Of settings that validate() accepts (rcs_rules.h), of at most kRoom channels.
  explicit RcsSpectrumOf(const RcsSettings& settings) noexcept;

  // True where this sample completes an interval: then power() is new. The first does
  // when the window is full for the first time.
  bool update(const RcsCounts& counts) noexcept;

  const RcsPower& power() const noexcept { return power_; }
  RcsBins bins(std::size_t band) const noexcept { return bins_[band]; }

 private:
  static constexpr std::uint64_t kRing = 1024;
  using Ring = std::array<std::int32_t, kRing>;

  void transform() noexcept;
  void add_bin(std::size_t band, int k) noexcept;
  Wide energy_of(const Ring& ring, int k) const noexcept;

  int sample_rate_hz_;
  int fft_size_;
  int fft_interval_ms_;
  int first_samples_;  // of the first transform
  int bit_shift_;
  int power_scale_256ths_;
  int wrap_bits_;
  std::size_t channel_count_;
  std::size_t band_count_;
  std::array<std::uint8_t, kRcsBands> channel_of_{};  // by band
  std::array<RcsBins, kRcsBands> bins_{};
  RcsWindow window_;
  std::array<Ring, kRoom> rings_{};
  std::array<std::uint64_t, kRoom> good_since_{};  // sample after the last missing
  RcsPower power_;
  std::uint64_t samples_ = 0;
  std::uint64_t due_;            // when the next transform is
  std::uint64_t intervals_ = 0;  // since the first
  int real_samples_;             // of the next transform
  bool odd_;
};

extern template class RcsSpectrumOf<kRcsAdaptiveChannels>;
extern template class RcsSpectrumOf<kRcsChannels>;
using RcsSpectrum = RcsSpectrumOf<kRcsChannels>;  // the whole device

}  // namespace homeostat::biomarkers
