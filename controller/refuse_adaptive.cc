// In place of check_adaptive.cc where a build carries no chain of adaptive programs.
#include "controller/program_findings.h"

namespace homeostat::controller {

void check_adaptive(const TherapyProgram&, ProgramFindings& findings) noexcept {
  findings.require(false, FieldPath("policy"),
                   "this build carries no chain for ADAPTIVE: choose another policy, or "
                   "build with HOMEOSTAT_RCS_CHAIN=ON");
}

}  // namespace homeostat::controller
