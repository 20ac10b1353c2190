// What a device checks signatures with: BearSSL and the programmer's public key.
#pragma once

#include "controller/signature.h"
#include "hil/wire/ports.h"

namespace homeostat::wire {

class BearsslKey final : public SignatureCheck {
 public:
  explicit BearsslKey(const controller::PublicKey& key) : key_(key) {}
  bool verify(Bytes text, const Signature& signature) noexcept override {
    return controller::verifies(key_, {text}, signature);
  }

 private:
  controller::PublicKey key_;
};

}  // namespace homeostat::wire
