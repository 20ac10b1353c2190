// In place of check_mood_therapy.cc where a build carries no mood.
#include "controller/program_findings.h"

namespace homeostat::controller {

void check_mood_therapy(const TherapyProgram&, ProgramFindings& findings) noexcept {
  findings.require(
      false, FieldPath("policy"),
      "this build carries no therapies of depression: choose another policy, "
      "or build with HOMEOSTAT_MOOD=ON");
}

}  // namespace homeostat::controller
