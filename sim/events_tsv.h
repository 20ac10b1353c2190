// Events files in the BIDS / HED-SCORE form that SzCORE uses: tab separated, one row an
// event, columns onset duration eventType confidence channels dateTime recordingDuration.
// Knows no scoring and no signals. Format: shared/reference/detection.md 1.2.
//
// Columns are found by their names in any order ("event", the specification's word,
// serves for "eventType"); others are ignored. onset, duration, eventType and
// recordingDuration must be there. A byte order mark, CRLF and empty lines at the end are
// put up with.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/interval.h"

namespace homeostat::sim {

struct Event {
  double onset_s = 0.0;              // from the first sample: 0 to 1e9
  double duration_s = 0.0;           // 0 to 1e9
  std::string event_type;            // "sz", "sz_foc_ia", "bckg"; never empty
  std::optional<double> confidence;  // 0 to 1; absent is "n/a"
  std::string channels;              // "all", or a comma list; empty is "n/a"
};

struct EventFile {
  std::vector<Event> events;          // in the order of the file
  double recording_duration_s = 0.0;  // 0.01 to 1e9, the same in every row
  std::string date_time;              // "2026-01-31 23:59:59"; empty is "n/a"
};

// Seizures are "sz" and every label that begins with "sz_" or "sz-" (the specification
// prints both). Nothing else is: neither "bckg" nor "seizure" nor "SZ".
[[nodiscard]] bool is_seizure(std::string_view event_type);

// The seizures among the events, in the order of the file.
[[nodiscard]] std::vector<Interval> seizures(const EventFile& file);

// Throws RecordingError "file:line: what is wrong; what would be accepted". An event may
// lie past the end of the recording (the reference scorer counts it), and rows may stand
// in any order: both are for the reader to judge.
[[nodiscard]] EventFile read_events(const std::filesystem::path& path);

// Writes seconds with two decimals; no event at all becomes one row "bckg" over the whole
// recording. Throws RecordingError, before the file is touched, for an event that
// read_events would refuse, and when the file cannot be written.
void write_events(const std::filesystem::path& path, const EventFile& file);

}  // namespace homeostat::sim
