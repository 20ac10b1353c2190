#include "sim/outcomes.h"

#include <cmath>

#include "clinical_configs/field_name.h"
#include "sim/error.h"
#include "sim/html.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

using clinical_configs::number_text;

bool has_responded(double baseline, double total, const OutcomeDefinition& definition) {
  return baseline > 0.0 &&
         100.0 * (baseline - total) >= definition.response_drop_percent * baseline;
}

double within(const std::optional<double>& given, double usual, const char* option,
              double most) {
  const double value = given.value_or(usual);
  if (value >= 0.0 && value <= most) return value;
  throw UsageError(std::string(option) + ' ' + number_text(value) + ": give 0 to " +
                   number_text(most));
}

// Several raters on one day are one visit, not several in a row: the worst is kept.
std::vector<RatedDay> visits_of(std::span<const RatedDay> ratings, double from_day) {
  std::vector<RatedDay> visits;
  for (const RatedDay& rating : ratings) {
    const bool same = !visits.empty() &&
                      std::floor(visits.back().day) == std::floor(rating.day) &&
                      (visits.back().day <= from_day) == (rating.day <= from_day);
    if (!same) {
      visits.push_back(rating);
    } else if (rating.total > visits.back().total) {
      visits.back() = rating;
    }
  }
  return visits;
}

std::string on_day(double day) { return "day " + html::number(day, 1); }

std::string fall_text(const Outcome& outcome, const char* scale) {
  const double baseline = *outcome.baseline;
  const double last = outcome.last->total;
  std::string text = std::string(scale) + " was " + html::number(baseline, 1) +
                     " at baseline and " + html::number(last, 1) + " on " +
                     on_day(outcome.last->day);
  if (baseline > 0.0) {
    const double percent = 100.0 * (baseline - last) / baseline;
    text += " (" + html::number(percent < 0.0 ? -percent : percent, 0) +
            (percent < 0.0 ? " % higher)" : " % lower)");
  }
  return text;
}

}  // namespace

std::optional<OutcomeDefinition> usual_definition(ScaleId scale) {
  switch (scale) {
    case ScaleId::kMadrs:
      return OutcomeDefinition{.scale = scale, .remission_at = 10, .relapse_from = 22};
    case ScaleId::kHdrs17:
      return OutcomeDefinition{.scale = scale, .remission_at = 7, .relapse_from = 15};
    case ScaleId::kPhq9:
      return OutcomeDefinition{.scale = scale, .remission_at = 4, .relapse_from = 10};
    case ScaleId::kCssrs:
    case ScaleId::kYmrs:
    case ScaleId::kVasD:
      break;
  }
  return std::nullopt;
}

OutcomeDefinition definition_of(const OutcomeWords& words) {
  const RatingScale* const scale = find_scale(words.scale);
  if (scale == nullptr)
    throw UsageError("--scale " + in_quotes(words.scale) + ": give " + scale_names());
  const auto usual = usual_definition(scale->id);
  if (!usual && !(words.remission_at && words.relapse_from)) {
    throw UsageError(std::string("--scale ") + scale->name +
                     ": has no usual definition; give --remission-at and --relapse-from, "
                     "where higher is worse");
  }
  OutcomeDefinition definition = usual.value_or(OutcomeDefinition{});
  definition.scale = scale->id;
  definition.response_drop_percent =
      within(words.response_drop_percent, definition.response_drop_percent,
             "--response-drop", 100.0);
  definition.remission_at =
      within(words.remission_at, definition.remission_at, "--remission-at", scale->most);
  definition.relapse_from =
      within(words.relapse_from, definition.relapse_from, "--relapse-from", scale->most);
  if (!(definition.response_drop_percent > 0.0))
    throw UsageError("--response-drop 0: give more than 0, up to 100");
  if (!(definition.relapse_from > definition.remission_at)) {
    throw UsageError("--relapse-from " + number_text(definition.relapse_from) +
                     ": give more than --remission-at, " +
                     number_text(definition.remission_at) + "; higher is worse");
  }
  return definition;
}

std::vector<RatedDay> ratings_of(const std::vector<ScaleEvent>& events, ScaleId scale) {
  std::vector<RatedDay> ratings;
  for (const ScaleEvent& event : events) {
    if (event.scale != nullptr && event.scale->id == scale)
      ratings.push_back({event.day, event.total});
  }
  return ratings;
}

Outcome judge_outcome(std::span<const RatedDay> ratings,
                      const OutcomeDefinition& definition, double from_day) {
  Outcome outcome;
  outcome.from_day = from_day;
  std::size_t in_a_row = 0;
  double row_began = 0.0;
  for (const RatedDay& rating : visits_of(ratings, from_day)) {
    if (rating.day <= from_day) {
      outcome.baseline = rating.total;
      continue;
    }
    outcome.last = rating;
    const bool responded_before = outcome.response_day.has_value();
    outcome.responds =
        outcome.baseline && has_responded(*outcome.baseline, rating.total, definition);
    outcome.remits = rating.total <= definition.remission_at;
    if (outcome.remits && !outcome.remission_day) outcome.remission_day = rating.day;
    if (outcome.responds && !outcome.response_day) outcome.response_day = rating.day;
    const bool ill =
        responded_before && !outcome.responds && rating.total >= definition.relapse_from;
    if (ill && in_a_row == 0) row_began = rating.day;
    in_a_row = ill ? in_a_row + 1 : 0;
    if (in_a_row == definition.relapse_visits && !outcome.relapse_day)
      outcome.relapse_day = row_began;
  }
  return outcome;
}

std::string words_of(const OutcomeDefinition& definition) {
  const std::string scale = scale_of(definition.scale).name;
  return "response: " + scale + " lower than at baseline by " +
         html::number(definition.response_drop_percent, 1) +
         " % or more; remission: " + scale + " of " +
         html::number(definition.remission_at, 1) +
         " or less; relapse: after a response, " + scale + " of " +
         html::number(definition.relapse_from, 1) + " or more at " +
         std::to_string(definition.relapse_visits) +
         " visits in a row, none of them a response";
}

std::string words_of(const Outcome& outcome, const OutcomeDefinition& definition) {
  const char* const scale = scale_of(definition.scale).name;
  if (!outcome.baseline)
    return std::string("No ") + scale + " up to " + on_day(outcome.from_day) +
           ": no baseline, so neither response nor relapse can be told.";
  if (!outcome.last)
    return std::string("No ") + scale + " after " + on_day(outcome.from_day) +
           ": nothing can be told.";
  std::string text = fall_text(outcome, scale);
  text += outcome.responds ? ": response" : ": no response";
  if (outcome.remits) text += ", remission";
  text += '.';
  if (outcome.response_day) {
    text += " First response on " + on_day(*outcome.response_day) + ", " +
            html::number(*outcome.days_to_response(), 1) + " days after " +
            on_day(outcome.from_day) + '.';
  }
  if (outcome.remission_day)
    text += " First remission on " + on_day(*outcome.remission_day) + '.';
  if (outcome.relapse_day) text += " Relapse from " + on_day(*outcome.relapse_day) + '.';
  return text;
}

}  // namespace homeostat::sim
