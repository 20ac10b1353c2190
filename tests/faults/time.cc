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

// A seizure and what follows, with a clock that starts there.
Outcome lived_from(Instant start, std::uint64_t& history) {
  Rig rig(responsive(), start);
  rig.reach_burst();
  rig.inject();
  rig.live(60_s);
  history = rig.history();
  return rig.outcome();
}

Outcome milliseconds_wrap() {
  constexpr std::uint64_t kWrap = (std::uint64_t{1} << 32) * 1000;
  std::uint64_t with = 0;
  std::uint64_t without = 0;
  Outcome outcome = lived_from(Instant(kWrap) - 125_s, with);
  (void)lived_from(Instant{}, without);
  outcome.same_as_twin = with == without;
  return outcome;
}

// Midnight comes each second, or never.
Outcome midnights(bool come, std::uint64_t& history) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  if (come) {
    rig.on_frame = [n = 0](biomarkers::SampleFrame& frame) mutable {
      frame.midnight = ++n % 31 == 0;
    };
  }
  rig.live(120_s);
  history = rig.history();
  return rig.outcome();
}

Outcome wall_clock_changes() {
  std::uint64_t with = 0;
  std::uint64_t without = 0;
  Outcome outcome = midnights(true, with);
  (void)midnights(false, without);
  outcome.same_as_twin = with == without;
  return outcome;
}

Outcome tick_lost() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.live_frame(31_ms);
  rig.live(60_s);
  return rig.outcome();
}

// The source delivers each pulse a hundredth early.
Outcome clocks_diverge() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.on_delivery = [](Echo& echo) {
    for (safety::OutputEcho& output : echo) {
      safety::PulseSegment& segment = output.segments[0];
      segment.period = Microseconds(segment.period.count() * 99 / 100);
    }
  };
  rig.live(10_s);
  return rig.outcome();
}

}  // namespace

std::vector<Fault> faults_of_time() {
  return {
      {34,
       "clock jump +1 h",
       "frames of a burst are stamped an hour ahead",
       {silent_within(32_ms), latches(Reason::kClock, 32_ms),
        notifies(controller::Notice::kCallClinician)},
       [] { return stamped_off(3600_s); }},
      {35,
       "clock jump back",
       "frames of a burst are stamped a second before",
       {silent_within(32_ms), latches(Reason::kClock, 32_ms)},
       [] { return stamped_off(Microseconds(-1'000'000)); }},
      {36,
       "2^32 ms wrap",
       "49.7 days end within an episode",
       {as_without_it()},
       milliseconds_wrap},
      {37,
       "DST or wall clock change",
       "midnight each second; the program's day slides",
       {as_without_it()},
       wall_clock_changes},
      {38,
       "tick lost",
       "a millisecond goes missing in a burst",
       {at_least_one_pulse(), never_in(Mode::kFallback), no_latch()},
       tick_lost},
      {39,
       "scheduler stall of 1 s in burst",
       "no frame for a second, then frames again",
       {silent_within(100_ms), latches(Reason::kClock, 1_s)},
       stalled},
      {40,
       "two clocks diverge 1 %",
       "the source's runs fast, from within a burst on",
       {silent_within(64_ms), latches(64_ms)},
       clocks_diverge},
  };
}

}  // namespace homeostat::faults
