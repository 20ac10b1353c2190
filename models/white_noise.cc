#include "models/white_noise.h"

#include <utility>

namespace homeostat::models {

WhiteNoise::WhiteNoise(std::vector<double> intensities, const NoiseKey& key, double step)
    : intensities_(std::move(intensities)),
      key_(key),
      step_(step),
      start_(intensities_.size()),
      slope_(intensities_.size()),
      now_(intensities_.size()) {}

void WhiteNoise::draw(std::uint64_t index) {
  constexpr double kSqrtThird = 0.5773502691896258;
  const double h = step_;
  for (std::size_t i = 0; i < intensities_.size(); ++i) {
    const auto xi = random_normals(key_, static_cast<std::uint16_t>(i), index);
    const double root = intensities_[i] * __builtin_sqrt(h);
    const double increment = root * xi[0];                              // W(h)
    const double area = 0.5 * h * root * (xi[0] + kSqrtThird * xi[1]);  // integral of W
    start_[i] = (6.0 * area / h - 2.0 * increment) / h;
    slope_[i] = (6.0 * increment - 12.0 * area / h) / (h * h);
  }
}

std::span<const double> WhiteNoise::at(double time) {
  for (std::size_t i = 0; i < now_.size(); ++i) now_[i] = start_[i] + slope_[i] * time;
  return now_;
}

}  // namespace homeostat::models
