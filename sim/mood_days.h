// A slow run counted out by day and by reason: how much was known, and why the rest was
// not. Knows no page.
#pragma once

#include <array>
#include <vector>

#include "sim/mood_history.h"

namespace homeostat::sim {

inline constexpr std::size_t kMoodGaps = 6;

// Of bins, in each day: none is counted twice.
struct DayShares {
  int bins = 0;
  int symptomatic = 0;  // known, awake
  int well = 0;
  int asleep = 0;
  std::array<int, kMoodGaps> unknown{};  // awake and not known, by reason

  [[nodiscard]] int unknown_bins() const;
  [[nodiscard]] int known() const { return symptomatic + well; }
  DayShares& operator+=(const DayShares& other);
};

// From the first whole day to the last that has a bin; a day without bins has none.
[[nodiscard]] std::vector<DayShares> shares_by_day(const std::vector<BinRow>& bins);

// Why mood was not known while the person was awake: "taken for asleep".
[[nodiscard]] const char* words_awake(biomarkers::MoodGap gap);

[[nodiscard]] DayShares sum_of(const std::vector<DayShares>& days);

// Days in a row on which less than half of the waking time was known.
struct UnknownStretch {
  int from_day = 0;
  int to_day = 0;                                        // past its last
  biomarkers::MoodGap gap = biomarkers::MoodGap::kNone;  // the reason of most of it
};
[[nodiscard]] std::vector<UnknownStretch> unknown_stretches(
    const std::vector<DayShares>& days);

}  // namespace homeostat::sim
