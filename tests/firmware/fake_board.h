// A board in memory, whose power can be made to fail after any byte that is written.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <vector>

#include "controller/homeostat.h"
#include "hil/firmware/board.h"
#include "hil/firmware/boards/retained.h"

namespace homeostat::firmware::testing {

// What a byte holds that was being written when power failed.
enum class Torn : std::uint8_t { kAsBefore, kErased, kAnything };

struct FakeBoard {
  using Region = std::vector<std::uint8_t>;

  std::array<Region, 4> regions;
  Retained retained{};
  std::uint64_t bytes_of_power = std::numeric_limits<std::uint64_t>::max();
  Torn torn = Torn::kAsBefore;
  bool broken = false;  // non-volatile memory says that it failed
  bool entropy = true;
  int erased = 0;  // how often
  std::uint64_t now_us = 0;
  bool outputs_enabled = false;
  std::array<Region, 4> regions_at_stimulation;  // when the sources were last told to
  homeostat_command sources{};                   // as commanded last
  std::vector<homeostat_frame> frames;           // of the front end, not fetched yet
  int fed = 0;                                   // the watchdog
  std::uint32_t watchdog_us = 0;
  std::uint8_t reset_cause = HOMEOSTAT_RESET_POWER_ON;
  std::uint32_t last_fault = 0;
  int resets = 0;  // that the firmware asked for
  std::deque<std::uint8_t> to_device;
  std::vector<std::uint8_t> from_device;

  FakeBoard();
  // One byte, where there is power left for it.
  void put(board_region region, std::size_t offset, std::uint8_t byte);
};

// The one that the functions of board.h act on.
FakeBoard& board();

}  // namespace homeostat::firmware::testing
