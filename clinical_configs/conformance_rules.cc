#include "clinical_configs/conformance_rules.h"

#include <algorithm>
#include <cctype>

#include "biomarkers/sample_frame.h"
#include "clinical_configs/conformance.pb.h"
#include "clinical_configs/conformance_words.h"
#include "clinical_configs/presence.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::Message;
using Scenario = config::ConformanceScenario;
using Step = config::ScenarioStep;
using Wish = config::ScenarioExpectation;

constexpr double kLongest_s = 86'400.0;

Presence goes_with(bool there) {
  return there ? Presence::kRequired : Presence::kForbidden;
}

// One of two moments: what is not there is wanted where the other is not there either.
Presence one_of_two(bool this_one, bool other) {
  if (this_one && other) return Presence::kForbidden;
  return this_one || other ? Presence::kOptional : Presence::kRequired;
}

Presence presence_in_step(const Step& step, const std::string& name) {
  if (name == "act") return Presence::kRequired;
  if (name == "at_s") return one_of_two(step.has_at_s(), step.has_after_first_pulse_s());
  if (name == "after_first_pulse_s") return Presence::kOptional;
  const ActWord* word = word_of(static_cast<Act>(step.act()));
  if (word == nullptr) return Presence::kOptional;
  if (name == "for_s") return goes_with(word->lasting == Lasting::kWhile);
  if (name == "value") return goes_with(word->has_value());
  return word->on_channels ? Presence::kOptional : Presence::kForbidden;
}

Presence presence_in_wish(const Wish& wish, const std::string& name) {
  if (name == "what") return Presence::kRequired;
  const ExpectedWord* word = word_of(static_cast<Expected>(wish.what()));
  if (word == nullptr) return Presence::kOptional;
  if (name == "at_s") {
    return word->from_a_moment
               ? one_of_two(wish.has_at_s(), wish.has_after_first_pulse_s())
               : Presence::kForbidden;
  }
  if (name == "after_first_pulse_s")
    return word->from_a_moment ? Presence::kOptional : Presence::kForbidden;
  if (name == "within_s") return goes_with(word->within);
  if (name == "for_s") return word->may_last ? Presence::kOptional : Presence::kForbidden;
  if (name == "name") return goes_with(word->names != Names::kNone);
  return goes_with(word->has_value());
}

Presence presence_of(const Message& message, const std::string& name) {
  if (const auto* step = dynamic_cast<const Step*>(&message))
    return presence_in_step(*step, name);
  if (const auto* wish = dynamic_cast<const Wish*>(&message))
    return presence_in_wish(*wish, name);
  return name == "steps" ? Presence::kOptional : Presence::kRequired;
}

std::string place(const char* list, int index, const char* field) {
  return std::string(list) + '[' + std::to_string(index) + "]." + field;
}

void expect_within(double value, double lowest, double highest, const std::string& path,
                   std::vector<Fault>& faults) {
  if (value >= lowest && value <= highest) return;
  faults.push_back({.path = path,
                    .value = value,
                    .lowest = lowest,
                    .highest = highest,
                    .nearest = std::clamp(value, lowest, highest),
                    .why = "out of range"});
}

void add_faults(const Step& step, int index, double duration_s,
                std::vector<Fault>& faults) {
  const auto at = [index](const char* field) { return place("steps", index, field); };
  const ActWord* word = word_of(static_cast<Act>(step.act()));
  if (word == nullptr && step.has_act())
    faults.push_back({.path = at("act"), .why = "no act is chosen"});
  if (step.has_at_s()) expect_within(step.at_s(), 0.0, duration_s, at("at_s"), faults);
  if (step.has_after_first_pulse_s()) {
    expect_within(step.after_first_pulse_s(), 0.0, duration_s, at("after_first_pulse_s"),
                  faults);
  }
  if (step.has_for_s())
    expect_within(step.for_s(), 0.001, kLongest_s, at("for_s"), faults);
  if (word != nullptr && word->has_value() && step.has_value())
    expect_within(step.value(), word->lowest, word->highest, at("value"), faults);
  if (step.has_channel())
    expect_within(step.channel(), 0, biomarkers::kMaxChannels - 1, at("channel"), faults);
}

void add_faults(const Wish& wish, int index, double duration_s,
                std::vector<Fault>& faults) {
  const auto at = [index](const char* field) {
    return place("expectations", index, field);
  };
  const ExpectedWord* word = word_of(static_cast<Expected>(wish.what()));
  if (word == nullptr) {
    if (wish.has_what())
      faults.push_back({.path = at("what"), .why = "no expectation is chosen"});
    return;
  }
  if (wish.has_at_s()) expect_within(wish.at_s(), 0.0, duration_s, at("at_s"), faults);
  if (wish.has_within_s())
    expect_within(wish.within_s(), 0.001, duration_s, at("within_s"), faults);
  if (wish.has_for_s())
    expect_within(wish.for_s(), 0.001, duration_s, at("for_s"), faults);
  if (wish.has_value() && word->has_value())
    expect_within(wish.value(), 0.0, word->highest, at("value"), faults);
  if (!wish.has_name()) return;
  const std::string others = others_than(wish.name(), word->names);
  if (!others.empty()) {
    faults.push_back(
        {.path = at("name"), .why = "'" + wish.name() + "' is none of " + others});
  }
}

