#include "sim/scale_cells.h"

#include <cmath>

#include "clinical_configs/field_name.h"
#include "sim/calendar_date.h"
#include "sim/error.h"

namespace homeostat::sim {

using clinical_configs::number_text;

double day_in(std::string_view cell, const Place& place) {
  const std::optional<double> day = number_in(cell);
  if (!day || !(std::abs(*day) <= 1e6))
    refuse(place, in_quotes(cell) + " is no day", "a number of days");
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
    refuse(place, in_quotes(cell) + " is no date",
           "one as 2026-11-27, or 2026-11-27T09:30:00");
  if (!zero_) {
    throw UsageError(place.path.string() +
                     ": has dates; give the date of day 0 with --day-zero");
  }
  return *days - *zero_;
}

double rating_in(std::string_view cell, const std::string& what, double most,
                 const Place& place) {
  const std::optional<double> value = number_in(cell);
  if (!value || !(*value >= 0.0 && *value <= most)) {
    refuse(place, what + " is " + in_quotes(cell), "0 to " + number_text(most));
  }
  return *value;
}

}  // namespace homeostat::sim
