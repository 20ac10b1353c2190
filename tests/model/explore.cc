// Prints what the chart and its clock do, found by running them:
//   explore transitions   mode,event,next_mode
//   explore modes         mode,in_control,asks
//   explore clock         policy,mode,event,<world>,says
//   explore frames        a byte for the mode after each set of events, for each mode
#include <cstdio>
#include <string>

#include "controller/authority.h"
#include "tests/model/asking.h"
#include "tests/model/clock_sayings.h"
#include "tests/model/explorer.h"

namespace homeostat::controller::model {
namespace {

std::string transitions(const Table& table) {
  std::string rows = "mode,event,next_mode\n";
  for (std::size_t m = 0; m < kModes; ++m) {
    for (std::size_t e = 0; table.path_to[m] && e < kEvents; ++e) {
      rows += std::string(name_of(mode_at(m))) + "," + name_of(event_at(e)) + "," +
              name_of(table.next[m][e]) + "\n";
    }
  }
  return rows;
}

std::string modes(const Table& table) {
  std::string rows = "mode,in_control,asks\n";
  for (std::size_t m = 0; m < kModes; ++m) {
    if (!table.path_to[m]) continue;
    const Mode mode = mode_at(m);
    rows += std::string(name_of(mode)) + "," + name_of(who_controls(mode)) + "," +
            name_of(asked_in(mode)) + "\n";
  }
  return rows;
}

// Of all small therapies of one policy.
std::string clock(const Table& table, PolicyKind policy, const char* name) {
  Sayings sayings;
  for (const SmallTherapy& therapy : small_therapies()) {
    if (therapy.program.policy != policy) continue;
    (void)walk_clock(therapy, therapy.program, table, sayings);
    listen_to_self_tests(therapy, sayings);
  }
  return rows_of(name, sayings);
}

std::string clock(const Table& table) {
  return "policy,mode,event,magnet,signal,seizure,spent,locked,says\n" +
         clock(table, PolicyKind::kResponsive, "responsive") +
         clock(table, PolicyKind::kOpenLoop, "open_loop") +
         clock(table, PolicyKind::kDetectionOnly, "detection_only");
}

std::string frames(const Table& table) {
  std::string bytes;
  for (std::size_t m = 0; m < kModes; ++m) {
    for (std::uint32_t bits = 0; bits < 1U << kEvents; ++bits) {
      TherapyMode mode;
      for (const Event event : *table.path_to[m]) mode.handle(event);
      bytes += static_cast<char>(mode.handle(set_of(bits)));
    }
  }
  return bytes;
}

int print(const std::string& what) {
  const Table table = explore<TherapyMode>();
  std::string text;
  if (what == "transitions") text = transitions(table);
  if (what == "modes") text = modes(table);
  if (what == "clock") text = clock(table);
  if (what == "frames") text = frames(table);
  if (text.empty()) return 2;
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}

}  // namespace
}  // namespace homeostat::controller::model

int main(int count, char** words) {
  return count == 2 ? homeostat::controller::model::print(words[1]) : 2;
}
