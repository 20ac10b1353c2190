// A device that does to itself what a rig asks: hil/fault_injection.proto.
//
// The objects are a release's. The linker leads some of their calls, of the board and of
// the loop, through the functions here (--wrap), so that nothing of a release has to know
// of faults. Built only where HOMEOSTAT_FAULT_INJECTION is on, into images of its own.
#include <algorithm>
#include <cstring>

#include "controller/closed_loop.h"
#include "hil/faults/fault.h"
#include "hil/firmware/boards/retained.h"
#include "hil/firmware/make_device.h"

namespace homeostat::firmware {
namespace {

using controller::ClosedLoop;
using wire::Fault;
using wire::FaultKind;

constexpr std::int64_t kNever = -1;

// Never comes back.
[[gnu::noinline]] int descend(int depth) noexcept {
  volatile int room[64];
  room[depth % 64] = depth;
  return depth < 0 ? 0 : descend(depth + 1) + room[0];
}

// Both boards' non-volatile memory is RAM: a write can turn bits either way.
void corrupt_store(const Fault& fault) noexcept {
  const auto region = static_cast<board_region>(fault.place >> 16 & 3);
  const std::size_t at = fault.place & 0xFFFF;
  if (at >= board_region_bytes(region)) return;
  const auto byte = static_cast<std::uint8_t>(board_read(region)[at] ^ fault.amount);
  board_write(region, at, &byte, 1);
}

// What waits to happen.
class Faults final : public wire::FaultPort {
 public:
  void inject(const Fault& fault) noexcept override;

  // Before the loop's next step: to its memory, and to the frame that it is to see.
  const biomarkers::SampleFrame& spoil(ClosedLoop& loop,
                                       const biomarkers::SampleFrame& frame) noexcept;
  // Whatever was to happen once the request is answered.
  void come_due() noexcept;
  std::uint64_t clock_step_us() const noexcept { return clock_step_us_; }
  // Bytes that are still written, of so many that are to be.
  std::size_t powered(std::size_t count) noexcept;
  [[noreturn]] void lose_power() noexcept;

 private:
  void stick(biomarkers::SampleFrame& frame) noexcept;

  Fault due_;                        // once it has answered
  Fault before_step_;                // of the loop's memory
  std::uint64_t clock_step_us_ = 0;  // modulo 2^64: may be back
  std::size_t stuck_channel_ = 0;
  std::int32_t stuck_frames_ = 0;
  float held_uv_ = 0.0F;
  bool holds_ = false;
  std::int64_t bytes_of_power_ = kNever;
  bool memory_is_lost_ = false;
  biomarkers::SampleFrame spoilt_;
};

Faults& faults() noexcept {
  static Faults one;
  return one;
}

void Faults::inject(const Fault& fault) noexcept {
  switch (fault.kind) {
    case FaultKind::kNone:
      return;
    case FaultKind::kStuckChannel:
      stuck_channel_ = std::min<std::size_t>(fault.place, biomarkers::kMaxChannels - 1);
      stuck_frames_ = fault.amount;
      holds_ = false;
      return;
    case FaultKind::kClockStep:
      clock_step_us_ += static_cast<std::uint64_t>(std::int64_t{fault.amount});
      return;
    case FaultKind::kFlipBit:
    case FaultKind::kCorruptProgram:
      before_step_ = fault;
      return;
    case FaultKind::kBrownOut:
      memory_is_lost_ = fault.place != 0;
      if (fault.amount >= 0) {
        bytes_of_power_ = fault.amount;
        return;
      }
      due_ = fault;
      return;
    case FaultKind::kCorruptStore:
      corrupt_store(fault);
      return;
    case FaultKind::kHang:
    case FaultKind::kReset:
    case FaultKind::kExhaustStack:
      due_ = fault;
      return;
  }
}

void Faults::come_due() noexcept {
  switch (due_.kind) {
    case FaultKind::kHang:
      for (;;) asm volatile("");
    case FaultKind::kReset:
      reset_because(static_cast<std::uint8_t>(due_.amount));
    case FaultKind::kBrownOut:
      lose_power();
    case FaultKind::kExhaustStack:
      (void)descend(0);
      return;
    default:
      return;
  }
}

const biomarkers::SampleFrame& Faults::spoil(
    ClosedLoop& loop, const biomarkers::SampleFrame& frame) noexcept {
  auto* program = const_cast<controller::TherapyProgram*>(&loop.program());
  auto* bytes = reinterpret_cast<std::uint8_t*>(&loop);
  if (before_step_.kind == FaultKind::kFlipBit && before_step_.place < sizeof loop)
    bytes[before_step_.place] ^=
        static_cast<std::uint8_t>(1 << (before_step_.amount & 7));
  bytes = reinterpret_cast<std::uint8_t*>(program);
  if (before_step_.kind == FaultKind::kCorruptProgram &&
      before_step_.place < sizeof *program)
    bytes[before_step_.place] ^= static_cast<std::uint8_t>(before_step_.amount);
  before_step_ = {};
  if (clock_step_us_ == 0 && stuck_frames_ <= 0) return frame;
  spoilt_ = frame;
  spoilt_.time = Instant(frame.time.count() + clock_step_us_);
  if (stuck_frames_ > 0) stick(spoilt_);
  return spoilt_;
}

void Faults::stick(biomarkers::SampleFrame& frame) noexcept {
  --stuck_frames_;
  auto& samples = frame.samples_uv[stuck_channel_];
  if (!holds_) held_uv_ = samples[0];
  holds_ = true;
  samples.fill(held_uv_);
}

std::size_t Faults::powered(std::size_t count) noexcept {
  if (bytes_of_power_ < 0) return count;
  const auto left = static_cast<std::size_t>(bytes_of_power_);
  const std::size_t written = std::min(count, left);
  if (left >= count) bytes_of_power_ -= static_cast<std::int64_t>(count);
  return written;
}

void Faults::lose_power() noexcept {
  board_disable_outputs();
  if (memory_is_lost_) std::memset(board_retained(), 0xA5, sizeof(Retained));
  reset_because(HOMEOSTAT_RESET_BROWN_OUT);
}

}  // namespace

Device& make_device(std::span<const controller::PublicKey> keys) noexcept {
  static Device device(keys, retained().log, true, &faults());
  return device;
}

}  // namespace homeostat::firmware

