// What lies in the memory that controller/homeostat.h borrows, behind a word that tells a
// program or loop from memory that holds none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

#include "biomarkers/sample_frame.h"
#include "controller/closed_loop.h"
#include "controller/homeostat.h"
#include "controller/therapy_program.h"

struct homeostat_program {
  static constexpr std::uint32_t kTag = 0x4D475250;  // "PRGM"
  std::uint32_t tag = kTag;
  homeostat::controller::TherapyProgram program;
};

struct homeostat_loop {
  static constexpr std::uint32_t kTag = 0x504F4F4C;  // "LOOP"
  homeostat_loop(const homeostat::controller::TherapyProgram& program,
                 homeostat::Instant now) noexcept
      : loop(program, now) {}
  std::uint32_t tag = kTag;
  homeostat::biomarkers::SampleFrame frame;  // the last one, in the core's shape
  homeostat::controller::ClosedLoop loop;
};

namespace homeostat::controller {

static_assert(sizeof(homeostat_program) <= HOMEOSTAT_PROGRAM_BYTES);
static_assert(sizeof(homeostat_loop) <= HOMEOSTAT_LOOP_BYTES);
static_assert(alignof(homeostat_program) <= alignof(homeostat_program_storage));
static_assert(alignof(homeostat_loop) <= alignof(homeostat_loop_storage));

// Whether a Kept may be made in memory that a caller lends under `abi_version`.
template <class Kept>
std::int32_t admit_storage(const void* storage, std::size_t bytes,
                           std::uint32_t abi_version) noexcept {
  if (storage == nullptr) return HOMEOSTAT_NULL;
  if (abi_version != HOMEOSTAT_ABI_VERSION) return HOMEOSTAT_ABI;
  const bool aligned =
      reinterpret_cast<std::uintptr_t>(storage) % alignof(std::max_align_t) == 0;
  return aligned && bytes >= sizeof(Kept) ? HOMEOSTAT_OK : HOMEOSTAT_STORAGE;
}

template <class Kept>
std::int32_t admit_kept(const Kept* kept) noexcept {
  if (kept == nullptr) return HOMEOSTAT_NULL;
  return kept->tag == Kept::kTag ? HOMEOSTAT_OK : HOMEOSTAT_NOT_OPEN;
}

}  // namespace homeostat::controller
