// From a person's units to the device's: millivolts to counts, hertz to bins, mA/s to the
// programmed rate. Sources: shared reference "devices" 2.1, points 1, 5 and 11.
#pragma once

#include <cstdint>
#include <limits>

#include "biomarkers/rcs_settings.h"

namespace homeostat::biomarkers {

// A sample that never came.
inline constexpr std::int32_t kRcsMissing = std::numeric_limits<std::int32_t>::min();
// Four times what a converter of 16 bits gives. The device's own range is not documented;
// within this one no sum of the chain overflows.
inline constexpr std::int32_t kRcsMostCounts = (1 << 17) - 1;

// To the nearest count, halves away from zero, within +-kRcsMostCounts. Not a number:
// kRcsMissing. One count is 0.107 uV at trim 236.
std::int32_t rcs_counts(double millivolts, int gain250_trim) noexcept;

struct RcsBins {
  int first = 0;
  int last = 0;  // inclusive
};

// As the investigators' programming application finds them, in its double arithmetic: the
// nearest edge of a bin, of two equally near the higher; edges in hundredths of a hertz.
RcsBins rcs_bins(const RcsBandSettings& band, int sample_rate_hz, int fft_size) noexcept;

// Nearest whole number, halves up, of a number within +-2^53.
std::int64_t rcs_nearest(double value) noexcept;

// In 1/65536 mA/s, as it is programmed.
inline std::int64_t rcs_ramp(double ma_per_s) noexcept {
  return rcs_nearest(ma_per_s * 65536.0);
}

}  // namespace homeostat::biomarkers
