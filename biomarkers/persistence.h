// From momentary evidence to "a seizure is under way": onset after evidence without a
// break, end after its absence without a break.
//
// Knows no detector and no clock: time is what the caller says went by. Where nothing can
// be said (blanked by our own pulses, windows refilling) the answer and both timers hold,
// at most kLongestDoubt; after that, doubt counts as absence, so that it never latches.
#pragma once

#include "biomarkers/biomarker_settings.h"
#include "safety/units.h"

namespace homeostat::biomarkers {

inline constexpr Microseconds kLongestDoubt{60'000'000};

enum class Evidence : std::uint8_t { kBelow, kAbove, kUnknown };

class Persistence {
 public:
  explicit constexpr Persistence(const PersistenceSettings& settings) noexcept
      : onset_(settings.onset), termination_(settings.termination) {}

  // `evidence` held throughout the last `elapsed`. Returns whether a seizure is under
  // way.
  bool update(Evidence evidence, Microseconds elapsed) noexcept;

  // Nothing is known any more: no seizure, and an onset starts anew.
  void reset() noexcept;

  bool seizure() const noexcept { return seizure_; }

 private:
  Microseconds onset_;
  Microseconds termination_;
  Microseconds above_;
  Microseconds below_;
  Microseconds doubt_;
  bool seizure_ = false;
};

}  // namespace homeostat::biomarkers
