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
// a second phase of equal width and opposite sign right after the first. Where pulses are
// jumps, each adds its amplitude to the states that the model names (Model::jumped), at
// once; they have no width. Bursts of `pulses` begin every `burst_period`.
struct PulseTrain {
  double start = 0.0;
  double period = 0.0;
  std::uint64_t pulses = 1;
  std::uint64_t bursts = 1;
  double burst_period = 0.0;
  double width = 0.0;
  double amplitude = 0.0;
  bool biphasic = false;
  bool jumps = false;

  friend bool operator==(const PulseTrain&, const PulseTrain&) = default;
};

// The pulses that begin in [start, stop), at start and every period after.
std::uint64_t pulses_until(double start, double period, double stop);

// When pulse `k` of the train begins, in the order of bursts; and how many there are.
double onset_of(const PulseTrain& train, std::uint64_t k);
std::uint64_t pulses_of(const PulseTrain& train);

// The stimulus of one lane. Not thread-safe.
class PulseSchedule {
 public:
  struct Stretch {
    double length;
    double stimulus;
    double jump;  // at its start
  };

  explicit PulseSchedule(double step) : step_(step) {}

  // Throws std::invalid_argument unless every time is finite, the width of what is no
  // jump positive, the period of more than one pulse positive and that of more than one
  // burst no shorter than from its first pulse to its last. The train's start is counted
  // from the begin of macro step `from`: far from zero, seconds lose digits.
  void add(const PulseTrain& train, std::uint64_t from = 0);
  bool silent() const { return trains_.empty() && acting_.empty(); }

  // Whether nothing acts within macro step `step`: then stretches() need not be asked.
  bool idle(std::uint64_t step) const {
    return acting_.empty() && (trains_.empty() || trains_.front().step > step);
  }

  // The stretches of macro step `step`, in order; steps are asked for in order, idle ones
  // or not. Valid until the next call.
  std::span<const Stretch> stretches(std::uint64_t step);

  // Whether both have the same stretches from now on, as far as that shows at once.
  friend bool operator==(const PulseSchedule& a, const PulseSchedule& b) {
    return a.step_ == b.step_ && a.trains_ == b.trains_ && a.acting_ == b.acting_;
  }

 private:
  struct Waiting {
    PulseTrain train;
    std::uint64_t from = 0;  // step from which the train's start is counted
    std::uint64_t next = 0;  // pulse
    std::uint64_t step = 0;  // where it begins
    double offset = 0.0;     // and when in that step

    friend bool operator==(const Waiting&, const Waiting&) = default;
  };
  struct Phase {
    double begin;  // since the start of the present step
    double end;
    double amplitude;

    friend bool operator==(const Phase&, const Phase&) = default;
  };

  struct Kick {
    double at;  // since the start of the present step
    double size;
  };
  static bool later(const Waiting& a, const Waiting& b) { return a.step > b.step; }

  void place(Waiting& waiting) const;
  void begin_pulse(const Waiting& waiting);
  void begin_pulses(std::uint64_t step);

  double step_;
  std::vector<Waiting> trains_;  // a heap, the next to begin in front
  std::vector<Phase> acting_;
  std::vector<Kick> kicks_;  // of the present step
  std::vector<double> edges_;
  std::vector<Stretch> stretches_;
};

}  // namespace homeostat::models
