// The referee: a second envelope and a second monitor, on the host, that hold a device to
// its program from the outside.
//
// What the device commands must be what an envelope of the same history grants when asked
// for exactly that; what the stimulator says that it delivered must bear the monitor. It
// believes the device's report in three things: whether its signal is valid, whether what
// it asked for needs one, and when a stop ordered by a clinician took effect.
#pragma once

#include <array>

#include "controller/closed_loop.h"
#include "hil/link/loop_start.h"
#include "safety/envelope.h"
#include "safety/monitor.h"

namespace homeostat::hil {

// Not thread-safe.
class Referee {
 public:
  // `program` must have passed validate(). `start`: what the device began from.
  Referee(const controller::TherapyProgram& program, const LoopStart& start, Instant now);

  // Once for each frame, in order, after the device's step. Throws LinkError, naming
  // frame and reasons, where the device commands what it must not.
  void judge(const biomarkers::SampleFrame& frame, const controller::LoopReport& device);
  // The same of a report that came by a link, where commands are trains.
  using Trains = std::array<safety::PulseTrain, safety::kOutputs>;
  void judge(const biomarkers::SampleFrame& frame, const controller::LoopReport& device,
             const Trains& commanded);

 private:
  safety::GuardInputs inputs_of(const biomarkers::SampleFrame& frame,
                                const controller::LoopReport& device,
                                const safety::MonitorVerdict& verdict);

  bool stimulates_;
  std::uint32_t program_crc_;
  safety::Envelope envelope_;
  safety::Monitor monitor_;
  Instant last_frame_;
  bool stopped_ = false;
};

}  // namespace homeostat::hil
