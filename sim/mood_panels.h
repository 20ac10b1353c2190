// The strips of a slow run's page, one above the other on one axis of days.
#pragma once

#include <string>
#include <vector>

#include "sim/mood_days.h"
#include "sim/mood_history.h"

namespace homeostat::sim {

// Each with its title, as HTML. Where there is nothing of its kind (no biomarker, no
// dose, no truth), an empty text.
[[nodiscard]] std::string ratings_panel(const MoodHistory& history);
[[nodiscard]] std::string truth_panel(const MoodHistory& history);
[[nodiscard]] std::string score_panel(const MoodHistory& history,
                                      const std::vector<DayShares>& shares);
[[nodiscard]] std::string confidence_panel(const MoodHistory& history,
                                           const std::vector<DayShares>& shares);
[[nodiscard]] std::string therapies_panel(const MoodHistory& history);
[[nodiscard]] std::string dose_panel(const MoodHistory& history);
[[nodiscard]] std::string budget_panel(const MoodHistory& history);

}  // namespace homeostat::sim
