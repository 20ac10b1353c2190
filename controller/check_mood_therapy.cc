// Which rules a therapy of depression has, and what those that follow mood share: a
// biomarker to follow, and its commissioning, without which a device does not arm.
#include "controller/commissioning.h"
#include "controller/day_window.h"
#include "controller/mood_rules.h"
#include "controller/program_use.h"

namespace homeostat::controller {
namespace {

const char* why_not(RecordVerdict verdict) {
  switch (verdict) {
    case RecordVerdict::kMissing:
      return "there is none: no device will arm this therapy before the biomarker was "
             "commissioned (homeostat commission)";
    case RecordVerdict::kNotPassed:
      return "not seven clauses or more, all held: no device will arm this therapy";
    case RecordVerdict::kOtherCircumstances:
      return "made for another score, signal, lead, gain, medication or stimulation: no "
             "device will arm this therapy before it is commissioned anew";
    case RecordVerdict::kExpired:
      return "valid for no day: no device will arm this therapy";
    case RecordVerdict::kNone:
    case RecordVerdict::kPasses:
      return "";
  }
  return "";
}

}  // namespace

void check_followed_mood(const TherapyProgram& program,
                         biomarkers::SensedWhile sensed_while, const char* why,
                         ProgramFindings& findings) noexcept {
  const FieldPath at = FieldPath("biomarkers") / "mood";
  const biomarkers::MoodSettings& mood = program.biomarkers.mood;
  findings.require(mood.feature_count > 0, at,
                   "this therapy follows a mood biomarker: state one");
  if (mood.feature_count == 0) return;
  findings.require(mood.sensed_while == sensed_while, at / "sensed_while", why);
  const RecordVerdict verdict = judge_record(program, Microseconds{});
  findings.require(may_arm(verdict), at / "record", why_not(verdict), Weight::kAdvice);
}

void check_window(const DayWindow& window, std::int64_t tail_min, const FieldPath& at,
                  ProgramFindings& findings) noexcept {
  constexpr double kLastMinute = biomarkers::kMinutesPerDay - 1;
  findings.range(at / "from_minute", window.from_minute, 0.0, kLastMinute,
                 "minutes after midnight");
  findings.range(at / "to_minute", window.to_minute, 0.0, kLastMinute,
                 "minutes after midnight");
  if (is_whole_day(window)) return;
  findings.require(length_of(window) > tail_min, at / "to_minute",
                   "the window is too short for anything to be given");
}

void check_mood_therapy(const TherapyProgram& program,
                        ProgramFindings& findings) noexcept {
  if (program.policy == PolicyKind::kDosed) {
    check_dosed(program, findings);
  } else if (program.policy == PolicyKind::kProportional) {
    check_proportional(program, findings);
  } else {
    check_schedule(program, findings);
  }
}

}  // namespace homeostat::controller
