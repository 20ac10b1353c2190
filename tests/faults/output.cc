// A source that does not do as it is told.
#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

using safety::Reason;

// From the middle of a burst on, each segment of what is delivered is as `change` says.
Outcome delivered(std::function<void(safety::PulseSegment&)> change) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.on_delivery = [=](Echo& echo) {
    for (safety::OutputEcho& output : echo) {
      for (std::size_t i = 0; i < output.count; ++i) change(output.segments[i]);
    }
  };
  rig.live(10_s);
  return rig.outcome();
}

void flag(safety::PulseSegment& segment, safety::EchoFlag flag) {
  segment.flags = static_cast<std::uint8_t>(segment.flags | flag);
}

}  // namespace

std::vector<Fault> faults_of_output() {
  return {
      {68,
       "open contact",
       "the source reports an open contact in a burst",
       {silent_within(32_ms), latches(Reason::kEcho, 32_ms)},
       [] { return delivered([](auto& s) { flag(s, safety::kOpenContact); }); }},
      {69,
       "short",
       "the source reports a shorted contact in a burst",
       {silent_within(32_ms), latches(Reason::kEcho, 32_ms)},
       [] { return delivered([](auto& s) { flag(s, safety::kShortedContact); }); }},
      {75,
       "wrong contact selected",
       "the source drives another electrode configuration",
       {silent_within(64_ms), latches(64_ms)},
       [] { return delivered([](auto& s) { s.configuration = 1; }); }},
  };
}

}  // namespace homeostat::faults
