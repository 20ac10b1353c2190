// A source that does not do as it is told.
#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

using safety::PulseSegment;
using safety::Reason;

Outcome with_source(std::function<void(Echo&)> distort) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.on_delivery = std::move(distort);
  rig.live(20_s);
  return rig.outcome();
}

// From the middle of a burst on, each segment of what is delivered is as `change` says.
Outcome delivered(std::function<void(PulseSegment&)> change) {
  return with_source([=](Echo& echo) {
    for (safety::OutputEcho& output : echo) {
      for (std::size_t i = 0; i < output.count; ++i) change(output.segments[i]);
    }
  });
}

void flag(PulseSegment& segment, safety::EchoFlag flag) {
  segment.flags = static_cast<std::uint8_t>(segment.flags | flag);
}
Picocoulombs percent_of(Picocoulombs charge, int percent) {
  return Picocoulombs(charge.count() * percent / 100);
}

void stuck_code(PulseSegment& segment) {
  segment.amplitude = 6000_uA;
  segment.charge1 = segment.charge2 = segment.amplitude * segment.pulse_width;
}
void clipped(PulseSegment& segment) {
  flag(segment, safety::kComplianceHit);
  segment.charge1 = segment.charge2 = percent_of(segment.charge1, 70);
}
void unbalanced(PulseSegment& segment) {
  segment.charge2 = percent_of(segment.charge1, 95);
}
void stuck_switch(PulseSegment& segment) { segment.residual = Microvolts(100'001); }
void half_as_often(PulseSegment& segment) {
  segment.period = Microseconds(segment.period.count() * 2);
}
void no_current(Echo& echo) {
  for (safety::OutputEcho& output : echo) output = {};
}

}  // namespace

std::vector<Fault> faults_of_output() {
  const std::vector<Expect> at_once = {silent_within(32_ms), latches(32_ms)};
  const std::vector<Expect> twice = {silent_within(64_ms), latches(64_ms)};
  return {
      {67, "stuck comparator or DAC code", "6 mA whatever is commanded", twice,
       [] { return delivered(stuck_code); }},
      {68, "open contact", "the source reports it in a burst", at_once,
       [] { return delivered([](auto& s) { flag(s, safety::kOpenContact); }); }},
      {69, "short", "the source reports it in a burst", at_once,
       [] { return delivered([](auto& s) { flag(s, safety::kShortedContact); }); }},
      {70, "compliance clipping", "seven tenths of the charge, flagged", twice,
       [] { return delivered(clipped); }},
      {71,
       "charge imbalance 5 %",
       "the second phase is short of it, within the echo's error",
       {latches(14_s)},
       [] { return delivered(unbalanced); }},
      {72, "discharge switch stuck", "100.001 mV are left, of 100 allowed", at_once,
       [] { return delivered(stuck_switch); }},
      {73, "echo mismatch", "pulses at half the rate", twice,
       [] { return delivered(half_as_often); }},
      {74,
       "driver reports OK but no current",
       "an empty echo, from within a burst on",
       {silent_within(1_s), latches(1_s)},
       [] { return with_source(no_current); }},
      {75, "wrong contact selected", "another electrode configuration", twice,
       [] { return delivered([](auto& s) { s.configuration = 1; }); }},
  };
}

}  // namespace homeostat::faults
