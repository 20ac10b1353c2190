// What is annotated of a recording that a program is tuned on: what is to be found, and
// what must not be taken for it.
//
// Seizures and bursts are those of an events file. Artefacts and stimulated stretches are
// those of the events file and of the recording's own EDF+ annotations
// (annotated_stretches.h); they are background, whatever is beside them, except inside a
// seizure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "sim/interval.h"
#include "sim/recording.h"

namespace homeostat::sim {

// What is to be found: seizures, or what is annotated beside them ("spike", "burst").
enum class TuneObjective { kOnset, kBurst };

struct TuneStretch {
  Interval span;
  std::uint32_t channels = 0;  // bit c: of the program's channel c
};

struct TuneAnnotations {
  std::vector<Interval> events;  // of the objective, in order
  std::vector<Interval> seizures;
  std::vector<TuneStretch> artefacts;
  std::vector<TuneStretch> stimulated;
};

// `labels`: the recording's channels, in the order of the program's. Warnings to `err`.
// Throws RecordingError as read_annotations does.
TuneAnnotations read_tune_annotations(const std::filesystem::path& file,
                                      const Recording& recording,
                                      const std::vector<std::string>& labels,
                                      TuneObjective objective, std::ostream& err);

}  // namespace homeostat::sim
