// A monitor and a stimulator that does as it is told, frame by frame; a test changes the
// echo in between.
#pragma once
#include <gtest/gtest.h>

#include <bit>
#include <functional>

#include "safety/monitor.h"
#include "tests/safety/bench.h"
#include "tests/support/faithful_stimulator.h"

namespace homeostat::safety::testing {

// Only an Envelope can make a command that is on. A test of the monitor forges one from
// its bytes; nothing that ships may.
inline StimCommand forge(const PulseTrain& first, const PulseTrain& second = {}) {
  return std::bit_cast<StimCommand>(std::array<PulseTrain, kOutputs>{first, second});
}

inline constexpr Microseconds kFrame{32'000};

class MonitorTest : public ::testing::Test {
 protected:
  using Echo = std::array<OutputEcho, kOutputs>;
  using Change = std::function<void(Echo&)>;

  // One frame: what is in force is delivered, the test changes the echo, and `next` is in
  // force from then on.
  MonitorVerdict live(const StimCommand& next, const Change& change = {},
                      bool reset = false) {
    const Instant before = now_;
    now_ = now_ + kFrame;
    Echo echo = homeostat::testing::faithful_echo(in_force_, before, now_);
    if (change) change(echo);
    const MonitorVerdict verdict = monitor_.judge(echo, before, now_, reset);
    monitor_.note(next);
    in_force_ = next;
    return verdict;
  }
  MonitorReason rest(const Change& change = {}) {
    return live(StimCommand::off(), change).reason;
  }
  // Begins a train of 10 s that is in force from now on.
  PulseTrain begin(Microamps amplitude = 4000_uA, Microseconds width = 160_us,
                   Microseconds period = 5000_us, std::uint8_t configuration = 0) {
    PulseTrain t{configuration, amplitude, width, period, now_ + kFrame, now_ + 10_s};
    EXPECT_EQ(MonitorReason::kNone, live(forge(t)).reason);
    return t;
  }
  MonitorReason go_on(const Change& change = {}) {
    return live(in_force_, change).reason;
  }
  // A frame of the usual train whose first segment of output 0 is changed.
  MonitorReason with(const std::function<void(PulseSegment&)>& change) {
    return go_on([&](Echo& echo) { change(echo[0].segments[0]); });
  }
  void renew() {
    monitor_ = Monitor(limits_);
    now_ = Instant(1'000'000);
    in_force_ = StimCommand::off();
  }

  Limits limits_ = responsive_limits();
  Monitor monitor_{limits_};
  Instant now_{1'000'000};
  StimCommand in_force_ = StimCommand::off();
};

// Segments that a test writes itself, and frames of any length.
class MonitorEdgeTest : public MonitorTest {
 protected:
  using Segments = std::vector<PulseSegment>;

  // A frame of that length in which output 0 delivered these.
  MonitorVerdict judged(const Segments& segments, Microseconds frame = kFrame,
                        bool reset = false) {
    Echo echo{};
    for (const PulseSegment& s : segments) echo[0].segments[echo[0].count++] = s;
    now_ = now_ + frame;
    return monitor_.judge(echo, now_ - frame, now_, reset);
  }
  MonitorReason reason(const Segments& segments, Microseconds frame = kFrame) {
    return judged(segments, frame).reason;
  }
  // In force from now on, for long.
  PulseTrain in_force(Microamps amplitude = 4000_uA, Microseconds period = 5000_us,
                      std::uint8_t configuration = 0) {
    const PulseTrain t{configuration, amplitude, 160_us, period, now_, now_ + 1000_s};
    monitor_.note(forge(t));
    monitor_.note(forge(t));
    return t;
  }
  // Pulses of a train from so long into the next frame.
  PulseSegment segment(const PulseTrain& of, Microseconds after,
                       std::uint32_t pulses = 1) {
    PulseSegment s;
    s.first_pulse = now_ + after;
    s.pulses = pulses;
    s.period = of.period;
    s.amplitude = of.amplitude;
    s.pulse_width = of.pulse_width;
    s.charge1 = s.charge2 = of.amplitude * of.pulse_width;
    s.configuration = of.configuration;
    return s;
  }
};

}  // namespace homeostat::safety::testing
