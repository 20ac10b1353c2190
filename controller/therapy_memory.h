// Where in a loop's stored state its therapy of mood lies: doses behind a CRC-32, and
// what the mood biomarker knows, which has one of its own.
//
// Behind the guard's bytes and the count of resets, in those that the envelope leaves to
// its caller. Zeros say that no such therapy ever ran. Knows no meaning of either.
#pragma once

#include "biomarkers/mood_memory.h"
#include "controller/dose_memory.h"
#include "safety/envelope.h"

namespace homeostat::controller {

enum class Recalled : std::uint8_t { kNothing, kSpoilt, kWell };

void store_therapy(const DoseMemory& dose, const biomarkers::MoodMemory& mood,
                   safety::PersistedState& state) noexcept;

// Of the doses; the biomarker judges its own memory. Filled where they are there.
Recalled recall_therapy(const safety::PersistedState& state, DoseMemory& dose,
                        biomarkers::MoodMemory& mood) noexcept;

}  // namespace homeostat::controller
