#include "sim/mood_diary.h"

#include <algorithm>
#include <utility>

namespace homeostat::sim {
namespace {

using biomarkers::Mood;
using biomarkers::MoodGap;
using controller::Mode;

constexpr int kBinMinutes = biomarkers::kMinutesPerDay / kBinsPerDay;

// Modes that come and go with every burst are no story.
bool is_story(Mode mode) {
  return mode == Mode::kOff || mode == Mode::kInhibited || mode == Mode::kFallback ||
         mode == Mode::kFault;
}

}  // namespace

MoodDiary::MoodDiary(const controller::TherapyProgram& program)
    : most_bursts_(program.dosed.bursts_per_day) {
  const biomarkers::MoodSettings& mood = program.biomarkers.mood;
  for (std::size_t f = 0; f < mood.feature_count; ++f)
    history_.features.emplace_back(mood.features[f].name.data());
}

void MoodDiary::add(const LivedBin& lived, const controller::LoopReport& report) {
  const biomarkers::MoodReading& read = report.seen.mood;
  BinRow row{.day = lived.day,
             .clean_permille = lived.bin.clean_permille,
             .stimulated_permille = lived.bin.stimulated_permille,
             .asleep = lived.asleep ? 1 : 0,
             .gap = read.gap,
             .mood = read.mood,
             .weekly = read.weekly,
             .bursts = lived.bursts,
             .amplitude_ua = lived.amplitude_ua,
             .true_mood = lived.true_mood};
  for (std::size_t f = 0; f < history_.features.size(); ++f)
    row.features[f] = static_cast<double>(lived.bin.values[f]);
  if (read.gap == MoodGap::kNone) row.score = static_cast<double>(read.score);
  if (read.mood != Mood::kUnknown) row.mean = static_cast<double>(read.mean);
  add_to_day(row, lived.charge_uc, report);
  history_.bins.push_back(row);
  tell_changes(lived.day, report);
}

void MoodDiary::add_to_day(const BinRow& row, double charge_uc,
                           const controller::LoopReport& report) {
  const int number = static_cast<int>(row.day + 1e-9);
  if (history_.days.empty() || history_.days.back().day != number) {
    close_day();
    history_.days.push_back({.day = number});
    scores_ = moods_ = 0.0;
    told_ = bins_ = 0;
  }
  DayRow& day = history_.days.back();
  ++bins_;
  moods_ += row.true_mood;
  day.true_mood = moods_ / bins_;
  if (row.gap == MoodGap::kNone) {
    scores_ += row.score;
    day.score_mean = scores_ / ++told_;
  }
  const auto add_bin = [](int& permille, bool counts) {
    permille += counts ? 1 : 0;  // bins here; thousandths once the day is over
  };
  add_bin(day.known_permille, row.mood != Mood::kUnknown);
  add_bin(day.symptomatic_permille, row.mood == Mood::kSymptomatic);
  add_bin(day.asleep_permille, row.asleep != 0);
  if (row.mood == Mood::kUnknown) day.unknown_minutes += kBinMinutes;
  day.bursts += row.bursts;
  day.charge_uc += charge_uc;
  day.dose_permille = report.episode.dose_permille;
  day.weekly = row.weekly;
  if (most_bursts_ > 0)
    day.budget_left_permille = report.episode.bursts_left_day * 1000 / most_bursts_;
}

void MoodDiary::tell_changes(double day, const controller::LoopReport& report) {
  const int dose = report.episode.dose_permille;
  if (dose_permille_ >= 0 && dose != dose_permille_) {
    add({.day = day,
         .kind = StoryKind::kDose,
         .what = dose > dose_permille_ ? "dose raised: two sick weeks"
                                       : "dose lowered: an adverse event",
         .value = static_cast<double>(dose)});
  }
  dose_permille_ = dose;
  if (report.mode != mode_ && (is_story(report.mode) || is_story(mode_)))
    add({.day = day, .kind = StoryKind::kMode, .what = controller::name_of(report.mode)});
  mode_ = report.mode;
}

void MoodDiary::add(ScaleEvent event) {
  if (event.scale == nullptr || event.flag != Flag::kNone) {
    add({.day = event.day,
         .kind = event.scale == nullptr ? StoryKind::kAdverse : StoryKind::kScale,
         .what = words_of(event),
         .value = event.total});
  }
  history_.ratings.push_back(std::move(event));
}

void MoodDiary::raise(double day, controller::Notice notice) {
  add({.day = day, .kind = StoryKind::kNotice, .what = controller::words_for(notice)});
}

// From bins to thousandths of those that the day had: the last one may be cut short.
void MoodDiary::close_day() {
  if (history_.days.empty()) return;
  DayRow& day = history_.days.back();
  for (int* permille :
       {&day.known_permille, &day.symptomatic_permille, &day.asleep_permille})
    *permille = *permille * 1000 / bins_;
}

// What rose after the last bin belongs to the last day.
void MoodDiary::count_notices() {
  for (const StoryRow& row : history_.story) {
    if (row.kind != StoryKind::kNotice) continue;
    const auto after = std::ranges::upper_bound(
        history_.days, row.day, {},
        [](const DayRow& day) { return static_cast<double>(day.day); });
    if (after != history_.days.begin()) ++std::prev(after)->notices;
  }
}

MoodHistory MoodDiary::close() {
  close_day();
  std::ranges::stable_sort(history_.story, {}, &StoryRow::day);
  count_notices();
  return std::move(history_);
}

}  // namespace homeostat::sim
