// What the rules of the therapies of depression share. Private to the room.
#pragma once

#include "controller/program_findings.h"

namespace homeostat::controller {

// A biomarker, commissioned under that stimulation; else `why`. What keeps a device from
// arming is advice: a program is written before its biomarker can be commissioned.
void check_followed_mood(const TherapyProgram& program,
                         biomarkers::SensedWhile sensed_while, const char* why,
                         ProgramFindings& findings) noexcept;
// Longer than the minutes of its end in which nothing begins.
void check_window(const DayWindow& window, std::int64_t tail_min, const FieldPath& at,
                  ProgramFindings& findings) noexcept;

// One file each.
void check_dosed(const TherapyProgram& program, ProgramFindings& findings) noexcept;
void check_proportional(const TherapyProgram& program,
                        ProgramFindings& findings) noexcept;
void check_schedule(const TherapyProgram& program, ProgramFindings& findings) noexcept;

}  // namespace homeostat::controller
