// Whether a mood biomarker was commissioned for just this program, and still is: without
// that no therapy that follows it begins.
//
// A record says for what it was made by a sum over all that a score rests on. Where any
// of it is another one, the score was never tested, and nothing is given on it. Knows no
// signal and no calendar: how long the record has been in use is told. Hazard HAZ-034.
#pragma once

#include <cstdint>

#include "controller/therapy_program.h"
#include "safety/units.h"

namespace homeostat::controller {

// So many clauses a commissioning has at least (sim/COMMISSIONING.md); a record of fewer
// was made by something else.
inline constexpr int kCommissioningClauses = 7;

enum class RecordVerdict : std::uint8_t {
  kNone,  // no mood is followed: nothing to commission
  kPasses,
  kMissing,
  kNotPassed,
  kOtherCircumstances,
  kExpired
};

constexpr bool may_arm(RecordVerdict verdict) noexcept {
  return verdict == RecordVerdict::kNone || verdict == RecordVerdict::kPasses;
}

const char* name_of(RecordVerdict verdict) noexcept;  // "other_circumstances"

// CRC-32 over what a score rests on: the version of its chain, its settings but for the
// record, channels, cadence, blanking, artefact, quality, leads, electrode configurations
// but for what titration tested, policy, a burst and its ramp, a proportional therapy.
std::uint32_t commissioned_for(const TherapyProgram& program) noexcept;

// Of the program's record, once devices have run it for `run`.
RecordVerdict judge_record(const TherapyProgram& program, Microseconds run) noexcept;

}  // namespace homeostat::controller
