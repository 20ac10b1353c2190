// Sine, cosine and the Hann window of the `rcs` profile, as whole numbers in 2^-30.
#pragma once

#include <array>
#include <cstdint>

namespace homeostat::biomarkers {

inline constexpr int kRcsUnitBits = 30;
inline constexpr int kRcsTurn = 1024;           // steps of a full turn
inline constexpr int kRcsLongestWindow = 1000;  // real samples of the largest FFT

// Of step / kRcsTurn of a turn, any step; each the whole number nearest to the exact
// value.
std::int32_t rcs_cosine(std::uint32_t step) noexcept;
std::int32_t rcs_sine(std::uint32_t step) noexcept;

// Real samples that an FFT of `fft_size` takes; the rest is zeros. Of 64 it takes 62 and
// 63 in turn: `odd` says that the 63 are due.
constexpr int rcs_real_samples(int fft_size, bool odd) noexcept {
  if (fft_size == 64) return odd ? 63 : 62;
  return fft_size == 256 ? 250 : kRcsLongestWindow;
}

// The weights of one size of FFT; where it takes 62 and 63 samples in turn, of both.
//
// w[n] = (1 - cos(2 pi n / (N percent / 100))) / 2 over N real samples; below 100 % one
// from the first peak of that to the last. (Peers: rcssim looks for the peaks among the
// samples, and where one falls between two samples finds an edge a sample early.)
class RcsWindow {
 public:
  // percent 25, 50 or 100.
  RcsWindow(int fft_size, int percent) noexcept;

  std::int32_t weight(int n, bool odd) const noexcept {
    return weights_[static_cast<std::size_t>(odd ? kShort + n : n)];
  }

 private:
  static constexpr int kShort = 62;

  std::array<std::int32_t, kRcsLongestWindow> weights_{};
};

}  // namespace homeostat::biomarkers
