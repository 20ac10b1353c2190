// Events come in frames: what a frame does is what its events do one at a time, most
// severe first, except that a fault, a stop or an inhibition lets nothing be heard after
// a reset. So a table of single events says all. Every set of events, from every mode.
#include <gtest/gtest.h>

#include "tests/model/explorer.h"

namespace homeostat::controller::model {
namespace {

constexpr std::uint32_t kSets = 1U << kEvents;

TEST(Frames, Saf089_EverySetOfEventsDoesWhatItsEventsDoInOrderOfSeverity) {
  const Table table = explore<TherapyMode>();
  for (std::size_t m = 0; m < kModes; ++m) {
    for (std::uint32_t bits = 0; bits < kSets; ++bits) {
      const EventSet events = set_of(bits);
      TherapyMode mode;
      for (const Event event : *table.path_to[m]) mode.handle(event);
      ASSERT_EQ(table.after(mode_at(m), events), mode.handle(events))
          << name_of(mode_at(m)) << ", set " << bits;
    }
  }
}

}  // namespace
}  // namespace homeostat::controller::model
