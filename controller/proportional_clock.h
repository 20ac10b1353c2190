// The controller of proportional therapy: from a band's power, second by second, to a
// current. A proportional and an integral part, on the logarithm of the power.
//
// The integral stays within the currents that may be given, and stands still while a
// bound or a rate holds the current back in the direction in which it would go on: so it
// never winds up. What is sensed under stimulation is not known without: the therapy
// begins by rising to the lowest current, and where the power has not been known for a
// while it goes back there. Knows no pulse and no limit of safety.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/mood_reading.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// A power that is not known for longer is not waited for.
inline constexpr Microseconds kPowerPatience{60'000'000};

using OutputCurrents = std::array<Microamps, safety::kOutputs>;

// Not thread-safe. Allocates nothing, never throws.
class ProportionalClock {
 public:
  // `settings` must be of a program that passed validate(), and outlive the clock.
  explicit ProportionalClock(const ProportionalSettings& settings) noexcept
      : settings_(settings) {}

  // The therapy begins: from no current, to the lowest.
  void begin() noexcept;
  // Once per frame while it goes on. `ends`: it falls to zero at its own rate and stays
  // there.
  void update(Microseconds elapsed, const biomarkers::MoodReading& mood,
              bool ends) noexcept;

  // Of the first output what the controller asks for; the second one in proportion.
  // Rounded down.
  OutputCurrents currents() const noexcept;

 private:
  void control(float value) noexcept;
  void go_to(float goal_ua, Microseconds elapsed) noexcept;

  const ProportionalSettings& settings_;
  float smoothed_ = 0.0F;  // log10 of uV^2
  float integral_ua_ = 0.0F;
  float current_ua_ = 0.0F;
  Microseconds unknown_ = kPowerPatience;  // for so long
  bool knows_ = false;                     // smoothed_ is of a power
};

}  // namespace homeostat::controller
