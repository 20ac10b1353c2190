// When which stimulus acts within each macro step, exactly: pulses of any width at any
// time cut the step into stretches of constant stimulus.
//
// Times within are counted from the start of the macro step, so that a pulse of 90 us has
// the charge of 90 us after a year, too. Overlapping pulses add.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/kernel.h"

namespace homeostat::models {

// Times in the model's unit, amplitude in the unit of its stimulus. A biphasic pulse has
// a second phase of equal width and opposite sign right after the first.
struct PulseTrain {
  double start = 0.0;
  double period = 0.0;
  std::uint64_t pulses = 1;
  double width = 0.0;
  double amplitude = 0.0;
  bool biphasic = false;
};

// The pulses that begin in [start, stop), at start and every period after.
std::uint64_t pulses_until(double start, double period, double stop);

// The stimulus of one lane. Not thread-safe.
class PulseSchedule {
 public:
  struct Stretch {
    double length;
    double stimulus;
  };

  explicit PulseSchedule(double step) : step_(step) {}

  // Throws std::invalid_argument unless every time is finite, the width positive and, for
  // more than one pulse, the period positive.
  void add(const PulseTrain& train);
  bool silent() const { return trains_.empty() && acting_.empty(); }

  // The stretches of macro step `step`, in order; steps are asked for in order. Valid
  // until the next call.
  std::span<const Stretch> stretches(std::uint64_t step);

 private:
  struct Waiting {
    PulseTrain train;
    std::uint64_t next = 0;  // pulse
    std::uint64_t step = 0;  // where it begins
    double offset = 0.0;     // and when in that step
  };
  struct Phase {
    double begin;  // since the start of the present step
    double end;
    double amplitude;
  };

  void place(Waiting& waiting) const;
  void begin_pulses(std::uint64_t step);

  double step_;
  std::vector<Waiting> trains_;
  std::vector<Phase> acting_;
  std::vector<double> edges_;
  std::vector<Stretch> stretches_;
};

}  // namespace homeostat::models
