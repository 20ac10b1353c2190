// Whole numbers of a command line.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>

#include "sim/error.h"

namespace homeostat::hil {

// Digits only: a sign, a base or too many of them would be guessed at. Throws UsageError
// that names the option.
inline std::uint64_t whole_number(const std::string& option, const std::string& text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  const bool is_decimal = text == "0" || !text.starts_with('0');
  if (error != std::errc{} || stopped != end || !is_decimal) {
    throw sim::UsageError(option + " '" + text +
                          "': give a whole number from 0 to 18446744073709551615, in "
                          "decimal digits");
  }
  return value;
}

}  // namespace homeostat::hil
