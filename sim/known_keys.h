// Whose signature it is, in words: the development key of this build, or a key file's
// name.
//
// The development key is made with each build, in its folder; it signs what no patient
// gets. Whoever names a key says so of it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "controller/signature.h"

namespace homeostat::sim {

struct KnownKey {
  std::string name;
  controller::PublicKey key;
};

// Private key of this build, whether or not it is there.
std::filesystem::path development_key_file();

// `given`, or the development key where it is empty. Throws UsageError where that is not
// there.
std::filesystem::path signing_key_or_development(const std::filesystem::path& given);

// That key, where it can be read, and those of `files`, each once.
std::vector<KnownKey> known_keys(const std::vector<std::filesystem::path>& files);

// "development key 0123456789abcdef"; "unknown key ..." where `keys` has none of it.
std::string name_of(const controller::KeyIdentity& identity,
                    const std::vector<KnownKey>& keys);

}  // namespace homeostat::sim
