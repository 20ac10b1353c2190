// How much stack each call of the C header needs on a Cortex-M4F, at most, over the ten
// minutes of the golden trace: painted before each call, and held to what the header
// says. And the chart's, on every event in every configuration.
#include "tests/image/stack.h"

#include <new>

#include "controller/abi_storage.h"
#include "controller/homeostat.h"
#include "tests/golden/line.h"
#include "tests/golden/scripted_patient.h"
#include "tests/golden/trace.h"
#include "tests/support/c_frame.h"

namespace homeostat::golden {
namespace {

// The deepest of the calls of one kind.
class Depth {
 public:
  template <class Call>
  void of(const Call& call) noexcept {
    const std::size_t now = image::stack_of(call);
    if (now > deepest_) deepest_ = now;
  }
  std::size_t deepest() const noexcept { return deepest_; }
  bool tell(const char* name, std::size_t bound) const noexcept {
    Line line;
    line.text(name).text(" ").number(static_cast<std::int64_t>(deepest_)).text(" of ");
    line.number(static_cast<std::int64_t>(bound)).end();
    return deepest_ <= bound;
  }

 private:
  std::size_t deepest_ = 0;
};

homeostat_program_storage program_memory;
homeostat_loop_storage loop_memory;
ScriptedPatient patient;
homeostat::testing::CFrame frame;
controller::ClosedLoop* twin;  // makes the commands that only an envelope can make
std::uint8_t slot[HOMEOSTAT_PERSISTED_BYTES];

using controller::Event;
using controller::Mode;
using controller::TherapyMode;

// The events that lead into each mode, found breadth first.
struct Ways {
  struct Way {
    std::array<Event, controller::kModes> events{};
    int count = -1;  // never reached
  };
  std::array<Way, controller::kModes> into{};

  Way& of(Mode mode) noexcept { return into[static_cast<std::size_t>(mode)]; }
  static void go(TherapyMode& chart, const Way& way) noexcept {
    for (int i = 0; i < way.count; ++i)
      (void)chart.handle(way.events[static_cast<std::size_t>(i)]);
  }
};

// The deepest of handle() on every event in every mode that can be reached.
bool tell_chart() noexcept {
  Ways ways;
  ways.of(Mode::kOff).count = 0;
  Depth handle;
  int pairs = 0;
  for (bool more = true; more;) {
    more = false;
    for (int m = 0; m < controller::kModes; ++m) {
      Ways::Way& way = ways.into[static_cast<std::size_t>(m)];
      for (int e = 0; way.count >= 0 && e < controller::kEvents; ++e) {
        const auto event = static_cast<Event>(e);
        auto* const chart = ::new (loop_memory.bytes) TherapyMode();
        Ways::go(*chart, way);
        handle.of([&] { (void)chart->handle(event); });
        ++pairs;
        Ways::Way& after = ways.of(chart->current());
        chart->~TherapyMode();
        if (after.count >= 0 || way.count == controller::kModes) continue;
        after = way;
        after.events[static_cast<std::size_t>(after.count++)] = event;
        more = true;
      }
    }
    if (more) pairs = 0;
  }
  Line line;
  line.text("chart: ").number(static_cast<std::int64_t>(handle.deepest())).text(" of ");
  line.number(pairs).text(" pairs of configuration and event").end();
  return pairs == controller::kModes * controller::kEvents;
}

}  // namespace

int print_trace() noexcept {
  bool within = tell_chart();
  auto* program = ::new (program_memory.bytes) homeostat_program();
  program->program = golden_program();
  alignas(controller::ClosedLoop) static std::byte twin_memory[sizeof(*twin)];
  twin = ::new (twin_memory) controller::ClosedLoop(program->program, Instant{});
  Depth open, restore, step, persist, report, close;
  homeostat_loop* loop = nullptr;
  open.of([&] {
    (void)homeostat_loop_open(&loop_memory, sizeof loop_memory, HOMEOSTAT_ABI_VERSION,
                              program, 0, &loop);
  });
  homeostat_command command;
  homeostat_report told;
  safety::StimCommand given = safety::StimCommand::off();
  for (int i = 0; i < kFrames; ++i) {
    const biomarkers::SampleFrame& lived = patient.live_through(given);
    const homeostat_frame* sensed = frame.of(lived);
    step.of([&] { (void)homeostat_loop_step(loop, sensed, &command); });
    given = twin->step(lived);
    report.of([&] { (void)homeostat_loop_report(loop, &told); });
    if (i % 100 == 0)
      persist.of([&] { (void)homeostat_loop_persist(loop, slot, sizeof slot); });
  }
  restore.of([&] { (void)homeostat_loop_restore(loop, slot, sizeof slot); });
  close.of([&] { (void)homeostat_loop_close(loop); });
  within &= open.tell("homeostat_loop_open", HOMEOSTAT_LOOP_OPEN_STACK_BYTES);
  within &= restore.tell("homeostat_loop_restore", HOMEOSTAT_LOOP_RESTORE_STACK_BYTES);
  within &= step.tell("homeostat_loop_step", HOMEOSTAT_LOOP_STEP_STACK_BYTES);
  within &= persist.tell("homeostat_loop_persist", HOMEOSTAT_LOOP_PERSIST_STACK_BYTES);
  within &= report.tell("homeostat_loop_report", HOMEOSTAT_LOOP_REPORT_STACK_BYTES);
  within &= close.tell("homeostat_loop_close", HOMEOSTAT_LOOP_CLOSE_STACK_BYTES);
  return within ? 0 : 1;
}

}  // namespace homeostat::golden
