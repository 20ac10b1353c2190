// The device of an image: a release's (release_device.cc), or one that takes injected
// faults (hil/faults).
#pragma once

#include <span>

#include "hil/firmware/device.h"

namespace homeostat::firmware {

// The one of this processor. Its patient is at the other end of the link; its log lies in
// retained memory. `keys`: as Device's.
Device& make_device(std::span<const controller::PublicKey> keys) noexcept;

}  // namespace homeostat::firmware