// Wishes that no device can fulfil at once.
void add_contradictions(const Scenario& scenario, std::vector<Fault>& faults) {
  const auto& wishes = scenario.expectations();
  const auto seconds = [](const Wish& wish) {
    return wish.has_after_first_pulse_s() ? wish.after_first_pulse_s() : wish.at_s();
  };
  for (int i = 0; i < wishes.size(); ++i) {
    for (int j = 0; j < wishes.size(); ++j) {
      const Wish& one = wishes[i];
      const Wish& other = wishes[j];
      if (one.what() == Wish::THERAPIES_AT_LEAST &&
          other.what() == Wish::THERAPIES_AT_MOST && one.value() > other.value()) {
        faults.push_back({.path = place("expectations", i, "value"),
                          .value = one.value(),
                          .lowest = 0.0,
                          .highest = other.value(),
                          .nearest = other.value(),
                          .why = "more than THERAPIES_AT_MOST lets through"});
      }
      if (one.what() != Wish::PULSE_WITHIN || other.what() != Wish::NO_PULSE) continue;
      if (one.has_after_first_pulse_s() != other.has_after_first_pulse_s()) continue;
      const double from_s = seconds(other);
      const bool lasts =
          !other.has_for_s() || seconds(one) + one.within_s() <= from_s + other.for_s();
      if (seconds(one) >= from_s && lasts) {
        faults.push_back({.path = place("expectations", i, "within_s"),
                          .why = "a pulse is wanted where NO_PULSE wants none"});
      }
    }
  }
}

void add_faults(const config::Clause& clause, int index, std::vector<Fault>& faults) {
  const std::string& number = clause.number();
  const bool numbers = std::ranges::all_of(
      number, [](unsigned char c) { return std::isdigit(c) != 0 || c == '.'; });
  if (clause.has_standard() && clause.standard() == config::Clause::NOT_CHOSEN)
    faults.push_back(
        {.path = place("clauses", index, "standard"), .why = "no standard is chosen"});
  if (!numbers) {
    faults.push_back({.path = place("clauses", index, "number"),
                      .why = "a clause by its number alone, such as 8.2"});
  }
}

const char* name_of(config::Clause::Standard standard) {
  return standard == config::Clause::ISO_14708_3 ? "ISO 14708-3 / YY 0989.3-2023"
                                                 : "IEC 60601-1-10";
}

template <class Part>
Moment moment_of(const Part& part) {
  return part.has_after_first_pulse_s() ? Moment{part.after_first_pulse_s(), true}
                                        : Moment{part.at_s(), false};
}

ScenarioStep to_step(const Step& from) {
  return {.act = static_cast<Act>(from.act()),
          .name = Step::Act_Name(from.act()),
          .at = moment_of(from),
          .for_s = from.for_s(),
          .value = from.value(),
          .channel = from.has_channel() ? from.channel() : kEveryChannel};
}

Expectation to_expectation(const Wish& from) {
  return {.what = static_cast<Expected>(from.what()),
          .from = moment_of(from),
          .within_s = from.within_s(),
          .for_s = from.has_for_s() ? from.for_s() : kToTheEnd,
          .name = from.name(),
          .value = from.value()};
}

}  // namespace

std::vector<Fault> faults_of_scenario(const Message& message) {
  std::vector<Fault> faults;
  add_presence_faults(message, presence_of, "given, but nothing here goes with it",
                      faults);
  const auto& scenario = dynamic_cast<const Scenario&>(message);
  if (scenario.has_duration_s())
    expect_within(scenario.duration_s(), 0.1, kLongest_s, "duration_s", faults);
  for (int i = 0; i < scenario.clauses_size(); ++i)
    add_faults(scenario.clauses(i), i, faults);
  for (int i = 0; i < scenario.steps_size(); ++i)
    add_faults(scenario.steps(i), i, scenario.duration_s(), faults);
  for (int i = 0; i < scenario.expectations_size(); ++i)
    add_faults(scenario.expectations(i), i, scenario.duration_s(), faults);
  add_contradictions(scenario, faults);
  return faults;
}

ConformanceScenario to_scenario(const Message& message) {
  const auto& from = dynamic_cast<const Scenario&>(message);
  ConformanceScenario scenario{.title_en = from.title_en(),
                               .title_zh = from.title_zh(),
                               .purpose_en = from.purpose_en(),
                               .purpose_zh = from.purpose_zh(),
                               .program = from.program(),
                               .duration_s = from.duration_s()};
  for (const auto& clause : from.clauses())
    scenario.clauses.push_back({name_of(clause.standard()), clause.number()});
  for (const auto& step : from.steps()) scenario.steps.push_back(to_step(step));
  for (const auto& wish : from.expectations())
    scenario.expectations.push_back(to_expectation(wish));
  return scenario;
}

}  // namespace homeostat::clinical_configs
