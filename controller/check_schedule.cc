// Rules of therapy by schedule: those of open loop, and hours that have room for its
// ramps.
#include "controller/day_window.h"
#include "controller/mood_rules.h"

namespace homeostat::controller {

void check_schedule(const TherapyProgram& program, ProgramFindings& findings) noexcept {
  const FieldPath at("schedule");
  check_open_loop(program, program.schedule.cycle, at / "cycle", findings);
  const Microseconds ramps = plus(program.schedule.cycle.ramp, program.ramp_off);
  check_window(program.schedule.day, ramps.count() / kMinuteLong.count(), at / "day",
               findings);
  findings.require(!program.has_fallback, FieldPath("fallback"),
                   "never used: a schedule does not listen and loses no signal",
                   Weight::kAdvice);
}

}  // namespace homeostat::controller
