// Prints what becomes of faults on rigs: a section of safety/FAULTS.md. Fails where one
// is not survived as expected.
//
//   rig_faults [--deep] [--KIND] RIG...   loopback, process:faults, qemu:BOARD:faults
//     KIND: line, sensed, programs, processor or power alone
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "tests/rig_faults/table.h"

int main(int argc, char** argv) {
  using namespace homeostat::hil::testing;
  std::vector<std::string> rigs(argv + 1, argv + argc);
  const auto take = [&](const std::string& first) {
    const bool there = !rigs.empty() && rigs[0].substr(0, first.size()) == first;
    const std::string word = there ? rigs[0].substr(2) : "";
    if (there) rigs.erase(rigs.begin());
    return word;
  };
  const bool deep = !take("--deep").empty();
  const std::string kind = take("--");
  if (rigs.empty()) {
    std::fprintf(stderr, "usage: rig_faults [--deep] [--KIND] RIG...\n");
    return 2;
  }
  const auto wanted = [&](const char* each) { return kind.empty() || kind == each; };
  try {
    Table table;
    for (const std::string& rig : rigs) {
      if (wanted("line")) faults_of_the_line(table, rig);
      if (wanted("sensed")) faults_of_what_is_sensed(table, rig);
      if (wanted("programs")) faults_of_programs(table, rig, deep);
      if (rig == "loopback") continue;  // in this very process, and a release's build
      if (wanted("processor")) faults_of_the_processor(table, rig);
      if (wanted("power")) faults_of_power(table, rig, deep);
    }
    return table.print(rigs) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
