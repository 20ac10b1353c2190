// Takes the artefact of periodic pulses out of a channel: what each moment of the pulse's
// period has looked like so far, in 64 bins, is subtracted sample by sample.
//
// Knows no pulse: it is told the phase (biomarkers/pulse_phase.h). Formula: shared
// reference "detection" 3.4. With bins a and b around the phase and f the way from a to
// b,
//   y = x - ((1 - f) b_a + f b_b),   c_q = min(c_q + w_q, 20),   b_q += w_q y / max(c_q,
//   1)
// where w is 1 - f and f: a mean while a bin is new, forgetting with alpha = 0.05 later.
// Causal; the future is not needed.
//
// What is as periodic as the pulses goes with them: of a signal at a multiple of the
// pulse rate (or where that lies folded back at the sample rate) nothing is left. Bins
// are visited as often as rates allow: where the pulse rate divides the sample rate few
// are, each often, and the template forgets within 20 periods, which takes slow waves
// with it (below 1 Hz at 125 Hz and 250 samples a second).
//
// O(1) a sample, two divisions; 384 bytes. No threads, heap or throws.
#pragma once

#include <array>
#include <cstdint>

namespace homeostat::biomarkers {

inline constexpr int kPhaseBins = 64;

class PhaseTemplate {
 public:
  // A new one knows no artefact: make one when pulses begin or change.
  // `uv` without the artefact, from which it learns; finite if `uv` is. `phase` from 0 to
  // less than 1 of the period since the last pulse; nothing is done outside.
  float clean(float uv, float phase) noexcept;

  // Enough was heard at this phase: before that, what clean() returns still holds most of
  // the artefact.
  bool knows(float phase) const noexcept;

 private:
  std::array<float, kPhaseBins> artefact_uv_{};
  std::array<std::uint16_t, kPhaseBins> visits_{};  // in 1 / kWhole
};

}  // namespace homeostat::biomarkers