using namespace homeostat;
using firmware::faults;

// The step of a loop as the compiler spells it: a member takes its object first.
#define HOMEOSTAT_STEP \
  "_ZN9homeostat10controller10ClosedLoop4stepERKNS_10biomarkers11SampleFrameE"
safety::StimCommand real_step(controller::ClosedLoop*,
                              const biomarkers::SampleFrame&) noexcept
    __asm__("__real_" HOMEOSTAT_STEP);
safety::StimCommand wrap_step(controller::ClosedLoop*,
                              const biomarkers::SampleFrame&) noexcept
    __asm__("__wrap_" HOMEOSTAT_STEP);

safety::StimCommand wrap_step(controller::ClosedLoop* loop,
                              const biomarkers::SampleFrame& frame) noexcept {
  return real_step(loop, faults().spoil(*loop, frame));
}

extern "C" {
std::uint64_t __real_board_now_us();
std::uint64_t __wrap_board_now_us();
void __real_board_idle();
void __wrap_board_idle();
int __real_board_erase(board_region);
int __wrap_board_erase(board_region);
int __real_board_write(board_region, std::size_t, const std::uint8_t*, std::size_t);
int __wrap_board_write(board_region, std::size_t, const std::uint8_t*, std::size_t);

std::uint64_t __wrap_board_now_us() {
  return __real_board_now_us() + faults().clock_step_us();
}

void __wrap_board_idle() {
  __real_board_idle();
  faults().come_due();
}

// Byte by byte, as far as power goes; the byte under way holds anything.
int __wrap_board_write(board_region region, std::size_t offset, const std::uint8_t* bytes,
                       std::size_t count) {
  const std::size_t written = faults().powered(count);
  const int done = __real_board_write(region, offset, bytes, written);
  if (written == count) return done;
  const auto torn = static_cast<std::uint8_t>(bytes[written] ^ 0x5A);
  __real_board_write(region, offset + written, &torn, 1);
  faults().lose_power();
}

int __wrap_board_erase(board_region region) {
  const std::size_t size = board_region_bytes(region);
  const std::size_t erased = faults().powered(size);
  if (erased == size) return __real_board_erase(region);
  for (std::size_t at = 0; at < erased; ++at) {
    const std::uint8_t byte = 0xFF;
    __real_board_write(region, at, &byte, 1);
  }
  faults().lose_power();
}
}
