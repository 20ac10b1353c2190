// Elementary functions of the device core, so that equal input gives equal bits on every
// host: + - * / and sqrt, which IEEE 754 defines exactly; no libm, no tables. Knows no
// signal.
#pragma once

namespace homeostat::biomarkers {

// Of |radians| <= 7, within 4e-16 of the exact value. In double: for filter design at
// start, never in the sample path (a Cortex-M4F computes doubles in software, to the same
// bits).
double sin(double radians) noexcept;
double cos(double radians) noexcept;

// Correctly rounded; one instruction on every host. Zero for what has no root.
float sqrt(float x) noexcept;

// Binary logarithm, within 1.4e-7 of the exact value or of its share, whichever is more.
// What is below the smallest normal float, and what has none: -126.
float log2(float x) noexcept;

// Of sums of squares in uV^2: less is no signal.
inline constexpr float kNothing = 1.0e-20F;

// sqrt(part / whole). Zero where either is nothing, so that ratios stay finite.
float root_of_ratio(float part, float whole) noexcept;

}  // namespace homeostat::biomarkers
