// What goes with each act and each expectation of a scenario: one line a word.
#pragma once

#include <string>

#include "clinical_configs/conformance_scenario.h"

namespace homeostat::clinical_configs {

enum class Lasting : std::uint8_t { kMoment, kWhile };

struct ActWord {
  Act act;
  Lasting lasting;
  bool on_channels = false;
  double lowest = 0.0;  // of its value; equal: it has none
  double highest = 0.0;

  bool has_value() const { return lowest < highest; }
};

// Which list its name is of.
enum class Names : std::uint8_t { kNone, kModes, kNotices, kReasons, kRefusals };

struct ExpectedWord {
  Expected what;
  bool from_a_moment = false;
  bool within = false;
  bool may_last = false;
  Names names = Names::kNone;
  double highest = 0.0;  // of its bound, from 0; 0: it has none

  bool has_value() const { return highest > 0.0; }
};

// Null where there is none.
const ActWord* word_of(Act act);
const ExpectedWord* word_of(Expected what);

// Empty where `name` is one of the list; else "a, b, c": what there is. Of refusals
// nothing is known here.
std::string others_than(const std::string& name, Names names);

}  // namespace homeostat::clinical_configs
