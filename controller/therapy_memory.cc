#include "controller/therapy_memory.h"

#include <algorithm>
#include <cstring>

#include "controller/reset_count.h"
#include "safety/crc32.h"

namespace homeostat::controller {
namespace {

constexpr std::size_t kDoseAt = safety::kEnvelopesBytes + kResetCountBytes;
constexpr std::size_t kCrcAt = kDoseAt + sizeof(DoseMemory);
constexpr std::size_t kMoodAt = kCrcAt + sizeof(std::uint32_t);
constexpr std::size_t kEnd = kMoodAt + biomarkers::kMoodMemoryBytes;
static_assert(kEnd <= safety::kPersistedBytes);

std::uint32_t crc_of(const safety::PersistedState& state) noexcept {
  return safety::crc32(state.data() + kDoseAt, sizeof(DoseMemory));
}

}  // namespace

void store_therapy(const DoseMemory& dose, const biomarkers::MoodMemory& mood,
                   safety::PersistedState& state) noexcept {
  std::memcpy(state.data() + kDoseAt, &dose, sizeof dose);
  const std::uint32_t crc = crc_of(state);
  std::memcpy(state.data() + kCrcAt, &crc, sizeof crc);
  std::memcpy(state.data() + kMoodAt, mood.bytes.data(), mood.bytes.size());
}

Recalled recall_therapy(const safety::PersistedState& state, DoseMemory& dose,
                        biomarkers::MoodMemory& mood) noexcept {
  const auto first = state.begin() + kDoseAt;
  if (std::all_of(first, state.begin() + kEnd,
                  [](std::byte b) { return b == std::byte{}; }))
    return Recalled::kNothing;
  const std::uint32_t crc = crc_of(state);
  const bool is_well = std::memcmp(state.data() + kCrcAt, &crc, sizeof crc) == 0;
  std::memcpy(&dose, state.data() + kDoseAt, sizeof dose);
  std::memcpy(mood.bytes.data(), state.data() + kMoodAt, mood.bytes.size());
  return is_well ? Recalled::kWell : Recalled::kSpoilt;
}

}  // namespace homeostat::controller
