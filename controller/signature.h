// Who signed some bytes: ECDSA on curve P-256 over SHA-256, verified by BearSSL. Cannot
// sign.
//
// Knows no image and no list of trusted keys: controller/device_image.h does. Sources:
// FIPS 186-4 6.4 (ECDSA), FIPS 180-4 (SHA-256), SEC 1 2.3.3 (points as bytes).
// Allocates nothing; its stack is in controller/DEVICE_IMAGE.md.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace homeostat::controller {

// An uncompressed point: 4, then x and y, big-endian.
using PublicKey = std::array<std::uint8_t, 65>;

// r, then s, big-endian.
using Signature = std::array<std::uint8_t, 64>;

// The first bytes of the SHA-256 of a public key: to find a key by, not to trust one.
using KeyIdentity = std::array<std::uint8_t, 8>;

[[nodiscard]] KeyIdentity identity_of(const PublicKey& key) noexcept;

// The pieces of one message, in order.
using MessagePieces = std::initializer_list<std::span<const std::uint8_t>>;

// False for r or s outside of 1 to n - 1 (n: the curve's order), and for a key that is no
// point of the curve.
[[nodiscard]] bool verifies(const PublicKey& key, MessagePieces message,
                            const Signature& signature) noexcept;

// With (r, s) anyone can make (r, n - s), which verifies as well: only the one whose s is
// at most n / 2 is written.
[[nodiscard]] bool has_low_s(const Signature& signature) noexcept;

}  // namespace homeostat::controller
