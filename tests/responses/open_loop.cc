// Stimulation that does not listen: the shipped program epilepsy/open_loop, as it is.
#include "tests/responses/page.h"

namespace homeostat::responses {
namespace {

using controller::Mode;

void boot(Bench&) {}
// Twenty seconds into an on-time, its ramp long over.
void reach_full(Bench& bench) {
  bench.live_until(Mode::kTreatingContinuous);
  bench.live(20_s);
}

Drive impedance_to(int ohm, Microseconds span) {
  return [=](Bench& bench) {
    bench.drift(bench.world.impedance_ohm, ohm, span);
    bench.live(5_s);
  };
}
Drive impedance_at(int ohm) {
  return [=](Bench& bench) {
    bench.world.impedance_ohm = ohm;
    bench.live(10_s);
  };
}
void battery(Bench& bench) {
  bench.drift(bench.world.battery_mv, 2400, 20_s);
  bench.live(5_s);
}

Drive ordered(biomarkers::ClinicianEvent event) {
  return [=](Bench& bench) {
    bench.world.people = event;
    bench.live(10_s);
  };
}
// Within the margin of its floor, and well again.
void battery_dips(Bench& bench) {
  bench.world.battery_mv = 2590;
  bench.live(10_s);
  bench.world.battery_mv = 3600;
  bench.live(10_s);
}
// Three seconds less than a week old, and measured two seconds later.
void impedance_grows_old(Bench& bench) {
  bench.world.impedance_age = 604'797_s;
  bench.live(2_s);
  bench.world.impedance_age = 1_s;
  bench.live(10_s);
}

}  // namespace

void print_open_loop() {
  const controller::TherapyProgram program = shipped("epilepsy/open_loop");
  const Subject booting{program, 5000_uA, boot};
  const Subject full{program, 5000_uA, reach_full};
  print_text("## Open loop: stimulation that does not listen\n");
  print_text(
      "Program `epilepsy/open_loop` as shipped: two outputs of 5 mA, a minute on, five "
      "off, "
      "ramps of 5 s; 10 V of\ncompliance. What it senses changes nothing.\n");
  print_table("Steps", booting,
              {{"boot, for 10 s", step_to(1000, 10_s)},
               {"boot, to the end of the first on-time", step_to(1000, 90_s)},
               {"boot, for 20 minutes", step_to(1000, 1200_s)}});
  print_table("Steps at full amplitude", full,
              {{"signal to 8 times, for 20 s", step_to(8000, 20_s)},
               {"impedance to 3000 ohm", impedance_at(3000)},
               {"impedance to 4000 ohm", impedance_at(4000)},
               {"impedance to 3000 ohm, then back",
                then(impedance_at(3000), impedance_at(1000))}});
  print_table("Drifts at full amplitude", full,
              {{"impedance to 3500 ohm within 20 s", impedance_to(3500, 20_s)},
               {"battery from 3600 to 2400 mV within 20 s", battery}});
  print_table(
      "Ends at full amplitude: what a stop is, and what can be seen coming", full,
      {{"a clinician stops", ordered(biomarkers::kClinicianStop)},
       {"a clinician ends the therapy", ordered(biomarkers::kClinicianEnd)},
       {"battery to 90 mV above its floor, for 10 s", battery_dips},
       {"impedance 3 s short of too old, measured 2 s later", impedance_grows_old}});
  print_table("Disturbances at full amplitude", full,
              {{"lead off for 5 s", disturb(&World::lead_off, 5_s)},
               {"noise at the rails for 5 s", disturb(&World::noise_at_rails, 5_s)},
               {"magnet held", hold(&World::magnet, 60_s)},
               {"magnet for 2 s", disturb(&World::magnet, 2_s)},
               {"1 frame lost", lose(1)},
               {"14 frames lost", lose(14)},
               {"15 frames lost", lose(15)}});
}

}  // namespace homeostat::responses
