#include "sim/signing_key.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

template <auto kFree>
struct Freed {
  template <class Type>
  void operator()(Type* held) const {
    kFree(held);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_clear_free>>;
using Digesting = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using DerSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

constexpr int kNumberBytes = 32;  // of P-256

[[noreturn]] void refuse(const fs::path& file, const std::string& what) {
  ERR_clear_error();
  throw UsageError(file.string() + ": " + what);
}

void expect(bool done, const fs::path& file) {
  if (!done) refuse(file, "OpenSSL could not use this key");
}

// A passphrase is never asked for: a build has nobody to type it.
int note_passphrase(char*, int, int, void* wanted) {
  *static_cast<bool*>(wanted) = true;
  return -1;
}

Bio opened(const fs::path& file) {
  Bio in(BIO_new_file(file.c_str(), "r"));
  if (!in) refuse(file, std::string("cannot be read (") + std::strerror(errno) + ")");
  return in;
}

Number number_of(const Key& key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key.get(), name, &number);
  return Number(number);
}

bool is_p256(const Key& key) {
  char curve[32] = "";
  return EVP_PKEY_get_group_name(key.get(), curve, sizeof curve, nullptr) == 1 &&
         std::strcmp(curve, "prime256v1") == 0;
}

Key read_key(const fs::path& file) {
  bool encrypted = false;
  Key key(
      PEM_read_bio_PrivateKey(opened(file).get(), nullptr, note_passphrase, &encrypted));
  if (encrypted) refuse(file, "locked with a passphrase; give a key without one");
  if (!key) key.reset(PEM_read_bio_PUBKEY(opened(file).get(), nullptr, nullptr, nullptr));
  if (!key) refuse(file, "no key in PEM form; `homeostat key new` makes one");
  if (!is_p256(key)) {
    refuse(file, "not a key on curve P-256; `homeostat key new` makes one");
  }
  return key;
}

Key read_private_key(const fs::path& file) {
  Key key = read_key(file);
  if (!number_of(key, OSSL_PKEY_PARAM_PRIV_KEY)) {
    refuse(file, "a public key, which cannot sign; give the private one");
  }
  return key;
}

std::string taken_from(const Bio& bio) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

void write_for_owner_alone(const fs::path& file, const std::string& text) {
  const int out = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0 && errno == EEXIST) {
    refuse(file, "is there already, and a key is never overwritten; give another file");
  }
  if (out < 0) {
    refuse(file, std::string("cannot be written (") + std::strerror(errno) + ")");
  }
  const bool owned = fchmod(out, 0600) == 0;  // whatever the umask
  const bool written =
      write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool kept = fsync(out) == 0;
  if (close(out) != 0 || !owned || !written || !kept) {
    std::error_code ignored;
    fs::remove(file, ignored);
    refuse(file, "could not be written; is the disk full?");
  }
}

std::vector<unsigned char> der_signature(const Key& key,
                                         controller::MessagePieces message,
                                         const fs::path& file) {
  const Digesting digest(EVP_MD_CTX_new());
  expect(EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1,
         file);
  for (const auto& piece : message) {
    expect(EVP_DigestSignUpdate(digest.get(), piece.data(), piece.size()) == 1, file);
  }
  std::size_t size = 0;
  expect(EVP_DigestSignFinal(digest.get(), nullptr, &size) == 1, file);
  std::vector<unsigned char> der(size);
  expect(EVP_DigestSignFinal(digest.get(), der.data(), &size) == 1, file);
  der.resize(size);
  return der;
}

// Of s and n - s the lower one.
Number low_s(const BIGNUM* s, const Key& key) {
  const Number order = number_of(key, OSSL_PKEY_PARAM_EC_ORDER);
  Number other(BN_new());
  BN_sub(other.get(), order.get(), s);
  return Number(BN_dup(BN_cmp(s, other.get()) > 0 ? other.get() : s));
}

}  // namespace

void make_key(const fs::path& file) {
  const Key key(EVP_EC_gen("prime256v1"));
  const Bio memory(BIO_new(BIO_s_secmem()));
  expect(key && PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0,
                                         nullptr, nullptr) == 1,
         file);
  std::string text = taken_from(memory);
  write_for_owner_alone(file, text);
  OPENSSL_cleanse(text.data(), text.size());
}

controller::PublicKey read_public_key(const fs::path& file) {
  const Key key = read_key(file);
  const Number x = number_of(key, OSSL_PKEY_PARAM_EC_PUB_X);
  const Number y = number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y);
  expect(x && y, file);
  controller::PublicKey point{4};
  expect(BN_bn2binpad(x.get(), point.data() + 1, kNumberBytes) == kNumberBytes &&
             BN_bn2binpad(y.get(), point.data() + 1 + kNumberBytes, kNumberBytes) ==
                 kNumberBytes,
         file);
  return point;
}

std::string public_pem(const fs::path& file) {
  const Key key = read_key(file);
  const Bio memory(BIO_new(BIO_s_mem()));
  expect(PEM_write_bio_PUBKEY(memory.get(), key.get()) == 1, file);
  return taken_from(memory);
}

controller::Signature sign(const fs::path& file, controller::MessagePieces message) {
  const Key key = read_private_key(file);
  const std::vector<unsigned char> der = der_signature(key, message, file);
  const unsigned char* at = der.data();
  const DerSignature parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  expect(parts != nullptr, file);
  const Number s = low_s(ECDSA_SIG_get0_s(parts.get()), key);
  controller::Signature signature{};
  expect(BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), signature.data(), kNumberBytes) ==
                 kNumberBytes &&
             BN_bn2binpad(s.get(), signature.data() + kNumberBytes, kNumberBytes) ==
                 kNumberBytes,
         file);
  return signature;
}

}  // namespace homeostat::sim
