// Numbers and lists as a person writes them on a command line about a model.
#pragma once

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "sim/error.h"

namespace homeostat::sim {

// Throws UsageError, beginning with `where`, for anything but one finite number.
inline double number(std::string_view text, const std::string& where) {
  double value = 0.0;
  const auto [stopped, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stopped != text.data() + text.size() ||
      !std::isfinite(value)) {
    throw UsageError(where + " '" + std::string(text) + "': give a number");
  }
  return value;
}

// What stands between commas.
inline std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ',') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace homeostat::sim
