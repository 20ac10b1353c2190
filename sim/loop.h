// The host's view of a closed loop, wherever it runs: in this process, behind a link, or
// on a bench. A run is a Loop times a Plant.
#pragma once

#include <functional>
#include <memory>
#include <vector>

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

// What a loop elsewhere must know before its first frame.
struct LoopTask {
  const controller::TherapyProgram& program;
  std::vector<double> uv_per_count;  // of each channel: the plant's converter
};

// Makes the loop of a run that begins at Instant zero.
using LoopMaker = std::function<std::unique_ptr<Loop>(const LoopTask&)>;

inline std::unique_ptr<Loop> make_local_loop(const LoopTask& task) {
  return std::make_unique<LocalLoop>(task.program, Instant{});
}

}  // namespace homeostat::sim
