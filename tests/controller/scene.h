// A patient in a few words: what the loop sees and what people do, frame by frame.
//
//   Scene scene(responsive_program());
//   scene.arm();
//   scene.seizure = true;
//   scene.run_until(Mode::kTreatingBurst);
//
// Biomarkers are fed to ClosedLoop::act; guard, monitor and chart are the real ones. What
// is commanded is delivered, and echoed.
#pragma once

#include <gtest/gtest.h>

#include "controller/closed_loop.h"
#include "controller/therapy_memory.h"
#include "tests/controller/programs.h"
#include "tests/support/faithful_stimulator.h"

namespace homeostat::controller::testing {

// Whatever is well: battery, contacts, temperature.
inline biomarkers::SampleFrame quiet_inputs() {
  biomarkers::SampleFrame frame;
  for (safety::ContactImpedance& contact : frame.impedances) {
    contact = {1000_ohm, 1_s, true};
  }
  frame.battery = 3600_mV;
  frame.temperature = Millicelsius(37'000);
  return frame;
}

// What a loop would have its doses remembered by.
inline DoseMemory doses_of(const ClosedLoop& loop) {
  DoseMemory dose;
  biomarkers::MoodMemory mood;
  EXPECT_EQ(recall_therapy(loop.persist(), dose, mood), Recalled::kWell);
  return dose;
}

class Scene {
 public:
  explicit Scene(const TherapyProgram& program) : loop_(program, Instant{}) {}

  // What the next frames bring.
  bool seizure = false;
  bool signal = true;
  std::array<std::int32_t, biomarkers::kRcsPrograms> currents_ua{};  // of the chain
  biomarkers::MoodReading mood;
  bool has_time = false;      // the minute of the day is told, and goes on from
  std::int64_t began_us = 0;  // this time of the day
  bool blind = false;         // no detector can be read
  bool faithful = true;       // false: the echo is what the test writes into `inputs`
  biomarkers::SampleFrame inputs = quiet_inputs();

  const LoopReport& step() { return step_after(kFrame); }
  const LoopReport& step_after(Microseconds gap) {
    biomarkers::Biomarkers seen;
    const Instant before = now_;
    now_ = now_ + gap;
    if (faithful) {
      inputs.echo =
          homeostat::testing::faithful_echo(report().granted.command, before, now_);
    }
    seen.time = now_;
    seen.warmed_up = true;
    seen.signal_valid = signal;
    seen.seizure = seizure && signal;
    seen.adaptive.currents_ua = currents_ua;
    seen.mood = mood;
    if (has_time) inputs.minute_of_day = minute();
    for (auto& reading : seen.detectors) reading.valid = signal && !blind;
    inputs.time = now_;
    ++inputs.sequence;
    (void)loop_.act(seen, inputs);
    inputs.clinician_events = 0;  // these last a frame
    inputs.midnight = false;
    return report();
  }
  // The last frame once more, as it was.
  const LoopReport& repeat() {
    biomarkers::Biomarkers seen = report().seen;
    seen.signal_valid = false;
    (void)loop_.act(seen, inputs);
    return report();
  }
  bool restore(const safety::PersistedState& stored) { return loop_.restore(stored); }
  bool restore(const DoseMemory& stored) {
    safety::PersistedState state = loop_.persist();
    store_therapy(stored, {}, state);
    return loop_.restore(state);
  }
  const LoopReport& order(biomarkers::ClinicianEvent event) {
    inputs.clinician_events |= event;
    return step();
  }
  void arm() {
    order(biomarkers::kClinicianStart);
    run_until(Mode::kSensing);
  }
  void run(Microseconds span, Microseconds gap = kFrame) {
    for (const Instant end = now_ + span; now_ < end;) step_after(gap);
  }
  // Steps until the mode is `mode` and returns how long that took.
  Microseconds run_until(Mode mode, Microseconds patience = 600_s) {
    const Instant begin = now_;
    while (this->mode() != mode && now_ - begin < patience) step();
    EXPECT_EQ(name_of(mode), name_of(this->mode()));
    return now_ - begin;
  }

  Mode mode() const { return report().mode; }
  Instant now() const { return now_; }
  const LoopReport& report() const { return loop_.report(); }
  const EpisodeView& episode() const { return report().episode; }
  const ClosedLoop& loop() const { return loop_; }
  const safety::PulseTrain& asked() const { return report().asked.outputs[0]; }
  const safety::PulseTrain& granted() const { return report().granted.command.output(0); }
  bool heard(Event event) const { return report().events.has(event); }

  // It is so late, from now on.
  void tell_time(int minute) {
    has_time = true;
    began_us =
        std::int64_t{minute} * 60'000'000 - static_cast<std::int64_t>(now_.count());
  }

  // Lets time pass without frames.
  bool skip_to(Instant until) {
    if (!loop_.advance_idle(until)) return false;
    now_ = until;
    return true;
  }

 private:
  std::uint16_t minute() const {
    const std::int64_t minutes =
        (began_us + static_cast<std::int64_t>(now_.count())) / 60'000'000;
    return static_cast<std::uint16_t>((minutes % 1440 + 1440) % 1440);
  }

  ClosedLoop loop_;
  Instant now_;
};

}  // namespace homeostat::controller::testing
