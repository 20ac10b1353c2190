// A stretch of a recording, in seconds from its first sample: a seizure, an alarm.
#pragma once

namespace homeostat::sim {

struct Interval {
  double onset_s = 0.0;
  double offset_s = 0.0;

  friend bool operator==(const Interval&, const Interval&) = default;
};

}  // namespace homeostat::sim
