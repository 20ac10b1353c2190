#include "biomarkers/phase_template.h"

#include <algorithm>

namespace homeostat::biomarkers {
namespace {

constexpr int kWhole = 1024;          // one visit
constexpr int kMemory = 20 * kWhole;  // 1 / alpha
constexpr int kEnough = 4 * kWhole;   // before a bin is believed
constexpr float kHardly = 1.0F / 16;  // of a sample

struct Place {
  std::size_t before = 0;
  std::size_t after = 0;
  float way = 0.0F;  // from `before` to `after`
};

bool is_phase(float phase) noexcept { return phase >= 0.0F && phase < 1.0F; }

// Bins stand at whole multiples of a 64th; the last one's neighbour is the first.
Place place_of(float phase) noexcept {
  const float at = phase * static_cast<float>(kPhaseBins);
  const int before = std::min(static_cast<int>(at), kPhaseBins - 1);
  return {static_cast<std::size_t>(before),
          static_cast<std::size_t>((before + 1) % kPhaseBins),
          at - static_cast<float>(before)};
}

void learn(float& bin_uv, std::uint16_t& visits, float error_uv, float weight) noexcept {
  const int more = visits + static_cast<int>(weight * kWhole + 0.5F);
  visits = static_cast<std::uint16_t>(std::min(more, kMemory));
  const float count = static_cast<float>(std::max<int>(visits, kWhole)) / kWhole;
  bin_uv += weight * error_uv / count;
}

}  // namespace

float PhaseTemplate::clean(float uv, float phase) noexcept {
  if (!is_phase(phase)) return uv;
  const Place at = place_of(phase);
  const float artefact_uv =
      (1.0F - at.way) * artefact_uv_[at.before] + at.way * artefact_uv_[at.after];
  const float left_uv = uv - artefact_uv;
  learn(artefact_uv_[at.before], visits_[at.before], left_uv, 1.0F - at.way);
  learn(artefact_uv_[at.after], visits_[at.after], left_uv, at.way);
  return left_uv;
}

// By both bins, unless one hardly counts: where few phases are ever met it may never be
// visited by more than that.
bool PhaseTemplate::knows(float phase) const noexcept {
  if (!is_phase(phase)) return false;
  const Place at = place_of(phase);
  const bool before = at.way > 1.0F - kHardly || visits_[at.before] >= kEnough;
  const bool after = at.way < kHardly || visits_[at.after] >= kEnough;
  return before && after;
}

}  // namespace homeostat::biomarkers
