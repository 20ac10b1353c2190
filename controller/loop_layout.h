// Where in the memory of a closed loop what lies: for campaigns that turn its bits. The
// loop itself does not know, and an image that does not ask does not carry it.
//
// Of two entries that hold a byte the first one is meant. What is in none is padding, or
// the room that a guard may take and does not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "controller/closed_loop.h"
#include "safety/guard.h"

namespace homeostat::controller {

struct MemoryRegion {
  std::array<char, 12> name{};
  std::uint32_t offset = 0;
  std::uint32_t bytes = 0;

  constexpr MemoryRegion(const char* called, std::size_t at, std::size_t size)
      : offset(static_cast<std::uint32_t>(at)), bytes(static_cast<std::uint32_t>(size)) {
    for (std::size_t i = 0; called[i] != '\0'; ++i) name[i] = called[i];
  }
};

// Its parts are not of standard layout; both compilers of this house lay them out all the
// same, and tests/controller holds them to it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
struct ClosedLoop::Layout {
  static constexpr std::size_t kGuard = offsetof(ClosedLoop, envelope_);
  static constexpr std::size_t kLedger = kGuard + 2 * sizeof(guard_limits);
  static constexpr std::size_t kState = offsetof(ClosedLoop, state_);

  static constexpr std::array kRegions = {
      MemoryRegion("model", offsetof(ClosedLoop, kept_.program.biomarkers.trees.model),
                   sizeof(biomarkers::TreeModel)),
      MemoryRegion("program", offsetof(ClosedLoop, kept_), sizeof(Kept)),
      MemoryRegion("seal", offsetof(ClosedLoop, program_seal_), 2 * sizeof(StateSeal)),
      MemoryRegion("signal", offsetof(ClosedLoop, biomarkers_),
                   sizeof(biomarkers::BiomarkerBank)),
      MemoryRegion("budgets", kLedger, sizeof(guard_ledger)),
      MemoryRegion("guard", kGuard, 2 * sizeof(guard_limits) + sizeof(guard_state)),
      MemoryRegion("mode", kState + offsetof(State, mode), sizeof(TherapyMode)),
      MemoryRegion("monitor", kState + offsetof(State, monitor), sizeof(safety::Monitor)),
      MemoryRegion("notices", kState + offsetof(State, notices), sizeof(NoticeBoard)),
      MemoryRegion("budgets", kState + offsetof(State, resets), sizeof(ResetCount)),
      MemoryRegion("report", kState + offsetof(State, report), sizeof(LoopReport)),
      MemoryRegion("clock", kState, sizeof(State))};
};
#pragma GCC diagnostic pop

}  // namespace homeostat::controller
