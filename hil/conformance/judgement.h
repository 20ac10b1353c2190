// From what was seen to what holds: one judgement for each expectation of a scenario, and
// one each for the host's loop and the referee.
//
// A pure function: equal observations give equal judgements.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clinical_configs/conformance_scenario.h"
#include "hil/conformance/expectation_words.h"
#include "hil/conformance/observations.h"
#include "hil/conformance/text.h"

namespace homeostat::hil {

struct Judgement {
  bool holds = false;
  Text expectation;
  Text measured;  // in words and with its unit
  // Where it is a matter of a number.
  std::optional<double> value;
  std::optional<double> limit;
  std::optional<double> uncertainty;  // expanded, k = 2; none: a whole number
  std::string unit;
};

// `round_trip_s`: see uncertainty.h.
std::vector<Judgement> judge(const clinical_configs::ConformanceScenario& scenario,
                             const Observations& seen, double round_trip_s);

}  // namespace homeostat::hil
