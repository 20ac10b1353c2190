#include "sim/outcome_command.h"

#include <cmath>
#include <ostream>

#include "sim/error.h"
#include "sim/html.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

void tell_flags(const std::vector<ScaleEvent>& events, std::ostream& out) {
  for (const ScaleEvent& event : events) {
    if (event.flag == Flag::kNone) continue;
    out << "flag: day " << html::number(event.day, 2) << ": " << words_of(event.flag)
        << ": " << printable_utf8(words_of(event)) << '\n';
  }
  const RatedFlags found = flags_in(events);
  if (found.flags == 0) out << "flags: none\n";
  if (found.not_asked > 0) {
    out << "not asked: " << found.not_asked
        << (found.not_asked == 1 ? " rating" : " ratings")
        << " without the item that tells of suicidality\n";
  }
}

// Raters who came on one day saw the same person untreated.
double first_days_last(const std::vector<RatedDay>& ratings) {
  double last = ratings.front().day;
  for (const RatedDay& rating : ratings) {
    if (std::floor(rating.day) == std::floor(ratings.front().day)) last = rating.day;
  }
  return last;
}

}  // namespace

int outcome_command(const OutcomeOptions& options, const Console& console) {
  const OutcomeDefinition definition = definition_of(options.definition);
  ScaleSource source = options.source;
  for (const std::string& bound : options.flag_from) source.bounds.set(bound);
  const std::vector<ScaleEvent> events = read_scale_events(source);
  const auto ratings = ratings_of(events, definition.scale);
  if (ratings.empty()) {
    throw RecordingError(source.path.string() + ": no rating on " +
                         scale_of(definition.scale).name +
                         "; accepted: one, at least, or another --scale");
  }
  const double from_day = options.from_day.value_or(first_days_last(ratings));
  const Outcome outcome = judge_outcome(ratings, definition, from_day);
  console.out << words_of(outcome, definition) << "\nby: " << words_of(definition)
              << '\n';
  tell_flags(events, console.out);
  return 0;
}

}  // namespace homeostat::sim
