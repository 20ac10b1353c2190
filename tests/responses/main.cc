// Prints safety/RESPONSES.md: how each policy answers a step, a drift and a disturbance.
#include <cstdio>
#include <exception>

#include "tests/responses/page.h"

int main() {
  using namespace homeostat::responses;
  try {
    print_text(R"(# Responses

How each policy answers a step, a drift and a disturbance, in the sense of IEC 60601-1-10. Measured by running the loop,
and written by `tests/responses`: `responses.measured` runs it again and compares. Where a change is meant:

    cmake --build --preset release --target accept_responses

No patient answers here: the signal is what the row says, whatever is stimulated, and the stimulator delivers what it is
granted. So this is what the device does, not what it does to a brain. Background is noise on every channel,
7 uV rms, that falls off above 5 Hz as a brain's does: of white noise the muscle watch would say what it is;
frames last 32 ms and an input changes between two of them.

Times count from the change of the input. *First* and *last pulse* are those delivered from then on; *settled* is the last
change of mode or amplitude that the row saw. *Overshoot* is the highest amplitude granted less the highest that the program
asks for. Bursts are pulses behind 50 ms of silence or more. *Modes* are those passed through; bursts and pauses of an
episode are both "treating".
)");
    print_responsive();
    print_open_loop();
    print_adaptive();
    print_ramp_off();
    print_fallback();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
