// Amplitude and phase of what lies in a band, sample by sample.
//
// Knows no feature. The signal is turned back by the band's centre frequency, and both
// parts of what comes out pass a fourth-order Butterworth low-pass at half the band's
// width: half power at the band's edges, 56 dB less at five half-widths, so that a slow
// wave does not pass for a fast one. Its sections keep integrators (trapezoidal,
// Zavalishin 2012), because a Biquad in float32 loses three digits where the corner is
// far below the rate. Two of the same band turn alike, so that the difference of their
// phases is that of their signals. Delayed as the low-pass delays, by about 0.83 / width.
// Nothing is known for two periods of half the width after a gap. 112 bytes; 28
// multiplications per sample.
#pragma once

namespace homeostat::biomarkers {

struct ComplexUv {
  float re = 0.0F;
  float im = 0.0F;
};

// A second-order low-pass section, bilinear with prewarping. 20 bytes.
class LowPassSection {
 public:
  // `damping` is 1 / Q.
  LowPassSection(float corner_hz, double damping, float sample_rate_hz) noexcept;

  float filter(float x) noexcept {
    const float rest = x - second_;
    const float slope = a1_ * first_ + a2_ * rest;
    const float y = second_ + a2_ * first_ + a3_ * rest;
    first_ = 2.0F * slope - first_;
    second_ = 2.0F * y - second_;
    return y;
  }
  void clear() noexcept { first_ = second_ = 0.0F; }
  // A decaying state ends at zero instead of among the subnormals, which are slow.
  void quench() noexcept;

 private:
  float a1_ = 0.0F;
  float a2_ = 0.0F;
  float a3_ = 0.0F;
  float first_ = 0.0F;
  float second_ = 0.0F;
};

// Butterworth, fourth order.
class SmoothLowPass {
 public:
  SmoothLowPass(float corner_hz, float sample_rate_hz) noexcept;

  float filter(float x) noexcept { return sharp_.filter(blunt_.filter(x)); }
  void clear() noexcept {
    blunt_.clear();
    sharp_.clear();
  }
  void quench() noexcept {
    blunt_.quench();
    sharp_.quench();
  }

 private:
  LowPassSection blunt_;
  LowPassSection sharp_;
};

class AnalyticBand {
 public:
  // 0 < low_hz < high_hz < sample_rate_hz / 2.
  AnalyticBand(float low_hz, float high_hz, float sample_rate_hz) noexcept;

  // As after a gap.
  void begin() noexcept;

  void push(float uv) noexcept;
  // Half the analytic signal, still turned back by the centre frequency.
  ComplexUv turned_back() const noexcept { return envelope_; }
  // Half the analytic signal.
  ComplexUv signal() const noexcept;
  bool known() const noexcept { return missing_ == 0; }
  // A decaying state ends at zero: once per frame.
  void quench() noexcept {
    re_.quench();
    im_.quench();
  }

 private:
  ComplexUv step_;              // e^(-j w)
  ComplexUv turn_{1.0F, 0.0F};  // e^(-j w n)
  SmoothLowPass re_;
  SmoothLowPass im_;
  ComplexUv envelope_;
  int settling_;  // samples
  int missing_;   // of them
};

}  // namespace homeostat::biomarkers
