// Faults that nothing on the host can have: tests/rig_faults runs them on rigs, and
// prints the rest of the page.
#include "tests/faults/campaign.h"

namespace homeostat::faults {

std::vector<int> faults_on_rigs() { return {24, 31, 52, 53, 83, 86, 95}; }

}  // namespace homeostat::faults
