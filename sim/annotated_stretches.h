// Annotations that say a stretch holds no brain alone: artefacts, and stimulation while
// it was recorded. Neither is a seizure or a burst; a detector must stay silent there.
//
// Knows no file format. Labels, in any case of letters:
//   artefact      any that holds "artifact" or "artefact", as all of HED-SCORE's do
//                 ("EMG-artifact", "Artifact"); the codes of the TUH artefact corpus,
//                 eyem chew shiv musc elpp elec elst artf, one or joined by "_"; MNE's
//                 "BAD" and all that begins with "BAD_" or "BAD "
//   stimulated    "stimulation", "stim" and "electrical_stimulation" (BIDS), with what
//                 follows: "stim 0 4.000mA 200.0Hz" is how recordings of ours have it
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/interval.h"

namespace homeostat::sim {

enum class StretchKind { kNone, kArtefact, kStimulated };

[[nodiscard]] StretchKind stretch_kind(std::string_view label);

// Whether an annotation of `channels` ("all", "n/a", empty, or a list with commas) speaks
// of the channel called `label`: by its whole name, or one side of "F8-T8". Case and an
// "EEG " in front do not matter.
[[nodiscard]] bool speaks_of(std::string_view channels, std::string_view label);

}  // namespace homeostat::sim
