// Slow measures of one person as a table: `day`, the time in days from any origin, and a
// column for each measure, with commas between. Knows none of the measures by name.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace homeostat::sim {

struct DayColumn {
  std::string name;
  std::vector<double> values;  // of each row; NaN where the cell is empty
};

struct DayTable {
  std::vector<double> day;  // rising
  std::vector<DayColumn> columns;

  // Throws RecordingError, naming those that there are, where none has that name. `path`
  // is for the message.
  const DayColumn& column(const std::string& name,
                          const std::filesystem::path& path) const;
};

// A cell that is empty, "nan" or "n/a" is missing. Throws RecordingError, one line with
// file and line, for whatever is no such table, and for days that do not rise.
DayTable read_day_table(const std::filesystem::path& path);

}  // namespace homeostat::sim
