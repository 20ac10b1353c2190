#include "sim/calendar_date.h"

#include <algorithm>
#include <chrono>

namespace homeostat::sim {
namespace {

constexpr std::size_t kDateLength = 10;    // 2026-11-27
constexpr std::size_t kMinuteLength = 16;  // 2026-11-27T09:30
constexpr std::size_t kSecondLength = 19;  // 2026-11-27T09:30:00

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Digits and nothing else.
std::optional<unsigned> digits(std::string_view text) {
  if (!all_digits(text)) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) value = 10 * value + static_cast<unsigned>(c - '0');
  return value;
}

// Two digits behind a mark, below a bound.
std::optional<unsigned> part(std::string_view text, std::size_t at, char mark,
                             unsigned below) {
  if (text[at - 1] != mark) return std::nullopt;
  const std::optional<unsigned> value = digits(text.substr(at, 2));
  return value && *value < below ? value : std::nullopt;
}

// Without the fraction and the Z that may follow a second.
std::string_view to_the_second(std::string_view text) {
  if (text.size() <= kSecondLength) return text;
  std::string_view rest = text.substr(kSecondLength);
  if (rest.ends_with('Z')) rest.remove_suffix(1);
  const bool fraction =
      rest.size() > 1 && rest.front() == '.' && all_digits(rest.substr(1));
  return rest.empty() || fraction ? text.substr(0, kSecondLength) : text;
}

std::optional<double> share_of_day(std::string_view text) {
  text = to_the_second(text);
  if (text.size() == kDateLength) return 0.0;
  if (text.size() != kMinuteLength && text.size() != kSecondLength) return std::nullopt;
  const auto hour = part(text, 11, 'T', 24);
  const auto minute = part(text, 14, ':', 60);
  const auto second =
      text.size() == kSecondLength ? part(text, 17, ':', 60) : std::optional(0U);
  if (!hour || !minute || !second) return std::nullopt;
  return (60.0 * (60.0 * *hour + *minute) + *second) / 86400.0;
}

}  // namespace

std::optional<double> days_of_date(std::string_view text) {
  if (text.size() < kDateLength || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  const auto time = share_of_day(text);
  if (!year || !month || !day || !time) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  const auto since = std::chrono::sys_days(date).time_since_epoch();
  return static_cast<double>(since.count()) + *time;
}

}  // namespace homeostat::sim
