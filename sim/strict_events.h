// What no score should rest on: events out of order, inside or over one another, of no
// length, or past the end of the recording. The public scorer takes them, joins some
// wrongly and says nothing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/events_tsv.h"

namespace homeostat::sim {

struct Flaw {
  std::size_t row = 0;   // of file.events
  std::string what;      // "seizure at 120.00 s begins inside the one before it, ..."
  std::string accepted;  // "..."
};

// The first flaw of each row that has one, in the order of the file; rows that are no
// seizures are nobody's.
[[nodiscard]] std::vector<Flaw> flaws_of(const EventFile& file);

// Throws RecordingError "file:line: what; accepted: ..." for the first.
void require_sound(const EventFile& file, const std::filesystem::path& path);

// One line that names the first and how many more; nullopt: none.
[[nodiscard]] std::optional<std::string> warning_of(const EventFile& file,
                                                    const std::filesystem::path& path);

}  // namespace homeostat::sim
