// From bytes to a therapy program: the one decoder that host and device share.
//
// Bytes are protobuf (homeostat.config.TherapyProgram, clinical_configs); people's units
// (ms, s, nC) become the core's (us, pC) here and nowhere else. Absent is an error: every
// field that the schema wants and the bytes lack is a fault with the field's path, as
// spelled in the schema, lists counted by position. So is a number that the core cannot
// hold, and bytes that say more than this schema knows.
//
// Knows no rule about therapy: validate() of controller/therapy_program.h comes after, on
// host and device alike. A library of its own (homeostat::program_image, on nanopb), so
// that the core needs neither nanopb nor a schema.
#pragma once

#include <cstdint>
#include <span>

#include "controller/therapy_program.h"

namespace homeostat::controller {

// The largest image that can hold a program.
inline constexpr std::size_t kMaxProgramImageBytes = 11581;

// Fills `program` from `image` and returns true if nothing is wrong; else reports each
// fault to `sink` (may be null), and `program` holds what could be read, zero elsewhere.
// A program of another schema version is not read at all. Faults carry values in the
// schema's units. Allocates nothing; needs about 14 KiB of stack, once, at load.
[[nodiscard]] bool decode_program(std::span<const std::uint8_t> image,
                                  TherapyProgram& program, FaultSink sink,
                                  void* context) noexcept;

}  // namespace homeostat::controller
