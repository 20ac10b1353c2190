// Watches a run without touching it: sees every frame and what the loop made of it.
#pragma once

#include "biomarkers/sample_frame.h"
#include "controller/closed_loop.h"

namespace homeostat::sim {

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void see(const biomarkers::SampleFrame& frame,
                   const controller::LoopReport& report) = 0;
};

// Time axes of outputs: seconds since the run began, at Instant zero. Divided, so that
// whole microseconds print as such.
inline double seconds(Instant time) { return static_cast<double>(time.count()) / 1e6; }
inline double seconds(Microseconds span) {
  return static_cast<double>(span.count()) / 1e6;
}

}  // namespace homeostat::sim
