#include "biomarkers/spectrum.h"

#include "biomarkers/turn_table.h"

namespace homeostat::biomarkers {
namespace {

struct Complex {
  float re = 0.0F;
  float im = 0.0F;
};

Complex operator+(Complex a, Complex b) noexcept { return {a.re + b.re, a.im + b.im}; }
Complex operator-(Complex a, Complex b) noexcept { return {a.re - b.re, a.im - b.im}; }
Complex operator*(Complex a, Complex b) noexcept {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// Even samples of a real signal are the real parts, odd ones the imaginary ones.
using Halved = std::array<Complex, kLongestTransform / 2>;

// e^(-j 2 pi parts / 256).
Complex turned_back(int parts) noexcept {
  return {static_cast<float>(turn_cosine(parts)) * kTurnUnit,
          -static_cast<float>(turn_sine(parts)) * kTurnUnit};
}

Complex& at(Halved& z, int i) noexcept { return z[static_cast<std::size_t>(i)]; }

void reverse_bits(Halved& z, int count) noexcept {
  for (int i = 1, j = 0; i < count; ++i) {
    int bit = count >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const Complex kept = at(z, i);
    at(z, i) = at(z, j);
    at(z, j) = kept;
  }
}

// Cooley and Tukey 1965, radix 2, in place.
void transform_halved(Halved& z, int count) noexcept {
  reverse_bits(z, count);
  for (int span = 1; span < count; span *= 2) {
    for (int offset = 0; offset < span; ++offset) {
      const Complex turn = turned_back(offset * (kTurn / 2 / span));
      for (int i = offset; i < count; i += 2 * span) {
        const Complex odd = turn * at(z, i + span);
        at(z, i + span) = at(z, i) - odd;
        at(z, i) = at(z, i) + odd;
      }
    }
  }
}

// Twice bin k of the real signal, from the transform of its halves.
Complex twice_bin(Halved& z, int k, int length) noexcept {
  const int half = length / 2;
  const Complex a = at(z, k % half);
  const Complex b = at(z, (half - k) % half);
  const Complex even{a.re + b.re, a.im - b.im};
  const Complex odd{a.im + b.im, b.re - a.re};
  return even + turned_back(k * (kTurn / length)) * odd;
}

// Half of (1 - cosine); the window's mean square is 3/8.
float hann(int n, int length) noexcept {
  const float cosine = static_cast<float>(turn_cosine(n * (kTurn / length))) * kTurnUnit;
  return 0.5F - 0.5F * cosine;
}

}  // namespace

void SpectrumStretch::begin() noexcept {
  next_ = 0;
  missing_ = length_;
  known_ = false;
  mask_.clear();
}

bool SpectrumStretch::push(float uv, bool signal) noexcept {
  ring_uv_[static_cast<std::size_t>(next_)] = uv;
  mask_.set(next_, signal);
  next_ = (next_ + 1) & (length_ - 1);
  if (--missing_ > 0) return false;
  missing_ = length_ / 2;
  return true;
}

PowerSpectrum SpectrumStretch::transform() const noexcept {
  Halved z;
  for (int n = 0; n < length_; n += 2) {
    const auto first = static_cast<std::size_t>((next_ + n) & (length_ - 1));
    at(z, n / 2) = {ring_uv_[first] * hann(n, length_),
                    ring_uv_[first + 1] * hann(n + 1, length_)};
  }
  transform_halved(z, length_ / 2);
  PowerSpectrum spectrum;
  spectrum.bin_hz = sample_rate_hz_ / static_cast<float>(length_);
  const auto samples = static_cast<float>(length_);
  for (int k = 0; k <= length_ / 2; ++k) {
    const Complex x = twice_bin(z, k, length_);
    const float sides = k == 0 || k == length_ / 2 ? 1.0F : 2.0F;
    spectrum.power_uv2[static_cast<std::size_t>(k)] =
        sides * (x.re * x.re + x.im * x.im) / (4.0F * 0.375F * samples * samples);
  }
  return spectrum;
}

}  // namespace homeostat::biomarkers
