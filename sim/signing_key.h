// Keys that programs are signed with: ECDSA on P-256, as PEM files, by OpenSSL.
//
// Files are a private key ("BEGIN PRIVATE KEY", "BEGIN EC PRIVATE KEY") without a
// passphrase or, where nothing is signed, its public half ("BEGIN PUBLIC KEY"). Private
// parts leave no function but through make_key()'s file. Throws UsageError that names the
// file.
#pragma once

#include <filesystem>
#include <string>

#include "controller/signature.h"

namespace homeostat::sim {

// Writes a new private key, for its owner alone (mode 0600). Never overwrites.
void make_key(const std::filesystem::path& file);

// Of a private or a public key.
controller::PublicKey read_public_key(const std::filesystem::path& file);

// The same as "BEGIN PUBLIC KEY", to give away.
std::string public_pem(const std::filesystem::path& file);

// With a private key; s is low. Two signatures of the same differ: OpenSSL 3.0 draws a
// random number for each, and knows no deterministic ones (RFC 6979) yet.
controller::Signature sign(const std::filesystem::path& file,
                           controller::MessagePieces message);

}  // namespace homeostat::sim
