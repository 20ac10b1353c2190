// What somebody tries who may not, or may not now: images and orders that a device must
// refuse. Nothing here gets past a device that does its duty.
#pragma once

#include <string>

#include "clinical_configs/conformance_scenario.h"
#include "hil/conformance/device_under_test.h"

namespace homeostat::hil {

// "bad_signature", or of an image that was refused why: "rolled_back".
std::string name_of_refusal(const wire::Verdict& verdict);
// Whether that is one of them.
bool is_refusal(const std::string& name);

// Tries, and says by what name the device refused; empty: it did not.
std::string attempt(clinical_configs::Act act, DeviceUnderTest& device);

}  // namespace homeostat::hil
