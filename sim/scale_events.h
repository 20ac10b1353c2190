// What raters and clinicians wrote about one person, in the order of time: ratings on
// scales, and adverse events.
//
// From a table with commas: `day` or `date`, `scale`, `total`, and, where there are any,
// `item10` and its like, `rater`, `note`; a row whose scale is "adverse_event" has
// `what` and `severity` (mild, moderate, severe) in the place of a total. Or from BIDS
// phenotype files (scale_phenotype.h). Knows no outcome and no device.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/scales.h"

namespace homeostat::sim {

enum class EventSeverity : unsigned char { kMild, kModerate, kSevere };

struct ScaleEvent {
  double day = 0.0;
  const RatingScale* scale = nullptr;  // null: an adverse event
  double total = 0.0;
  std::optional<double> item;  // the one that the scale's flag looks at
  std::string what;            // of an adverse event
  EventSeverity severity = EventSeverity::kMild;
  std::string rater;
  std::string note;
  Flag flag = Flag::kNone;

  // The scale has an item that its flag looks at, and nobody wrote it down.
  [[nodiscard]] bool flag_unknown() const {
    return scale != nullptr && scale->item != 0 && !item;
  }
};

// How many there are of what a clinician looks for first.
struct RatedFlags {
  int flags = 0;           // answers and events that raised one
  int adverse_events = 0;  // flagged or not
  int not_asked = 0;       // ratings without the item that their scale's flag looks at
};
[[nodiscard]] RatedFlags flags_in(const std::vector<ScaleEvent>& events);

struct ScaleSource {
  std::filesystem::path path;  // .csv, a phenotype .tsv, or a folder of such
  std::string day_zero;        // a date, where the files have dates; else empty
  std::string participant;     // of phenotype files; empty: the only one
  FlagBounds bounds;
};

// Sorted by day, those of one day as they stand. Throws RecordingError "file:line: what;
// accepted: what would be", UsageError for a date without a day zero.
std::vector<ScaleEvent> read_scale_events(const ScaleSource& source);

// The flag of an adverse event: by what it is called ("suicide attempt", "hypomania"),
// else kAdverse from moderate on (the bound is ours).
[[nodiscard]] Flag flag_of_adverse(const std::string& what, EventSeverity severity);

// As read_scale_events() reads it, with days. Throws RecordingError.
void write_scale_events(const std::filesystem::path& path,
                        const std::vector<ScaleEvent>& events);

// "MADRS 31 (item 10: 4), rater A", "adverse event: headache, mild".
[[nodiscard]] std::string words_of(const ScaleEvent& event);
[[nodiscard]] const char* words_of(EventSeverity severity);

}  // namespace homeostat::sim
