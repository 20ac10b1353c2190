#include "sim/mood_history.h"

#include <algorithm>

#include "sim/error.h"
#include "sim/output_file.h"
#include "sim/row_columns.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBins = "bins.tsv";
constexpr const char* kDays = "days.tsv";
constexpr const char* kStory = "story.tsv";
constexpr const char* kRatings = "scales.csv";
constexpr const char* kWanted = "a table that a slow run has written";

// In the order of the enumerations.
constexpr const char* kGaps[] = {"none",   "missing",  "stimulation",
                                 "asleep", "hold_off", "no_time"};
constexpr const char* kMoods[] = {"unknown", "well", "symptomatic"};
constexpr const char* kWeeks[] = {"unknown", "stable", "sick"};
constexpr const char* kKinds[kStoryKinds] = {"scale", "adverse", "notice",
                                             "dose",  "reboot",  "mode"};

constexpr RowColumn<BinRow> kBinColumns[] = {
    day_column<&BinRow::day>("day"),
    whole_column<&BinRow::clean_permille>("clean_permille"),
    whole_column<&BinRow::stimulated_permille>("stimulated_permille"),
    whole_column<&BinRow::asleep>("asleep"),
    word_column<&BinRow::gap, kGaps>("gap"),
    number_column<&BinRow::score>("score"),
    number_column<&BinRow::mean>("mean"),
    word_column<&BinRow::mood, kMoods>("mood"),
    word_column<&BinRow::weekly, kWeeks>("weekly"),
    whole_column<&BinRow::bursts>("bursts"),
    whole_column<&BinRow::amplitude_ua>("amplitude_ua"),
    number_column<&BinRow::true_mood>("true_mood"),
};

constexpr RowColumn<DayRow> kDayColumns[] = {
    whole_day_column<&DayRow::day>("day"),
    number_column<&DayRow::true_mood>("true_mood"),
    number_column<&DayRow::score_mean>("score_mean"),
    whole_column<&DayRow::known_permille>("known_permille"),
    whole_column<&DayRow::symptomatic_permille>("symptomatic_permille"),
    whole_column<&DayRow::asleep_permille>("asleep_permille"),
    whole_column<&DayRow::bursts>("bursts"),
    number_column<&DayRow::charge_uc>("charge_uc"),
    whole_column<&DayRow::dose_permille>("dose_permille"),
    whole_column<&DayRow::budget_left_permille>("budget_left_permille"),
    word_column<&DayRow::weekly, kWeeks>("weekly"),
    whole_column<&DayRow::unknown_minutes>("unknown_minutes"),
    whole_column<&DayRow::notices>("notices"),
};

constexpr RowColumn<StoryRow> kStoryColumns[] = {
    day_column<&StoryRow::day>("day"),
    word_column<&StoryRow::kind, kKinds>("kind"),
    text_column<&StoryRow::what>("what"),
    number_column<&StoryRow::value>("value"),
};

// Rows with `extra` names behind the first column; `extra_cell` tells the cell of each.
template <class Row, std::size_t kCount, class ExtraCell>
void write_rows(const fs::path& path, const RowColumn<Row> (&columns)[kCount],
                const std::vector<std::string>& extra, const std::vector<Row>& rows,
                const ExtraCell& extra_cell) {
  std::ofstream out = open_output(path);
  for (std::size_t c = 0; c < kCount; ++c) {
    out << (c == 0 ? "" : "\t") << columns[c].name;
    for (std::size_t e = 0; c == 0 && e < extra.size(); ++e) out << '\t' << extra[e];
  }
  out << '\n';
  for (const Row& row : rows) {
    for (std::size_t c = 0; c < kCount; ++c) {
      out << (c == 0 ? "" : "\t") << columns[c].write(row);
      for (std::size_t e = 0; c == 0 && e < extra.size(); ++e)
        out << '\t' << extra_cell(row, e);
    }
    out << '\n';
  }
  close_output(out, path);
}

template <class Row, std::size_t kCount>
void write_rows(const fs::path& path, const RowColumn<Row> (&columns)[kCount],
                const std::vector<Row>& rows) {
  write_rows(path, columns, {}, rows, [](const Row&, std::size_t) { return ""; });
}

