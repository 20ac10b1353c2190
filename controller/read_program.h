// A program's bytes, decoded and judged: what reads images and what reads bare bytes
// share.
#pragma once

#include <cstdint>
#include <span>

#include "controller/therapy_program.h"

namespace homeostat::controller {

enum class ProgramRefusal : std::uint8_t { kNone, kUndecodable, kInvalid };

struct ProgramVerdict {
  ProgramRefusal refusal = ProgramRefusal::kNone;
  ProgramFault fault;  // the first that is more than advice
};

// decode_program(), then validate(). After a refusal `program` holds nothing of use.
[[nodiscard]] ProgramVerdict read_program(std::span<const std::uint8_t> bytes,
                                          TherapyProgram& program) noexcept;

}  // namespace homeostat::controller
