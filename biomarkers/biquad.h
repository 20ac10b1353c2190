// A second-order filter section, and the three designs that sensing needs.
//
// Knows no channel. High- and low-pass are Butterworth (bilinear transform with
// prewarping, -3 dB at the corner), the notch has unit gain away from its centre;
// formulas as in R. Bristow-Johnson's audio equaliser cookbook. Transposed direct form II
// in float32: 5 multiplications, 28 bytes. Rounding stays below 0.2 uV rms on an offset
// of 1 mV where the corner is at least sample_rate / 2000.
#pragma once

namespace homeostat::biomarkers {

// y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]. Default: passes all.
struct BiquadCoefficients {
  float b0 = 1.0F;
  float b1 = 0.0F;
  float b2 = 0.0F;
  float a1 = 0.0F;
  float a2 = 0.0F;
};

// A frequency outside (0, sample_rate / 2), zero above all, gives a section that passes
// everything unchanged: never an unstable one.
BiquadCoefficients high_pass(float corner_hz, float sample_rate_hz) noexcept;
BiquadCoefficients low_pass(float corner_hz, float sample_rate_hz) noexcept;
BiquadCoefficients notch(float centre_hz, float quality, float sample_rate_hz) noexcept;

class Biquad {
 public:
  constexpr Biquad() = default;
  constexpr explicit Biquad(const BiquadCoefficients& c) noexcept : c_(c) {}

  float filter(float x) noexcept {
    const float y = c_.b0 * x + s1_;
    s1_ = c_.b1 * x - c_.a1 * y + s2_;
    s2_ = c_.b2 * x - c_.a2 * y;
    return y;
  }

  // As if the input had been `x` for ever: no transient follows. Returns the output.
  float settle(float x) noexcept;

  // A decaying state ends at zero instead of among the subnormals, which are slow.
  // Call now and then, for example once per frame.
  void quench() noexcept;

 private:
  BiquadCoefficients c_;
  float s1_ = 0.0F;
  float s2_ = 0.0F;
};

}  // namespace homeostat::biomarkers
