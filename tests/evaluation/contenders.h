// The detectors that are compared, each a name, what may be chosen, and alarms out of a
// signal. Another one is another line of contenders().
#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/interval.h"
#include "tests/evaluation/stream.h"

namespace homeostat::evaluation {

// What a contender is when it is tested on one quarter of the clips.
struct Setting {
  int quarter = 0;
  double threshold = 0.0;
};

struct Contender {
  std::string name;
  std::string settings;      // for people; of the threshold, its unit
  std::vector<double> grid;  // of thresholds to choose from; empty: not chosen but given
  // By quarter; those of a grid are chosen anew for each (choice.h).
  std::array<double, kQuarters> thresholds{};
  // Samples at kRateHz in uV; alarms in seconds.
  std::function<std::vector<sim::Interval>(std::span<const float> uv, const Setting& as)>
      alarms;
};

[[nodiscard]] std::vector<Contender> contenders();

}  // namespace homeostat::evaluation
