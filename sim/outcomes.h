// Response, remission and relapse of one person, by definitions that are said with them.
//
// Response: the total fell from baseline by a share. Remission: it lies at or below a
// bound. Relapse: after a visit that was a response it lay at or above another bound at
// visits in a row, none of them a response. Higher is worse, on every scale, and of a
// day's ratings the worst counts. Usual values and their sources: sim/SCALES.md. Knows no
// file and no treatment.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/scale_events.h"

namespace homeostat::sim {

struct OutcomeDefinition {
  ScaleId scale = ScaleId::kMadrs;
  double response_drop_percent = 50.0;
  double remission_at = 0.0;
  double relapse_from = 0.0;
  std::size_t relapse_visits = 2;
};

// Nothing for scales that have no usual remission: C-SSRS, YMRS, VAS-D.
[[nodiscard]] std::optional<OutcomeDefinition> usual_definition(ScaleId scale);

// What a person may set otherwise; the rest is as usual.
struct OutcomeWords {
  std::string scale = "MADRS";
  std::optional<double> response_drop_percent;
  std::optional<double> remission_at;
  std::optional<double> relapse_from;
};

// Throws UsageError for a scale that is unknown or has no usual definition while a bound
// is not given, and for values outside its range.
OutcomeDefinition definition_of(const OutcomeWords& words);

struct RatedDay {
  double day = 0.0;
  double total = 0.0;
};

[[nodiscard]] std::vector<RatedDay> ratings_of(const std::vector<ScaleEvent>& events,
                                               ScaleId scale);

// What is not known is absent: nobody rated then.
struct Outcome {
  double from_day = 0.0;           // treatment began
  std::optional<double> baseline;  // total of the last day with a rating up to then
  std::optional<RatedDay> last;    // rating after it
  std::optional<double> response_day;
  std::optional<double> remission_day;
  std::optional<double> relapse_day;  // the first of the visits in a row
  bool responds = false;              // at the last rating
  bool remits = false;                // likewise

  [[nodiscard]] std::optional<double> days_to_response() const {
    if (!response_day) return std::nullopt;
    return *response_day - from_day;
  }
};

// `ratings` in the order of time; `from_day`: the instant at which treatment began. Days
// begin where they are whole numbers; the ratings of the day on which treatment began are
// two visits, one up to that instant and one after it.
[[nodiscard]] Outcome judge_outcome(std::span<const RatedDay> ratings,
                                    const OutcomeDefinition& definition, double from_day);

// "response: MADRS lower than at baseline by 50 % or more; remission: ...".
[[nodiscard]] std::string words_of(const OutcomeDefinition& definition);
// "MADRS was 34 at baseline and 12 on day 56 (65 % lower): response. First response on
// day 42, ...".
[[nodiscard]] std::string words_of(const Outcome& outcome,
                                   const OutcomeDefinition& definition);

}  // namespace homeostat::sim
