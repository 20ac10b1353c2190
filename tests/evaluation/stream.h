// A long recording put together from the Bonn clips: intracranial background between
// seizures and, now and then, a clip of seizure. Where a seizure begins is known because
// it was put there; it begins at its height, for the clips hold no onsets.
//
// Knows no detector. Each clip is test once: the hundred of each set are parted into four
// quarters as they are numbered, and what is chosen or learnt for one comes from the
// other three. Neighbours stay together everywhere, for they are more alike than others.
// Source: shared/reference/detection.md 3.6.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/interval.h"

namespace homeostat::evaluation {

inline constexpr double kRateHz = 250.0;  // of streams; the clips have 173.61 Hz
inline constexpr int kQuarters = 4;

struct Length {
  double hours = 0.0;
  int seizures = 0;
};
inline constexpr Length kTestLength{.hours = 6.0, .seizures = 24};
// Of each of four streams to choose a threshold on, and of four to train on.
inline constexpr Length kChoosingLength{.hours = 1.5, .seizures = 6};
inline constexpr Length kTrainingLength{.hours = 3.0, .seizures = 18};

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

// Sets N and F, and S: 25 of each. Throws std::runtime_error where they cannot be read.
[[nodiscard]] Clips clips_of(int quarter);
// Those of the other three quarters, in four parts of neighbours.
[[nodiscard]] std::vector<Clips> clips_beside(int quarter);

// As many slots as clips fit, one in each of so many equal stretches a seizure, never in
// the first quarter of the stretch. No seizure clip comes twice while there are others;
// background clips come in shuffled rounds. Equal seeds give equal streams.
[[nodiscard]] Stream stream_of(const Clips& clips, const Length& length,
                               std::uint64_t seed);
[[nodiscard]] Stream test_stream(int quarter);
// Four streams that share no clip with one another nor with the quarter: what is left out
// of a training is not heard in it at another time.
[[nodiscard]] std::vector<Stream> streams_beside(int quarter, const Length& length);
[[nodiscard]] Stream with_gain(Stream stream, const Gain& gain);

}  // namespace homeostat::evaluation
