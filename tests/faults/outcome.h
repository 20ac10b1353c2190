// What came of a fault, from its injection on; and what may be expected of it.
//
// An expectation carries its own words: the page prints what the test checks, so the two
// cannot differ.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "controller/closed_loop.h"

namespace homeostat::faults {

struct Outcome {
  // ---- Of a loop. Times count from the injection.
  bool looped = false;
  std::vector<controller::Mode> modes;  // passed through, the first is that of before
  std::map<controller::Mode, Microseconds> reached;
  Microseconds mode_since{};
  std::optional<Microseconds> last_pulse;  // its onset
  std::optional<Microseconds> latched_at;
  bool latched = false;      // at the end
  bool signal_valid = true;  // at the end
  safety::ReasonSet reasons;
  safety::MonitorReason monitor = safety::MonitorReason::kNone;
  controller::NoticeSet notices;  // that were raised
  int pulses = 0;
  int bursts = 0;             // after 50 ms of silence or more
  int therapies = 0;          // after a second of silence or more
  Microamps highest;          // granted
  std::uint64_t history = 0;  // a hash of every mode and command since the start
  int astray = 0;             // pulses of a faulty source that no command asked for
  std::string complaint;      // of the witness, since the start; empty: envelope held

  // ---- Of anything else.
  int tries = 0;
  int refused = 0;
  bool same_as_twin = false;          // each mode and command, of a run without the fault
  std::map<std::string, bool> facts;  // what the case itself found
  std::string said;                   // in words, for the page
  controller::Mode mode() const {
    return modes.empty() ? controller::Mode::kOff : modes.back();
  }
};

struct Expect {
  std::string words;
  std::function<bool(const Outcome&)> holds;
  // When it came to hold, where that is a matter of time.
  std::function<std::optional<Microseconds>(const Outcome&)> since;
};

// ---- Of a loop
Expect silent_within(Microseconds span);  // the last pulse starts no later
Expect no_pulse();
Expect reaches(controller::Mode mode, Microseconds within);
Expect ends_in(controller::Mode mode);
Expect latches(safety::Reason reason, Microseconds within);
Expect latches(Microseconds within);  // guard or monitor, whatever the reason
Expect no_latch();
Expect says(safety::Reason reason);
Expect notifies(controller::Notice notice);
Expect never_in(controller::Mode mode);
Expect at_most(int therapies);
Expect at_least_one_pulse();
Expect as_without_it();
// ---- Of files and programs
Expect every_try_refused();
// ---- What a case finds for itself
Expect fact(const char* words);

}  // namespace homeostat::faults
