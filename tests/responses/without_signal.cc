// What becomes of responsive therapy without its signal: ramp off, or the clinician's
// baseline. No shipped program has either yet, so the shipped one is altered here.
#include "tests/responses/page.h"

namespace homeostat::responses {
namespace {

using controller::Mode;
using controller::TherapyProgram;

void give_ramp(TherapyProgram& program) { program.ramp_off = 2_s; }

// Bursts and a guard that leave the ramp room.
void give_long_bursts(TherapyProgram& program) {
  give_ramp(program);
  program.limits.episodes.max_burst = 4_s;
  for (std::size_t i = 0; i < program.responsive.therapy_count; ++i) {
    program.responsive.therapies[i].bursts[0].duration = 1_s;
  }
}

// 0.5 mA, 0.2 s on and 20 s off: what the program's episodic limits bear.
void give_baseline(TherapyProgram& program) {
  program.has_fallback = true;
  program.fallback.outputs[0] = {
      .configuration = 0, .amplitude = 500_uA, .pulse_width = 160_us, .period = 5_ms};
  program.fallback.on_time = 200_ms;
  program.fallback.off_time = 20_s;
  program.fallback.ramp = 64_ms;
}

void listen(Bench& bench) { bench.live(120_s); }
void reach_burst(Bench& bench) {
  listen(bench);
  bench.world.gain_permille = 8000;
  bench.live_until(Mode::kTreatingBurst);
  bench.live(64_ms);
}

Drive fade(Microseconds span) {
  return [=](Bench& bench) {
    bench.drift(bench.world.gain_permille, std::int64_t{0}, span);
    bench.live(60_s);
  };
}
void lose_frames_and_lead(Bench& bench) {
  bench.lose_frames(6);
  bench.world.lead_off = true;
  bench.live(10_s);
}

}  // namespace

void print_ramp_off() {
  print_text("## Ramp off: the signal is lost and there is no baseline\n");
  print_text(
      "Program `epilepsy/responsive` with `ramp_off_ms: 2000`; measured from the third "
      "frame "
      "of a first burst on.\n");
  print_table(
      "As the shipped limits bear it (bursts of 0.1 s, cut by the guard at 0.25 s)",
      {shipped("epilepsy/responsive", give_ramp), 4000_uA, reach_burst},
      {{"step: lead off", hold(&World::lead_off, 10_s)},
       {"disturbance: 6 frames lost", lose(6)}});
  print_table("With bursts of 1 s and a guard that allows 4 s",
              {shipped("epilepsy/responsive", give_long_bursts), 4000_uA, reach_burst},
              {{"step: lead off", hold(&World::lead_off, 10_s)},
               {"drift: the signal fades to nothing within 10 s", fade(10_s)},
               {"disturbance: lead off for 0.096 s", disturb(&World::lead_off, 96_ms)},
               {"disturbance: 6 frames lost", lose(6)},
               {"disturbance: 6 frames lost and then the lead", lose_frames_and_lead},
               {"disturbance: magnet for 2 s", disturb(&World::magnet, 2_s)}});
}

void print_fallback() {
  const TherapyProgram program = shipped("epilepsy/responsive", give_baseline);
  print_text("## Fallback: the signal is lost and there is a baseline\n");
  print_text(
      "Program `epilepsy/responsive` with a baseline of 0.5 mA, 0.2 s on and 20 s off, "
      "ramp "
      "of 0.064 s.\n");
  print_table("While it listens", {program, 500_uA, listen},
              {{"step: lead off for 60 s", hold(&World::lead_off, 60_s)},
               {"step: lead off for 25 s, then well", disturb(&World::lead_off, 25_s)},
               {"drift: the signal fades to nothing within 60 s", fade(60_s)},
               {"disturbance: lead off for 0.096 s", disturb(&World::lead_off, 96_ms)},
               {"disturbance: 5 frames lost", lose(5)},
               {"disturbance: 6 frames lost", lose(6)}});
  print_table("From boot", {program, 500_uA, [](Bench&) {}},
              {{"step: no signal at all", hold(&World::lead_off, 60_s)}});
}

}  // namespace homeostat::responses
