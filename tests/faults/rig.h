// A therapy under way, to which something bad is done: the real loop with a shipped
// program, a world or a virtual patient around it, and a witness who believes neither.
//
//   Rig rig(responsive());
//   rig.reach_burst();
//   rig.on_frame = [](biomarkers::SampleFrame& frame) { frame.magnet_present = true; };
//   rig.inject();      // what follows is measured
//   rig.live(10_s);
//   rig.outcome();
//
// The witness is the oracle of tests/safety: it judges every command and every delivered
// pulse by the program's limits alone, from the first frame on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "controller/closed_loop.h"
#include "models/virtual_patient.h"
#include "tests/faults/history.h"
#include "tests/faults/outcome.h"
#include "tests/safety/oracle.h"
#include "tests/support/background.h"

namespace homeostat::faults {

using namespace homeostat::literals;
using controller::Mode;

// What the next frames bring, where no patient is in the loop.
struct World {
  std::int64_t gain_permille = 1000;  // of the background
  int impedance_ohm = 1000;
  Microseconds impedance_age{1'000'000};
  int battery_mv = 3600;
  int temperature_mc = 37'000;
};

inline constexpr std::int64_t kSeizing = 8000;  // permille of the background

using Echo = std::array<safety::OutputEcho, safety::kOutputs>;

class Rig {
 public:
  explicit Rig(const controller::TherapyProgram& program, Instant start = Instant{});
  // With a patient in the loop instead of the world.
  Rig(const controller::TherapyProgram& program,
      const models::VirtualPatientSettings& patient, std::uint64_t seed);

  World world;
  // Between the front end and the loop.
  std::function<void(biomarkers::SampleFrame&)> on_frame;
  // What the source really does: its echo tells.
  std::function<void(Echo&)> on_delivery;
  // After each step, for whoever logs.
  std::function<void(const biomarkers::SampleFrame&, const controller::LoopReport&)>
      on_step;
  // Around each step of the loop, and around nothing else.
  std::function<void()> before_step = [] {};
  std::function<void()> after_step = [] {};
  // Between sensing and acting.
  std::function<void(biomarkers::Biomarkers&)> on_seen;

  // ---- Time
  // A period passes and its frame arrives.
  void live_frame() { live_frame(frame_span_); }
  void live_frame(Microseconds period);
  void live(Microseconds span);
  // Until that mode, throws after twenty minutes.
  void live_until(Mode mode);
  // Time passes and no frame arrives.
  void pass(Microseconds period);
  void lose(int frames);
  // The last frame arrives, once more if it has already.
  void arrive();

  // ---- Where faults begin
  void listen();       // boot, self test, and two minutes of background
  void reach_burst();  // and the first 64 ms of a burst
  void reach_full();   // open loop: 20 s into an on-time

  // The controller dies and is back a second later with what was stored; the stimulator
  // keeps to the last command. False: what was stored was not believed.
  bool restart();
  bool restart_from(const safety::PersistedState& stored);
  // The same, and the stimulator loses its power too.
  bool lose_power();

  void inject();
  Outcome outcome() const;

  // ---- For cases that look closer
  // The witness goes by other limits than the guard: a campaign that cannot fail shows.
  void judge_by(const safety::Limits& limits) {
    witness_ = safety::testing::Oracle(limits);
  }
  controller::ClosedLoop& loop() { return *loop_; }
  const controller::LoopReport& report() const { return loop_->report(); }
  biomarkers::SampleFrame& frame() { return frame_; }
  models::VirtualPatient* patient() { return patient_.get(); }
  Instant now() const { return now_; }
  // For how long, at most, an episode was treated while no seizure was seen.
  Microseconds longest_treated_calm() const { return longest_calm_; }
  // A hash of every mode and command since the start, times relative to it.
  std::uint64_t history() const { return history_.value(); }

 private:
  void sense();
  float next_sample_uv(std::size_t channel);
  void deliver(Instant from, Instant to);
  void count(const safety::testing::Pulse& pulse);
  void distort();
  void judge(const biomarkers::SampleFrame& seen);
  void remember();
  void complain(const char* what);

  controller::TherapyProgram program_;
  std::unique_ptr<controller::ClosedLoop> loop_;
  std::unique_ptr<models::VirtualPatient> patient_;
  Microseconds frame_span_;
  Instant start_;
  Instant now_;
  biomarkers::SampleFrame frame_;
  safety::StimCommand command_ = safety::StimCommand::off();
  testing::Background background_;

  safety::testing::Oracle witness_;
  safety::GuardInputs last_inputs_;
  bool stopped_ = false;

  bool injected_ = false;
  Instant injection_;
  Instant last_onset_;
  bool pulsed_ = false;
  Outcome outcome_;
  Instant calm_since_;
  Microseconds longest_calm_;
  History history_;
};

}  // namespace homeostat::faults
