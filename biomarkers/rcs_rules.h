// What the `rcs` profile can be told: one set of rules, on the host and on a device.
// Source of ranges: shared reference "devices" 2.1; where the device's own bound is not
// documented, what the chain has room for.
#pragma once

#include "biomarkers/profile_fault.h"
#include "biomarkers/rcs_settings.h"

namespace homeostat::biomarkers {

// Tells every fault; true where there is none. Without a sink: the verdict alone.
bool validate(const RcsSettings& settings, ProfileFaultSink sink = nullptr,
              void* context = nullptr) noexcept;

}  // namespace homeostat::biomarkers
