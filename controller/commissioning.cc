#include "controller/commissioning.h"

#include "biomarkers/mood_memory.h"
#include "controller/digest.h"
#include "controller/program_use.h"

namespace homeostat::controller {

const char* name_of(RecordVerdict verdict) noexcept {
  switch (verdict) {
    case RecordVerdict::kNone:
      return "none";
    case RecordVerdict::kPasses:
      return "passes";
    case RecordVerdict::kMissing:
      return "missing";
    case RecordVerdict::kNotPassed:
      return "not_passed";
    case RecordVerdict::kOtherCircumstances:
      return "other_circumstances";
    case RecordVerdict::kExpired:
      return "expired";
  }
  return "";
}

std::uint32_t commissioned_for(const TherapyProgram& program) noexcept {
  const biomarkers::BiomarkerSettings& sensing = program.biomarkers;
  Digest digest;
  digest << biomarkers::sum_of(sensing.mood) << sensing.channel_count
         << schema_channels(sensing) << sensing.sample_rate_hz
         << sensing.samples_per_frame << sensing.blanking << sensing.artefact
         << sensing.quality << program.limits.leads << program.limits.configuration_count;
  for (const safety::ElectrodeConfiguration& c : program.limits.configurations) {
    digest << c.contacts << c.second_phase_ratio << c.interphase_gap << c.recharge;
  }
  digest << program.policy << program.dosed.burst << program.dosed.ramp
         << program.proportional;
  return digest.sum();
}

RecordVerdict judge_record(const TherapyProgram& program, Microseconds run) noexcept {
  if (!follows_mood(program)) return RecordVerdict::kNone;
  const biomarkers::MoodSettings& mood = program.biomarkers.mood;
  if (!mood.has_record) return RecordVerdict::kMissing;
  const biomarkers::CommissioningRecord& record = mood.record;
  if (record.clauses < kCommissioningClauses || record.clauses_held != record.clauses) {
    return RecordVerdict::kNotPassed;
  }
  if (record.made_for != commissioned_for(program)) {
    return RecordVerdict::kOtherCircumstances;
  }
  const Microseconds valid(record.valid_days * kDayLong.count());
  return run < valid ? RecordVerdict::kPasses : RecordVerdict::kExpired;
}

}  // namespace homeostat::controller
