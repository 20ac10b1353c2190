// What the `rcs` profile can be told: one set of rules, on the host and on a device.
// Source of ranges: shared reference "devices" 2.1; where the device's own bound is not
// documented, what the chain has room for.
#pragma once

#include "biomarkers/rcs_settings.h"

namespace homeostat::biomarkers {

// One rule that does not hold. Its field, as people write it:
// list[index].inner[inner_index].name, each part where it is not null.
struct RcsFault {
  const char* list = nullptr;
  std::size_t index = 0;
  const char* inner = nullptr;
  std::size_t inner_index = 0;
  const char* name = nullptr;
  double value = 0.0;
  double lowest = 0.0;  // accepted range, inclusive; equal: not a matter of range
  double highest = 0.0;
  const char* why = "";
};

using RcsFaultSink = void (*)(void* context, const RcsFault& fault);

// Tells every fault; true where there is none. Without a sink: the verdict alone.
bool validate(const RcsSettings& settings, RcsFaultSink sink = nullptr,
              void* context = nullptr) noexcept;

}  // namespace homeostat::biomarkers
