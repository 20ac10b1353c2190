// Nothing but the loop: checks its program, steps through frames that somebody else
// fills, and keeps what outlives a reset. What this image takes of flash and RAM is what
// the core takes of a firmware; tests/device/costs_test.py holds it to its budget.
#include "controller/closed_loop.h"
#include "tests/golden/trace.h"

namespace homeostat::golden {
namespace {

// Where a firmware's own memory would lie: not the core's to spend.
[[gnu::section(".board")]] controller::TherapyProgram program;
[[gnu::section(".board")]] biomarkers::SampleFrame frame;
[[gnu::section(".board")]] safety::PersistedState stored;
volatile std::uint32_t commanded_ua;

}  // namespace

int print_trace() noexcept {
  if (!controller::validate(program, nullptr, nullptr)) return 1;
  static controller::ClosedLoop loop(program, Instant{});
  if (!loop.restore(stored)) return 2;
  while (frame.sample_count > 0) {
    const safety::StimCommand command = loop.step(frame);
    stored = loop.persist();
    commanded_ua = static_cast<std::uint32_t>(command.output(0).amplitude.count());
  }
  return 0;
}

}  // namespace homeostat::golden
