#include "controller/program_findings.h"
#include "controller/program_use.h"
#include "controller/ranges.h"
#include "safety/ceilings.h"

namespace homeostat::controller {
namespace {

void forward(void* context, const safety::LimitsFault& fault) {
  static_cast<ProgramFindings*>(context)->add(fault);
}

// A command must outlive the frame that renews it, or therapy would stutter.
void check_renewal(const TherapyProgram& program, ProgramFindings& findings) {
  const safety::Limits& limits = program.limits;
  const Microseconds two_frames = times(2, frame_length(program.biomarkers));
  findings.span(FieldPath("limits") / "max_command_lifetime_ms",
                limits.max_command_lifetime, two_frames,
                Microseconds(CEILING_COMMAND_LIFETIME_US),
                "at least two frames, so that a renewal comes in time");
  findings.span(FieldPath("limits") / "max_step_gap_ms", limits.max_step_gap, two_frames,
                Microseconds(CEILING_STEP_GAP_US), "at least two frames");
}

// A program that never stimulates must not be able to.
void check_silence(const TherapyProgram& program, ProgramFindings& findings) {
  findings.require(!has_limits(program), FieldPath("limits"),
                   "a program that never stimulates has no limits");
  findings.require(!program.has_fallback, FieldPath("fallback"),
                   "a program that never stimulates has no fallback");
}

void check_therapy(const TherapyProgram& program, ProgramFindings& findings) {
  (void)safety::validate(program.limits, forward, &findings);
  check_renewal(program, findings);
  if (program.policy == PolicyKind::kResponsive) {
    check_responsive(program, findings);
  } else if (program.policy == PolicyKind::kAdaptive) {
    check_adaptive(program, findings);
  } else if (program.policy != PolicyKind::kOpenLoop) {
    check_mood_therapy(program, findings);
  } else {
    check_open_loop(program, program.open_loop, FieldPath("open_loop"), findings);
    findings.require(!program.has_fallback, FieldPath("fallback"),
                     "never used: open loop does not listen and loses no signal",
                     Weight::kAdvice);
  }
  if (program.has_fallback) {
    check_open_loop(program, program.fallback, FieldPath("fallback"), findings);
  }
  check_contacts(program, findings);
}

}  // namespace

bool validate(const TherapyProgram& program, FaultSink sink, void* context) noexcept {
  ProgramFindings findings(sink, context);
  findings.range(FieldPath("schema_version"), program.schema_version, kSchemaVersion,
                 kSchemaVersion, "written for another version");
  findings.require(is_text(program.name), FieldPath("name"),
                   "give the program a name of 1 to 47 characters of plain ASCII");
  const auto policy = static_cast<int>(program.policy);
  findings.require(policy >= 1 && policy <= static_cast<int>(PolicyKind::kSchedule),
                   FieldPath("policy"),
                   "choose DETECTION_ONLY, RESPONSIVE, OPEN_LOOP, ADAPTIVE, DOSED, "
                   "PROPORTIONAL or SCHEDULE");
  check_biomarkers(program.biomarkers, findings);
  findings.span(FieldPath("ramp_off_ms"), program.ramp_off, {}, kLongestRamp,
                "time of a therapeutic stop");
  if (stimulates(program)) {
    check_therapy(program, findings);
  } else {
    check_silence(program, findings);
  }
  return findings.none();
}

}  // namespace homeostat::controller
