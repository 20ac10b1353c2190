// Two programs in non-volatile memory: the one that runs, and the one that arrives.
//
// A region holds an image, and at its end a mark that says how long it is: written only
// when a switch to it was ordered and every check held. Power may fail anywhere: what has
// no whole mark was never switched to. Of two with marks the higher counter is the newer.
#pragma once

#include <cstdint>
#include <span>

#include "controller/device_image.h"
#include "hil/firmware/board.h"
#include "hil/wire/ports.h"

namespace homeostat::firmware {

// Why a whole, good image was not switched to; beside controller::ImageRefusal.
inline constexpr std::uint32_t kTherapyIsOn = 100;  // stop it first
inline constexpr std::uint32_t kNotMarked = 101;    // the memory failed

// Not thread-safe. Allocates nothing, never throws.
class ProgramStore final : public wire::ImageStore {
 public:
  // `keys` outlive the store. `program`: where a program is put together that is to run;
  // it holds nothing of use after a refusal.
  ProgramStore(std::span<const controller::PublicKey> keys,
               controller::TherapyProgram& program) noexcept
      : keys_(keys), program_(program) {}

  // Puts the newest program that was switched to into `program`, after all the checks
  // that it passed then. Else says why.
  controller::ImageRefusal load() noexcept;

  // Whether a switch is allowed now. The loop's owner says so before each message.
  void allow_switch(bool allowed) noexcept { may_switch_ = allowed; }
  // True once after a switch: `program` holds it, and is to run from now on.
  bool take_switched() noexcept;

  std::uint32_t counter() const noexcept { return header_.counter; }

  std::uint32_t capacity() noexcept override;
  bool write(std::uint32_t offset, wire::Bytes bytes) noexcept override;
  std::uint32_t switch_to(std::uint32_t bytes) noexcept override;

 private:
  std::span<const controller::PublicKey> keys_;
  controller::TherapyProgram& program_;
  board_region running_ = BOARD_PROGRAM_B;  // the first image goes to A
  controller::ImageHeader header_;          // of the one that runs; counter 0: none
  bool may_switch_ = false;
  bool switched_ = false;
};

}  // namespace homeostat::firmware
