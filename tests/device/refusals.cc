// Prints what validate() says of programs that ask for what a small image does not carry:
// tests/device/refusals.txt where it has words, one line for all where it has none.
#include "controller/therapy_program.h"
#include "safety/words.h"
#include "tests/golden/line.h"
#include "tests/golden/scripted_patient.h"
#include "tests/golden/trace.h"

namespace homeostat::golden {
namespace {

using biomarkers::Feature;
using controller::TherapyProgram;

void tell(void*, const controller::ProgramFault& fault) {
  if (fault.warning) return;
  Line().text(fault.field.data()).text(": ").text(fault.why).end();
}

void ask(const char* what, const TherapyProgram& program) {
  Line().text(what).end();
  if (controller::validate(program, tell, nullptr)) Line().text("accepted").end();
}

}  // namespace

int print_trace() noexcept {
  static TherapyProgram program = golden_program();
  ask("# what it carries", program);
  program.biomarkers.detectors[0].feature = Feature::kRms;
  ask("# a feature that it does not carry", program);
  program = golden_program();
  program.biomarkers.channel_count = biomarkers::kMaxChannels + 1;
  ask("# a channel more than it has room for", program);
  program = golden_program();
  program.biomarkers.detector_count = biomarkers::kMaxDetectors;
  for (biomarkers::DetectorSettings& detector : program.biomarkers.detectors) {
    detector = program.biomarkers.detectors[0];
  }
  ask("# more detectors than it has memory for", program);
  program = golden_program();
  program.policy = controller::PolicyKind::kAdaptive;
  ask("# a policy whose chain it does not carry", program);
  program = golden_program();
  program.policy = controller::PolicyKind::kDosed;
  ask("# a therapy of depression, which it does not carry", program);
  program = golden_program();
  program.limits.max_amplitude = Microamps{};
  ask("# limits that allow nothing", program);
  return 0;
}

}  // namespace homeostat::golden
