#include "sim/day_table.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <string_view>

#include "sim/csv_cells.h"
#include "sim/error.h"
#include "sim/tsv_table.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

constexpr const char* kTime = "day";
constexpr const char* kAccepted =
    "a table with the column day, in days, and one for each measure";

std::string names_of(const std::vector<DayColumn>& columns) {
  std::string names;
  for (const DayColumn& column : columns)
    names += (names.empty() ? "" : ", ") + in_quotes(column.name);
  return names.empty() ? "none" : names;
}

// Names go into reports as they are.
void expect_text(std::string_view name, std::size_t column, const Place& place) {
  if (printable_utf8(name) == name) return;
  refuse(place,
         "the name of column " + std::to_string(column + 1) + ", " + in_quotes(name) +
             ", is no UTF-8 text",
         "names in UTF-8 without control characters");
}

// Which cell is the time; the others become columns.
std::size_t read_header(const std::vector<std::string_view>& cells, const Place& place,
                        DayTable& table) {
  std::size_t time = cells.size();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    expect_text(cells[i], i, place);
    for (std::size_t j = 0; j < i; ++j) {
      if (cells[i] == cells[j])
        refuse(place, "two columns are called " + in_quotes(cells[i]), "one");
    }
    if (cells[i] == kTime) {
      time = i;
    } else {
      table.columns.push_back({std::string(cells[i]), {}});
    }
  }
  if (time == cells.size()) {
    refuse(place, "no column \"day\"; there are " + names_of(table.columns), kAccepted);
  }
  return time;
}

double measure_in(std::string_view cell, const Place& place) {
  if (is_missing(cell)) return std::numeric_limits<double>::quiet_NaN();
  const std::optional<double> value = number_in(cell);
  if (!value || !std::isfinite(*value))
    refuse(place, in_quotes(cell) + " is no measure", "a number, or nothing");
  return *value;
}

void keep_row(const std::vector<std::string_view>& cells, std::size_t time,
              const Place& place, DayTable& table) {
  if (cells.size() != table.columns.size() + 1) {
    refuse(place, "the row has " + std::to_string(cells.size()) + " cells",
           std::to_string(table.columns.size() + 1) + ", as in the header");
  }
  const std::optional<double> day = number_in(cells[time]);
  if (!day || !std::isfinite(*day))
    refuse(place, in_quotes(cells[time]) + " is no day", "a number of days");
  if (!table.day.empty() && !(*day > table.day.back()))
    refuse(place, "day " + std::string(cells[time]) + " does not follow the row before",
           "rows in the order of time, each once");
  table.day.push_back(*day);
  auto column = table.columns.begin();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i != time) (column++)->values.push_back(measure_in(cells[i], place));
  }
}

}  // namespace

const DayColumn& DayTable::column(const std::string& name,
                                  const std::filesystem::path& path) const {
  for (const DayColumn& column : columns) {
    if (column.name == name) return column;
  }
  throw RecordingError(path.string() + ": no column " + in_quotes(name) + "; there are " +
                       names_of(columns));
}

DayTable read_day_table(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::error_code ignored;
  if (!in || std::filesystem::is_directory(path, ignored))
    throw RecordingError(path.string() + ": cannot be read; accepted: " + kAccepted);
  DayTable table;
  std::string line;
  std::vector<std::string_view> cells;
  std::getline(in, line);
  if (line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
  split_csv(line, cells);
  const std::size_t time = read_header(cells, {path, 1}, table);
  for (std::size_t number = 2; std::getline(in, line); ++number) {
    split_csv(line, cells);
    if (cells.size() == 1 && cells[0].empty()) continue;
    keep_row(cells, time, {path, number}, table);
  }
  return table;
}

}  // namespace homeostat::sim
