// The dose of a dosed therapy: what part of a burst's amplitude is given.
//
// Down a step at once where harm is told, and then not up until a clinician has seen to
// it. Up a step where the program lets it, two weeks were sick, and it has not changed
// for a week of therapy. Knows no burst. Hazard HAZ-033.
#pragma once

#include <cstdint>

#include "biomarkers/mood_reading.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

inline constexpr Microseconds kDoseWeek{7 * std::int64_t{86'400'000'000}};
// What does not happen by itself is this far away.
inline constexpr Microseconds kNever{INT64_MAX / 4};

// Not thread-safe. Allocates nothing, never throws.
class Dose {
 public:
  struct Stored {
    std::uint16_t permille = 0;
    bool adverse_open = false;
    Microseconds unchanged;  // time with therapy armed since it last changed
  };

  explicit Dose(const DoseSettings& settings) noexcept
      : settings_(settings), now_{settings.start_permille, false, {}} {}

  // Once per frame: how long therapy was armed since the last one, what clinicians say in
  // it (ClinicianEvent bits), and how the last weeks were.
  void update(Microseconds armed, std::uint8_t clinician_events,
              biomarkers::WeeklyMood weekly) noexcept;
  // Time alone, less than until_step().
  void pass(Microseconds armed) noexcept;

  std::uint16_t permille() const noexcept { return now_.permille; }
  // Harm was told, and no clinician has seen to it.
  bool adverse_open() const noexcept { return now_.adverse_open; }
  // Of armed time, until it rises if nothing is told; kNever where it will not.
  Microseconds until_step() const noexcept;

  const Stored& store() const noexcept { return now_; }
  // False, and the lowest dose: not one of these settings.
  bool restore(const Stored& stored) noexcept;
  // Nothing is known of before: the least is given, and stays until a clinician looks.
  void distrust() noexcept { now_ = {settings_.lowest_permille, true, {}}; }
  // Harm that was told of under another program is still to be seen to.
  void inherit(bool adverse_open) noexcept { now_.adverse_open = adverse_open; }

 private:
  void hear_of_harm() noexcept;

  const DoseSettings& settings_;
  Stored now_;
  biomarkers::WeeklyMood weekly_ = biomarkers::WeeklyMood::kUnknown;
};

}  // namespace homeostat::controller
