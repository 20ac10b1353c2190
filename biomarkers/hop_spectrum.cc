#include "biomarkers/hop_spectrum.h"

#include "biomarkers/numbers.h"
#include "biomarkers/turn_table.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kHalf = kHopTransform / 2;
constexpr double kTwoPi = 6.28318530717958647693;

// Even samples of a real signal are the real parts, odd ones the imaginary ones.
struct Halved {
  std::array<float, kHalf> re;
  std::array<float, kHalf> im;
};

// cos(2 pi k / 256).
constexpr std::array<float, kHalf> kCosine = [] {
  std::array<float, kHalf> cosine{};
  for (int k = 0; k < kHalf; ++k) {
    cosine[static_cast<std::size_t>(k)] = static_cast<float>(turn_cosine(k)) * kTurnUnit;
  }
  return cosine;
}();

// e^(-j 2 pi k / 256): a sine is the cosine of what is left of a quarter.
constexpr float turn_re(std::size_t k) noexcept { return kCosine[k]; }
constexpr float turn_im(std::size_t k) noexcept {
  constexpr std::size_t kQuarter = kTurn / 4;
  return -kCosine[k < kQuarter ? kQuarter - k : k - kQuarter];
}
static_assert([] {
  for (int k = 0; k < kHalf; ++k) {
    const float sine = static_cast<float>(turn_sine(k)) * kTurnUnit;
    if (turn_im(static_cast<std::size_t>(k)) != -sine) return false;
  }
  return true;
}());

constexpr std::array<std::uint8_t, kHalf> kReversed = [] {
  std::array<std::uint8_t, kHalf> reversed{};
  for (unsigned i = 0; i < kHalf; ++i) {
    unsigned bits = 0;
    for (unsigned bit = 0; bit < 7; ++bit) bits |= (i >> bit & 1U) << (6 - bit);
    reversed[i] = static_cast<std::uint8_t>(bits);
  }
  return reversed;
}();

// Cooley and Tukey 1965, radix 2, in place, of what lies in reversed order.
void transform_halved(Halved& z) noexcept {
  for (std::size_t span = 1; span < kHalf; span *= 2) {
    const std::size_t step = kHalf / span;
    for (std::size_t begin = 0; begin < kHalf; begin += 2 * span) {
      for (std::size_t k = 0; k < span; ++k) {
        const std::size_t a = begin + k;
        const std::size_t b = a + span;
        const float cosine = turn_re(k * step);
        const float sine = turn_im(k * step);
        const float re = cosine * z.re[b] - sine * z.im[b];
        const float im = cosine * z.im[b] + sine * z.re[b];
        z.re[b] = z.re[a] - re;
        z.im[b] = z.im[a] - im;
        z.re[a] += re;
        z.im[a] += im;
      }
    }
  }
}

}  // namespace

HopSpectrum::HopSpectrum(int window, float rail_uv) noexcept
    : window_(window >= 2 && window <= kHopTransform ? window : kHopTransform),
      parts_per_uv_(rail_uv > 0.0F ? 32767.0F / rail_uv : 0.0F),
      turn_cosine_(static_cast<float>(cos(kTwoPi / window_))),
      turn_sine_(static_cast<float>(sin(kTwoPi / window_))) {
  // The window's mean square is 3/8; a bin stands for two sides, and twice_bin() is twice
  // a bin.
  const float unit_uv = rail_uv > 0.0F ? rail_uv / 32767.0F : 0.0F;
  power_unit_uv2_ = unit_uv * unit_uv * 2.0F /
                    (4.0F * 0.375F * static_cast<float>(kHopTransform * window_));
}

void HopSpectrum::transform(Powers& power_uv2) const noexcept {
  // The window is symmetric: its second half is its first, backwards.
  std::array<float, kHopTransform> windowed{};
  const unsigned first = next_ - static_cast<unsigned>(window_);
  const auto sample = [&](int n) {
    const unsigned place = (first + static_cast<unsigned>(n)) & (kHopTransform - 1);
    return static_cast<float>(ring_[place]);
  };
  float cosine = 1.0F;
  float sine = 0.0F;
  for (int n = 1; 2 * n <= window_; ++n) {
    const float next_cosine = cosine * turn_cosine_ - sine * turn_sine_;
    sine = cosine * turn_sine_ + sine * turn_cosine_;
    cosine = next_cosine;
    const float weight = 0.5F - 0.5F * cosine;
    const int back = window_ - n;
    windowed[static_cast<std::size_t>(back)] = weight * sample(back);
    windowed[static_cast<std::size_t>(n)] = weight * sample(n);
  }
  Halved z;
  for (std::size_t i = 0; i < kHalf; ++i) {
    z.re[i] = windowed[2U * kReversed[i]];
    z.im[i] = windowed[2U * kReversed[i] + 1U];
  }
  transform_halved(z);
  power_uv2[0] = power_unit_uv2_ * 2.0F * (z.re[0] + z.im[0]) * (z.re[0] + z.im[0]);
  for (std::size_t k = 1; k < kHalf; ++k) {  // twice bin k of the real signal
    const float even_re = z.re[k] + z.re[kHalf - k];
    const float even_im = z.im[k] - z.im[kHalf - k];
    const float odd_re = z.im[k] + z.im[kHalf - k];
    const float odd_im = z.re[kHalf - k] - z.re[k];
    const float re = even_re + turn_re(k) * odd_re - turn_im(k) * odd_im;
    const float im = even_im + turn_re(k) * odd_im + turn_im(k) * odd_re;
    power_uv2[k] = power_unit_uv2_ * (re * re + im * im);
  }
}

}  // namespace homeostat::biomarkers
