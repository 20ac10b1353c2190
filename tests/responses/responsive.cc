// Bursts on detection: the shipped program epilepsy/responsive, as it is.
#include "tests/responses/page.h"

namespace homeostat::responses {
namespace {

using controller::Mode;

void listen(Bench& bench) { bench.live(120_s); }  // twice the baseline's window
void reach_burst(Bench& bench) {
  listen(bench);
  bench.world.gain_permille = 8000;
  bench.live_until(Mode::kTreatingBurst);
}

Drive pulse(std::int64_t permille, Microseconds span) {
  return [=](Bench& bench) {
    step_to(permille, span)(bench);
    step_to(1000, 60_s)(bench);
  };
}
void offset(Bench& bench) {
  bench.drift(bench.world.offset_uv, std::int64_t{2000}, 60_s);
  bench.live(60_s);
}
// Fast activity alone: muscle, or a seizure that begins so.
Drive fast(std::int64_t muscle_uv, Microseconds span) {
  return [=](Bench& bench) {
    bench.world.muscle_uv = muscle_uv;
    bench.live(span);
    bench.world.muscle_uv = 0;
    bench.live(60_s);
  };
}
void hum(Bench& bench) {
  bench.world.hum_uv = 100;
  bench.live(5_s);
  bench.world.hum_uv = 0;
  bench.live(60_s);
}

}  // namespace

void print_responsive() {
  const controller::TherapyProgram program = shipped("epilepsy/responsive");
  const Subject listening{program, 4000_uA, listen};
  const Subject in_burst{program, 4000_uA, reach_burst};
  print_text("## Responsive: bursts on detection\n");
  print_text(
      "Program `epilepsy/responsive` as shipped: line length of 1.024 s at 3.5 times its "
      "mean of the last minute, and\nbeside it either power between 3 and 12 Hz at 6 "
      "times, or line length of 8 s at 3.5 times its mean of four\nminutes; onset 0.512 "
      "s; therapies of two bursts, five an episode. White noise raises line length as "
      "muscle does,\nand as a seizure that begins fast.\n");
  print_table("Steps of the signal, from background", listening,
              {{"to 3 times, for 60 s", step_to(3000, 60_s)},
               {"to 4 times, for 60 s", step_to(4000, 60_s)},
               {"to 8 times, for 60 s", step_to(8000, 60_s)},
               {"to 8 times, for 20 minutes", step_to(8000, 1200_s)},
               {"to 8 times for 0.2 s, then back", pulse(8000, 200_ms)},
               {"to 8 times for 1 s, then back", pulse(8000, 1_s)},
               {"to 8 times for 4 s, then back", pulse(8000, 4_s)}});
  print_table("Drifts of gain and offset", listening,
              {{"gain to 8 times within 10 s", drift_to(8000, 10_s)},
               {"gain to 8 times within 60 s", drift_to(8000, 60_s)},
               {"gain to 8 times within 2 minutes", drift_to(8000, 120_s)},
               {"gain to 8 times within 5 minutes", drift_to(8000, 300_s)},
               {"gain to 8 times within 30 minutes", drift_to(8000, 1800_s)},
               {"gain to an eighth within 10 minutes", drift_to(125, 600_s)},
               {"the same, then a step back to where it was",
                then(drift_to(125, 600_s), step_to(1000, 60_s))},
               {"offset to 2 mV within 60 s", offset}});
  print_table("Disturbances while it listens", listening,
              {{"noise at the rails for 0.096 s", disturb(&World::noise_at_rails, 96_ms)},
               {"noise at the rails for 1 s", disturb(&World::noise_at_rails, 1_s)},
               {"at the rail for 0.32 s", disturb(&World::at_rail, 320_ms)},
               {"at the rail for 5 s", disturb(&World::at_rail, 5_s)},
               {"lead off for 5 s", disturb(&World::lead_off, 5_s)},
               {"samples missing for 0.16 s", disturb(&World::missing, 160_ms)},
               {"samples missing for 1 s", disturb(&World::missing, 1_s)},
               {"50 Hz of 100 uV for 5 s", hum},
               {"white noise up to 50 uV for 2 s", fast(50, 2_s)},
               {"white noise up to 50 uV for 20 s", fast(50, 20_s)},
               {"1 frame lost", lose(1)},
               {"5 frames lost", lose(5)},
               {"6 frames lost", lose(6)},
               {"14 frames lost", lose(14)},
               {"15 frames lost", lose(15)}});
  print_table("Disturbances from the first frame of a burst on, the step going on",
              in_burst,
              {{"none", step_to(8000, 60_s)},
               {"the step ends", step_to(1000, 60_s)},
               {"magnet held", hold(&World::magnet, 60_s)},
               {"magnet for 5 s", disturb(&World::magnet, 5_s)},
               {"lead off for 5 s", disturb(&World::lead_off, 5_s)},
               {"at the rail for 5 s", disturb(&World::at_rail, 5_s)},
               {"noise at the rails for 5 s", disturb(&World::noise_at_rails, 5_s)},
               {"5 frames lost", lose(5)},
               {"15 frames lost", lose(15)}});
}

}  // namespace homeostat::responses
