// What a therapy of mood remembers beyond a reset: plain, without padding, ages instead
// of instants. Its check and its place in memory: controller/therapy_memory.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace homeostat::controller {

inline constexpr std::uint32_t kDoseMemoryVersion = 2;

struct DoseMemory {
  std::uint32_t version = 0;
  std::uint32_t dosing = 0;  // sum over the burst and the doses that it is of
  std::uint32_t record = 0;  // sum over the commissioning record; 0: whatever it is
  std::uint16_t dose_permille = 0;
  std::array<std::uint16_t, 25> day{};  // bursts by hours, this one first
  std::int64_t day_into_us = 0;         // of this hour
  std::int64_t hour_into_us = 0;        // of this minute
  std::int64_t run_us = 0;              // for so long devices have run that record
  std::int64_t unchanged_us = 0;        // the dose, of armed time
  std::int64_t since_burst_us = 0;
  std::int64_t lockout_us = 0;          // left
  std::array<std::uint8_t, 61> hour{};  // bursts by minutes, this one first
  std::uint8_t adverse_open = 0;
  std::array<std::uint8_t, 2> spare{};  // zero
};
static_assert(std::has_unique_object_representations_v<DoseMemory>);
static_assert(sizeof(DoseMemory) == 176);

// As stored, in the order of bytes of the device.
using DoseBytes = std::array<std::byte, sizeof(DoseMemory)>;

}  // namespace homeostat::controller
