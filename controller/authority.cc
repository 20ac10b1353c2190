#include "controller/authority.h"

#include <cstddef>

namespace homeostat::controller {
namespace {

constexpr const char* kNames[kAuthorities] = {"nobody",  "controller", "baseline",
                                              "patient", "limits",     "guard"};

}  // namespace

const char* name_of(Authority authority) noexcept {
  return kNames[static_cast<std::size_t>(authority)];
}

}  // namespace homeostat::controller
