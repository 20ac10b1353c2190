// People at both ends: programmers and patients.
#include "tests/faults/campaign.h"
#include "tests/faults/files.h"

namespace homeostat::faults {
namespace {

using biomarkers::SampleFrame;

Outcome in_burst(std::function<void(Rig&)> befall) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  befall(rig);
  return rig.outcome();
}

// While an episode is treated, a new program arrives and is cut at every byte, or not.
Outcome treated(bool interrupted, std::uint64_t& history) {
  const std::string image = image_of("epilepsy/open_loop");
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  Outcome tally;
  for (std::size_t cut = 0; interrupted && cut < image.size(); ++cut) {
    try_image(image.substr(0, cut), tally);
    if (cut % 16 == 0) rig.live_frame();
  }
  while (rig.now() < Instant{} + 200_s) rig.live_frame();
  history = rig.history();
  Outcome outcome = rig.outcome();
  outcome.tries = tally.tries;
  outcome.refused = tally.refused;
  return outcome;
}

Outcome disconnected() {
  std::uint64_t with = 0;
  std::uint64_t without = 0;
  Outcome outcome = treated(true, with);
  (void)treated(false, without);
  outcome.same_as_twin = with == without;
  return outcome;
}

// One starts, another stops, in the same frame and for ever.
void two_programmers(Rig& rig) {
  rig.on_frame = [](SampleFrame& frame) {
    frame.clinician_events = biomarkers::kClinicianStart | biomarkers::kClinicianStop;
  };
  rig.live(60_s);
}

// Two seconds on, five off, through a seizure without end.
void inhibits_again_and_again(Rig& rig) {
  for (int i = 0; i < 50; ++i) {
    rig.on_frame = [](SampleFrame& frame) { frame.magnet_present = true; };
    rig.live(2_s);
    rig.on_frame = {};
    rig.live(5_s);
  }
}

// After a short the device is started once a second, and nobody resets it.
void starts_without_reset(Rig& rig) {
  rig.on_delivery = [](Echo& echo) {
    echo[0].segments[0].flags = safety::kShortedContact;
  };
  rig.live(1_s);
  rig.on_delivery = {};
  rig.on_frame = [n = 0](SampleFrame& frame) mutable {
    if (++n % 31 == 0) frame.clinician_events = biomarkers::kClinicianStart;
  };
  rig.live(60_s);
}

}  // namespace

std::vector<Fault> faults_of_people() {
  return {
      {91,
       "programmer disconnects mid-change",
       "at every byte of a new program",
       {every_try_refused(), as_without_it()},
       disconnected},
      {92,
       "two programmers",
       "start and stop in each frame, from within a burst on",
       {silent_within(32_ms), ends_in(Mode::kOff), no_latch(),
        notifies(controller::Notice::kTherapyStopped)},
       [] { return in_burst(two_programmers); }},
      {93,
       "patient presses inhibit repeatedly",
       "50 times 2 s on and 5 s off, through a seizure without end",
       {at_most(60)},
       [] { return in_burst(inhibits_again_and_again); }},
      {94,
       "re-arm without authorisation",
       "a start each second after a latch, no reset",
       {silent_within(32_ms), latches(32_ms), ends_in(Mode::kFault)},
       [] { return in_burst(starts_without_reset); }},
  };
}

}  // namespace homeostat::faults
