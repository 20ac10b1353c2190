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
  // `keys` outlive the store.
  explicit ProgramStore(std::span<const controller::PublicKey> keys) noexcept
      : keys_(keys) {}

  // Finds the newest program that was switched to, after all the checks that it passed
  // then. Else says why.
  controller::ImageRefusal load() noexcept;

  // Whether a switch is allowed now. The loop's owner says so before each message.
  void allow_switch(bool allowed) noexcept { may_switch_ = allowed; }
  // True once after a switch: another program is to run from now on.
  bool take_switched() noexcept;
  // That program, as load() or the switch judged it; false where its memory no longer
  // holds it.
  bool read(controller::TherapyProgram& program) const noexcept;

  std::uint32_t counter() const noexcept { return header_.counter; }

  std::uint32_t capacity() noexcept override;
  bool write(std::uint32_t offset, wire::Bytes bytes) noexcept override;
  std::uint32_t switch_to(std::uint32_t bytes) noexcept override;

 private:
  controller::ImageRefusal judge(std::span<const std::uint8_t> image,
                                 std::uint64_t lowest_counter,
                                 controller::ImageHeader& header) const noexcept;

  std::span<const controller::PublicKey> keys_;
  board_region running_ = BOARD_PROGRAM_B;  // the first image goes to A
  controller::ImageHeader header_;          // of the one that runs; counter 0: none
  bool may_switch_ = false;
  bool switched_ = false;
};

}  // namespace homeostat::firmware
