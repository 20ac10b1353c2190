#include "tests/model/asking.h"

#include <algorithm>

#include "controller/policy.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::model {
namespace {

using namespace homeostat::literals;

TherapyProgram with_baseline(TherapyProgram program) {
  program.has_fallback = true;
  program.fallback = testing::baseline();
  return program;
}

Asks class_of(const safety::StimRequest& request, Microamps baseline) {
  Microamps highest;
  for (const safety::PulseTrain& train : request.outputs) {
    highest = std::max(highest, train.amplitude);
  }
  return highest <= Microamps{} ? Asks::kNothing
         : highest <= baseline  ? Asks::kBaseline
                                : Asks::kTherapy;
}

}  // namespace

const char* name_of(Asks asks) {
  return asks == Asks::kNothing    ? "nothing"
         : asks == Asks::kBaseline ? "baseline"
                                   : "therapy";
}

Asks asked_in(Mode mode) {
  const Instant start(1'000'000'000);
  Asks most = Asks::kNothing;
  for (const TherapyProgram& program :
       {with_baseline(testing::responsive_program()),
        with_baseline(testing::open_loop_program()), testing::detection_program()}) {
    EpisodeView view{
        .mode_since = start, .burst_start = start, .burst_end = start + 10_s};
    view.interrupted[0] = {
        .configuration = 0, .amplitude = 3000_uA, .pulse_width = 160_us, .period = 5_ms};
    for (std::int64_t ms = 0; ms < 60'000; ms += 10) {
      const Instant now = start + Microseconds(ms * 1000);
      most = std::max(most, class_of(decide(program, mode, view, now),
                                     testing::baseline().outputs[0].amplitude));
    }
  }
  return most;
}

}  // namespace homeostat::controller::model
