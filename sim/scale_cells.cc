#include "sim/scale_cells.h"

#include <algorithm>
#include <cmath>

#include "clinical_configs/field_name.h"
#include "sim/calendar_date.h"
#include "sim/error.h"

namespace homeostat::sim {

using clinical_configs::number_text;

namespace {

struct ScaleItems {
  int count;    // 0: the scale is told as a whole
  double most;  // of the item that goes farthest
};

ScaleItems items_of(ScaleId id) {
  switch (id) {
    case ScaleId::kMadrs:
      return {10, 6.0};
    case ScaleId::kHdrs17:
      return {17, 4.0};
    case ScaleId::kPhq9:
      return {9, 3.0};
    case ScaleId::kYmrs:
      return {11, 8.0};
    case ScaleId::kCssrs:
    case ScaleId::kVasD:
      break;
  }
  return {0, 0.0};
}

}  // namespace

double day_in(std::string_view cell, const Place& place) {
  const std::optional<double> day = number_in(cell);
  if (!day || !(std::abs(*day) <= 1e6))
    refuse(place, cell.empty() ? "the day is missing" : in_quotes(cell) + " is no day",
           "a number of days");
  return *day;
}

DayZero::DayZero(const std::string& text) {
  if (text.empty()) return;
  zero_ = days_of_date(text);
  if (!zero_) {
    throw UsageError("--day-zero " + in_quotes(text) +
                     ": give the date of day 0, as in 2026-11-27");
  }
}

double DayZero::day_of(std::string_view cell, const Place& place) const {
  const std::optional<double> days = days_of_date(cell);
  if (!days)
    refuse(place, cell.empty() ? "the date is missing" : in_quotes(cell) + " is no date",
           "one as 2026-11-27, or 2026-11-27T09:30:00");
  if (!zero_) {
    throw UsageError(place.path.string() +
                     ": has dates; give the date of day 0 with --day-zero");
  }
  return *days - *zero_;
}

double AnsweredItems::add(std::string_view cell, int item, const Place& place) {
  const ScaleItems items = items_of(scale_.id);
  const std::string number = std::to_string(item);
  if (item > items.count) {
    refuse(place,
           "\"item" + number + "\" is given, but " + scale_.name + " has no such item",
           "nothing there");
  }
  const double answer =
      rating_in(cell, std::string(scale_.name) + " item " + number, items.most, place);
  sum_ += answer;
  ++answered_;
  return answer;
}

void AnsweredItems::expect_total(double total, const Place& place) const {
  constexpr double kRounded = 1e-6;
  const ScaleItems items = items_of(scale_.id);
  if (answered_ == 0) return;
  const double most =
      std::min(scale_.most, sum_ + (items.count - answered_) * items.most);
  if (total >= sum_ - kRounded && total <= most + kRounded) return;
  refuse(
      place,
      "the total of " + std::string(scale_.name) + " is " + number_text(total) +
          ", but " + std::to_string(answered_) + " of its " +
          std::to_string(items.count) + " items make " + number_text(sum_),
      most > sum_ ? number_text(sum_) + " to " + number_text(most) : number_text(sum_));
}

double rating_in(std::string_view cell, const std::string& what, double most,
                 const Place& place) {
  const std::optional<double> value = number_in(cell);
  if (!value || !(*value >= 0.0 && *value <= most)) {
    refuse(place, what + (cell.empty() ? " is missing" : " is " + in_quotes(cell)),
           "0 to " + number_text(most));
  }
  return *value;
}

}  // namespace homeostat::sim
