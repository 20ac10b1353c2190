#include "biomarkers/rcs_window.h"

#include "biomarkers/numbers.h"
#include "biomarkers/rcs_units.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kTwoPi = 6.28318530717958647693;
constexpr double kUnit = 1 << kRcsUnitBits;
constexpr int kQuarter = kRcsTurn / 4;

// sin x for 0 <= x <= pi / 4: the next term is below 1e-17.
constexpr double short_sine(double x) {
  double term = x;
  double value = x;
  for (int k = 2; k <= 18; k += 2) {
    term *= -x * x / (k * (k + 1));
    value += term;
  }
  return value;
}

constexpr double short_cosine(double x) {
  double term = 1.0;
  double value = 1.0;
  for (int k = 1; k <= 17; k += 2) {
    term *= -x * x / (k * (k + 1));
    value += term;
  }
  return value;
}

// The first quarter of a sine. Worked out by the compiler: 1 kB of constants.
constexpr std::array<std::int32_t, kQuarter + 1> first_quarter() {
  std::array<std::int32_t, kQuarter + 1> table{};
  for (int i = 0; i <= kQuarter; ++i) {
    const double value = i <= kQuarter / 2
                             ? short_sine(kTwoPi * i / kRcsTurn)
                             : short_cosine(kTwoPi * (kQuarter - i) / kRcsTurn);
    table[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(value * kUnit + 0.5);
  }
  return table;
}
constexpr auto kSine = first_quarter();

std::int32_t hann(int n, int samples, int percent) noexcept {
  const int period = samples * percent;  // of the cosine, in hundredths of a sample
  const bool flat = percent < 100 && 200 * n >= period && 200 * (samples - n) >= period;
  const double turns = static_cast<double>(100 * n % period) / period;
  const double weight = flat ? 1.0 : 0.5 * (1.0 - cos(kTwoPi * turns));
  return static_cast<std::int32_t>(rcs_nearest(weight * kUnit));
}

}  // namespace

std::int32_t rcs_sine(std::uint32_t step) noexcept {
  const std::uint32_t within = step % kRcsTurn;
  const std::uint32_t half = within % (kRcsTurn / 2);
  const std::int32_t size = kSine[half <= kQuarter ? half : kRcsTurn / 2 - half];
  return within < kRcsTurn / 2 ? size : -size;
}

std::int32_t rcs_cosine(std::uint32_t step) noexcept {
  return rcs_sine(step % kRcsTurn + kQuarter);
}

RcsWindow::RcsWindow(int fft_size, int percent) noexcept {
  std::size_t next = 0;
  for (const bool odd : {false, true}) {
    if (odd && fft_size != 64) break;
    const int samples = rcs_real_samples(fft_size, odd);
    for (int n = 0; n < samples; ++n) weights_[next++] = hann(n, samples, percent);
  }
}

}  // namespace homeostat::biomarkers
