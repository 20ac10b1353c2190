// RESPONSES.md, table by table: each row a case that drives a fresh bench.
#pragma once

#include <functional>
#include <initializer_list>

#include "tests/responses/bench.h"

namespace homeostat::responses {

using Drive = std::function<void(Bench&)>;

struct Case {
  const char* input;
  Drive drive;
};

// What a table is about. `ready` brings a fresh bench to where its cases begin.
struct Subject {
  controller::TherapyProgram program;
  Microamps programmed;  // the highest amplitude that the program asks for
  Drive ready;
};

void print_text(const char* text);
void print_table(const char* title, const Subject& subject,
                 std::initializer_list<Case> cases);

// Each prints its section.
void print_responsive();
void print_open_loop();
void print_adaptive();
void print_ramp_off();
void print_fallback();

// A shipped program, which `change` may alter; throws where the result does not validate.
controller::TherapyProgram shipped(const char* name,
                                   void (*change)(controller::TherapyProgram&) = nullptr);

// ---- What cases are made of

// The signal becomes so many thousandths of its background, and stays.
inline Drive step_to(std::int64_t permille, Microseconds span) {
  return [=](Bench& bench) {
    bench.world.gain_permille = permille;
    bench.live(span);
  };
}
// It does so evenly within `span`, and stays for two minutes.
inline Drive drift_to(std::int64_t permille, Microseconds span) {
  return [=](Bench& bench) {
    bench.drift(bench.world.gain_permille, permille, span);
    bench.live(120_s);
  };
}
// Something is so, and stays.
inline Drive hold(bool World::*what, Microseconds span) {
  return [=](Bench& bench) {
    bench.world.*what = true;
    bench.live(span);
  };
}
// Something is so for a while, and then a minute is well.
inline Drive disturb(bool World::*what, Microseconds span) {
  return [=](Bench& bench) {
    hold(what, span)(bench);
    bench.world.*what = false;
    bench.live(60_s);
  };
}
inline Drive lose(int frames) {
  return [=](Bench& bench) {
    bench.lose_frames(frames);
    bench.live(60_s);
  };
}
// Another drive follows; what is measured begins with it.
inline Drive then(const Drive& before, const Drive& drive) {
  return [=](Bench& bench) {
    before(bench);
    bench.begin();
    drive(bench);
  };
}

}  // namespace homeostat::responses
