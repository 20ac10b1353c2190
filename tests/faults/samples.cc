// Samples that are not a brain's.
#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

// While it listens, so many seconds of what `spoil` makes of each frame.
Outcome while_listening(std::function<void(biomarkers::SampleFrame&)> spoil,
                        Microseconds span = 60_s) {
  Rig rig(responsive());
  rig.listen();
  rig.inject();
  rig.on_frame = std::move(spoil);
  rig.live(span);
  return rig.outcome();
}

std::function<void(biomarkers::SampleFrame&)> every_sample(float value) {
  return [=](biomarkers::SampleFrame& frame) {
    for (auto& channel : frame.samples_uv) channel.fill(value);
  };
}

}  // namespace

std::vector<Fault> faults_of_samples() {
  return {
      {9,
       "flat line",
       "every sample is zero",
       {no_pulse(), reaches(Mode::kFallback, 2032_ms), ends_in(Mode::kFallback)},
       [] { return while_listening(every_sample(0.0F)); }},
  };
}

}  // namespace homeostat::faults
