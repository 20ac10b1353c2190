// How whole weeks went: sick or stable by the mean score of two weeks in a row.
//
// A week is 1008 bins from the last one's end, and counts where half of them told, or
// more; a person asleep a third of the day leaves two thirds. Two sick weeks in a row are
// sick, two others are stable, and a week between keeps what was: one bad week is not a
// relapse, one good one no recovery (Alagapan et al. 2023: below the threshold for two
// weeks, without a return of two). A week that does not count breaks the row; after two
// of them nothing is known, because what held a month ago says nothing of today.
//
// Knows no feature. 24 bytes.
#pragma once

#include <cstdint>

#include "biomarkers/mood_reading.h"

namespace homeostat::biomarkers {

class MoodWeeks {
 public:
  static constexpr int kBins = 7 * 144;

  // A week whose mean score lies above `sick_from` was a sick one.
  explicit MoodWeeks(double sick_from) noexcept : sick_from_(sick_from) {}

  // A bin and its score; `told` says that it had one, and then it is finite.
  WeeklyMood update(bool told, double score) noexcept;
  WeeklyMood mood() const noexcept { return mood_; }
  // The last whole one alone.
  WeeklyMood last_week() const noexcept { return last_week_; }

  // As if made anew.
  void begin_anew() noexcept { *this = MoodWeeks(sick_from_); }

  // All that changes: biomarkers/mood_memory.h.
  template <class Self, class Bytes>
  static void carry(Self& self, Bytes& bytes) noexcept {
    bytes(self.sum_, self.bins_, self.told_, self.last_week_, self.mood_);
  }

 private:
  WeeklyMood week() const noexcept;

  double sick_from_;
  double sum_ = 0.0;        // of the week's scores
  std::uint16_t bins_ = 0;  // of the week
  std::uint16_t told_ = 0;  // of these
  WeeklyMood last_week_ = WeeklyMood::kUnknown;
  WeeklyMood mood_ = WeeklyMood::kUnknown;
};

}  // namespace homeostat::biomarkers
