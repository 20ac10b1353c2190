// `homeostat hil --conformance`: the list of scenarios against one rig, and the report.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "hil/conformance/device_under_test.h"
#include "sim/session.h"

namespace homeostat::hil {

struct KitOptions {
  std::string rig;                     // hil/rig/rig.h
  std::vector<std::string> scenarios;  // names or files; empty: all that are shipped
  std::filesystem::path out;
  std::filesystem::path key;  // private, of the programmer; empty: the development key
  bool paced = false;
  // For the report's first page; may be left empty, to be written by hand.
  std::string laboratory;
  std::string engineer;
  std::string device;
};

// Prints a line for each scenario and writes report.json, report.en.html, report.zh.html,
// junit.xml and a folder of evidence for each scenario. 0: none failed and one at least
// passed; 1: not so. Throws ConfigError, UsageError and RecordingError for the user's
// mistakes, before anything runs where they can be known, LinkError where the rig's
// device cannot be reached.
int run_kit(const KitOptions& options, const sim::Console& console,
            DeviceUnderTest::RigMaker make = open_rig);

// Names, titles and programs of all that are shipped.
int list_scenarios(const sim::Console& console);

}  // namespace homeostat::hil
