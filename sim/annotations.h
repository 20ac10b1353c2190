// The known seizures of a recording, from an events file, fit to judge a run by: in
// order, none inside another, all of them within the recording. What had to be mended is
// told.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/events_tsv.h"
#include "sim/interval.h"

namespace homeostat::sim {

struct Annotations {
  std::vector<Interval> seizures;
  std::vector<std::string> notes;  // for a person, one line each
};

// Throws RecordingError for a file that read_events refuses, for one of another recording
// (its duration a second away from this one's) and for a seizure past the end.
[[nodiscard]] Annotations read_annotations(const std::filesystem::path& path,
                                           double recording_s);

// "2 rows not counted, such as ...": neither seizure, background, artefact nor
// stimulation; nullopt: none.
[[nodiscard]] std::optional<std::string> uncounted_rows(const EventFile& file);

}  // namespace homeostat::sim
