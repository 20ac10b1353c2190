// Cells of tables of ratings: days, dates, totals and items, checked against their range.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/scales.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {

// What a table with commas calls a row that is no rating.
inline constexpr const char* kAdverseEventWord = "adverse_event";

// Throws RecordingError where the cell is no day, or empty.
double day_in(std::string_view cell, const Place& place);

// Turns dates into days from day zero.
class DayZero {
 public:
  // `text` empty: there is none. Throws UsageError where it is no date.
  explicit DayZero(const std::string& text);
  // Throws RecordingError where the cell is no date, UsageError without a day zero.
  double day_of(std::string_view cell, const Place& place) const;

 private:
  std::optional<double> zero_;
};

// The answers of one rating, which its total must agree with. Those that were not written
// down may have been anything.
class AnsweredItems {
 public:
  explicit AnsweredItems(const RatingScale& scale) : scale_(scale) {}
  // The answer. Throws RecordingError where the scale has no such item, and where the
  // cell is no answer to it.
  double add(std::string_view cell, int item, const Place& place);
  // Throws RecordingError where no answers to the rest could make this total.
  void expect_total(double total, const Place& place) const;

 private:
  const RatingScale& scale_;
  int answered_ = 0;
  double sum_ = 0.0;
};

// Throws RecordingError where the cell is no number from 0 to `most`, or empty.
double rating_in(std::string_view cell, const std::string& what, double most,
                 const Place& place);

}  // namespace homeostat::sim
