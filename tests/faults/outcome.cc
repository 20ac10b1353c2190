#include "tests/faults/outcome.h"

#include <cstdio>

namespace homeostat::faults {
namespace {

using controller::Mode;

std::string spell(Microseconds span) {
  char text[32];
  std::snprintf(text, sizeof text, "%.5g s", static_cast<double>(span.count()) * 1e-6);
  return text;
}

std::optional<Microseconds> reached_at(const Outcome& outcome, Mode mode) {
  const auto found = outcome.reached.find(mode);
  if (found == outcome.reached.end()) return std::nullopt;
  return found->second;
}

}  // namespace

Expect silent_within(Microseconds span) {
  const auto last = [](const Outcome& o) -> std::optional<Microseconds> {
    return o.last_pulse ? *o.last_pulse : Microseconds{};
  };
  return {"silent within " + spell(span),
          [=](const Outcome& o) { return *last(o) <= span; }, last};
}

Expect no_pulse() {
  return {"no pulse", [](const Outcome& o) { return o.pulses == 0; }, {}};
}

Expect at_least_one_pulse() {
  return {"therapy goes on", [](const Outcome& o) { return o.pulses > 0; }, {}};
}

Expect reaches(Mode mode, Microseconds within) {
  return {std::string(controller::name_of(mode)) + " within " + spell(within),
          [=](const Outcome& o) {
            const auto at = reached_at(o, mode);
            return at.has_value() && *at <= within;
          },
          [=](const Outcome& o) { return reached_at(o, mode); }};
}

Expect ends_in(Mode mode) {
  return {std::string("ends in ") + controller::name_of(mode),
          [=](const Outcome& o) { return o.mode() == mode; },
          {}};
}

Expect latches(safety::Reason reason, Microseconds within) {
  return {
      std::string("latched by ") + safety::name_of(reason) + " within " + spell(within),
      [=](const Outcome& o) {
        return o.latched && o.reasons.has(reason) && *o.latched_at <= within;
      },
      [](const Outcome& o) { return o.latched_at; }};
}

Expect latches(Microseconds within) {
  return {"latched within " + spell(within),
          [=](const Outcome& o) { return o.latched && *o.latched_at <= within; },
          [](const Outcome& o) { return o.latched_at; }};
}

Expect no_latch() {
  return {"no latch", [](const Outcome& o) { return !o.latched_at.has_value(); }, {}};
}

Expect says(safety::Reason reason) {
  return {std::string("reason ") + safety::name_of(reason),
          [=](const Outcome& o) { return o.reasons.has(reason); },
          {}};
}

Expect notifies(controller::Notice notice) {
  return {std::string("told: ") + controller::name_of(notice),
          [=](const Outcome& o) { return o.notices.has(notice); },
          {}};
}

Expect never_in(Mode mode) {
  return {std::string("never ") + controller::name_of(mode),
          [=](const Outcome& o) { return !reached_at(o, mode).has_value(); },
          {}};
}

Expect at_most(int therapies) {
  return {"at most " + std::to_string(therapies) + " therapies",
          [=](const Outcome& o) { return o.therapies <= therapies; },
          {}};
}

Expect as_without_it() {
  return {"every mode and command as without it",
          [](const Outcome& o) { return o.same_as_twin; },
          {}};
}

Expect every_try_refused() {
  return {"refused",
          [](const Outcome& o) { return o.tries > 0 && o.refused == o.tries; },
          {}};
}

Expect fact(const char* words) {
  return {words,
          [=](const Outcome& o) {
            const auto found = o.facts.find(words);
            return found != o.facts.end() && found->second;
          },
          {}};
}

}  // namespace homeostat::faults
