#include "controller/dose.h"

#include <algorithm>

#include "biomarkers/sample_frame.h"

namespace homeostat::controller {

using biomarkers::ClinicianEvent;
using biomarkers::WeeklyMood;

void Dose::update(Microseconds elapsed, bool armed, std::uint8_t clinician_events,
                  const biomarkers::MoodReading& mood) noexcept {
  sick_ = mood.weekly == WeeklyMood::kSick && mood.last_week == WeeklyMood::kSick;
  pass(elapsed, armed);
  hear(clinician_events);
  if (!armed || until_step() > Microseconds{}) return;
  now_.permille = static_cast<std::uint16_t>(
      std::min(now_.permille + settings_.step_permille, int{settings_.highest_permille}));
  now_.unchanged = Microseconds{};
}

// What a clinician has seen to is not answered by a dose before a week.
void Dose::hear(std::uint8_t clinician_events) noexcept {
  if ((clinician_events & ClinicianEvent::kAdverseSeen) != 0) {
    now_.adverse_open = false;
    now_.unchanged = Microseconds{};
  }
  if ((clinician_events & ClinicianEvent::kAdverseEvent) != 0) hear_of_harm();
}

void Dose::pass(Microseconds elapsed, bool armed) noexcept {
  now_.unchanged = armed ? std::min(now_.unchanged + elapsed, kNever)
                         : std::max(now_.unchanged - elapsed, Microseconds{});
}

// Told twice, it steps down twice.
void Dose::hear_of_harm() noexcept {
  now_.permille = static_cast<std::uint16_t>(
      std::max(now_.permille - settings_.step_permille, int{settings_.lowest_permille}));
  now_.unchanged = Microseconds{};
  now_.adverse_open = true;
}

Microseconds Dose::until_step() const noexcept {
  const bool may_rise = settings_.adapts && !now_.adverse_open && sick_ &&
                        now_.permille < settings_.highest_permille;
  if (!may_rise) return kNever;
  return std::max(kDoseWeek - now_.unchanged, Microseconds{});
}

void Dose::inherit(const Stored& stored) noexcept {
  now_ = {settings_.start_permille, stored.adverse_open, {}};
  if (!stored.adverse_open) return;
  now_.permille = static_cast<std::uint16_t>(
      std::max(std::min(now_.permille, stored.permille), settings_.lowest_permille));
}

bool Dose::restore(const Stored& stored) noexcept {
  const bool known = stored.permille >= settings_.lowest_permille &&
                     stored.permille <= settings_.highest_permille &&
                     stored.unchanged >= Microseconds{} && stored.unchanged <= kNever;
  if (known) now_ = stored;
  return known;
}

}  // namespace homeostat::controller
