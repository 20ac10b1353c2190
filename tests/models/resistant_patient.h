// The depressed patient of the tests of this room: as patients/treatment_resistant, and
// what a day of therapy gives.
#pragma once

#include <algorithm>

#include "models/mood_patient.h"
#include "tests/models/demo_patient.h"

namespace homeostat::models {

inline MoodPatientSettings resistant_mood() {
  MoodPatientSettings s;
  s.start_minute = 480.0;
  s.slow = {.dynamics = {-1.2, 3.0, -0.15, 0.25, 0.5, 0.7},
            .plasticity = {1.35, 2300.0, 21.0},
            .over = {21600.0, 1.0, 0.005, 0.5},
            .expectancy = {0.0, 0.15, 21.0},
            .life = {0.033, -0.1, 0.2, 5.0}};
  s.gamma = {1.0, 0.25, 0.6};
  s.vacc = {1.03, 0.022, -0.02};
  s.sleep = {1380.0, 480.0, 25.0};
  s.rhythms[0] = {2.0, 1.0, 0.15, 0.9, 0.05, 180.0, 0.1};
  s.rhythms[1] = {20.0, 3.0, 0.2, 0.08, 0.05, 720.0, 0.1};
  s.rhythms[2] = {55.0, 12.0, 0.2, 0.12, 0.1, 960.0, 0.25};
  s.resting_activity = 0.6;
  s.wander_hours = 30.0;
  s.madrs_at_zero = 18.0;
  s.madrs_per_mood = 12.0;
  return s;
}

inline VirtualPatientSettings resistant_patient() {
  VirtualPatientSettings s = demo_patient();
  s.name = "HYPOTHETICAL test patient";
  s.model = ModelKind::kMoodGamma;
  s.mood = resistant_mood();
  s.contacts = {};
  s.contacts[0] = {true, 45.0, 70.0, 900.0};
  s.contacts[1] = {true, 46.0, 36.0, 950.0};
  s.contacts[2] = {true, 48.0, 18.0, 1000.0};
  s.contacts[3] = {true, 50.0, 4.0, 1050.0};
  s.contacts[9] = {true, 1.4, 0.0, 950.0};
  s.contacts[safety::kCan] = {true, 120.0, 0.0, 300.0};
  s.tissue.focus_radius_mm = 2.0;
  s.sensing.amplifier_noise_uv_rms = 1.5;
  s.sensing.step_uv = 0.25;
  return s;
}

inline MoodPatientSettings without_effect(MoodPatientSettings s) {
  s.gamma.stimulation_weight = 0.0;
  s.vacc.current_na = 0.0;
  s.slow.plasticity.depth = 0.0;
  s.slow.over.tilt = 0.0;
  s.slow.over.events_per_day = 0.0;
  return s;
}

inline MoodPatientSettings without_chance(MoodPatientSettings s) {
  s.slow.dynamics.noise = 0.0;
  s.slow.life.per_day = 0.0;
  s.slow.expectancy.tilt = 0.0;
  return s;
}

// Bursts of 6 s at 100 Hz, 1 mA, 120 us through contact 9, spread over a day's first 96
// bins: what the `bin` of a day gets of `a_day`.
inline MoodDelivery dose_of_bin(std::uint64_t bin, double a_day) {
  const auto in_day = static_cast<double>(bin % 144);
  const auto until = [&](double bins) {
    return static_cast<int>(a_day * std::min(bins, 96.0) / 96.0);
  };
  return bursts_of(until(in_day + 1.0) - until(in_day), 600, 100.0, 0.12, 0.4);
}

inline void live_days(SlowMood& mood, double days, double bursts_a_day) {
  const auto bins = static_cast<std::uint64_t>(days * 144.0);
  for (std::uint64_t i = 0; i < bins; ++i) {
    mood.advance(dose_of_bin(mood.steps_done(), bursts_a_day));
  }
}

}  // namespace homeostat::models
