// The chart is its table: whichever path led to a mode, the same events lead on from it.
#include "tests/model/hidden_state.h"

#include <gtest/gtest.h>

namespace homeostat::controller::model {
namespace {

TEST(Chart, Saf089_EveryModeIsReached) {
  const Table table = explore<TherapyMode>();
  for (std::size_t m = 0; m < kModes; ++m) {
    EXPECT_TRUE(table.path_to[m].has_value()) << name_of(mode_at(m));
  }
}

TEST(Chart, Saf089_EveryPathToAModeGivesTheSameRows) {
  const Table table = explore<TherapyMode>();
  const Search found = search_hidden_state<TherapyMode>(table);
  EXPECT_EQ("", found.disagreement);
  for (std::size_t m = 0; m < kModes; ++m) {
    for (std::size_t e = 0; e < kEvents; ++e) {
      EXPECT_GE(found.paths[m][e], 2)
          << name_of(mode_at(m)) << " + " << name_of(event_at(e));
    }
  }
}

// ---- Machines that look like the chart and remember something. Each must be found.

struct Remembering {
  Mode current() const { return chart.current(); }
  TherapyMode chart;
};

// A magnet that comes in a burst is followed by a burst.
struct HasHistory : Remembering {
  Mode handle(Event event) {
    if (event == Event::kInhibit) in_burst = current() == Mode::kTreatingBurst;
    const bool released = event == Event::kInhibitOver && current() == Mode::kInhibited;
    chart.handle(event);
    return released && in_burst ? chart.handle(Event::kDetected) : current();
  }
  bool in_burst = false;
};

// A self test that passed before the start counts.
struct TestsTooEarly : Remembering {
  Mode handle(Event event) {
    passed = passed || (current() == Mode::kOff && event == Event::kSelfTestPassed);
    chart.handle(event);
    if (current() != Mode::kSelfTest || !passed) return current();
    return chart.handle(Event::kSelfTestPassed);
  }
  bool passed = false;
};

// The third reset is not heard.
struct CountsResets : Remembering {
  Mode handle(Event event) {
    const bool reset = event == Event::kClinicianReset && current() == Mode::kFault;
    if (reset && ++resets > 2) return current();
    return chart.handle(event);
  }
  int resets = 0;
};

// After a thousand bursts none ends.
struct WearsOut : Remembering {
  Mode handle(Event event) {
    const bool over = event == Event::kBurstOver && current() == Mode::kTreatingBurst;
    if (over && ++bursts > 1000) return current();
    return chart.handle(event);
  }
  int bursts = 0;
};

// A signal that was lost in Lockout keeps it there.
struct HoldsAGrudge : Remembering {
  Mode handle(Event event) {
    broken = broken || (event == Event::kSignalLost && current() == Mode::kLockout);
    return broken && event == Event::kLimitLifted ? current() : chart.handle(event);
  }
  bool broken = false;
};

template <class Machine>
bool is_found() {
  return !search_hidden_state<Machine>(explore<TherapyMode>()).disagreement.empty() &&
         // Nor does it hide behind a table of its own.
         !search_hidden_state<Machine>(explore<Machine>()).disagreement.empty();
}

TEST(HiddenState, IsFoundInAHistory) { EXPECT_TRUE(is_found<HasHistory>()); }
TEST(HiddenState, IsFoundInATestThatCameTooEarly) {
  EXPECT_TRUE(is_found<TestsTooEarly>());
}
TEST(HiddenState, IsFoundInACountOfResets) { EXPECT_TRUE(is_found<CountsResets>()); }
TEST(HiddenState, IsFoundInAThousandBursts) { EXPECT_TRUE(is_found<WearsOut>()); }
TEST(HiddenState, IsFoundInAGrudge) { EXPECT_TRUE(is_found<HoldsAGrudge>()); }

}  // namespace
}  // namespace homeostat::controller::model
