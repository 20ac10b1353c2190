// A device that lives through months: the loop of a program, told of mood by bins instead
// of by samples, and let rest wherever nothing can happen.
//
// What comes before bins (biomarkers/mood_listener.h) is left out: whoever lives the bins
// tells what it would have found. The rest is the device's own code, frame by frame.
#pragma once

#include <optional>

#include "biomarkers/mood_chain.h"
#include "biomarkers/sample_frame.h"
#include "controller/closed_loop.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::sim {

// Not thread-safe.
class MoodDevice {
 public:
  // `program` must have passed validate().
  MoodDevice(const controller::TherapyProgram& program, Instant now);

  // A bin ended; the next frame tells of it.
  void end_bin(const biomarkers::MoodBin& bin, std::uint16_t minute_of_day);

  // One frame without samples. `heard`: its signal was there.
  safety::StimCommand step(const biomarkers::SampleFrame& frame, bool heard);
  // Rests up to `until`, a frame's time, or as far as nothing can happen by itself; the
  // time that it came to, from which frames go on.
  Instant rest(Instant until, Microseconds frame);

  // Power is lost and comes back: the loop goes on from what it had stored, and the bin
  // under way is gone.
  void reboot();

  const controller::LoopReport& report() const { return loop_->report(); }
  const controller::ClosedLoop& loop() const { return *loop_; }
  Instant now() const { return now_; }

 private:
  controller::TherapyProgram program_;
  std::optional<controller::ClosedLoop> loop_;
  biomarkers::MoodChain chain_;
  Instant now_;
};

}  // namespace homeostat::sim
