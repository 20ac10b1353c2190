// Scores that people give a hypothetical depressed patient: MADRS by item, HDRS-17,
// PHQ-9, C-SSRS (worst ideation), YMRS and a visual analogue scale.
//
// Every scale reads the same two truths, how depressed (as MADRS without fault, 0 to 60)
// and how over-activated (models/slow_mood.h, excess), through a rater with a habit of
// rating high or low and noise of each occasion; scores are whole and within the scale,
// and higher is worse.
// Weights of items and conversions between scales are ours: HDRS-17 is 0.75 of MADRS,
// PHQ-9 fills 27 where MADRS has 48. Suicidal thoughts (item 10, C-SSRS) rise late:
// without noise item 10 is below 3 up to a MADRS of 40. Noise is of the occasion's number
// and the scale. Knows no controller and no file.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/noise.h"
#include "models/settings_fault.h"

namespace homeostat::models {

inline constexpr std::size_t kMadrsItems = 10;

struct RaterSettings {
  double bias_spread = 0.0;  // of raters' habits, as a share of each scale, 0 to 0.2
  double noise = 0.0;        // of one occasion, likewise
};

std::vector<SettingsFault> validate(const RaterSettings& settings);

struct Ratings {
  std::array<int, kMadrsItems> madrs_items{};  // 0 to 6; the last is suicidal thoughts
  int madrs = 0;                               // their sum, 0 to 60
  int hdrs17 = 0;                              // 0 to 52
  int phq9 = 0;                                // 0 to 27, by the patient
  int cssrs = 0;                               // worst ideation, 0 to 5
  int ymrs = 0;                                // 0 to 60
  int vas = 0;                                 // 0 to 100, by the patient
};

// Not thread-safe. Throws std::invalid_argument where the settings do not hold.
class Rater {
 public:
  // Raters of one key differ by their `number`.
  Rater(const RaterSettings& settings, const NoiseKey& key, std::uint16_t number = 0);

  // Occasion's number, not time: the same occasion of two arms has the same noise.
  Ratings rate(double depression, double activation, std::uint64_t occasion) const;

 private:
  int score(double truth, int highest, int scale, std::uint64_t occasion) const;

  RaterSettings settings_;
  NoiseKey key_;
  double habit_;
  std::uint16_t number_;
};

}  // namespace homeostat::models
