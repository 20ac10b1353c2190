#include "sim/hash.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>

#include "sim/error.h"
#include "sim/hex.h"

namespace homeostat::sim {

std::string sha256_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw RecordingError(path.string() + ": cannot be read");
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(),
                                                                       &EVP_MD_CTX_free);
  EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
  std::array<char, 1 << 16> block;
  while (in.read(block.data(), block.size()), in.gcount() > 0) {
    EVP_DigestUpdate(digest.get(), block.data(), static_cast<std::size_t>(in.gcount()));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned length = 0;
  EVP_DigestFinal_ex(digest.get(), hash.data(), &length);
  return to_hex(std::span(hash).first(length));
}

}  // namespace homeostat::sim
