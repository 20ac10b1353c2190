// What a slow run leaves in its folder: months of one person, bin by bin and day by day,
// with what happened and what raters said. Rows are plain structs; whoever runs fills
// them, and the page is made of nothing else.
//
//   bins.tsv      a row a bin of ten minutes: day, features by name, and columns below
//   days.tsv      a row a day
//   story.tsv     day, kind, what, value
//   scales.csv    ratings and adverse events (scale_events.h)
//   summary.json  its key "mood": MoodFacts
//
// Days count from the run's beginning; "n/a" is what is not known. Knows no page.
#pragma once

#include <array>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "biomarkers/mood_reading.h"
#include "biomarkers/mood_settings.h"
#include "sim/outcomes.h"
#include "sim/scale_events.h"

namespace homeostat::sim {

inline constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();
inline constexpr int kBinsPerDay =
    static_cast<int>(86'400'000'000 / biomarkers::kMoodBin.count());

struct BinRow {
  double day = 0.0;  // at its beginning
  // As many as there are names; NaN where not known.
  std::array<double, biomarkers::kMaxMoodFeatures> features{};
  int clean_permille = 0;
  int stimulated_permille = 0;
  int asleep = 0;  // 1 or 0
  biomarkers::MoodGap gap = biomarkers::MoodGap::kMissing;
  double score = kNotKnown;
  double mean = kNotKnown;  // smoothed
  biomarkers::Mood mood = biomarkers::Mood::kUnknown;
  biomarkers::WeeklyMood weekly = biomarkers::WeeklyMood::kUnknown;
  int bursts = 0;
  int amplitude_ua = 0;          // the highest
  double true_mood = kNotKnown;  // of a model, less than zero is depressed
};

struct DayRow {
  int day = 0;
  double true_mood = kNotKnown;
  double score_mean = kNotKnown;
  int known_permille = 0;  // of its bins
  int symptomatic_permille = 0;
  int asleep_permille = 0;
  int bursts = 0;
  double charge_uc = 0.0;
  int dose_permille = 0;         // at its end
  int budget_left_permille = 0;  // of the day's bursts, at its end
  biomarkers::WeeklyMood weekly = biomarkers::WeeklyMood::kUnknown;
  int unknown_minutes = 0;
  int notices = 0;
};

enum class StoryKind : unsigned char { kScale, kAdverse, kNotice, kDose, kReboot, kMode };
inline constexpr std::size_t kStoryKinds = 6;

struct StoryRow {
  double day = 0.0;
  StoryKind kind = StoryKind::kNotice;
  std::string what;  // in words, with the reason
  double value = kNotKnown;
};

// What the page says of the run beside its rows.
struct MoodFacts {
  std::string program;
  std::string patient;
  std::string arm;            // "treated", "sham"; empty: not told apart
  double planned_days = 0.0;  // more than were lived: it was stopped; 0: not known
  int as_if_bursts = 0;       // that a sham device went through in silence
  std::optional<std::uint64_t> seed;
  bool hypothetical = true;  // the person is a model
  // Of the program's record; empty approver: there is none.
  std::string approver;
  std::string record_date;
  int valid_days = 0;
  int clauses = 0;
  int clauses_held = 0;
  // Of the program.
  bool has_biomarker = true;  // of mood
  bool dosed = true;          // bursts follow it, within a dose and budgets
  double score_on = kNotKnown;
  double score_off = kNotKnown;
  int most_bursts_per_day = 0;  // 0: no such bound
  // By what the outcome is told.
  OutcomeDefinition outcome;
  double treated_from_day = 0.0;
};

struct MoodHistory {
  std::filesystem::path folder;
  MoodFacts facts;
  std::vector<std::string> features;
  std::vector<BinRow> bins;
  std::vector<DayRow> days;
  std::vector<StoryRow> story;
  std::vector<ScaleEvent> ratings;  // and adverse events
};

// Into a folder that is there. `features`: what the values of each bin are called, in
// their order. Each throws RecordingError where its file cannot be written.
void write_bins(const std::filesystem::path& folder,
                const std::vector<std::string>& features,
                const std::vector<BinRow>& bins);
void write_days(const std::filesystem::path& folder, const std::vector<DayRow>& days);
void write_story(const std::filesystem::path& folder, const std::vector<StoryRow>& story);
void write_ratings(const std::filesystem::path& folder,
                   const std::vector<ScaleEvent>& ratings);
// Sets the key "mood" of summary.json, and leaves all else that stands there.
void write_facts(const std::filesystem::path& folder, const MoodFacts& facts);
MoodFacts read_facts(const std::filesystem::path& folder);

// Whether fewer days were lived than were planned.
[[nodiscard]] bool was_stopped(const MoodHistory& history);

// Whether the folder is one of a slow run.
[[nodiscard]] bool holds_mood_history(const std::filesystem::path& folder);

// Throws RecordingError, one line with file and line.
MoodHistory read_mood_history(const std::filesystem::path& folder);

// As in the tables: "symptomatic", "sick".
[[nodiscard]] const char* name_of(biomarkers::Mood mood);
[[nodiscard]] const char* name_of(biomarkers::WeeklyMood weekly);
// In words: "signal missing", "asleep".
[[nodiscard]] const char* words_of(biomarkers::MoodGap gap);
[[nodiscard]] const char* words_of(StoryKind kind);

}  // namespace homeostat::sim
