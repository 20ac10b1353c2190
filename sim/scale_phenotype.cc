#include "sim/scale_phenotype.h"

#include <algorithm>
#include <list>
#include <set>

#include "sim/error.h"
#include "sim/scale_cells.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKind = "a BIDS phenotype file, tab separated";
constexpr const char* kSessionsKind = "a BIDS sessions file, tab separated";
constexpr const char* kTotals =
    "one of madrs_total, hdrs17_total, phq9_total, cssrs_total, ymrs_total, vasd_total";

struct ScaleColumns {
  const RatingScale* scale = nullptr;
  std::size_t total = 0;
  std::optional<std::size_t> item;
};

std::vector<ScaleColumns> scales_in(const TsvTable& table) {
  std::vector<ScaleColumns> found;
  for (const RatingScale& scale : scales()) {
    const std::string key = scale.key;
    const auto total = table.find(key + "_total");
    if (!total) continue;
    found.push_back({&scale, *total, {}});
    if (scale.item_column != nullptr)
      found.back().item = table.find(key + '_' + scale.item_column);
  }
  return found;
}

std::size_t person_column(const TsvTable& table) {
  const auto person = table.find("participant_id");
  if (!person) {
    refuse(table.header_place(), "no column \"participant_id\"",
           "participant_id, a column of each scale's total, and when it was taken");
  }
  return *person;
}

// The columns that are no answers.
struct RowColumns {
  std::optional<std::size_t> day;
  std::optional<std::size_t> time;
  std::optional<std::size_t> session;
  std::optional<std::size_t> rater;
};

struct Questionnaire {
  explicit Questionnaire(const fs::path& file)
      : table(file, kKind), scales(scales_in(table)) {}

  TsvTable table;
  std::vector<ScaleColumns> scales;  // none: other questions than ours
  std::size_t person = 0;
  RowColumns columns;
};

std::vector<fs::path> files_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  std::vector<fs::path> files;
  for (fs::directory_iterator at(path, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() == ".tsv") files.push_back(at->path());
  }
  if (error || files.empty()) {
    throw RecordingError(path.string() +
                         ": holds no .tsv; accepted: a table with commas, a phenotype "
                         "file, or a folder of such");
  }
  std::ranges::sort(files);
  return files;
}

// A folder of phenotype files holds whatever a study asked: others' are passed over.
std::list<Questionnaire> questionnaires_in(const fs::path& path) {
  std::list<Questionnaire> known;
  for (const fs::path& file : files_of(path)) {
    known.emplace_back(file);
    Questionnaire& one = known.back();
    if (one.scales.empty()) {
      known.pop_back();
      continue;
    }
    one.person = person_column(one.table);
    one.columns = {one.table.find("day"), one.table.find("acq_time"),
                   one.table.find("session_id", "session"), one.table.find("rater")};
  }
  if (known.empty()) {
    throw RecordingError(path.string() +
                         ": no column holds a scale's total; accepted: " + kTotals);
  }
  return known;
}

// Of all files together: two persons in two files are two persons.
std::string participant_in(const std::list<Questionnaire>& questionnaires,
                           const ScaleSource& source) {
  std::set<std::string> there;
  for (const Questionnaire& one : questionnaires) {
    for (std::size_t row = 0; row < one.table.rows(); ++row) {
      one.table.check_row(row);
      there.insert(std::string(one.table.cell(row, one.person)));
    }
  }
  std::string names;
  for (const std::string& name : there)
    names += (names.empty() ? "" : ", ") + in_quotes(name);
  const std::string& wanted = source.participant;
  if (!wanted.empty() && !there.contains(wanted)) {
    throw RecordingError(source.path.string() + ": no row of participant " +
                         in_quotes(wanted) +
                         "; accepted: " + (names.empty() ? "rows" : names));
  }
  if (wanted.empty() && there.size() > 1) {
    throw UsageError(source.path.string() +
                     ": holds several persons; give one with --participant: " + names);
  }
  return wanted.empty() && !there.empty() ? *there.begin() : wanted;
}

