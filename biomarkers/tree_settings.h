// What a clinician, or `homeostat tune`, chose about detection by boosted trees. Part of
// the therapy program. No channels: there are no trees.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/tree_model.h"

namespace homeostat::biomarkers {

inline constexpr int kMostTreeChannels = 4;

struct TreeSettings {
  std::uint8_t channel_count = 0;
  std::array<std::uint8_t, kMostTreeChannels> channels{};
  std::uint8_t votes = 0;  // channels that must agree
  float drift = 0.0F;      // k, log-odds a half second
  float alarm_at = 0.0F;   // h, log-odds
  TreeModel model;
};

}  // namespace homeostat::biomarkers
