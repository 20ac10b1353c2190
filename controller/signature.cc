#include "controller/signature.h"

#include <bearssl.h>

#include <algorithm>

namespace homeostat::controller {
namespace {

using Digest = std::array<std::uint8_t, br_sha256_SIZE>;
using Scalar = std::array<std::uint8_t, 32>;

// (n - 1) / 2 of P-256, which is n / 2 rounded down (FIPS 186-4 D.1.2.3).
constexpr Scalar kHalfOrder = {0x7F, 0xFF, 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00,
                               0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                               0xDE, 0x73, 0x7D, 0x56, 0xD3, 0x8B, 0xCF, 0x42,
                               0x79, 0xDC, 0xE5, 0x61, 0x7E, 0x31, 0x92, 0xA8};

Digest sha256(MessagePieces message) noexcept {
  br_sha256_context context;
  br_sha256_init(&context);
  for (const std::span<const std::uint8_t>& piece : message) {
    br_sha256_update(&context, piece.data(), piece.size());
  }
  Digest digest;
  br_sha256_out(&context, digest.data());
  return digest;
}

// BearSSL refuses s of zero, and r and s that are n or more, but not r of zero.
bool has_no_r(const Signature& signature) noexcept {
  return std::all_of(signature.begin(), signature.begin() + sizeof(Scalar),
                     [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

KeyIdentity identity_of(const PublicKey& key) noexcept {
  const Digest digest = sha256({key});
  KeyIdentity identity;
  std::copy_n(digest.begin(), identity.size(), identity.begin());
  return identity;
}

bool verifies(const PublicKey& key, MessagePieces message,
              const Signature& signature) noexcept {
  if (has_no_r(signature)) return false;
  const Digest digest = sha256(message);
  PublicKey point = key;  // BearSSL asks for one that it may write to, and does not
  const br_ec_public_key known{BR_EC_secp256r1, point.data(), point.size()};
  return br_ecdsa_i31_vrfy_raw(&br_ec_prime_i31, digest.data(), digest.size(), &known,
                               signature.data(), signature.size()) == 1;
}

bool has_low_s(const Signature& signature) noexcept {
  return !std::lexicographical_compare(kHalfOrder.begin(), kHalfOrder.end(),
                                       signature.begin() + sizeof(Scalar),
                                       signature.end());
}

}  // namespace homeostat::controller
