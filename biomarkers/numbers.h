// Sine and cosine of the device core, so that equal input gives equal bits on every host:
// + - * / only, no libm, no tables. Knows no signal.
#pragma once

namespace homeostat::biomarkers {

// Of |radians| <= 7, within 4e-16 of the exact value. In double: for filter design at
// start, never in the sample path (a Cortex-M4F computes doubles in software, to the same
// bits).
double sin(double radians) noexcept;
double cos(double radians) noexcept;

}  // namespace homeostat::biomarkers
