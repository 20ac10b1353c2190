// The part of controller/homeostat.h that needs the decoder of programs.
#include "controller/abi_program.h"
#include "controller/read_program.h"

namespace homeostat::controller {
namespace {

std::int32_t status_of(ProgramRefusal refusal) noexcept {
  switch (refusal) {
    case ProgramRefusal::kNone:
      return HOMEOSTAT_OK;
    case ProgramRefusal::kUndecodable:
      return HOMEOSTAT_NOT_DECODED;
    case ProgramRefusal::kInvalid:
      break;
  }
  return HOMEOSTAT_NOT_VALID;
}

}  // namespace

std::int32_t make_program(void* storage, std::size_t storage_bytes,
                          std::uint32_t abi_version, homeostat_program*& made) noexcept {
  const std::int32_t room =
      admit_storage<homeostat_program>(storage, storage_bytes, abi_version);
  if (room == HOMEOSTAT_OK) made = ::new (storage) homeostat_program();
  return room;
}

}  // namespace homeostat::controller

namespace hc = homeostat::controller;

std::int32_t homeostat_program_decode(void* storage, std::size_t storage_bytes,
                                      std::uint32_t abi_version,
                                      const std::uint8_t* bytes, std::size_t byte_count,
                                      homeostat_program** program,
                                      homeostat_fault* fault) {
  hc::tell({}, fault);
  if (program == nullptr || bytes == nullptr) return HOMEOSTAT_NULL;
  *program = nullptr;
  homeostat_program* kept = nullptr;
  const std::int32_t room = hc::make_program(storage, storage_bytes, abi_version, kept);
  if (room != HOMEOSTAT_OK) return room;
  const hc::ProgramVerdict verdict = hc::read_program({bytes, byte_count}, kept->program);
  hc::tell(verdict.fault, fault);
  return hc::hand_over(kept, hc::status_of(verdict.refusal), program);
}
