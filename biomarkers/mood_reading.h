// What a mood biomarker tells of a person, frame by frame: it changes at the end of a
// bin.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/mood_settings.h"

namespace homeostat::biomarkers {

enum class Mood : std::uint8_t { kUnknown, kWell, kSymptomatic };

// By the mean score of whole weeks, two of them in a row (Alagapan et al. 2023).
enum class WeeklyMood : std::uint8_t { kUnknown, kStable, kSick };

// Why the last bin told nothing.
enum class MoodGap : std::uint8_t {
  kNone,         // it told
  kMissing,      // too little clean signal
  kStimulation,  // or under another stimulation than the score was commissioned with
  kAsleep,
  kHoldOff,  // it began anew
  kNoTime,   // nobody said what time it is
};

struct MoodReading {
  Mood mood = Mood::kUnknown;
  WeeklyMood weekly = WeeklyMood::kUnknown;
  WeeklyMood last_week = WeeklyMood::kUnknown;  // alone
  MoodGap gap = MoodGap::kMissing;
  bool asleep = false;
  bool bin_ended = false;       // in this frame
  std::uint8_t known_bins = 0;  // of the last twelve
  std::uint32_t bins = 0;       // since it began anew
  float score = 0.0F;           // of the last bin that told
  float mean = 0.0F;            // smoothed
#ifndef HOMEOSTAT_NO_MOOD
  // Of the last second, each feature's value; NaN where it is not known.
  bool second_ended = false;  // in this frame
  std::array<float, kMaxMoodFeatures> second{};
#endif
};

}  // namespace homeostat::biomarkers
