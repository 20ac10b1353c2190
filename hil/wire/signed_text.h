// The bytes that a programmer signs, on both sides of the link: hil/WIRE.md, "Session".
//
// Each begins with what it is for, so that a signature of one is none of the other, and
// names device, session and nonce, so that it holds nowhere else and never again.
#pragma once

#include "hil/wire/message.h"

namespace homeostat::wire {

inline constexpr std::size_t kOpeningBytes = 16 + 16 + 4 + 32;
using SignedText = FieldBytes<kOpeningBytes + 8 + kChangeBytes>;

SignedText opening_text(const DeviceId& device, const Challenge& challenge) noexcept;
SignedText change_text(const DeviceId& device, const Challenge& challenge,
                       std::uint64_t number, Bytes change) noexcept;

}  // namespace homeostat::wire
