// What the policies ask for in each mode: nothing, at most the clinician's baseline, or
// more. Found by asking decide(), over programs that state a baseline below their
// therapy.
#pragma once

#include "controller/therapy_mode.h"

namespace homeostat::controller::model {

enum class Asks { kNothing, kBaseline, kTherapy };

const char* name_of(Asks asks);
Asks asked_in(Mode mode);

}  // namespace homeostat::controller::model
