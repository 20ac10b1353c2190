// The closed loop: one frame in, one command out.
//
// The same object runs in the simulator, in replay, behind the HIL link and in firmware.
// All that it knows comes in the frame; it reads no clock, allocates nothing, throws
// nothing and logs nothing, so that equal frames give equal commands on every host. It
// reports what it saw, its mode, what it asked and what was granted, and the host logs.
//
// A program that never stimulates has no limits and no envelope to ask: its loop commands
// nothing, and stays a loop.
#pragma once

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/sample_frame.h"
#include "controller/episode_clock.h"
#include "controller/notice.h"
#include "controller/reset_count.h"
#include "controller/therapy_mode.h"
#include "controller/therapy_program.h"
#include "safety/envelope.h"
#include "safety/monitor.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// What one step saw and did. For logs and tests.
struct LoopReport {
  biomarkers::Biomarkers seen;
  EventSet events;
  Mode mode = Mode::kOff;
  EpisodeView episode;  // therapy and burst under way, counts of the day
  safety::StimRequest asked;
  safety::Admission granted;  // by the guard, and not withdrawn by the monitor
  safety::MonitorVerdict monitor;
  NoticeSet notices;  // for the patient; nothing above rests on them
};

// Not thread-safe. Allocates nothing, never throws.
class ClosedLoop {
 public:
  // `program` must have passed validate(). Starts off, in kOff, at `now`.
  ClosedLoop(const TherapyProgram& program, Instant now) noexcept;
  // Its parts look at its program: it stays where it is.
  ClosedLoop(const ClosedLoop&) = delete;
  ClosedLoop& operator=(const ClosedLoop&) = delete;

  // Call once per frame, in order.
  [[nodiscard]] safety::StimCommand step(const biomarkers::SampleFrame& frame) noexcept;

  // The two halves of step(): step(frame) = act(sense(frame), frame). `act` may be fed
  // biomarkers from elsewhere (event-level trials).
  [[nodiscard]] biomarkers::Biomarkers sense(
      const biomarkers::SampleFrame& frame) noexcept;
  [[nodiscard]] safety::StimCommand act(const biomarkers::Biomarkers& seen,
                                        const biomarkers::SampleFrame& inputs) noexcept;

  // Equals calls of act() up to `until` with a valid signal that shows nothing and inputs
  // that say nothing, in constant time. Legal only while off and nothing is under way: in
  // kOff or kSensing; otherwise does nothing and returns false. For loops that are fed by
  // act(): sense() would find a gap.
  bool advance_idle(Instant until) noexcept;

  // What must outlive a reset: budgets, counts and latch, debited already. The host
  // writes it after each step, before it delivers the command.
  safety::PersistedState persist() const noexcept;
  // Goes on from there; before the first step. False: not believed, so budgets are empty
  // and the guard is latched. Too many resets in a row are a fault of the chart.
  bool restore(const safety::PersistedState& stored) noexcept;

  const LoopReport& report() const noexcept { return report_; }
  const TherapyProgram& program() const noexcept { return program_; }

 private:
  using Echo = std::array<safety::OutputEcho, safety::kOutputs>;

  void scrub(Instant now) noexcept;
  safety::GuardInputs guard_inputs(const biomarkers::Biomarkers& seen,
                                   const biomarkers::SampleFrame& inputs,
                                   const Echo& echo,
                                   const safety::MonitorVerdict& verdict) noexcept;
  bool heard_before(const biomarkers::SampleFrame& inputs) const noexcept;
  void hear_stop(EventSet events, const biomarkers::SampleFrame& inputs) noexcept;

  TherapyProgram program_;
  std::uint32_t program_crc_;  // as last scrubbed
  biomarkers::BiomarkerBank biomarkers_;
  EpisodeClock clock_;
  TherapyMode mode_;
  safety::Envelope envelope_;
  safety::Monitor monitor_;
  NoticeBoard notices_;
  ResetCount resets_;
  Instant last_frame_;  // the echo of a frame begins where the last one ended
  std::uint32_t last_sequence_ = 0;
  bool stepped_ = false;
  Instant scrubbed_;
  bool stopped_ = false;  // by a clinician, until a clinician starts
  LoopReport report_;
};

}  // namespace homeostat::controller
