#include "biomarkers/spectral_slope.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kCorner = 2.0F;  // octaves of power
constexpr int kRounds = 4;
// Far below what any amplifier's noise leaves in a bin: silence is flat.
constexpr float kLeastPower_uv2 = 1.0e-9F;

// Octaves of frequency and of power; what a line is fitted to.
struct Points {
  std::array<float, kLongestTransform / 2> x{};
  std::array<float, kLongestTransform / 2> y{};
  std::size_t count = 0;
};

struct Line {
  float x = 0.0F;  // a point on it
  float y = 0.0F;
  float slope = 0.0F;
};

float weight_of(float residual) noexcept {
  const float size = residual < 0.0F ? -residual : residual;
  return size <= kCorner ? 1.0F : kCorner / size;
}

// Least squares, each point weighed by how far it lies from the line before.
Line fit(const Points& points, const Line* before) noexcept {
  std::array<float, kLongestTransform / 2> weights{};
  float sum = 0.0F;
  Line line;
  for (std::size_t i = 0; i < points.count; ++i) {
    weights[i] = 1.0F;
    if (before != nullptr) {
      const float on_line = before->y + before->slope * (points.x[i] - before->x);
      weights[i] = weight_of(points.y[i] - on_line);
    }
    sum += weights[i];
    line.x += weights[i] * points.x[i];
    line.y += weights[i] * points.y[i];
  }
  line.x /= sum;
  line.y /= sum;
  float along = 0.0F;
  float across = 0.0F;
  for (std::size_t i = 0; i < points.count; ++i) {
    const float dx = points.x[i] - line.x;
    along += weights[i] * dx * dx;
    across += weights[i] * dx * (points.y[i] - line.y);
  }
  line.slope = along > 0.0F ? across / along : 0.0F;
  return line;
}

}  // namespace

FrameSum SpectralSlope::update(const ChannelSamples& samples) noexcept {
  return stretch_.update(
      samples, [this](const PowerSpectrum& spectrum) { return exponent_of(spectrum); });
}

float SpectralSlope::exponent_of(const PowerSpectrum& spectrum) const noexcept {
  Points points;
  for (int k = bins_.first; k <= bins_.last; ++k) {
    if (is_mains(k, spectrum.bin_hz, line_hz_)) continue;
    const float power = spectrum.power(k);
    points.x[points.count] = log2(static_cast<float>(k));
    points.y[points.count] = log2(power > kLeastPower_uv2 ? power : kLeastPower_uv2);
    ++points.count;
  }
  if (points.count < static_cast<std::size_t>(kFewestSlopeBins)) return 0.0F;
  Line line = fit(points, nullptr);
  for (int round = 0; round < kRounds; ++round) line = fit(points, &line);
  return -line.slope;
}

}  // namespace homeostat::biomarkers
