// Weekly visits of a hypothetical patient: what raters write down, and what of it a
// device must be told.
#pragma once

#include <cstdint>
#include <vector>

#include "models/mood_patient.h"
#include "models/noise.h"
#include "models/rater.h"
#include "sim/scale_events.h"

namespace homeostat::sim {

class Visits {
 public:
  Visits(const models::NoiseKey& key, const FlagBounds& flags);

  // Whether there is a visit in the patient's present bin: at ten in the morning of the
  // first day, and of every seventh after it.
  bool is_due(const models::MoodPatient& patient) const;
  // Rates; the number of the visit is that of the week.
  std::vector<ScaleEvent> hold(const models::MoodPatient& patient, double day);

  // Orders for the device since they were last asked (ClinicianEvent bits): an adverse
  // event that was told, or that a clinician has seen to.
  std::uint8_t take_orders();
  // An adverse event between visits.
  ScaleEvent tell_adverse(double day);

 private:
  models::Rater rater_;
  FlagBounds flags_;
  std::uint8_t orders_ = 0;
  bool open_ = false;
  std::uint64_t visits_ = 0;
};

}  // namespace homeostat::sim
