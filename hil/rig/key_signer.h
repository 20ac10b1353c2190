// Signs as the owner of a key file.
#pragma once

#include <filesystem>
#include <utility>

#include "hil/link/programmer.h"
#include "sim/signing_key.h"

namespace homeostat::hil {

class KeySigner final : public Signer {
 public:
  explicit KeySigner(std::filesystem::path key) : key_(std::move(key)) {}
  // Throws what sim::sign() does.
  wire::Signature sign(wire::Bytes text) override { return sim::sign(key_, {text}); }

 private:
  std::filesystem::path key_;
};

}  // namespace homeostat::hil
