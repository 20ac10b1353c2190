// Band powers of recordings as an adaptive program's chain would have them: through the
// program's own filters and quality, in the chain's own transform and whole numbers.
//
// Knows no discriminant. Each recording begins anew, as a replay of it does. A row is an
// FFT result; rows of all bands stand beside each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "controller/therapy_program.h"
#include "sim/tune_recording.h"

namespace homeostat::sim {

struct RcsBandPowers {
  std::size_t channel = 0;  // of the program
  double low_hz = 0.0;
  double high_hz = 0.0;
  int bins = 0;
  bool own = false;                 // of the program's own chain
  std::vector<std::int64_t> power;  // by row
  std::vector<std::uint8_t> over_range;
  std::vector<std::uint8_t> missing;

  bool spoiled(std::size_t row) const {
    return over_range[row] != 0 || missing[row] != 0;
  }
};

struct RcsPowerTable {
  std::vector<double> end_s;           // of the frame that told it, on the line of time
  std::vector<std::size_t> first_row;  // of each recording
  std::vector<RcsBandPowers> bands;
};

// The chain's own bands, and on every channel those of a small grid from 1 to 100 Hz that
// its filters let pass; none twice. `step` is told after each channel.
RcsPowerTable rcs_powers(const controller::TherapyProgram& program, const Timeline& line,
                         const std::function<void()>& step);

// Of a channel that the chain does not know yet: as its first one.
int rcs_trim_of(const controller::TherapyProgram& program, std::size_t channel);

}  // namespace homeostat::sim
