// White noise of given intensity as a forcing that an ordinary solver can follow: on each
// step a straight line with the integral and the first moment of a Wiener path.
//
// Strong order 1.5 where the noise is additive, whatever happens within the step (Foster,
// Lyons, Oberhauser 2020, SIAM J Numer Anal 58:1393). The path of a step depends on the
// counter alone. Knows no model.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/noise.h"

namespace homeostat::models {

// Not thread-safe. Allocates in its constructor only.
class WhiteNoise {
 public:
  // One source, and one stream of random numbers from 0 on, for each intensity (per
  // square root of the unit of time). `step` is the length of a step in that unit.
  WhiteNoise(std::vector<double> intensities, const NoiseKey& key, double step);

  // Takes the path of step number `index`.
  void draw(std::uint64_t index);

  // The forcing of every source at `time` since the start of the step. Valid until the
  // next call.
  std::span<const double> at(double time);

 private:
  std::vector<double> intensities_;
  NoiseKey key_;
  double step_;
  std::vector<double> start_;
  std::vector<double> slope_;
  std::vector<double> now_;
};

}  // namespace homeostat::models
