// Faults that nothing on the host can have: this campaign has no link, no flash and no
// firmware image yet.
#include "tests/faults/campaign.h"

namespace homeostat::faults {

std::vector<OnTheDevice> faults_on_the_device() {
  return {
      {24, "frame with a wrong CRC", "tests/wire holds it; the campaign has no link"},
      {31, "wrong device id", "tests/wire holds it; the campaign has no link"},
      {52, "update interrupted at every block", "there is no flash to update"},
      {53, "import symbol missing, ABI mismatch", "there is no firmware that imports"},
      {83, "flash slot A corrupt", "one state is stored; two slots are the board's"},
      {86, "stack near overflow", "the stack is the board's"},
      {95, "replayed authenticated command",
       "tests/wire holds it; the campaign has no link"},
  };
}

}  // namespace homeostat::faults
