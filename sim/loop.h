// The host's view of a closed loop, wherever it runs: in this process, behind a link, or
// on a bench. A run is a Loop times a Plant.
#pragma once

#include "biomarkers/sample_frame.h"
#include "controller/closed_loop.h"
#include "safety/stimulus.h"

namespace homeostat::sim {

class Loop {
 public:
  virtual ~Loop() = default;
  virtual safety::StimCommand step(const biomarkers::SampleFrame& frame) = 0;
  // What the last step saw and did.
  virtual const controller::LoopReport& report() const = 0;
};

// The controller in this process. Adds nothing to it.
class LocalLoop final : public Loop {
 public:
  LocalLoop(const controller::TherapyProgram& program, Instant now)
      : loop_(program, now) {}

  safety::StimCommand step(const biomarkers::SampleFrame& frame) override {
    return loop_.step(frame);
  }
  const controller::LoopReport& report() const override { return loop_.report(); }

 private:
  controller::ClosedLoop loop_;
};

}  // namespace homeostat::sim
