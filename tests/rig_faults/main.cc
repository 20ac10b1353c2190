// Prints what becomes of faults on rigs: a section of safety/FAULTS.md. Fails where one
// is not survived as expected.
//
//   rig_faults [--deep] RIG...     loopback, process:faults, qemu:BOARD:faults
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "tests/rig_faults/table.h"

int main(int argc, char** argv) {
  using namespace homeostat::hil::testing;
  if (argc == 1) {
    std::fprintf(stderr, "usage: rig_faults [--deep] RIG...\n");
    return 2;
  }
  std::vector<std::string> rigs(argv + 1, argv + argc);
  const bool deep = !rigs.empty() && rigs[0] == "--deep";
  if (deep) rigs.erase(rigs.begin());
  try {
    Table table;
    for (const std::string& rig : rigs) {
      faults_of_the_line(table, rig);
      faults_of_what_is_sensed(table, rig);
      faults_of_programs(table, rig, deep);
      if (rig == "loopback") continue;  // in this very process, and a release's build
      faults_of_the_processor(table, rig);
      faults_of_power(table, rig, deep);
    }
    return table.print(rigs) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
