// Rigs that are processes of this computer: the firmware itself, or QEMU with a board.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hil/rig/rig.h"

namespace homeostat::hil {

// The firmware as a process; `words` as for ChildProcess. A signal resets it.
std::unique_ptr<Rig> make_process_rig(const std::vector<std::string>& words);

// `board`: mps2-an386 or netduinoplus2, with its image of either build. Throws UsageError
// for another board, LinkError where there is no image.
std::unique_ptr<Rig> make_emulated_rig(const std::string& board, bool faults);

}  // namespace homeostat::hil
