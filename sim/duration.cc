#include "sim/duration.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

constexpr double kLongest_s = 10.0 * 366 * 86400;  // ten years

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr Unit kUnits[] = {
    {"ms", 1e-3}, {"s", 1.0}, {"m", 60.0}, {"h", 3600.0}, {"d", 86400.0}};

double seconds_per(std::string_view unit) {
  for (const Unit& known : kUnits) {
    if (known.name == unit) return known.seconds;
  }
  return 0.0;
}

std::string with_parts(long whole, const char* unit, long part, const char* part_unit) {
  return std::to_string(whole) + " " + unit +
         (part > 0 ? " " + std::to_string(part) + " " + part_unit : "");
}

// NaN for what is no number with a unit.
double seconds_in(std::string_view text) {
  double number = 0.0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end,
                              static_cast<std::size_t>(text.data() + text.size() - end));
  const double per_unit = seconds_per(unit);
  if (error != std::errc() || !(per_unit > 0.0)) return std::nan("");
  return number * per_unit;
}

[[noreturn]] void refuse(std::string_view text, const char* accepted) {
  throw UsageError("duration '" + std::string(text) + "': give " + accepted);
}

}  // namespace

double parse_duration_s(std::string_view text) {
  const double seconds = seconds_in(text);
  if (seconds > 0.0 && seconds <= kLongest_s) return seconds;
  refuse(text,
         "a positive number with its unit, such as 600s, 10m, 1.5h or 180d; at most ten "
         "years");
}

double parse_duration_or_zero_s(std::string_view text) {
  const double seconds = seconds_in(text);
  if (seconds >= 0.0 && seconds <= kLongest_s) return seconds;
  refuse(text, "0s or more with its unit, such as 30s or 1.5m; at most ten years");
}

std::string spell_duration(double seconds) {
  if (seconds < 60.0) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g s", seconds);
    return text;
  }
  const long whole = std::lround(seconds);
  if (whole < 3600) return with_parts(whole / 60, "min", whole % 60, "s");
  if (whole < 86400) return with_parts(whole / 3600, "h", whole % 3600 / 60, "min");
  return with_parts(whole / 86400, "d", whole % 86400 / 3600, "h");
}

}  // namespace homeostat::sim
