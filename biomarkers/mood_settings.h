// What a clinician chose about a mood biomarker, and what its commissioning found. Part
// of the therapy program.
//
// No two published biomarkers of mood agree on site, band or sign: nothing here has a
// default, and what is learnt of one person is written here as numbers. Rules: shared
// reference "detection", 4.1.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "safety/units.h"

namespace homeostat::biomarkers {

inline constexpr std::size_t kMaxMoodFeatures = 8;
// Of the chain from samples to score. A score that was commissioned on another version is
// not believed.
inline constexpr std::uint32_t kMoodVersion = 1;
// One value of every feature, and one step of the score.
inline constexpr Microseconds kMoodBin{600'000'000};

enum class MoodMeasure : std::uint8_t {
  kNotChosen = 0,
  kBandPower,  // log10 of uV^2
  kCoherence,  // 0 to 1, of two channels
};

// The stimulation under which a score was commissioned, and so the only one under which
// it means something. Bins of the other kind, and of both, are left out.
enum class SensedWhile : std::uint8_t { kNotChosen = 0, kOff, kOn };

struct MoodFeatureSettings {
  std::array<char, 16> name{};  // its column in the tables of commissioning
  MoodMeasure measure = MoodMeasure::kNotChosen;
  std::uint8_t channel = 0;
  std::uint8_t other_channel = 0;  // of a coherence
  float band_low_hz = 0.0F;
  float band_high_hz = 0.0F;
  // Where it lay on well days of the commissioning, and how far it strayed there.
  float typical = 0.0F;
  float deviation = 0.0F;
  float weight = 0.0F;  // in the score, for one deviation
};

// Asleep where the logarithm of delta over beta lies above a threshold: `ratio_log10`,
// less `night_log10` by night and that much more by day.
struct SleepSettings {
  std::uint8_t channel = 0;
  float ratio_log10 = 0.0F;
  float night_log10 = 0.0F;
  std::uint16_t night_from_minute = 0;  // may cross midnight; none where both are alike
  std::uint16_t night_to_minute = 0;
};

// What the commissioning was made in; another text is another circumstance.
struct Circumstances {
  std::array<char, 32> lead{};  // "port 0 SN 1234, 2026-03-02"
  std::array<char, 32> gain{};  // of the amplifier
  std::array<char, 32> medication{};
};

// That a person answers for this score, for what, and for how long.
struct CommissioningRecord {
  std::array<char, 48> approver{};
  std::array<char, 12> date{};  // "2026-11-27"
  std::uint16_t valid_days = 0;
  std::uint8_t clauses = 0;
  std::uint8_t clauses_held = 0;
  std::uint32_t made_for = 0;  // controller/commissioning.h
};

struct MoodSettings {
  std::uint8_t feature_count = 0;  // zero: no mood biomarker
  std::array<MoodFeatureSettings, kMaxMoodFeatures> features{};
  float bias = 0.0F;
  Microseconds smoothing;  // of the score
  float on = 0.0F;         // symptomatic above, for on_bins in a row
  float off = 0.0F;        // well below, for off_bins in a row
  std::uint8_t on_bins = 0;
  std::uint8_t off_bins = 0;
  float sick_from = 0.0F;  // a week whose mean score lies above is a sick one
  SensedWhile sensed_while = SensedWhile::kNotChosen;
  Microseconds exclusion;     // samples this long after a pulse are not used
  Microseconds daily_memory;  // of the rhythm of the day
  Microseconds scale_memory;  // of where features usually lie
  Microseconds hold_off;      // after it begins anew nothing is known for this long
  bool has_sleep = false;     // else only a program's day window keeps nights silent
  SleepSettings sleep;
  Circumstances circumstances;
  bool has_record = false;
  CommissioningRecord record;
};

}  // namespace homeostat::biomarkers
