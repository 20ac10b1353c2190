// A true key: ECDSA P-256 over SHA-256 by OpenSSL, as the page of the wire asks.
#pragma once

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

#include "hil/link/programmer.h"
#include "hil/wire/ports.h"

namespace homeostat::wire {

class OpensslKey final : public hil::Signer, public SignatureCheck {
 public:
  using Point = std::array<std::uint8_t, 65>;  // 4, then x and y

  OpensslKey() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {}
  // Verifies only.
  explicit OpensslKey(Point point) : key_(nullptr, EVP_PKEY_free) {
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
    char group[] = "P-256";
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                          point.size()),
        OSSL_PARAM_construct_end()};
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params) != 1) {
      throw std::runtime_error("no point of P-256");
    }
    key_.reset(key);
  }

  Point point() const {
    Point point{};
    std::size_t size = 0;
    EVP_PKEY_get_octet_string_param(key_.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                    point.size(), &size);
    return point;
  }

  Signature sign(Bytes text) override {
    const Digest digest = begin();
    std::size_t size = 0;
    check(EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()));
    check(EVP_DigestSign(digest.get(), nullptr, &size, text.data(), text.size()));
    std::vector<std::uint8_t> der(size);
    check(EVP_DigestSign(digest.get(), der.data(), &size, text.data(), text.size()));
    const std::uint8_t* at = der.data();
    const Pair pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), ECDSA_SIG_free);
    Signature signature{};
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), signature.data(), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), signature.data() + 32, 32);
    return signature;
  }

  bool verify(Bytes text, const Signature& signature) noexcept override {
    const Pair pair(ECDSA_SIG_new(), ECDSA_SIG_free);
    ECDSA_SIG_set0(pair.get(), BN_bin2bn(signature.data(), 32, nullptr),
                   BN_bin2bn(signature.data() + 32, 32, nullptr));
    std::uint8_t* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    const Digest digest = begin();
    const bool good = size > 0 &&
                      EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr,
                                           key_.get()) == 1 &&
                      EVP_DigestVerify(digest.get(), der, static_cast<std::size_t>(size),
                                       text.data(), text.size()) == 1;
    OPENSSL_free(der);
    return good;
  }

 private:
  using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
  using Pair = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

  static Digest begin() { return {EVP_MD_CTX_new(), EVP_MD_CTX_free}; }
  static void check(int done) {
    if (done != 1) throw std::runtime_error("OpenSSL did not sign");
  }

  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace homeostat::wire
