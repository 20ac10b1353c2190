#include "biomarkers/mood_memory.h"
#include "controller/digest.h"
#include "controller/program_findings.h"

namespace homeostat::controller {
namespace {

// What only such programs have: without it the sum is that of a build without mood.
void take_mood(const TherapyProgram& p, Digest& digest) {
#ifdef HOMEOSTAT_NO_MOOD
  (void)p;
  (void)digest;
#else
  const biomarkers::MoodSettings& mood = p.biomarkers.mood;
  if (mood.feature_count == 0 && p.policy <= PolicyKind::kAdaptive) return;
  digest << biomarkers::sum_of(mood) << mood.has_record << mood.record << p.dosed
         << p.proportional << p.schedule;
#endif
}

}  // namespace

bool has_limits(const TherapyProgram& program) noexcept {
  Digest none;
  Digest own;
  none << safety::Limits{};
  own << program.limits;
  return own.sum() != none.sum();
}

std::uint32_t checksum(const TherapyProgram& p) noexcept {
  // The same sum where a build carries no chain.
  constexpr biomarkers::RcsSettings kNone;
  const auto* own = chain_of(p.adaptive);
  const biomarkers::RcsSettings& chain = own != nullptr ? *own : kNone;
  Digest digest;
  digest << p.schema_version << p.name << p.biomarkers << p.policy << p.responsive
         << p.open_loop << p.adaptive.outputs << chain << p.has_fallback << p.fallback
         << p.ramp_off << p.start_armed << p.limits;
  take_mood(p, digest);
  return digest.sum();
}

}  // namespace homeostat::controller
