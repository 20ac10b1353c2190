// The clock of a dosed therapy in a few words: what it is shown, and how time passes.
#pragma once

#include "controller/dose_clock.h"
#include "tests/controller/scene.h"

namespace homeostat::controller::testing {

inline constexpr Microseconds kDay{86'400'000'000};

// Symptomatic, awake, at noon; frames of a second.
struct Dosing {
  TherapyProgram program = dosed_program();
  DoseClock clock{program.dosed};
  biomarkers::Biomarkers seen;
  biomarkers::SampleFrame frame = quiet_inputs();
  bool armed = true;

  Dosing() {
    seen.signal_valid = true;
    seen.mood.mood = biomarkers::Mood::kSymptomatic;
    frame.minute_of_day = 720;
  }
  bool due_after(Microseconds span) {
    clock.update(span, armed, seen, frame);
    frame.clinician_events = 0;
    return clock.due();
  }
  bool due() { return due_after(1_s); }
  void burst() { clock.begin_burst(); }
  // A week but for a second, and that second.
  void almost_a_week() {
    for (int day = 0; day < 7; ++day) due_after(kDay - (day < 6 ? 0_s : 1_s));
  }
  // Of the last two weeks.
  void weeks(biomarkers::WeeklyMood state, biomarkers::WeeklyMood last) {
    seen.mood.weekly = state;
    seen.mood.last_week = last;
  }
  void sick() { weeks(biomarkers::WeeklyMood::kSick, biomarkers::WeeklyMood::kSick); }
  int permille() const { return clock.dose().permille(); }
};

}  // namespace homeostat::controller::testing
