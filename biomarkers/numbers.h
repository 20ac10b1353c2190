// Elementary functions of the device core, so that equal input gives equal bits on every
// host: + - * / only, no libm, no tables.
//
// Knows no signal. Accuracies are against the exact value, over the whole stated domain.
#pragma once

namespace homeostat::biomarkers {

// Base-2 logarithm, within 2e-7 of max(1, |result|). What has no logarithm (zero,
// negative, NaN) gives -149, as does the smallest positive number; infinity gives 128.
float log2(float x) noexcept;

// 2^x, within 2e-7 relative where the result is normal. Below -149 and NaN: zero. From
// 128 on: the largest finite number.
float exp2(float x) noexcept;

// Sine and cosine of |radians| <= 7, within 4e-16. In double: for filter design at start,
// never in the sample path (a Cortex-M4F computes doubles in software, to the same bits).
double sin(double radians) noexcept;
double cos(double radians) noexcept;

}  // namespace homeostat::biomarkers
