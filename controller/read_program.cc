#include "controller/read_program.h"

#include "controller/program_image.h"

namespace homeostat::controller {
namespace {

// Keeps the first that is more than advice.
void keep_first(void* context, const ProgramFault& fault) noexcept {
  auto& kept = *static_cast<ProgramFault*>(context);
  if (kept.ok() && !fault.warning) kept = fault;
}

}  // namespace

ProgramVerdict read_program(std::span<const std::uint8_t> bytes,
                            TherapyProgram& program) noexcept {
  ProgramVerdict verdict;
  if (!decode_program(bytes, program, keep_first, &verdict.fault)) {
    verdict.refusal = ProgramRefusal::kUndecodable;
  } else if (!validate(program, keep_first, &verdict.fault)) {
    verdict.refusal = ProgramRefusal::kInvalid;
  }
  return verdict;
}

}  // namespace homeostat::controller
