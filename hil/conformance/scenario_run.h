// One scenario against one device: what was seen of it, to be judged elsewhere.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>

#include "clinical_configs/conformance_scenario.h"
#include "hil/conformance/device_under_test.h"

namespace homeostat::hil {

struct ScenarioRun {
  Observations seen;
  // Why it says nothing of the device; empty: it does.
  std::string not_applicable;  // the device does not carry what the program needs
  std::string not_run;         // this rig cannot
  bool used = false;           // the device had run before: see DeviceUnderTest::start
  bool key_refused = false;    // the signature of its very program

  // It delivered nothing because of what it had spent before, as the host's loop from the
  // same state did: the scenario never came about.
  bool was_spent_before() const;
};

// Throws UsageError for words that are no rig's, LinkError where the device cannot be
// reached at all; what goes wrong later stands in the observations.
ScenarioRun run_scenario(const clinical_configs::ConformanceScenario& scenario,
                         const DeviceAccess& access, DeviceUnderTest::RigMaker make,
                         bool paced, const std::atomic<bool>& stop);

}  // namespace homeostat::hil
