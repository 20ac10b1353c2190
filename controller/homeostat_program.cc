// The part of controller/homeostat.h that needs the decoder of programs.
#include <cstring>

#include "controller/abi_storage.h"
#include "controller/homeostat.h"
#include "controller/program_image.h"

namespace homeostat::controller {
namespace {

// Keeps the first finding that refuses.
void keep_first(void* context, const ProgramFault& found) noexcept {
  auto& fault = *static_cast<homeostat_fault*>(context);
  if (found.warning || fault.field[0] != '\0') return;
  static_assert(sizeof fault.field == sizeof found.field);
  std::memcpy(fault.field, found.field.data(), sizeof fault.field);
  fault.value = found.value;
  fault.lowest = found.lowest;
  fault.highest = found.highest;
  fault.why = found.why;
}

std::int32_t decode(const std::uint8_t* bytes, std::size_t byte_count,
                    TherapyProgram& program, homeostat_fault& fault) noexcept {
  if (!decode_program({bytes, byte_count}, program, keep_first, &fault))
    return HOMEOSTAT_NOT_DECODED;
  return validate(program, keep_first, &fault) ? HOMEOSTAT_OK : HOMEOSTAT_NOT_VALID;
}

}  // namespace
}  // namespace homeostat::controller

namespace hc = homeostat::controller;

std::int32_t homeostat_program_decode(void* storage, std::size_t storage_bytes,
                                      std::uint32_t abi_version,
                                      const std::uint8_t* bytes, std::size_t byte_count,
                                      homeostat_program** program,
                                      homeostat_fault* fault) {
  homeostat_fault first{};
  first.why = "";
  if (fault != nullptr) *fault = first;
  if (program == nullptr || bytes == nullptr) return HOMEOSTAT_NULL;
  *program = nullptr;
  const std::int32_t room =
      hc::admit_storage<homeostat_program>(storage, storage_bytes, abi_version);
  if (room != HOMEOSTAT_OK) return room;
  auto* kept = ::new (storage) homeostat_program();
  const std::int32_t said = hc::decode(bytes, byte_count, kept->program, first);
  if (fault != nullptr) *fault = first;
  if (said == HOMEOSTAT_OK) {
    *program = kept;
  } else {
    kept->tag = 0;
  }
  return said;
}
