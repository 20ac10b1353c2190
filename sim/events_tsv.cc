#include "sim/events_tsv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "sim/output_file.h"
#include "sim/tsv_table.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

constexpr const char* kHeader =
    "onset\tduration\teventType\tconfidence\tchannels\tdateTime\trecordingDuration\n";
constexpr const char* kHeaderRule =
    "a tab separated header: onset duration eventType confidence channels dateTime "
    "recordingDuration";
constexpr const char* kSecondsRule = "seconds from 0 to 1e9, such as 12.50";
constexpr const char* kConfidenceRule = "a number from 0 to 1, or n/a";
constexpr const char* kRecordingRule =
    "seconds from 0.01 to 1e9, the same number in every row";
constexpr const char* kDateTimeRule =
    "the start of the recording as YYYY-MM-DD hh:mm:ss, the same in every row, or n/a";
constexpr double kLongest_s = 1e9;  // some 31 years
constexpr std::size_t kShownBytes = 40;
constexpr double kShortestRecording_s = 0.01;

std::string shortest_text(double value) {
  std::array<char, 32> text;  // reads back as the same number
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string seconds_text(double value_s) {
  std::array<char, 32> text;  // 1e9 with two decimals needs 13
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value_s,
                                     std::chars_format::fixed, 2)
                           .ptr};
}

// ---- the rules, the same for rows read and rows written

void check_range(double value, double low, double high, const Place& place,
                 const char* column, const char* rule) {
  if (value >= low && value <= high) return;
  refuse(place, std::string(column) + " is " + shortest_text(value), rule);
}

void check_text(std::string_view text, const Place& place, const char* column) {
  if (std::ranges::none_of(text, is_control)) return;
  refuse(place, std::string(column) + " is " + in_quotes(text),
         "text without tabs, line ends and other control characters");
}

void check_event(const Event& event, const Place& place) {
  check_range(event.onset_s, 0.0, kLongest_s, place, "onset", kSecondsRule);
  check_range(event.duration_s, 0.0, kLongest_s, place, "duration", kSecondsRule);
  if (event.event_type.empty() || event.event_type == "n/a") {
    refuse(place, "eventType is absent", "a label such as sz, sz_foc_ia or bckg");
  }
  check_text(event.event_type, place, "eventType");
  check_text(event.channels, place, "channels");
  if (event.confidence) {
    check_range(*event.confidence, 0.0, 1.0, place, "confidence", kConfidenceRule);
  }
}

void check_recording(double duration_s, const Place& place) {
  check_range(duration_s, kShortestRecording_s, kLongest_s, place, "recordingDuration",
              kRecordingRule);
}

// The digits at a fixed place as a number; -1 where another character stands there.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    value = 10 * value + (c - '0');
  }
  return value;
}

bool is_date_time(std::string_view t) {
  if (t.size() != 19 || t[4] != '-' || t[7] != '-' || t[10] != ' ' || t[13] != ':' ||
      t[16] != ':') {
    return false;
  }
  const std::array<int, 6> n = {digits(t, 0, 4),  digits(t, 5, 2),  digits(t, 8, 2),
                                digits(t, 11, 2), digits(t, 14, 2), digits(t, 17, 2)};
  if (std::ranges::any_of(n, [](int part) { return part < 0; })) return false;
  const std::chrono::year_month_day date{std::chrono::year(n[0]),
                                         std::chrono::month(static_cast<unsigned>(n[1])),
                                         std::chrono::day(static_cast<unsigned>(n[2]))};
  return date.ok() && n[3] < 24 && n[4] < 60 && n[5] < 60;
}

void check_date_time(std::string_view text, const Place& place) {
  if (text.empty() || is_date_time(text)) return;
  refuse(place, "dateTime is " + in_quotes(text), kDateTimeRule);
}

// ---- reading

struct Columns {
  std::size_t onset, duration, event_type, recording_duration;
  std::optional<std::size_t> confidence, channels, date_time;
};

std::size_t need(const TsvTable& table, std::string_view name,
                 std::string_view alias = {}) {
  if (const auto found = table.find(name, alias)) return *found;
  refuse(table.header_place(), "no column " + in_quotes(name), kHeaderRule);
}

Columns columns_of(const TsvTable& table) {
  return {.onset = need(table, "onset"),
          .duration = need(table, "duration"),
          .event_type = need(table, "eventType", "event"),
          .recording_duration = need(table, "recordingDuration"),
          .confidence = table.find("confidence"),
          .channels = table.find("channels"),
          .date_time = table.find("dateTime")};
}

// Spreadsheets like to put them.
void refuse_quotes(std::string_view cell, const Place& place, const char* column) {
  const auto bare = unquoted(cell);
  if (!bare) return;
  refuse(place, std::string(column) + " stands in quotation marks",
         "the same without them: " + printable_utf8(bare->substr(0, kShownBytes)));
}

