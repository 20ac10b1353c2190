// What can be done to the packets of a line, and to which of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace homeostat::hil {

enum class LineFault : std::uint8_t {
  kLose,      // the packet does not arrive
  kDrop,      // `amount` of its bytes do not
  kInsert,    // so many bytes arrive within it that nobody sent
  kFlip,      // so many of its bits turn
  kTruncate,  // so many bytes are missing at its end: of one, the zero, nobody takes note
  kNoise,     // so many bytes that nobody sent come before it
  kDelay,     // it arrives so many microseconds late; what follows may overtake it
  kDuplicate,  // so many copies more arrive
  kSwap,       // it arrives after the next of its direction, or not at all
};
inline constexpr int kLineFaults = 9;

// "lose", "drop", ... as scenarios and tables say it.
const char* name_of(LineFault fault);

enum class Direction : std::uint8_t { kToDevice, kToHost };

// Packets and time count from when the trouble is added to its line.
struct LineTrouble {
  LineFault fault{};
  Direction direction{};
  std::int64_t amount = 1;
  // Of the packets within that time: the first that is struck (0: the next), how many in
  // a row may be, and how likely each is.
  std::int64_t first = 0;
  std::int64_t packets = 1;
  int permille = 1000;
  std::chrono::microseconds from{0};
  std::chrono::microseconds until{std::numeric_limits<std::int32_t>::max()};
};

inline constexpr std::int64_t kEveryPacket = std::numeric_limits<std::int64_t>::max() / 2;

}  // namespace homeostat::hil
