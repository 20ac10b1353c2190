#include "sim/tune_groups.h"

#include <algorithm>

namespace homeostat::sim {
namespace {

double parted_between(const Timeline& line, const Interval& one, const Interval& next) {
  for (const TuneRecording& recording : line.recordings) {
    if (recording.begin_s >= one.offset_s && recording.begin_s <= next.onset_s) {
      return recording.begin_s;
    }
  }
  return 0.5 * (one.offset_s + next.onset_s);
}

}  // namespace

std::vector<TuneSpan> groups_of(const Timeline& line, const TuneSpan& span) {
  std::vector<Interval> events;
  for (const Interval& event : line.events) {
    if (event.onset_s >= span.from_s && event.onset_s < span.to_s) {
      events.push_back(event);
    }
  }
  const std::size_t count = std::min(kMostGroups, events.size());
  std::vector<TuneSpan> groups;
  double from_s = span.from_s;
  for (std::size_t group = 1; group < count; ++group) {
    const std::size_t next = group * events.size() / count;
    const double at_s = parted_between(line, events[next - 1], events[next]);
    groups.push_back({from_s, at_s});
    from_s = at_s;
  }
  groups.push_back({from_s, span.to_s});
  return groups;
}

}  // namespace homeostat::sim