double number(std::string_view cell, const Place& place, const char* column,
              const char* rule) {
  if (const auto value = number_in(cell)) return *value;
  refuse_quotes(cell, place, column);
  refuse(place, std::string(column) + " is " + in_quotes(cell), rule);
}

Event read_event(const TsvTable& table, std::size_t row, const Columns& columns) {
  const Place place = table.place(row);
  Event event;
  event.onset_s = number(table.cell(row, columns.onset), place, "onset", kSecondsRule);
  event.duration_s =
      number(table.cell(row, columns.duration), place, "duration", kSecondsRule);
  event.event_type = table.cell(row, columns.event_type);
  refuse_quotes(event.event_type, place, "eventType");
  event.channels = table.cell(row, columns.channels);
  const std::string_view confidence = table.cell(row, columns.confidence);
  if (!confidence.empty()) {
    event.confidence = number(confidence, place, "confidence", kConfidenceRule);
  }
  check_event(event, place);
  return event;
}

// All rows speak of one recording and must agree; a row may leave it to the others.
void read_date_time(const TsvTable& table, std::size_t row, const Columns& columns,
                    EventFile& file) {
  const Place place = table.place(row);
  const std::string_view text = table.cell(row, columns.date_time);
  if (text.empty()) return;
  check_date_time(text, place);
  if (!file.date_time.empty() && text != file.date_time) {
    refuse(place,
           "dateTime is " + in_quotes(text) + ", earlier " + in_quotes(file.date_time),
           kDateTimeRule);
  }
  file.date_time = text;
}

void read_recording_duration(const TsvTable& table, std::size_t row,
                             const Columns& columns, EventFile& file) {
  const Place place = table.place(row);
  const std::string_view cell =
      table.cell(row, std::optional(columns.recording_duration));
  if (cell.empty()) return;
  const double duration_s = number(cell, place, "recordingDuration", kRecordingRule);
  check_recording(duration_s, place);
  if (file.recording_duration_s > 0.0 && duration_s != file.recording_duration_s) {
    refuse(place,
           "recordingDuration is " + in_quotes(cell) + ", earlier " +
               shortest_text(file.recording_duration_s),
           kRecordingRule);
  }
  file.recording_duration_s = duration_s;
}

// The row of a recording without seizures, as this header wants it.
[[noreturn]] void refuse_no_rows(const TsvTable& table, const Columns& columns) {
  std::vector<std::string> cells(table.columns(), "n/a");
  cells[columns.onset] = "0.00";
  cells[columns.duration] = cells[columns.recording_duration] = "3600.00";
  cells[columns.event_type] = "bckg";
  std::string row;
  for (const std::string& cell : cells) row += (row.empty() ? "" : "<tab>") + cell;
  refuse(table.place(0), "no row follows the header",
         "one row an event; for an hour without seizures add " + row);
}

// ---- writing

std::string or_absent(const std::string& text) { return text.empty() ? "n/a" : text; }

std::string row_text(const Event& event, const EventFile& file) {
  return seconds_text(event.onset_s) + "\t" + seconds_text(event.duration_s) + "\t" +
         event.event_type + "\t" +
         (event.confidence ? shortest_text(*event.confidence) : "n/a") + "\t" +
         or_absent(event.channels) + "\t" + or_absent(file.date_time) + "\t" +
         seconds_text(file.recording_duration_s) + "\n";
}

Event background(const EventFile& file) {
  Event event;
  event.duration_s = file.recording_duration_s;
  event.event_type = "bckg";
  event.channels = "all";
  return event;
}

}  // namespace

bool is_seizure(std::string_view event_type) {
  return event_type == "sz" || event_type.starts_with("sz_") ||
         event_type.starts_with("sz-");
}

std::vector<Interval> seizures(const EventFile& file) {
  std::vector<Interval> found;
  for (const Event& e : file.events) {
    if (is_seizure(e.event_type)) found.push_back({e.onset_s, e.onset_s + e.duration_s});
  }
  return found;
}

EventFile read_events(const std::filesystem::path& path) {
  const TsvTable table(path, "an events.tsv file");
  const Columns columns = columns_of(table);
  EventFile file;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    table.check_row(row);
    file.events.push_back(read_event(table, row, columns));
    read_date_time(table, row, columns, file);
    read_recording_duration(table, row, columns, file);
  }
  if (file.events.empty()) {
    refuse_no_rows(table, columns);
  }
  if (!(file.recording_duration_s > 0.0)) {
    refuse(table.place(0), "recordingDuration is absent in every row", kRecordingRule);
  }
  return file;
}

void write_events(const std::filesystem::path& path, const EventFile& file) {
  check_recording(file.recording_duration_s, {path, 2});
  check_date_time(file.date_time, {path, 2});
  std::string text = kHeader;
  for (std::size_t i = 0; i < file.events.size(); ++i) {
    check_event(file.events[i], {path, i + 2});
    text += row_text(file.events[i], file);
  }
  if (file.events.empty()) text += row_text(background(file), file);

  std::ofstream out = open_output(path);
  out << text;
  close_output(out, path);
}

}  // namespace homeostat::sim
