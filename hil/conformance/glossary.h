// The controller's own names in both languages: modes, notices and reasons.
#pragma once

#include "clinical_configs/conformance_scenario.h"
#include "controller/notice.h"
#include "controller/therapy_mode.h"
#include "hil/conformance/text.h"
#include "safety/envelope.h"

namespace homeostat::hil {

// The name that logs give it, in Chinese with its meaning: "抑制 (inhibited)".
Text gloss(controller::Mode mode);
Text gloss(controller::Notice notice);
Text gloss(safety::Reason reason);

// Of an act of a scenario: "MAGNET", "磁铁".
Text gloss(clinical_configs::Act act, const std::string& name);

}  // namespace homeostat::hil
