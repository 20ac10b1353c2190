#include "sim/mood_words.h"

#include <algorithm>
#include <cmath>

#include "sim/build_identity.h"
#include "sim/html.h"
#include "sim/mood_outcome.h"

namespace homeostat::sim {
namespace {

using biomarkers::MoodGap;
using html::number;

std::string days_text(int bins) {
  const double days = static_cast<double>(bins) / kBinsPerDay;
  return number(days, 1) + (days == 1.0 ? " day" : " days");
}

std::string record_text(const MoodFacts& facts) {
  if (!facts.has_biomarker) return "none: this therapy follows no biomarker";
  if (facts.approver.empty())
    return "none: therapy that follows this biomarker does not arm";
  return facts.approver + ", " + facts.record_date + ", for " +
         std::to_string(facts.valid_days) + " days; " +
         std::to_string(facts.clauses_held) + " of " + std::to_string(facts.clauses) +
         " clauses held";
}

std::string patient_text(const MoodFacts& facts) {
  std::string text = facts.patient;
  if (facts.hypothetical) text += " (a model; its mood is hypothetical)";
  return text;
}

std::string run_text(const MoodHistory& history) {
  const MoodFacts& facts = history.facts;
  const std::size_t days = history.days.size();
  std::string text = std::to_string(days) + (days == 1 ? " day" : " days");
  if (was_stopped(history)) text += " of " + number(facts.planned_days, 1) + " (stopped)";
  if (!facts.arm.empty()) text += ", " + facts.arm;
  if (facts.seed) text += ", seed " + std::to_string(*facts.seed);
  return text + ", homeostat " + kVersion;
}

// "symptomatic 30.5 days, well 60 days, asleep ..., unknown ...".
std::string states_sentence(const std::vector<DayShares>& shares) {
  const DayShares sum = sum_of(shares);
  std::string reasons;
  for (std::size_t g = 0; g < kMoodGaps; ++g) {
    if (sum.unknown[g] == 0) continue;
    reasons += (reasons.empty() ? ": " : ", ");
    reasons += std::string(words_awake(static_cast<MoodGap>(g))) + ' ' +
               days_text(sum.unknown[g]);
  }
  return "Of " + days_text(sum.bins) + " the biomarker said symptomatic for " +
         days_text(sum.symptomatic) + " and well for " + days_text(sum.well) +
         "; asleep " + days_text(sum.asleep) + "; unknown while awake " +
         days_text(sum.unknown_bins()) + reasons + '.';
}

std::string unknown_sentence(const MoodFacts& facts,
                             const std::vector<DayShares>& shares) {
  const auto stretches = unknown_stretches(shares);
  if (stretches.empty()) return "On every day half of the waking time or more was known.";
  const auto longest = std::ranges::max_element(
      stretches, {}, [](const UnknownStretch& s) { return s.to_day - s.from_day; });
  const int days = longest->to_day - longest->from_day;
  return "Mood was unknown for most of the day in " + std::to_string(stretches.size()) +
         (stretches.size() == 1 ? " stretch" : " stretches") + ", the longest from day " +
         std::to_string(longest->from_day) + " for " + std::to_string(days) +
         (days == 1 ? " day: " : " days: ") + words_awake(longest->gap) + '.' +
         (facts.dosed ? " Nothing new is given while it is unknown." : "");
}

// At least one: what was given was given on some day.
double treated_days(const MoodHistory& history) {
  const double lived = static_cast<double>(history.bins.size()) / kBinsPerDay;
  return std::max(1.0, lived - history.facts.treated_from_day);
}

std::string therapy_sentence(const MoodHistory& history) {
  const double treated_from = history.facts.treated_from_day;
  int bursts = 0;
  int most = 0;
  double charge_uc = 0.0;
  for (const DayRow& day : history.days) {
    bursts += day.bursts;
    most = std::max(most, day.bursts);
    charge_uc += day.charge_uc;
  }
  if (bursts == 0 && !(charge_uc > 0.0)) {
    const int as_if = history.facts.as_if_bursts;
    return as_if == 0 ? "Nothing was given."
                      : "Nothing was given; as a sham the device went through " +
                            std::to_string(as_if) + " bursts in silence.";
  }
  std::string text;
  if (bursts > 0) {
    text = std::to_string(bursts) + " bursts, " +
           number(bursts / treated_days(history), 0) + " a day on average" +
           (treated_from > 0.0 ? " from day " + number(treated_from, 1) + " on" : "") +
           " and " + std::to_string(most) + " at most";
    if (history.facts.most_bursts_per_day > 0) {
      text += " (" + std::to_string(history.facts.most_bursts_per_day) + " are allowed)";
    }
    text += "; ";
  }
  text += number(charge_uc / 1000.0, 1) + " mC in all.";
  if (!history.facts.dosed) return text;
  const DayRow& first = history.days.front();
  const DayRow& last = history.days.back();
  return text + " The dose was " + number(first.dose_permille / 10.0, 1) +
         " % on the first day and " + number(last.dose_permille / 10.0, 1) +
         " % on the last.";
}

std::string flags_sentence(const MoodHistory& history) {
  const RatedFlags rated = flags_in(history.ratings);
  std::string text = std::to_string(rated.flags) +
                     (rated.flags == 1 ? " answer or event" : " answers or events") +
                     " raised a flag of suicidality, mania or harm; " +
                     std::to_string(rated.adverse_events) +
                     (rated.adverse_events == 1 ? " adverse event." : " adverse events.");
  if (rated.not_asked > 0) {
    text += " " + std::to_string(rated.not_asked) +
            (rated.not_asked == 1 ? " rating lacks" : " ratings lack") +
            " the item that tells of suicidality.";
  }
  return text;
}

}  // namespace

std::string facts_table(const MoodHistory& history,
                        const std::vector<DayShares>& shares) {
  const MoodFacts& facts = history.facts;
  // Two facts a row where they are short.
  const std::vector<std::vector<std::string>> who = {
      {"Program", facts.program, "Record", record_text(facts)},
      {"Patient", patient_text(facts), "Run", run_text(history)}};
  std::vector<std::vector<std::string>> came = {
      {"Outcome", outcome_words(history)}, {"Told by", words_of(facts.outcome) + "."}};
  if (facts.has_biomarker) {
    came.push_back({"Biomarker", states_sentence(shares)});
    came.push_back({"Unknown", unknown_sentence(facts, shares)});
  }
  came.push_back({"Given", therapy_sentence(history)});
  came.push_back({"Harm", flags_sentence(history)});
  return html::table({}, who, "figures who") + html::table({}, came, "figures came");
}

}  // namespace homeostat::sim
