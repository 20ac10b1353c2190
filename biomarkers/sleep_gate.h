// Whether the person sleeps, bin by bin: slow waves over fast ones, and what time it is.
//
//   asleep where log10 (delta / beta) > ratio_log10 -+ night_log10
//
// less by night and more by day, so that at night less of slow waves is enough. Half an
// hour in a row changes the state. A bin whose ratio or time nobody knows keeps the
// state, and breaks the row. Begins awake: a bin of sleep that is taken for one awake is
// left out by nothing else, one awake that is taken for sleep is missing.
//
// Knows no band and no mood. Rules: shared reference "detection" 4.1, layer F. 20 bytes.
#pragma once

#include <cstdint>

#include "biomarkers/mood_settings.h"
#include "biomarkers/sample_frame.h"

namespace homeostat::biomarkers {

class SleepGate {
 public:
  static constexpr int kBinsToChange = 3;

  explicit SleepGate(const SleepSettings& settings) noexcept : settings_(settings) {}

  // A bin that ended at `minute_of_day`. Returns asleep().
  bool update(float ratio_log10, std::uint16_t minute_of_day) noexcept;

  bool asleep() const noexcept { return asleep_; }
  bool is_night(std::uint16_t minute_of_day) const noexcept;

  // As if made anew.
  void begin_anew() noexcept { *this = SleepGate(settings_); }

  // All that changes: biomarkers/mood_memory.h.
  template <class Self, class Bytes>
  static void carry(Self& self, Bytes& bytes) noexcept {
    bytes(self.in_a_row_, self.asleep_);
  }

 private:
  SleepSettings settings_;
  std::uint8_t in_a_row_ = 0;  // bins of the other state
  bool asleep_ = false;
};

}  // namespace homeostat::biomarkers
