// What all Cortex-M4F boards share: start, clock, watchdog, faults. A board adds its
// link, its memory and its frames.
#pragma once

#include <cstdint>

namespace homeostat::firmware {

inline volatile std::uint32_t& device_register(std::uintptr_t address) noexcept {
  return *reinterpret_cast<volatile std::uint32_t*>(address);
}

// The system timer from now on; once, before anything asks for the time.
void start_clock(std::uint32_t ticks_per_second) noexcept;

void enable_interrupt(int number) noexcept;

// A queue from one interrupt to the main loop. A byte that finds it full is lost, as one
// that comes too late is: the link asks again.
class ByteQueue {
 public:
  void put(std::uint8_t byte) noexcept {
    const std::uint32_t next = (head_ + 1) % kBytes;
    if (next == tail_) return;
    bytes_[head_] = byte;
    head_ = next;
  }
  std::size_t take(std::uint8_t* to, std::size_t most) noexcept {
    std::size_t count = 0;
    for (; count < most && tail_ != head_; ++count) {
      to[count] = bytes_[tail_];
      tail_ = (tail_ + 1) % kBytes;
    }
    return count;
  }
  bool empty() const noexcept { return tail_ == head_; }

 private:
  // What comes while a frame is stepped; a packet goes on to its reader as it arrives.
  static constexpr std::uint32_t kBytes = 512;
  volatile std::uint8_t bytes_[kBytes];
  volatile std::uint32_t head_ = 0;
  volatile std::uint32_t tail_ = 0;
};

}  // namespace homeostat::firmware

// Of each board: clocks, its link.
extern "C" void board_start(void);
// Its link's interrupt.
extern "C" void board_link_interrupt(void);
