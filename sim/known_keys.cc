#include "sim/known_keys.h"

#include <algorithm>
#include <fstream>

#include "sim/error.h"
#include "sim/hex.h"
#include "sim/signing_key.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

auto find(const controller::KeyIdentity& identity, const std::vector<KnownKey>& keys) {
  return std::find_if(keys.begin(), keys.end(), [&](const KnownKey& known) {
    return controller::identity_of(known.key) == identity;
  });
}

}  // namespace

fs::path development_key_file() { return HOMEOSTAT_DEVELOPMENT_KEY; }

fs::path signing_key_or_development(const fs::path& given) {
  if (!given.empty()) return given;
  const fs::path development = development_key_file();
  std::error_code ignored;
  if (!fs::exists(development, ignored)) {
    throw UsageError(
        "no development key beside this build: give --key; `homeostat key new` makes "
        "one");
  }
  return development;
}

std::vector<KnownKey> known_keys(const std::vector<fs::path>& files) {
  std::vector<KnownKey> keys;
  const fs::path development = development_key_file();
  if (std::ifstream(development).is_open()) {  // another user's build keeps its own
    keys.push_back({"development key", read_public_key(development)});
  }
  for (const fs::path& file : files) {
    const controller::PublicKey key = read_public_key(file);
    if (find(controller::identity_of(key), keys) != keys.end()) continue;
    keys.push_back({"key " + file.filename().string(), key});
  }
  return keys;
}

std::string name_of(const controller::KeyIdentity& identity,
                    const std::vector<KnownKey>& keys) {
  const auto known = find(identity, keys);
  return (known == keys.end() ? "unknown key" : known->name) + ' ' + to_hex(identity);
}

}  // namespace homeostat::sim
