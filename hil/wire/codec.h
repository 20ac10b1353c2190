// Messages from and to bytes: the one codec that host and device share (nanopb).
//
// Decoding refuses what is cut, what is too long, and what contradicts itself: a frame
// whose bytes are not channels times samples, an echo of more segments than a frame can
// tell, a number that its place in the core cannot hold. Unknown fields are skipped. Runs
// in the implant: fixed memory, about 3 KiB of stack.
#pragma once

#include "hil/wire/message.h"

namespace homeostat::wire {

// What an encoder needs at most.
inline constexpr std::size_t kMaxReply = 804;
inline constexpr std::size_t kMaxError = 32;  // of them, an error

// Bytes written to `out`; 0 where it has no room or the message cannot be told: a frame
// of more channels, samples or segments than there are, or a scale that is none. Samples
// are rounded to whole counts, halves away from zero, and held to +-32767.
[[nodiscard]] std::size_t encode(const Request& request,
                                 std::span<std::uint8_t> out) noexcept;
[[nodiscard]] std::size_t encode(const Change& change,
                                 std::span<std::uint8_t> out) noexcept;
[[nodiscard]] std::size_t encode(const Reply& reply,
                                 std::span<std::uint8_t> out) noexcept;

// False: malformed. A message of a kind that is not known decodes to kNothing.
[[nodiscard]] bool decode(Bytes payload, Request& request) noexcept;
[[nodiscard]] bool decode(Bytes payload, Change& change) noexcept;
[[nodiscard]] bool decode(Bytes payload, Reply& reply) noexcept;

}  // namespace homeostat::wire
