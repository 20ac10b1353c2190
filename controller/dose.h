// The dose of a dosed therapy: what part of a burst's amplitude is given.
//
// Down a step at once where harm is told, and then not up until a week after a clinician
// has seen to it. Up a step where the program lets it, the last two weeks were sick, and
// it has not changed for a week of therapy. Time without therapy takes back as much of
// that week, so that weeks without are not answered by a dose. Knows no burst. Hazard
// HAZ-033.
#pragma once

#include <cstdint>

#include "biomarkers/mood_reading.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

inline constexpr Microseconds kDoseWeek{7 * kDayLong.count()};
// What does not happen by itself is this far away.
inline constexpr Microseconds kNever{INT64_MAX / 4};

// Not thread-safe. Allocates nothing, never throws.
class Dose {
 public:
  struct Stored {
    std::uint16_t permille = 0;
    bool adverse_open = false;
    Microseconds unchanged;  // since it last changed: time armed, less time not armed
  };

  explicit Dose(const DoseSettings& settings) noexcept
      : settings_(settings), now_{settings.start_permille, false, {}} {}

  // Once per frame: time since the last one, whether therapy was armed, what clinicians
  // say in it (ClinicianEvent bits), and how the last weeks were.
  void update(Microseconds elapsed, bool armed, std::uint8_t clinician_events,
              const biomarkers::MoodReading& mood) noexcept;
  // Harm and clinicians alone, where no dose is given.
  void hear(std::uint8_t clinician_events) noexcept;
  // Time alone; armed, less than until_step().
  void pass(Microseconds elapsed, bool armed) noexcept;

  std::uint16_t permille() const noexcept { return now_.permille; }
  // Harm was told, and no clinician has seen to it.
  bool adverse_open() const noexcept { return now_.adverse_open; }
  // Of armed time, until it may rise if nothing is told; kNever where it will not.
  Microseconds until_step() const noexcept;

  const Stored& store() const noexcept { return now_; }
  // False, and nothing is changed: not one of these settings.
  bool restore(const Stored& stored) noexcept;
  // Nothing is known of before: the least is given, and stays until a clinician looks.
  void distrust() noexcept { now_ = {settings_.lowest_permille, true, {}}; }
  // Of another dosing: harm that was told of is still to be seen to, and until then the
  // dose does not begin above the one before.
  void inherit(const Stored& stored) noexcept;

 private:
  void hear_of_harm() noexcept;

  const DoseSettings& settings_;
  Stored now_;
  bool sick_ = false;  // the last two weeks
};

}  // namespace homeostat::controller
