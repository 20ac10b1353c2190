#include "sim/mood_outcome.h"

#include <algorithm>

#include "sim/html.h"

namespace homeostat::sim {

Outcome outcome_of(const MoodHistory& history) {
  const MoodFacts& facts = history.facts;
  const auto ratings = ratings_of(history.ratings, facts.outcome.scale);
  const double from_day = ratings.empty()
                              ? facts.treated_from_day
                              : std::max(facts.treated_from_day, ratings.front().day);
  return judge_outcome(ratings, facts.outcome, from_day);
}

std::string outcome_words(const MoodHistory& history) {
  const double treated = history.facts.treated_from_day;
  const Outcome outcome = outcome_of(history);
  std::string text = words_of(outcome, history.facts.outcome);
  if (outcome.baseline && outcome.from_day > treated) {
    text += " No rating up to day " + html::number(treated, 1) +
            ": baseline is the first one, of day " + html::number(outcome.from_day, 1) +
            '.';
  }
  return text;
}

}  // namespace homeostat::sim