template <class Row, std::size_t kCount>
std::vector<Row> read_rows(const TsvTable& table,
                           const RowColumn<Row> (&columns)[kCount]) {
  std::array<std::optional<std::size_t>, kCount> at;
  for (std::size_t c = 0; c < kCount; ++c) {
    at[c] = table.find(columns[c].name);
    if (!at[c])
      refuse(table.header_place(), "no column " + in_quotes(columns[c].name), kWanted);
  }
  std::vector<Row> rows(table.rows());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    table.check_row(r);
    for (std::size_t c = 0; c < kCount; ++c)
      columns[c].read(table.cell(r, at[c]), table.place(r), rows[r]);
  }
  return rows;
}

template <class Row>
void expect_order(const std::vector<Row>& rows, const fs::path& path) {
  const auto late = std::ranges::adjacent_find(
      rows, [](const Row& a, const Row& b) { return !(a.day < b.day); });
  if (late == rows.end()) return;
  const auto line = static_cast<std::size_t>(late - rows.begin()) + 3;
  refuse({path, line}, "the day does not follow the row before",
         "rows in the order of time, each once");
}

// Names that stand in no list are features.
void read_bins(MoodHistory& history) {
  const fs::path path = history.folder / kBins;
  const TsvTable table(path, kWanted);
  history.bins = read_rows(table, kBinColumns);
  expect_order(history.bins, path);
  std::vector<std::size_t> at;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    const std::string_view name = table.name(c);
    const bool listed = std::ranges::any_of(
        kBinColumns, [&](const auto& column) { return name == column.name; });
    if (listed) continue;
    history.features.emplace_back(name);
    at.push_back(c);
  }
  if (at.size() > biomarkers::kMaxMoodFeatures) {
    refuse(table.header_place(), std::to_string(at.size()) + " features",
           std::to_string(biomarkers::kMaxMoodFeatures) + " at most");
  }
  for (std::size_t r = 0; r < history.bins.size(); ++r) {
    for (std::size_t f = 0; f < at.size(); ++f)
      history.bins[r].features[f] =
          number_cell(table.cell(r, std::optional(at[f])), table.place(r), true);
  }
}

}  // namespace

void write_bins(const fs::path& folder, const std::vector<std::string>& features,
                const std::vector<BinRow>& bins) {
  write_rows(
      folder / kBins, kBinColumns, features, bins,
      [](const BinRow& row, std::size_t f) { return number_text_of(row.features[f]); });
}

void write_days(const fs::path& folder, const std::vector<DayRow>& days) {
  write_rows(folder / kDays, kDayColumns, days);
}

void write_story(const fs::path& folder, const std::vector<StoryRow>& story) {
  write_rows(folder / kStory, kStoryColumns, story);
}

void write_ratings(const fs::path& folder, const std::vector<ScaleEvent>& ratings) {
  write_scale_events(folder / kRatings, ratings);
}

bool was_stopped(const MoodHistory& history) {
  const double lived = static_cast<double>(history.bins.size());
  return lived + 0.5 <= history.facts.planned_days * kBinsPerDay;
}

bool holds_mood_history(const fs::path& folder) {
  std::error_code absent;
  return fs::exists(folder / kBins, absent);
}

MoodHistory read_mood_history(const fs::path& folder) {
  MoodHistory history;
  history.folder = folder;
  history.facts = read_facts(folder);
  read_bins(history);
  history.days = read_rows(TsvTable(folder / kDays, kWanted), kDayColumns);
  expect_order(history.days, folder / kDays);
  if (history.days.empty()) {
    throw RecordingError((folder / kDays).string() +
                         ": has no day; accepted: " + kWanted);
  }
  history.story = read_rows(TsvTable(folder / kStory, kWanted), kStoryColumns);
  ScaleSource source;
  source.path = folder / kRatings;
  history.ratings = read_scale_events(source);
  return history;
}

const char* name_of(biomarkers::Mood mood) {
  return kMoods[static_cast<std::size_t>(mood)];
}

const char* name_of(biomarkers::WeeklyMood weekly) {
  return kWeeks[static_cast<std::size_t>(weekly)];
}

const char* words_of(biomarkers::MoodGap gap) {
  constexpr const char* kWords[] = {"too few bins near", "signal missing",
                                    "stimulation",       "asleep",
                                    "learning anew",     "clock not set"};
  return kWords[static_cast<std::size_t>(gap)];
}

const char* words_of(StoryKind kind) {
  constexpr const char* kWords[kStoryKinds] = {"flags", "adverse", "notices",
                                               "dose",  "reboots", "mode"};
  return kWords[static_cast<std::size_t>(kind)];
}

}  // namespace homeostat::sim
