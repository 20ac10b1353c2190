// Counts resets that follow each other without an hour of work between them: a device
// that falls over and over is not to be trusted with a brain.
//
// Lives in the caller's part of the persisted state, twice (value and complement),
// because nothing else outlives a reset. A count that does not check is the highest one:
// unknown memory is no credit. Cleared by an hour of work, and by a clinician's reset.
#pragma once

#include <cstdint>

#include "safety/envelope.h"
#include "safety/units.h"

namespace homeostat::controller {

// So many resets, each less than an hour after the one before, are borne; the next is a
// fault.
inline constexpr std::uint32_t kMostResets = 5;
// Of the caller's part, the first.
inline constexpr std::size_t kResetCountBytes = 16;
inline constexpr Microseconds kSteadyTime = kHourLong;

// Not thread-safe. Allocates nothing, never throws.
class ResetCount {
 public:
  // The device was reset, and this is what it had stored.
  void restore(const safety::PersistedState& stored) noexcept;
  void store(safety::PersistedState& state) const noexcept;

  // Call once per frame: the time since the last one, and whether a clinician resets.
  void update(Microseconds elapsed, bool clinician_reset) noexcept;
  // Equals frames of that time together.
  void advance_idle(Microseconds elapsed) noexcept;

  bool loops() const noexcept { return resets_ > kMostResets; }

 private:
  void work(Microseconds elapsed) noexcept;

  std::uint32_t resets_ = 0;
  Microseconds worked_;  // since the last one
};

}  // namespace homeostat::controller
