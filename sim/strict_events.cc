#include "sim/strict_events.h"

#include <algorithm>
#include <cstdio>

#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

// Files hold 0.01 s: onset and duration may each have been rounded by half of that.
constexpr double kRounded_s = 0.01 + 1e-6;
constexpr std::size_t kLineOfFirstRow = 2;

std::string seconds_text(double t_s) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", t_s);
  return text;
}

// The latest end of the rows before, and whose it is.
struct Before {
  bool any = false;
  double onset_s = 0.0;
  double offset_s = 0.0;
};

std::optional<Flaw> flaw_of(const Event& event, std::size_t row, const Before& before,
                            double recording_s) {
  const double offset_s = event.onset_s + event.duration_s;
  const std::string name = "the seizure at " + seconds_text(event.onset_s);
  if (!(event.duration_s > 0.0)) {
    return Flaw{row, name + " has no length", "a duration of 0.01 s or more"};
  }
  if (offset_s > recording_s + kRounded_s) {
    return Flaw{row,
                name + " ends at " + seconds_text(offset_s) +
                    ", after the recording of " + seconds_text(recording_s),
                "seizures that end with the recording or before"};
  }
  if (before.any && event.onset_s < before.onset_s) {
    return Flaw{row, name + " stands after one that begins later",
                "rows sorted by onset"};
  }
  if (before.any && event.onset_s < before.offset_s - kRounded_s) {
    return Flaw{row,
                name + " begins before the one ahead of it ends, at " +
                    seconds_text(before.offset_s),
                "seizures that do not overlap, each ending before the next begins"};
  }
  return std::nullopt;
}

}  // namespace

std::vector<Flaw> flaws_of(const EventFile& file) {
  std::vector<Flaw> flaws;
  Before before;
  for (std::size_t row = 0; row < file.events.size(); ++row) {
    const Event& event = file.events[row];
    if (!is_seizure(event.event_type)) continue;
    if (auto flaw = flaw_of(event, row, before, file.recording_duration_s)) {
      flaws.push_back(std::move(*flaw));
    }
    const double offset_s = event.onset_s + event.duration_s;
    before = {.any = true,
              .onset_s = event.onset_s,
              .offset_s = before.any ? std::max(before.offset_s, offset_s) : offset_s};
  }
  return flaws;
}

void require_sound(const EventFile& file, const std::filesystem::path& path) {
  const std::vector<Flaw> flaws = flaws_of(file);
  if (flaws.empty()) return;
  refuse({path, flaws.front().row + kLineOfFirstRow}, flaws.front().what,
         flaws.front().accepted);
}

std::optional<std::string> warning_of(const EventFile& file,
                                      const std::filesystem::path& path) {
  const std::vector<Flaw> flaws = flaws_of(file);
  if (flaws.empty()) return std::nullopt;
  const std::size_t more = flaws.size() - 1;
  return path.string() + ":" + std::to_string(flaws.front().row + kLineOfFirstRow) +
         ": " + flaws.front().what +
         (more == 0 ? "" : "; and " + std::to_string(more) + " more") +
         "; scored as the public scorer does, which joins such events wrongly or counts "
         "them twice; --strict refuses them";
}

}  // namespace homeostat::sim
