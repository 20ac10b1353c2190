// What happened in a slow run, for its page: one order of importance, numbers by day.
#pragma once

#include <string>
#include <vector>

#include "sim/mood_history.h"

namespace homeostat::sim {

struct PageEvent {
  double day = 0.0;
  StoryKind kind = StoryKind::kNotice;
  std::string words;
  int rank = 0;    // the lower, the sooner it is listed
  int number = 0;  // in the list below; 0: not listed
};

// By day: every rating that raised a flag, every adverse event, and the story's rows but
// those of a flag or an adverse event, which only repeat what raters wrote. The most
// important ones are numbered, as many as the page has room for: adverse events and flags
// first, then reboots, doses, modes, notices; last a flag that was up at the rating
// before.
[[nodiscard]] std::vector<PageEvent> events_of(const MoodHistory& history);

// Rows of marks, one a kind that there is.
[[nodiscard]] std::string events_strip(const std::vector<PageEvent>& events, double days);

// The numbered ones as a list, and how many are not in it.
[[nodiscard]] std::string events_list(const std::vector<PageEvent>& events);

}  // namespace homeostat::sim
