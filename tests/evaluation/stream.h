// A long recording put together from the Bonn clips: intracranial background between
// seizures and, now and then, a clip of seizure. Where a seizure begins is known because
// it was put there; it begins at its height, for the clips hold no onsets.
//
// Knows no detector. Source: shared/reference/detection.md 3.6.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/interval.h"

namespace homeostat::evaluation {

inline constexpr double kRateHz = 250.0;  // of streams; the clips have 173.61 Hz
inline constexpr int kSeizures = 24;
inline constexpr double kHours = 6.0;

// Clips of one part are in no other: the first 40 of each set, the next 30, the last 30.
enum class Part : std::uint8_t { kTraining, kValidation, kTest };

// The gain of sample k of n: constant, or from 1 at the start to `last` at the end,
// evenly in its logarithm.
struct Gain {
  double first = 1.0;
  double last = 1.0;
};

struct Stream {
  std::vector<float> uv;  // at kRateHz
  std::vector<sim::Interval> seizures;
  double duration_s = 0.0;
};

struct Clips {
  std::vector<std::vector<float>> background;  // at kRateHz, mean removed
  std::vector<std::vector<float>> seizures;
};

// Sets N and F, and S. Throws std::runtime_error where they cannot be read.
[[nodiscard]] Clips clips_of(Part part);

// Six hours: as many slots as clips fit, one in each of 24 equal stretches a seizure,
// never in the first quarter of the stretch, so that two minutes lie before each. No
// seizure clip comes twice; background clips come in shuffled rounds. Equal seeds give
// equal streams.
[[nodiscard]] Stream stream_of(const Clips& clips, std::uint64_t seed);
// The same out of four parts that share no clip, so that what was left out of a training
// is not heard in it at another time.
[[nodiscard]] Stream parted_stream_of(const Clips& clips, std::uint64_t seed);
[[nodiscard]] Stream with_gain(Stream stream, const Gain& gain);

}  // namespace homeostat::evaluation
