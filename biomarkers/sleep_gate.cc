#include "biomarkers/sleep_gate.h"

namespace homeostat::biomarkers {

bool SleepGate::is_night(std::uint16_t minute_of_day) const noexcept {
  const std::uint16_t from = settings_.night_from_minute;
  const std::uint16_t to = settings_.night_to_minute;
  if (from <= to) return minute_of_day >= from && minute_of_day < to;
  return minute_of_day >= from || minute_of_day < to;
}

bool SleepGate::update(float ratio_log10, std::uint16_t minute_of_day) noexcept {
  if (!(ratio_log10 == ratio_log10) || minute_of_day >= kMinutesPerDay) {
    in_a_row_ = 0;
    return asleep_;
  }
  const float prior =
      is_night(minute_of_day) ? -settings_.night_log10 : settings_.night_log10;
  const bool looks_asleep = ratio_log10 > settings_.ratio_log10 + prior;
  in_a_row_ = looks_asleep != asleep_ ? static_cast<std::uint8_t>(in_a_row_ + 1)
                                      : std::uint8_t{0};
  if (in_a_row_ >= kBinsToChange) {
    asleep_ = looks_asleep;
    in_a_row_ = 0;
  }
  return asleep_;
}

}  // namespace homeostat::biomarkers
