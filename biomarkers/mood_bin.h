// What ten minutes of signal say of mood: one value of every feature. The listener makes
// it of samples; a trial of months is told it by its plant.
#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "biomarkers/mood_settings.h"

namespace homeostat::biomarkers {

inline constexpr float kNotKnown = std::numeric_limits<float>::quiet_NaN();

struct MoodBin {
  std::array<float, kMaxMoodFeatures> values{};  // of the settings' features; or NaN
  float sleep_ratio_log10 = kNotKnown;           // delta over beta
  std::uint16_t clean_permille = 0;              // of the bin's seconds, those used
  std::uint16_t stimulated_permille = 0;         // and those under stimulation
};

}  // namespace homeostat::biomarkers
