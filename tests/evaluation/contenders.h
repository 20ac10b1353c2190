// The detectors that are compared, each a name, what may be chosen on the validation
// stream, and alarms out of a signal. Another one is another line of contenders().
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/interval.h"

namespace homeostat::evaluation {

struct Contender {
  std::string name;
  std::string settings;      // for people; of the threshold, its unit
  std::vector<double> grid;  // of thresholds to choose from; empty: not chosen but given
  double threshold = 0.0;    // the best of the grid on the validation stream (choice.h)
  // Samples at kRateHz in uV; alarms in seconds.
  std::function<std::vector<sim::Interval>(std::span<const float> uv, double threshold)>
      alarms;
};

[[nodiscard]] std::vector<Contender> contenders();

}  // namespace homeostat::evaluation
