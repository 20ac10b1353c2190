#include "controller/reset_count.h"

#include <algorithm>
#include <cstring>

namespace homeostat::controller {
namespace {

// More in a frame is no work but a gap.
constexpr Microseconds kLongestStep{1'000'000};

struct Stored {
  std::uint32_t resets;
  std::uint32_t complement;
};
static_assert(sizeof(Stored) <= kResetCountBytes);
static_assert(kResetCountBytes <= safety::kCallersBytes);
constexpr std::size_t kPlace = safety::kEnvelopesBytes;

}  // namespace

void ResetCount::restore(const safety::PersistedState& stored) noexcept {
  Stored kept;
  std::memcpy(&kept, stored.data() + kPlace, sizeof kept);
  const bool checks = kept.resets == ~kept.complement && kept.resets <= kMostResets;
  resets_ = checks ? kept.resets + 1 : kMostResets + 1;
  worked_ = Microseconds{};
}

void ResetCount::store(safety::PersistedState& state) const noexcept {
  const Stored kept{resets_, ~resets_};
  std::memcpy(state.data() + kPlace, &kept, sizeof kept);
}

void ResetCount::update(Microseconds elapsed, bool clinician_reset) noexcept {
  if (clinician_reset) resets_ = 0;
  if (elapsed >= Microseconds{} && elapsed <= kLongestStep) work(elapsed);
}

void ResetCount::advance_idle(Microseconds elapsed) noexcept { work(elapsed); }

void ResetCount::work(Microseconds elapsed) noexcept {
  if (loops()) return;
  worked_ = worked_ + std::min(elapsed, kSteadyTime);
  if (worked_ < kSteadyTime) return;
  resets_ = 0;
  worked_ = kSteadyTime;
}

}  // namespace homeostat::controller
