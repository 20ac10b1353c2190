// The head of a slow run's page: facts, and what came of it in plain sentences.
#pragma once

#include <string>
#include <vector>

#include "sim/mood_days.h"
#include "sim/mood_history.h"

namespace homeostat::sim {

[[nodiscard]] std::string facts_table(const MoodHistory& history,
                                      const std::vector<DayShares>& shares);

}  // namespace homeostat::sim
