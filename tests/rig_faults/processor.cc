// What happens to a processor: it is stopped, goes on, is reset, hangs, or faults.
#include <algorithm>

#include "controller/homeostat.h"
#include "hil/link/link_error.h"
#include "tests/rig_faults/bedside.h"
#include "tests/rig_faults/table.h"

namespace homeostat::hil::testing {
namespace {

using firmware::LogEvent;
using wire::FaultKind;

constexpr int kAskedAgain = 3;
constexpr std::uint32_t kStackExhausted = 0xFFFFFFFF;

bool is_emulated(const std::string& rig) { return rig.substr(0, 4) == "qemu"; }

std::unique_ptr<Bedside> in_a_burst(const std::string& rig) {
  auto bedside = std::make_unique<Bedside>(rig, kOpenLoop);
  bedside->start();
  bedside->live_until_stimulation();
  bedside->live(3);
  return bedside;
}

// It stands within a frame until the host has asked again.
std::string pause(Bedside& bedside, RigAct stop, RigAct go_on) {
  for (int i = 0; i < 3; ++i) {
    bedside.rig().act(stop);
    int asked = 0;
    bedside.on_send = [&] {
      if (++asked == kAskedAgain) bedside.rig().act(go_on);
    };
    bedside.live();
    bedside.on_send = nullptr;
    bedside.live(2);
  }
  if (bedside.link().statistics().retries == 0)
    throw LinkError("nobody noticed that it stood");
  return "asked again; went on with equal reports";
}

// It stands until the host gives up; then it has acted on the frame once.
std::string stand_still(Bedside& bedside, RigAct stop, RigAct go_on) {
  bedside.rig().act(stop);
  std::string said;
  try {
    bedside.live();
  } catch (const LinkError& error) {
    said = error.what();
  }
  bedside.rig().act(go_on);
  if (said.substr(0, 23) != "link: frame: no answer ")
    throw LinkError("the run ended otherwise: " + said);
  bedside.catch_up();
  bedside.live(4);
  return "run ended: link: frame: no answer; the frame was stepped once";
}

// The run ends; the device is silent, and goes on from what was debited.
std::string go_down(Bedside& bedside, biomarkers::ResetCause cause, LogEvent also,
                    std::uint32_t value) {
  std::string said;
  try {
    bedside.live(3);
  } catch (const LinkError& error) {
    said = error.what();
  }
  if (said.empty()) throw LinkError("the run went on as if nothing had been");
  bedside.come_back();
  const auto log = bedside.log();
  const auto has = [&](LogEvent event, std::int64_t argument, std::int64_t wanted) {
    return std::ranges::any_of(log, [&](const firmware::LogRecord& record) {
      return record.event == event && (argument < 0 || record.argument == argument) &&
             (wanted < 0 || record.value == wanted);
    });
  };
  if (!has(LogEvent::kBooted, static_cast<int>(cause), -1))
    throw LinkError("its log does not tell why it was reset");
  if (!has(LogEvent::kGranted, -1, -1)) throw LinkError("its log of before is gone");
  if (!has(also, -1, value == 0 ? -1 : std::int64_t{value}))
    throw LinkError("its log does not tell where it faulted");
  bedside.start_again();
  bedside.live_until_stimulation();
  bedside.live(10);
  return "run ended in a line; silent; its log tells the cause; goes on from what was "
         "debited";
}

std::string go_down(Bedside& bedside, const wire::Fault& fault,
                    biomarkers::ResetCause cause, LogEvent also = LogEvent::kBooted,
                    std::uint32_t value = 0) {
  bedside.inject(fault);
  return go_down(bedside, cause, also, value);
}

}  // namespace

void faults_of_the_processor(Table& table, const std::string& rig) {
  std::unique_ptr<Bedside> bedside;
  const auto at_bedside = [&](const RigFault& fault, auto act) {
    table.row(fault, rig, [&] {
      if (bedside == nullptr) bedside = in_a_burst(rig);
      return on(bedside, act);
    });
  };
  static constexpr char kSilentAndBack[] =
      "one line; silent until a clinician's start; then as from what was stored";
  at_bedside(
      {0, "process stopped", "SIGSTOP in a burst, SIGCONT as the host asks again, thrice",
       "equal reports"},
      [](Bedside& b) {
        return pause(b, RigAct::kStopProcess, RigAct::kContinueProcess);
      });
  at_bedside({0, "process stopped for long", "SIGSTOP in a burst until the host gives up",
              "one line; the frame acts once"},
             [](Bedside& b) {
               return stand_still(b, RigAct::kStopProcess, RigAct::kContinueProcess);
             });
  if (is_emulated(rig)) {
    at_bedside(
        {0, "processor stopped",
         "QMP stop in a burst, cont as the host asks again, thrice", "equal reports"},
        [](Bedside& b) {
          return pause(b, RigAct::kStopProcessor, RigAct::kContinueProcessor);
        });
  }
  at_bedside({0, "reset from outside", "QMP system_reset, or a signal, in a burst",
              kSilentAndBack},
             [](Bedside& b) {
               b.rig().act(RigAct::kReset);
               return go_down(b, biomarkers::ResetCause::kBrownOut, LogEvent::kBooted, 0);
             });
  at_bedside({0, "reset by software", "in a burst", kSilentAndBack}, [](Bedside& b) {
    return go_down(b, {FaultKind::kReset, 0, HOMEOSTAT_RESET_SOFTWARE},
                   biomarkers::ResetCause::kSoftware);
  });
  at_bedside({0, "hang", "the main loop stands still in a burst", kSilentAndBack},
             [](Bedside& b) {
               return go_down(b, {FaultKind::kHang}, biomarkers::ResetCause::kWatchdog);
             });
  at_bedside(
      {0, "program corrupt in memory", "its 64th byte, in a burst", kSilentAndBack},
      [](Bedside& b) {
        return go_down(b, {FaultKind::kCorruptProgram, 64, 1},
                       biomarkers::ResetCause::kSoftware, LogEvent::kMemoryChanged);
      });
  if (is_emulated(rig)) {
    at_bedside(
        {86, "stack near overflow", "calls without end, in a burst", kSilentAndBack},
        [](Bedside& b) {
          return go_down(b, {FaultKind::kExhaustStack}, biomarkers::ResetCause::kSoftware,
                         LogEvent::kProcessorFault, kStackExhausted);
        });
  }
}

}  // namespace homeostat::hil::testing
