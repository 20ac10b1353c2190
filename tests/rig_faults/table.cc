#include "tests/rig_faults/table.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace homeostat::hil::testing {
namespace {

constexpr char kHeld[] = "held";

constexpr char kHeading[] = R"(## On rigs

Done to the firmware itself while therapy runs, on each rig that can have it (`tests/rig_faults`; [FIRMWARE](../hil/FIRMWARE.md) says what a
rig is); "-": this rig cannot. Numbers are those of the hundred. In each frame, before and after, every value of the device's report must
equal that of the host's own loop, and the referee must be silent; after each reset the device must refuse to tell of a frame, run the same program, and
begin from every byte of the state that it stored before its last delivery. Loopback is a release's build, and takes no injected fault.
)";

std::string without_board(const std::string& rig) {
  return rig.substr(0, 5) == "qemu:" ? rig.substr(5) : rig;
}

}  // namespace

void Table::row(const RigFault& fault, const std::string& rig,
                const std::function<std::string()>& run) {
  auto row = std::ranges::find_if(rows_, [&](const Row& each) {
    return each.fault.number == fault.number &&
           std::strcmp(each.fault.name, fault.name) == 0;
  });
  if (row == rows_.end()) row = rows_.insert(rows_.end(), {fault, "", {}});
  std::string verdict = kHeld;
  try {
    const std::string reaction = run();
    if (row->reaction.empty()) row->reaction = reaction;
    if (row->reaction != reaction) verdict = "held; " + reaction;
  } catch (const std::exception& error) {
    verdict = std::string("NO: ") + error.what();
    std::fprintf(stderr, "%s on %s is not survived as expected: %s\n", fault.name,
                 rig.c_str(), error.what());
  }
  row->verdicts[rig] = verdict;
  std::fprintf(stderr, "%s, %s\n", rig.c_str(), fault.name);
}

bool Table::print(const std::vector<std::string>& rigs) const {
  std::puts(kHeading);
  std::printf("| no | fault | injected | expected | reaction |");
  for (const std::string& rig : rigs) std::printf(" %s |", without_board(rig).c_str());
  std::printf("\n|---|---|---|---|---|");
  for (std::size_t i = 0; i < rigs.size(); ++i) std::printf("---|");
  std::printf("\n");
  int held = 0;
  int run = 0;
  for (const Row& row : rows_) {
    const std::string number =
        row.fault.number == 0 ? "-" : std::to_string(row.fault.number);
    std::printf("| %s | %s | %s | %s | %s |", number.c_str(), row.fault.name,
                row.fault.injected, row.fault.expected, row.reaction.c_str());
    for (const std::string& rig : rigs) {
      const auto verdict = row.verdicts.find(rig);
      const bool was_run = verdict != row.verdicts.end();
      std::printf(" %s |", was_run ? verdict->second.c_str() : "-");
      run += was_run;
      held += was_run && verdict->second.substr(0, 4) == kHeld;
    }
    std::printf("\n");
  }
  std::printf("\nfaults on rigs held/run %d/%d\n", held, run);
  std::fprintf(stderr, "faults on rigs held/run %d/%d\n", held, run);
  return held == run;
}

}  // namespace homeostat::hil::testing
