#include "controller/closed_loop.h"

// An empty program must grant nothing: zero says that the core links, runs and is off.
int main() {
  static homeostat::controller::TherapyProgram program{};
  homeostat::controller::ClosedLoop loop(program, homeostat::Instant{});
  homeostat::biomarkers::SampleFrame frame{};
  frame.time = homeostat::Instant(32'000);
  return loop.step(frame).on() ? 1 : 0;
}
