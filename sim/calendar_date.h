// Dates of the calendar as numbers of days, so that tables may carry either. Knows no
// clock and no time zone: a date is where its writer was.
#pragma once

#include <optional>
#include <string_view>

namespace homeostat::sim {

// Days since 1970-01-01 of "2026-11-27", or of "2026-11-27T09:30:00" (seconds may be left
// out) with the time as a part of the day; nothing where the text is no such date. As in
// BIDS a fraction of a second and a final Z may follow the seconds: both are dropped, so
// that UTC is taken as its writer's clock.
[[nodiscard]] std::optional<double> days_of_date(std::string_view text);

}  // namespace homeostat::sim
