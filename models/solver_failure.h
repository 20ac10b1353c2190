// What solvers say when they fail: the model, when, why, and in which state.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>

namespace homeostat::models {

inline bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(),
                     [](double v) { return std::isfinite(v); });
}

inline std::string nine_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

inline std::string failure_line(const std::string& model, double time,
                                const std::string& what, std::span<const double> state) {
  std::string line = model + " at time " + nine_digits(time) + ": " + what + "; state";
  for (const double value : state) line += " " + nine_digits(value);
  return line;
}

// An error handler of SUNDIALS, which would print to stderr; what it says travels in the
// exception instead.
inline void keep_message(int, const char*, const char*, char* message, void* into) {
  *static_cast<std::string*>(into) = message;
}

}  // namespace homeostat::models
