// The board of tape_replay.cc: its link is a packet in memory.
#pragma once

#include <cstdint>
#include <span>

namespace homeostat::golden::tape {

// The device hears this next, and what it answers is summed anew.
void hear(std::span<const std::uint8_t> packet) noexcept;
bool is_hearing() noexcept;
// CRC-32 of what it has answered since.
std::uint32_t answer_crc() noexcept;

}  // namespace homeostat::golden::tape
