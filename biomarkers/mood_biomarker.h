// A person's mood by what one program's sensing hears: listener and chain in one.
//
// Knows no therapy but the pulses it must not hear. Lies in memory that detectors share
// (biomarkers/detector_memory.h): a program has a mood biomarker or the chain of an
// adaptive therapy, and with it room for some detectors. biomarkers/MOOD.md says what it
// does and what it costs.
#pragma once

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/mood_chain.h"
#include "biomarkers/mood_listener.h"

namespace homeostat::biomarkers {

class MoodBiomarker {
 public:
  // `settings` must have passed validate(), with mood features.
  explicit MoodBiomarker(const BiomarkerSettings& settings) noexcept;

  // Call once per frame, in order.
  MoodReading update(const HeardFrame& heard) noexcept;

  MoodMemory store() const noexcept { return chain_.store(); }
  // Before the first frame. False: begun anew (MoodChain::restore).
  [[nodiscard]] bool restore(const MoodMemory& memory) noexcept {
    return chain_.restore(memory);
  }

 private:
  MoodListener listener_;
  MoodChain chain_;
};

}  // namespace homeostat::biomarkers
