// Power, heat, people at the device's door.
#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

using safety::Reason;

Outcome in_burst(void (*befall)(Rig&), Microseconds span = 10_s) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  befall(rig);
  rig.live(span);
  return rig.outcome();
}

void battery_low(Rig& rig) { rig.world.battery_mv = 2499; }
void too_warm(Rig& rig) { rig.world.temperature_mc = 41'001; }
void mri(Rig& rig) {
  rig.on_frame = [](biomarkers::SampleFrame& frame) { frame.mri_mode = true; };
}

}  // namespace

std::vector<Fault> faults_of_environment() {
  return {
      {78,
       "battery low in burst",
       "2499 mV under a floor of 2500, in the middle of a burst",
       {silent_within(32_ms), says(Reason::kBattery), no_latch()},
       [] { return in_burst(battery_low); }},
      {79,
       "over-temperature",
       "41.001 degrees under a limit of 41, in the middle of a burst",
       {silent_within(32_ms), says(Reason::kTemperature), no_latch()},
       [] { return in_burst(too_warm); }},
      {81,
       "MRI mode entered in burst",
       "MRI mode from the next frame on",
       {silent_within(32_ms), reaches(Mode::kInhibited, 32_ms), no_latch()},
       [] { return in_burst(mri); }},
  };
}

}  // namespace homeostat::faults
