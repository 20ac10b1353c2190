#include "sim/scale_table.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "sim/csv_cells.h"
#include "sim/error.h"
#include "sim/scale_cells.h"

namespace homeostat::sim {
namespace {

constexpr const char* kColumns[] = {"day",   "date", "scale", "total",
                                    "rater", "note", "what",  "severity"};
constexpr int kMostItems = 17;
constexpr const char* kAccepted =
    "a table with commas and the columns day (or date), scale, total, and where there "
    "are any item1 to item17, rater, note, what, severity";

class Row {
 public:
  Row(const std::map<std::string, std::size_t>& columns,
      const std::vector<std::string_view>& cells, const Place& place)
      : columns_(columns), cells_(cells), place_(place) {}

  const Place& place() const { return place_; }

  // Empty where there is no such column, or nothing in it.
  std::string_view operator[](const std::string& column) const {
    const auto found = columns_.find(column);
    if (found == columns_.end() || is_missing(cells_[found->second])) return {};
    return cells_[found->second];
  }
  bool has_column(const char* column) const { return columns_.contains(column); }
  // For what the row says and must not.
  void expect_empty(std::initializer_list<const char*> columns, const char* whose) const {
    for (const char* column : columns) {
      if (!(*this)[column].empty())
        refuse(place_, in_quotes(column) + " is given, but this row is " + whose,
               "nothing there");
    }
  }

 private:
  const std::map<std::string, std::size_t>& columns_;
  const std::vector<std::string_view>& cells_;
  const Place& place_;
};

std::string item_column(int item) { return "item" + std::to_string(item); }

bool is_item(std::string_view column) {
  for (int item = 1; item <= kMostItems; ++item) {
    if (column == item_column(item)) return true;
  }
  return false;
}

std::map<std::string, std::size_t> header_of(const std::vector<std::string_view>& cells,
                                             const Place& place) {
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool known = is_item(cells[i]) || std::ranges::count(kColumns, cells[i]) > 0;
    // A column that is misspelt would be an answer that nobody reads.
    if (!known)
      refuse(place, "column " + in_quotes(cells[i]) + " is not known", kAccepted);
    if (!columns.emplace(cells[i], i).second)
      refuse(place, "two columns are called " + in_quotes(cells[i]), "one");
  }
  if (columns.contains("day") == columns.contains("date"))
    refuse(place, "no column tells the day, or two do", "day or date");
  if (!columns.contains("scale")) refuse(place, "no column \"scale\"", kAccepted);
  return columns;
}

EventSeverity severity_in(std::string_view cell, const Place& place) {
  for (const auto severity :
       {EventSeverity::kMild, EventSeverity::kModerate, EventSeverity::kSevere}) {
    if (cell == words_of(severity)) return severity;
  }
  refuse(place, "the severity is " + in_quotes(cell), "mild, moderate or severe");
}

void read_adverse(const Row& row, ScaleEvent& event) {
  row.expect_empty({"total"}, "an adverse event");
  for (int item = 1; item <= kMostItems; ++item)
    row.expect_empty({item_column(item).c_str()}, "an adverse event");
  if (row["what"].empty())
    refuse(row.place(), "an adverse event without \"what\"", "what happened, in words");
  event.what = row["what"];
  event.severity = severity_in(row["severity"], row.place());
  event.flag = flag_of_adverse(event.what, event.severity);
}

void read_rating(const Row& row, const FlagBounds& bounds, ScaleEvent& event) {
  const RatingScale& scale = *event.scale;
  row.expect_empty({"what", "severity"}, "a rating");
  event.total = rating_in(row["total"], "the total of " + std::string(scale.name),
                          scale.most, row.place());
  AnsweredItems items(scale);
  for (int number = 1; number <= kMostItems; ++number) {
    const std::string_view cell = row[item_column(number)];
    if (cell.empty()) continue;
    const double answer = items.add(cell, number, row.place());
    if (number == scale.item) event.item = answer;
  }
  items.expect_total(event.total, row.place());
  event.flag = flag_of(scale, event.total, event.item, bounds);
}

ScaleEvent event_in(const Row& row, const ScaleSource& source, const DayZero& zero) {
  ScaleEvent event;
  event.day = row.has_column("date") ? zero.day_of(row["date"], row.place())
                                     : day_in(row["day"], row.place());
  event.rater = row["rater"];
  event.note = row["note"];
  if (row["scale"] == kAdverseEventWord) {
    read_adverse(row, event);
    return event;
  }
  event.scale = find_scale(row["scale"]);
  if (event.scale == nullptr) {
    refuse(row.place(), "the scale is " + in_quotes(row["scale"]),
           scale_names() + " or " + kAdverseEventWord);
  }
  read_rating(row, source.bounds, event);
  return event;
}

}  // namespace

std::vector<ScaleEvent> read_scale_table(const std::filesystem::path& file,
                                         const ScaleSource& source) {
  std::ifstream in(file, std::ios::binary);
  std::error_code ignored;
  if (!in || std::filesystem::is_directory(file, ignored))
    throw RecordingError(file.string() + ": cannot be read; accepted: " + kAccepted);
  const DayZero zero(source.day_zero);
  std::string line;
  std::vector<std::string_view> cells;
  std::getline(in, line);
  if (line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
  split_csv(line, cells);
  const auto columns = header_of(cells, {file, 1});
  if (!source.day_zero.empty() && columns.contains("day")) {
    throw UsageError("--day-zero: " + file.string() +
                     " has days, not dates; leave it out");
  }
  const std::size_t width = cells.size();
  std::vector<ScaleEvent> events;
  for (std::size_t number = 2; std::getline(in, line); ++number) {
    split_csv(line, cells);
    if (cells.size() == 1 && cells[0].empty()) continue;
    const Place place{file, number};
    if (cells.size() != width) {
      refuse(place, "the row has " + std::to_string(cells.size()) + " cells",
             std::to_string(width) + ", as in the header; a cell holds no comma");
    }
    events.push_back(event_in(Row(columns, cells, place), source, zero));
  }
  return events;
}

}  // namespace homeostat::sim
