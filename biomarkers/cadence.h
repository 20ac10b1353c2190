// How often frames come: turns the durations that a clinician states into the whole
// frames that the streaming code counts. Knows no signal. Asked when something is made,
// and each of its calls in one place: a device has no instruction for a double.
#pragma once

#include <cstdint>

#include "safety/units.h"

namespace homeostat::biomarkers {

struct Cadence {
  float sample_rate_hz = 0.0F;
  int samples_per_frame = 0;

  // Rounded to whole microseconds; one at least, whatever the settings.
  [[gnu::noinline]] constexpr Microseconds frame() const noexcept {
    const double us = 1.0e6 * samples_per_frame / static_cast<double>(sample_rate_hz);
    return Microseconds(us >= 1.0 && us <= 1.0e9 ? static_cast<std::int64_t>(us + 0.5)
                                                 : 1);
  }
  // The frames that a duration fills, rounded to the nearest, one at least.
  [[gnu::noinline]] constexpr int frames_in(Microseconds duration) const noexcept {
    const std::int64_t one = frame().count();
    const std::int64_t n = (duration.count() + one / 2) / one;
    return n >= 1 ? static_cast<int>(n) : 1;
  }
  // The samples that a duration fills, rounded up, one at least.
  [[gnu::noinline]] constexpr int samples_in(Microseconds duration) const noexcept {
    const double n = static_cast<double>(duration.count()) * 1.0e-6 *
                     static_cast<double>(sample_rate_hz);
    if (!(n >= 1.0 && n <= 1.0e9)) return 1;
    const int whole = static_cast<int>(n);
    return n > whole ? whole + 1 : whole;
  }
};

}  // namespace homeostat::biomarkers
