#include "biomarkers/weekly_mood.h"

namespace homeostat::biomarkers {

WeeklyMood MoodWeeks::update(bool told, double score) noexcept {
  ++bins_;
  if (told) {
    sum_ += score;
    ++told_;
  }
  if (bins_ < kBins) return mood_;
  const WeeklyMood ended = week();
  if (ended == last_week_) mood_ = ended;
  last_week_ = ended;
  bins_ = told_ = 0;
  sum_ = 0.0;
  return mood_;
}

WeeklyMood MoodWeeks::week() const noexcept {
  if (2 * told_ < kBins) return WeeklyMood::kUnknown;
  return sum_ > sick_from_ * told_ ? WeeklyMood::kSick : WeeklyMood::kStable;
}

}  // namespace homeostat::biomarkers
