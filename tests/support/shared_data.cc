#include "tests/support/shared_data.h"

#include <cstdlib>

namespace homeostat::testing {

std::filesystem::path shared_data(const std::string& path) {
  const char* elsewhere = std::getenv("HOMEOSTAT_DATA");
  const bool chosen = elsewhere != nullptr && *elsewhere != '\0';
  return std::filesystem::path(chosen ? elsewhere : HOMEOSTAT_SHARED_DATA) / path;
}

bool in_ci() { return std::getenv("CI") != nullptr; }

}  // namespace homeostat::testing
