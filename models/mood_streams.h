// Which stream of random numbers is for what in a patient with a mood: models/noise.h.
//
// Streams below 0x400 belong to neural models, sensing chain and link. Steps are bins of
// ten minutes, nights, occasions or samples; never how often something was asked.
#pragma once

#include <cstdint>

#include "models/noise.h"

namespace homeostat::models::mood_streams {

inline constexpr std::uint16_t kMood = 0x400;
inline constexpr std::uint16_t kLifeEvent = 0x401;
inline constexpr std::uint16_t kLifeEventSize = 0x402;
inline constexpr std::uint16_t kAdverseEvent = 0x403;
inline constexpr std::uint16_t kNight = 0x404;
inline constexpr std::uint16_t kEstimate = 0x405;
inline constexpr std::uint16_t kWander = 0x410;  // one for each rhythm
inline constexpr std::uint16_t kRhythm = 0x420;  // one for each rhythm
inline constexpr std::uint16_t kRater = 0x440;   // one for each scale and rater's habit

// Above 0, below 1.
inline double uniform(const NoiseKey& key, std::uint16_t stream, std::uint64_t step) {
  return (random_bits(key, stream, step)[0] + 0.5) * 0x1p-32;
}

}  // namespace homeostat::models::mood_streams
