// When a neural model discharged, by its own state: the truth that detectors are held to.
//
// The model's discharge measure is smoothed; a seizure is there from the moment the level
// last rose above 0.2 before it passed 0.5, to the moment it last fell below 0.5 before
// it fell below 0.2. Short discharges count: how long a seizure must be is the reader's
// rule. Knows no signal, no detector, no model.
#pragma once

#include <vector>

namespace homeostat::models {

// Seconds since the start of the run.
struct SeizureInterval {
  double onset_s = 0.0;
  double end_s = 0.0;
};

// Not thread-safe. Its memory grows by one interval for each seizure.
class SeizureTruth {
 public:
  // Updates come every `update_s`; the discharge is smoothed with time `smoothing_s`.
  SeizureTruth(double update_s, double smoothing_s);

  void update(double now_s, double discharge);

  bool in_seizure() const { return in_seizure_; }
  // A seizure still going on ends at `now_s`.
  std::vector<SeizureInterval> seizures(double now_s) const;

 private:
  double share_;
  double level_ = 0.0;
  double rose_s_ = 0.0;  // last passed 0.2 upwards
  double fell_s_ = 0.0;  // last passed 0.5 downwards
  bool in_seizure_ = false;
  std::vector<SeizureInterval> ended_;
};

}  // namespace homeostat::models
