// What a device would have found in ten minutes of a hypothetical patient, and how much
// of them its own pulses left.
#pragma once

#include <vector>

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/mood_bin.h"
#include "models/mood_patient.h"
#include "safety/units.h"

namespace homeostat::sim {

// Stretches of time in which the device does not listen, after its own pulses.
class DeafTime {
 public:
  explicit DeafTime(Microseconds exclusion) : exclusion_(exclusion) {}

  // Pulses from the first to the last; in order.
  void hear_pulses(Instant first, Instant last);
  // Of a bin that has ended: thousandths of its seconds that a pulse or its exclusion
  // touched. What lies before it is forgotten.
  int permille_of(Instant from, Instant to);

 private:
  struct Stretch {
    Instant from;
    Instant to;
  };

  Microseconds exclusion_;
  std::vector<Stretch> stretches_;
};

// The patient's present bin. `heard`: there was a signal; else nothing of it is known.
biomarkers::MoodBin bin_of(const models::MoodPatient& patient,
                           const biomarkers::BiomarkerSettings& settings, bool heard,
                           int deaf_permille);

}  // namespace homeostat::sim
