#include "sim/row_columns.h"

#include <algorithm>

namespace homeostat::sim {

double number_cell(std::string_view cell, const Place& place, bool may_miss) {
  if (cell.empty() && may_miss) return std::numeric_limits<double>::quiet_NaN();
  const auto value = number_in(cell);
  if (!value || !std::isfinite(*value)) {
    refuse(place, in_quotes(cell) + " is no number",
           may_miss ? "a number, or n/a" : "a number");
  }
  return *value;
}

long long whole_cell(std::string_view cell, const Place& place) {
  const auto value = number_in(cell);
  if (!value || !(std::abs(*value) <= 1e9) || std::floor(*value) != *value)
    refuse(place, in_quotes(cell) + " is no whole number", "a whole number");
  return static_cast<long long>(*value);
}

double day_cell(std::string_view cell, const Place& place) {
  constexpr double kMostDays = 1e6;
  const double day = number_cell(cell, place, false);
  if (!(day >= 0.0 && day <= kMostDays))
    refuse(place, "day " + in_quotes(cell), "a day from 0 to 1000000");
  return day;
}

std::size_t word_cell(std::string_view cell, const Place& place, Words words) {
  const auto found = std::ranges::find(words, cell);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string accepted;
  for (const char* word : words)
    accepted += (accepted.empty() ? "" : ", ") + std::string(word);
  refuse(place, in_quotes(cell) + " is not known", accepted);
}

std::string number_text_of(double value, const char* format) {
  if (!std::isfinite(value)) return kNotKnownCell;
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string text_cell(std::string_view text) {
  std::string cell(text);
  std::ranges::replace_if(cell, is_control, ' ');
  return cell.empty() ? kNotKnownCell : cell;
}

}  // namespace homeostat::sim
