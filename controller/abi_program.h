// What the calls of controller/homeostat.h that make programs share.
#pragma once

#include <cstring>

#include "controller/abi_storage.h"
#include "controller/homeostat.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

// To a caller who may not have asked for it.
inline void tell(const ProgramFault& found, homeostat_fault* fault) noexcept {
  if (fault == nullptr) return;
  static_assert(sizeof fault->field == sizeof found.field);
  std::memcpy(fault->field, found.field.data(), sizeof fault->field);
  fault->value = found.value;
  fault->lowest = found.lowest;
  fault->highest = found.highest;
  fault->why = found.why;
}

// An empty one in memory that a caller lends, or why not.
std::int32_t make_program(void* storage, std::size_t storage_bytes,
                          std::uint32_t abi_version, homeostat_program*& made) noexcept;

// A program that was refused is none.
inline std::int32_t hand_over(homeostat_program* kept, std::int32_t said,
                              homeostat_program** program) noexcept {
  if (said == HOMEOSTAT_OK) {
    *program = kept;
  } else {
    kept->tag = 0;
  }
  return said;
}

}  // namespace homeostat::controller
