// Frames that are lost, doubled, exchanged, misshapen or out of time. Shipped cadence: a
// frame each 32 ms, 0.2 s may be missing, half a second latches.
#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

using biomarkers::SampleFrame;
using safety::Reason;

Outcome in_burst(std::function<void(Rig&)> befall, Microseconds after = 10_s) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  befall(rig);
  rig.live(after);
  return rig.outcome();
}

void doubled(Rig& rig) {
  for (int i = 0; i < 310; ++i) {
    rig.live_frame();
    rig.arrive();
  }
}

// Of two frames the second arrives first.
void exchanged(Rig& rig) {
  for (int i = 0; i < 100; ++i) {
    rig.lose(1);
    const SampleFrame first = rig.frame();
    rig.live_frame();
    const SampleFrame second = rig.frame();
    rig.frame() = first;
    rig.arrive();
    rig.frame() = second;
  }
}

void misshapen(Rig& rig, std::uint8_t samples, std::uint8_t channels) {
  rig.on_frame = [=](SampleFrame& frame) {
    frame.sample_count = samples;
    frame.channel_count = channels;
  };
}

// From boot on; the count of frames wraps within the first burst, or does not.
Outcome wrapping(std::uint32_t first, std::uint64_t& history) {
  Rig rig(responsive());
  rig.frame().sequence = first;
  rig.reach_burst();
  rig.inject();
  rig.live(60_s);
  history = rig.history();
  return rig.outcome();
}

Outcome sequence_wraps() {
  constexpr std::uint32_t kToTheBurst = 3750 + 27;  // two minutes, and the detection
  std::uint64_t with = 0;
  std::uint64_t without = 0;
  Outcome outcome = wrapping(0U - kToTheBurst, with);
  (void)wrapping(0, without);
  outcome.same_as_twin = with == without;
  return outcome;
}

// Ten frames are held up somewhere and arrive together.
void flushed(Rig& rig) {
  std::vector<SampleFrame> held;
  for (int i = 0; i < 10; ++i) {
    rig.lose(1);
    held.push_back(rig.frame());
  }
  for (const SampleFrame& frame : held) {
    rig.frame() = frame;
    rig.arrive();
  }
}

void flooded(Rig& rig) {
  for (int i = 0; i < 3000; ++i) rig.live_frame(3200_us);
}

// A seizure, and each frame comes up to half a frame early or late.
Outcome jittering() {
  Rig rig(responsive());
  rig.listen();
  rig.inject();
  rig.world.gain_permille = kSeizing;
  std::uint32_t noise = 1;
  for (int i = 0; i < 1000; ++i) {
    noise = noise * 1'664'525U + 1'013'904'223U;
    rig.live_frame(Microseconds(16'000 + noise % 32'001));
  }
  return rig.outcome();
}

// The same samples again and again, under a fresh number and stamp.
Outcome repeated() {
  Rig rig(responsive());
  rig.listen();
  rig.inject();
  const SampleFrame last = rig.frame();
  rig.on_frame = [=](SampleFrame& frame) { frame.samples_uv = last.samples_uv; };
  rig.live(60_s);
  return rig.outcome();
}

void one_from_the_future(Rig& rig) {
  rig.on_frame = [](SampleFrame& frame) { frame.time = frame.time + 400_ms; };
  rig.live_frame();
  rig.on_frame = {};
}

}  // namespace

std::vector<Fault> faults_of_frames() {
  const std::vector<Expect> no_signal = {silent_within(64_ms),
                                         reaches(Mode::kFallback, 64_ms), no_latch()};
  return {
      {19,
       "frames dropped",
       "14 in a row, from the middle of a burst on",
       {silent_within(100_ms), reaches(Mode::kFallback, 480_ms), no_latch()},
       [] { return in_burst([](Rig& rig) { rig.lose(14); }, 1_s); }},
      {20,
       "frames duplicated",
       "each of a burst and after arrives twice",
       {silent_within(64_ms), no_latch()},
       [] { return in_burst(doubled, 0_s); }},
      {21,
       "frames reordered",
       "each second one of a burst arrives before the first",
       {silent_within(96_ms), latches(Reason::kClock, 96_ms)},
       [] { return in_burst(exchanged); }},
      {22, "frames truncated", "half of the samples, from the middle of a burst on",
       no_signal, [] { return in_burst([](Rig& rig) { misshapen(rig, 4, 4); }); }},
      {23, "frames oversize", "255 channels of 255 samples", no_signal,
       [] { return in_burst([](Rig& rig) { misshapen(rig, 255, 255); }); }},
      {25,
       "sequence wrap",
       "2^32 - 1 to 0 within the first burst",
       {as_without_it()},
       sequence_wraps},
      {26,
       "burst of frames after a gap",
       "ten arrive together, from within a burst on",
       {no_latch(), at_most(5)},
       [] { return in_burst(flushed, 60_s); }},
      {27,
       "10x rate flood",
       "a frame each 3.2 ms, from within a burst on",
       {silent_within(64_ms), reaches(Mode::kFallback, 64_ms)},
       [] { return in_burst(flooded, 0_s); }},
      {28,
       "jitter +-50 %",
       "from 16 to 48 ms between frames, through a seizure",
       {at_least_one_pulse(), never_in(Mode::kFallback), at_most(5), no_latch()},
       jittering},
      {29,
       "stale repeats with fresh sequence",
       "one frame's samples for ever",
       {no_pulse(), reaches(Mode::kFallback, 2032_ms)},
       repeated},
      {30,
       "future timestamps",
       "one frame of a burst is stamped 0.4 s ahead",
       {silent_within(64_ms), latches(Reason::kClock, 64_ms)},
       [] { return in_burst(one_from_the_future); }},
  };
}

}  // namespace homeostat::faults
