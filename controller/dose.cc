#include "controller/dose.h"

#include <algorithm>

#include "biomarkers/sample_frame.h"

namespace homeostat::controller {

using biomarkers::ClinicianEvent;

void Dose::update(Microseconds armed, std::uint8_t clinician_events,
                  biomarkers::WeeklyMood weekly) noexcept {
  weekly_ = weekly;
  pass(armed);
  if ((clinician_events & ClinicianEvent::kAdverseSeen) != 0) now_.adverse_open = false;
  if ((clinician_events & ClinicianEvent::kAdverseEvent) != 0) hear_of_harm();
  if (until_step() > Microseconds{}) return;
  now_.permille = static_cast<std::uint16_t>(
      std::min(now_.permille + settings_.step_permille, int{settings_.highest_permille}));
  now_.unchanged = Microseconds{};
}

void Dose::pass(Microseconds armed) noexcept {
  now_.unchanged = std::min(now_.unchanged + armed, kNever);
}

// Told twice, it steps down twice.
void Dose::hear_of_harm() noexcept {
  now_.permille = static_cast<std::uint16_t>(
      std::max(now_.permille - settings_.step_permille, int{settings_.lowest_permille}));
  now_.unchanged = Microseconds{};
  now_.adverse_open = true;
}

Microseconds Dose::until_step() const noexcept {
  const bool may_rise = settings_.adapts && !now_.adverse_open &&
                        weekly_ == biomarkers::WeeklyMood::kSick &&
                        now_.permille < settings_.highest_permille;
  if (!may_rise) return kNever;
  return std::max(kDoseWeek - now_.unchanged, Microseconds{});
}

bool Dose::restore(const Stored& stored) noexcept {
  const bool known = stored.permille >= settings_.lowest_permille &&
                     stored.permille <= settings_.highest_permille &&
                     stored.unchanged >= Microseconds{} && stored.unchanged <= kNever;
  if (known) {
    now_ = stored;
  } else {
    distrust();
  }
  return known;
}

}  // namespace homeostat::controller
