// The outcome of a slow run, as its page and the end of its run tell it. Knows no page.
#pragma once

#include <string>

#include "sim/mood_history.h"

namespace homeostat::sim {

// Baseline is the last rating up to the day on which therapy began; where nobody had
// rated by then the first rating is, and the outcome is told from its day, as
// `homeostat outcome` does.
[[nodiscard]] Outcome outcome_of(const MoodHistory& history);

// In words; says so where the baseline is the first rating in the place of an earlier
// one.
[[nodiscard]] std::string outcome_words(const MoodHistory& history);

}  // namespace homeostat::sim
