// What a device gave and said in a slow run, counted: bursts from pulses as they were
// delivered, notices as they rose, time in each mode. Knows no patient and decides
// nothing.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "controller/closed_loop.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"
#include "sim/slow_clock.h"
#include "sim/slow_run.h"

namespace homeostat::sim {

// Not thread-safe.
class SlowTally {
 public:
  // The program must outlive it.
  SlowTally(const controller::TherapyProgram& program, const SlowClock& clock);

  // A stepped frame's command; one that is off leaves no trace.
  void add_frame(const safety::StimCommand& command, Instant time);
  // Pulses that were delivered, segment after segment, from the first to the last.
  void add_pulses(const safety::PulseSegment& pulses, Instant last);
  void pass(controller::Mode mode, Microseconds span);
  // Those that have risen since the last look.
  std::vector<controller::Notice> look_at(controller::NoticeSet now);
  void add_bin() { ++totals_.bins; }
  void add_gained_budget() { ++totals_.gained_budget; }

  // Since it was asked last.
  struct Given {
    int bursts = 0;
    int amplitude_ua = 0;  // the highest
  };
  Given take_given();

  std::int64_t bins() const { return totals_.bins; }
  // All of it; `last`: what the device says of itself at the end.
  SlowRunTotals close(const controller::LoopReport& last);

 private:
  void begin_burst(Instant at);

  const controller::TherapyProgram& program_;
  const SlowClock& clock_;
  SlowRunTotals totals_;
  Given given_;
  std::array<double, controller::kModes> mode_s_{};
  controller::Mode mode_ = controller::Mode::kOff;
  controller::NoticeSet notices_;
  Instant last_pulse_;
  bool pulsed_ = false;
  std::deque<Instant> last_day_;  // bursts of the last 24 hours
};

}  // namespace homeostat::sim
