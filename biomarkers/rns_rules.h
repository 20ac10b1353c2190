// What the `rns` profile can be told: one set of rules, on the host and on a device.
//
// The device's own refusal, more than 25 uC/cm2 in a phase, is a rule here; its ranges
// are not: they stand in the file that is judged. Source: shared reference "devices" 2.2.
#pragma once

#include "biomarkers/profile_fault.h"
#include "biomarkers/rns_settings.h"

namespace homeostat::biomarkers {

// Tells every fault; true where there is none. Without a sink: the verdict alone.
bool validate(const RnsSettings& settings, ProfileFaultSink sink = nullptr,
              void* context = nullptr) noexcept;

// The most current that the device lets be programmed with this lead and pulse width, mA:
// 25 uC/cm2 on one contact. 0 where there is no lead or no width.
double rns_most_ma(safety::LeadModel lead, double pulse_width_us) noexcept;

}  // namespace homeostat::biomarkers
