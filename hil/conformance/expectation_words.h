// What an expectation asks, and what a verdict is called, in English and Chinese.
#pragma once

#include <string>

#include "clinical_configs/conformance_scenario.h"
#include "controller/notice.h"
#include "controller/therapy_mode.h"
#include "hil/conformance/text.h"
#include "safety/envelope.h"

namespace homeostat::hil {

enum class Verdict : std::uint8_t {
  kPassed,
  kFailed,
  kNotApplicable,  // the device does not carry what the scenario needs
  kNotRun,         // this rig cannot do what the scenario asks
};
const char* name_of(Verdict verdict);  // "passed", "not run"
Text words_for(Verdict verdict);

Text words_for(const clinical_configs::Expectation& wish);

// By the names that scenarios are written with; the first of all where there is none.
controller::Mode mode_named(const std::string& name);
controller::Notice notice_named(const std::string& name);
safety::Reason reason_named(const std::string& name);

}  // namespace homeostat::hil
