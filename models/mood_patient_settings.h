// What a file states of a patient with a hypothetical depression, beside what every
// patient has (models/virtual_patient.h). Nothing has a usable default.
//
// Three rhythms make the signal of the patient's focus: delta, of sleep; beta, of waking;
// and one whose power grows with the node's mean activity, gamma in models of the
// amygdala. A contact sees them by its focus_gain_uv, over the background of the sensing
// chain. Knows no file.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/fast_node.h"
#include "models/settings_fault.h"
#include "models/slow_mood.h"

namespace homeostat::models {

// A resonance: noise through two conjugate poles.
struct RhythmSettings {
  double centre_hz = 0.0;
  double half_width_hz = 0.0;  // at half of the power
  double awake = 0.0;          // rms, of the unit of focus_gain_uv
  double asleep = 0.0;
  double daily_log10 = 0.0;   // half of the daily swing of its power
  double peak_minute = 0.0;   // of the local day
  double wander_log10 = 0.0;  // by which its power strays from hour to hour
};

enum class Rhythm : std::size_t { kDelta, kBeta, kActivity };
inline constexpr std::size_t kRhythms = 3;

// When a night begins by the local clock and how long it lasts; both ends stray, each
// night by normal deviates of its own.
struct SleepHabit {
  double bed_minute = 0.0;
  double length_minutes = 0.0;
  double jitter_minutes = 0.0;
};

struct MoodPatientSettings {
  double start_minute = 0.0;  // of the local day, at the start of a run
  SlowMoodSettings slow;
  GammaNode gamma;  // read where the model is kMoodGamma
  VaccNode vacc;    // read where the model is kVaccDlpfc
  SleepHabit sleep;
  std::array<RhythmSettings, kRhythms> rhythms{};
  double resting_activity = 0.0;  // that its rhythm has where the node is silent
  double wander_hours = 0.0;      // how long a rhythm strays to one side
  double madrs_at_zero = 0.0;     // what a rater without fault would score at m = 0
  double madrs_per_mood = 0.0;    // by which that falls as m rises
};

enum class MoodNode : unsigned char { kGamma, kVacc };

FastNode node_of(const MoodPatientSettings& settings, MoodNode node);

// Every fault, in the order of the fields, which are spelled as a file's are; empty when
// a patient can be made of it.
std::vector<SettingsFault> validate(const MoodPatientSettings& settings, MoodNode node);

}  // namespace homeostat::models
