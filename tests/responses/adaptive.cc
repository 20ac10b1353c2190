// Adaptive stimulation: the shipped program epilepsy/adaptive, as it is. Its thresholds
// lie far above the bench's background, so its steps are large.
#include "tests/responses/page.h"

namespace homeostat::responses {
namespace {

using controller::Mode;

void rest(Bench& bench) {
  bench.live_until(Mode::kTreatingContinuous);
  bench.live(60_s);
}
void reach_full(Bench& bench) {
  rest(bench);
  bench.world.gain_permille = 120'000;
  bench.live(30_s);
}

Drive ordered(biomarkers::ClinicianEvent event) {
  return [=](Bench& bench) {
    bench.world.people = event;
    bench.live(10_s);
  };
}

}  // namespace

void print_adaptive() {
  const controller::TherapyProgram program = shipped("epilepsy/adaptive");
  const Subject resting{program, 3000_uA, rest};
  const Subject full{program, 3000_uA, reach_full};
  print_text("## Adaptive: the current follows the state\n");
  print_text(
      "Program `epilepsy/adaptive` as shipped: 0, 1.5 and 3 mA in its three states, up "
      "at "
      "2 mA/s, down at 0.5 mA/s,\na decision every 400 ms of the last second; up after "
      "two, down after ten seconds.\n");
  print_table("Steps", resting,
              {{"signal to 10 times, for 60 s", step_to(10'000, 60_s)},
               {"signal to 48 times, for 60 s", step_to(48'000, 60_s)},
               {"signal to 120 times, for 60 s", step_to(120'000, 60_s)},
               {"signal to 120 times for 30 s, then back",
                then(step_to(120'000, 30_s), step_to(1000, 60_s))}});
  print_table("Drifts", resting,
              {{"signal to 120 times within 60 s", drift_to(120'000, 60_s)},
               {"signal to 120 times within 10 minutes", drift_to(120'000, 600_s)}});
  print_table("Disturbances at rest", resting,
              {{"lead off for 5 s", disturb(&World::lead_off, 5_s)},
               {"noise at the rails for 5 s", disturb(&World::noise_at_rails, 5_s)},
               {"1 frame lost", lose(1)},
               {"14 frames lost", lose(14)}});
  print_table("Disturbances at full amplitude", full,
              {{"lead off for 5 s", disturb(&World::lead_off, 5_s)},
               {"magnet for 2 s", disturb(&World::magnet, 2_s)},
               {"a clinician stops", ordered(biomarkers::kClinicianStop)},
               {"a clinician ends the therapy", ordered(biomarkers::kClinicianEnd)},
               {"1 frame lost", lose(1)},
               {"14 frames lost", lose(14)},
               {"15 frames lost", lose(15)}});
}

}  // namespace homeostat::responses
