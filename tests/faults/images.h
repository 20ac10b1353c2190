// Device images that are old, or not signed by whom the device trusts.
#pragma once

#include "tests/faults/outcome.h"

namespace homeostat::faults {

// Well signed, each counter below the lowest that the device takes.
Outcome old_images();

// No signature, another key's, another image's, and numbers that are none.
Outcome wrongly_signed_images();

}  // namespace homeostat::faults
