// A clock that jumps, stands still, wraps or runs at its own pace.
#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

using safety::Reason;

// The frames of a burst and after are stamped so much off.
Outcome stamped_off(Microseconds by) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.on_frame = [=](biomarkers::SampleFrame& frame) { frame.time = frame.time + by; };
  rig.live(10_s);
  return rig.outcome();
}

Outcome stalled() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.live_frame(1_s);
  rig.live(10_s);
  return rig.outcome();
}

}  // namespace

std::vector<Fault> faults_of_time() {
  return {
      {34,
       "clock jump +1 h",
       "frames of a burst are stamped an hour ahead",
       {silent_within(32_ms), latches(Reason::kClock, 32_ms)},
       [] { return stamped_off(3600_s); }},
      {35,
       "clock jump back",
       "frames of a burst are stamped a second before",
       {silent_within(32_ms), latches(Reason::kClock, 32_ms)},
       [] { return stamped_off(Microseconds(-1'000'000)); }},
      {39,
       "scheduler stall of 1 s in burst",
       "no frame for a second, then frames again",
       {silent_within(100_ms), latches(Reason::kClock, 1_s)},
       stalled},
  };
}

}  // namespace homeostat::faults