// The sessions file that knows a participant's sessions; empty where there is none.
fs::path sessions_file(const fs::path& phenotype, const std::string& participant) {
  const fs::path root = fs::absolute(phenotype).parent_path().parent_path();
  for (const fs::path& file :
       {root / "sessions.tsv", root / participant / (participant + "_sessions.tsv")}) {
    std::error_code absent;
    if (fs::is_regular_file(file, absent)) return file;
  }
  return {};
}

class Sessions {
 public:
  Sessions(const fs::path& phenotype, std::string participant, const DayZero& zero)
      : file_(sessions_file(phenotype, participant)),
        participant_(std::move(participant)),
        zero_(zero) {}

  double day_of(std::string_view session, const Place& place) {
    if (session.empty() || file_.empty()) {
      refuse(place, "nothing says when this row was taken",
             "a column day or acq_time, or session_id with its acq_time in sessions.tsv");
    }
    const TsvTable& table = read_once();
    const auto id = table.find("session_id");
    const auto time = table.find("acq_time");
    const auto person = table.find("participant_id");
    if (!id || !time)
      refuse(table.header_place(), "a column is missing", "session_id and acq_time");
    for (std::size_t row = 0; row < table.rows(); ++row) {
      table.check_row(row);
      const bool other = person && table.cell(row, person) != participant_;
      if (!other && table.cell(row, *id) == session)
        return zero_.day_of(table.cell(row, *time), table.place(row));
    }
    refuse(place, "session " + in_quotes(session) + " is not in " + file_.string(),
           "one that is");
  }

 private:
  // A file that no row needs is not judged.
  const TsvTable& read_once() {
    return table_ ? *table_ : table_.emplace(file_, kSessionsKind);
  }

  fs::path file_;
  std::string participant_;
  const DayZero& zero_;
  std::optional<TsvTable> table_;
};

double taken_on(const TsvTable& table, std::size_t row, const RowColumns& columns,
                const DayZero& zero, Sessions& sessions) {
  const Place place = table.place(row);
  const std::string_view day = table.cell(row, columns.day);
  if (!day.empty()) return day_in(day, place);
  const std::string_view time = table.cell(row, columns.time);
  if (!time.empty()) return zero.day_of(time, place);
  return sessions.day_of(table.cell(row, columns.session), place);
}

// Nothing where the row has no total of that scale.
std::optional<ScaleEvent> rating_of(const TsvTable& table, std::size_t row,
                                    const ScaleColumns& at, const FlagBounds& bounds) {
  const RatingScale& scale = *at.scale;
  const std::string_view total = table.cell(row, std::optional(at.total));
  if (total.empty()) return std::nullopt;
  ScaleEvent event;
  event.scale = &scale;
  event.total = rating_in(total, "the total of " + std::string(scale.name), scale.most,
                          table.place(row));
  const std::string_view item = table.cell(row, at.item);
  if (!item.empty()) {
    AnsweredItems items(scale);
    event.item = items.add(item, scale.item, table.place(row));
    items.expect_total(event.total, table.place(row));
  }
  event.flag = flag_of(scale, event.total, event.item, bounds);
  return event;
}

void add_ratings(const Questionnaire& one, const std::string& participant,
                 const FlagBounds& bounds, const DayZero& zero, Sessions& sessions,
                 std::vector<ScaleEvent>& events) {
  for (std::size_t row = 0; row < one.table.rows(); ++row) {
    if (one.table.cell(row, one.person) != participant) continue;
    for (const ScaleColumns& at : one.scales) {
      auto event = rating_of(one.table, row, at, bounds);
      if (!event) continue;
      event->day = taken_on(one.table, row, one.columns, zero, sessions);
      event->rater = one.table.cell(row, one.columns.rater);
      events.push_back(*std::move(event));
    }
  }
}

}  // namespace

std::vector<ScaleEvent> read_phenotype(const ScaleSource& source) {
  const std::list<Questionnaire> questionnaires = questionnaires_in(source.path);
  const std::string participant = participant_in(questionnaires, source);
  const DayZero zero(source.day_zero);
  Sessions sessions(questionnaires.front().table.header_place().path, participant, zero);
  std::vector<ScaleEvent> events;
  for (const Questionnaire& one : questionnaires)
    add_ratings(one, participant, source.bounds, zero, sessions, events);
  return events;
}

}  // namespace homeostat::sim
