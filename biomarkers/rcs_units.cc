#include "biomarkers/rcs_units.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kCountsPer1200Mv = 48644.8683623726;
constexpr double kFullTrim = 255.0;

double distance(double a, double b) noexcept { return a > b ? a - b : b - a; }

// Edges lie at odd multiples of half a bin, which are never halves of a hundredth: there
// is no tie that kinds of rounding could see differently.
double in_hundredths(double hz) noexcept {
  return static_cast<double>(rcs_nearest(hz * 100.0)) / 100.0;
}

struct Edges {
  double bin_hz;
  int bins;

  double lower(int k) const noexcept {
    return k == 0 ? 0.0 : in_hundredths(k * bin_hz - bin_hz / 2.0);
  }
  double upper(int k) const noexcept { return in_hundredths(k * bin_hz + bin_hz / 2.0); }
};

template <class Edge>
int nearest_bin(int bins, double hz, Edge edge) noexcept {
  int nearest = 0;
  for (int k = 1; k < bins; ++k) {
    if (!(distance(edge(nearest), hz) < distance(edge(k), hz))) nearest = k;
  }
  return nearest;
}

}  // namespace

std::int64_t rcs_nearest(double value) noexcept {
  const auto whole = static_cast<std::int64_t>(value);
  const double rest = value - static_cast<double>(whole);
  if (rest >= 0.5) return whole + 1;
  return rest < -0.5 ? whole - 1 : whole;
}

std::int32_t rcs_counts(double millivolts, int gain250_trim) noexcept {
  const double gain = 250.0 * (gain250_trim / kFullTrim);
  const double counts = millivolts * (gain * kCountsPer1200Mv) / 1200.0;
  if (counts >= kRcsMostCounts) return kRcsMostCounts;
  if (counts <= -kRcsMostCounts) return -kRcsMostCounts;
  if (!(counts == counts)) return kRcsMissing;
  const auto size = rcs_nearest(counts < 0.0 ? -counts : counts);
  return static_cast<std::int32_t>(counts < 0.0 ? -size : size);
}

RcsBins rcs_bins(const RcsBandSettings& band, int sample_rate_hz, int fft_size) noexcept {
  const Edges edges{static_cast<double>(sample_rate_hz) / fft_size, fft_size / 2};
  RcsBins bins;
  bins.first =
      nearest_bin(edges.bins, band.low_hz, [&](int k) { return edges.lower(k); });
  bins.last =
      nearest_bin(edges.bins, band.high_hz, [&](int k) { return edges.upper(k); });
  if (bins.last < bins.first) bins.last = bins.first;
  return bins;
}

}  // namespace homeostat::biomarkers
