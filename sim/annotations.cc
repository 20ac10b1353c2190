#include "sim/annotations.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <tuple>

#include "sim/annotated_stretches.h"
#include "sim/error.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

// EDF counts in whole records, mostly of a second: files of one recording differ so much.
constexpr double kSameRecording_s = 1.0;

std::string seconds_text(double span_s) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", span_s);
  return text;
}

void require_recording(const EventFile& file, const std::filesystem::path& path,
                       double recording_s) {
  if (std::abs(file.recording_duration_s - recording_s) <= kSameRecording_s) return;
  throw RecordingError(path.string() + ": recordingDuration is " +
                       seconds_text(file.recording_duration_s) +
                       "; accepted: the recording's " + seconds_text(recording_s) +
                       ", give or take 1 s");
}

void require_within(const std::vector<Interval>& seizures,
                    const std::filesystem::path& path, double recording_s) {
  for (const Interval& seizure : seizures) {
    if (seizure.offset_s <= recording_s + kSameRecording_s) continue;
    throw RecordingError(path.string() + ": the seizure at " +
                         seconds_text(seizure.onset_s) + " ends at " +
                         seconds_text(seizure.offset_s) +
                         "; accepted: seizures that end with the recording, at " +
                         seconds_text(recording_s) + ", or before");
  }
}

std::vector<Interval> joined_where_they_overlap(const std::vector<Interval>& sorted) {
  std::vector<Interval> apart;
  for (const Interval& seizure : sorted) {
    if (!apart.empty() && seizure.onset_s < apart.back().offset_s) {
      apart.back().offset_s = std::max(apart.back().offset_s, seizure.offset_s);
    } else {
      apart.push_back(seizure);
    }
  }
  return apart;
}

void put_in_order(Annotations& annotations) {
  const auto key = [](const Interval& e) { return std::tie(e.onset_s, e.offset_s); };
  std::vector<Interval>& seizures = annotations.seizures;
  if (!std::ranges::is_sorted(seizures, {}, key)) {
    std::ranges::sort(seizures, {}, key);
    annotations.notes.emplace_back("seizures were not in order of onset; sorted");
  }
  std::vector<Interval> apart = joined_where_they_overlap(seizures);
  if (apart.size() < seizures.size()) {
    annotations.notes.push_back("seizures overlap: " + std::to_string(seizures.size()) +
                                " joined into " + std::to_string(apart.size()));
  }
  seizures = std::move(apart);
}

}  // namespace

std::optional<std::string> uncounted_rows(const EventFile& file) {
  std::size_t others = 0;
  std::string_view example;
  for (const Event& e : file.events) {
    if (is_seizure(e.event_type) || e.event_type == "bckg") continue;
    if (stretch_kind(e.event_type) != StretchKind::kNone) continue;
    if (others++ == 0) example = e.event_type;
  }
  if (others == 0) return std::nullopt;
  return std::to_string(others) + (others == 1 ? " row" : " rows") +
         " not counted, such as " + in_quotes(example) +
         "; seizures are sz, sz_... and sz-...";
}

Annotations read_annotations(const std::filesystem::path& path, double recording_s) {
  const EventFile file = read_events(path);
  require_recording(file, path, recording_s);
  Annotations annotations{.seizures = seizures(file)};
  require_within(annotations.seizures, path, recording_s);
  if (const auto note = uncounted_rows(file)) annotations.notes.push_back(*note);
  put_in_order(annotations);
  return annotations;
}

}  // namespace homeostat::sim
