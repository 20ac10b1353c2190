// The closed loop: one frame in, one command out.
//
// The same object runs in the simulator, in replay, behind the HIL link and in firmware.
// All that it knows comes in the frame; it reads no clock, allocates nothing, throws
// nothing and logs nothing, so that equal frames give equal commands on every host. It
// reports what it saw, its mode, what it asked and what was granted, and the host logs.
//
// Its memory is under seal from one step to the next (controller/state_seal.h): program,
// chart, clock, monitor, notices, and all else that a command rests on. Where a bit of it
// has changed, nothing of it is believed: silence, told as a fault and as the reason
// "corrupt", until the loop is made anew from what was stored. The guard keeps each of
// its words twice and latches by itself. Not under seal: the signal's state (filters,
// features, baselines), which changes what is seen and not what may be given; and
// whatever changes within a step.
//
// A program that never stimulates has no limits and no envelope to ask: its loop commands
// nothing, and stays a loop.
#pragma once

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/sample_frame.h"
#include "controller/episode_clock.h"
#include "controller/notice.h"
#include "controller/reset_count.h"
#include "controller/state_seal.h"
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
  // biomarkers from elsewhere (event-level trials). `sense` alone asks for no seal.
  [[nodiscard]] biomarkers::Biomarkers sense(
      const biomarkers::SampleFrame& frame) noexcept;
  [[nodiscard]] safety::StimCommand act(const biomarkers::Biomarkers& seen,
                                        const biomarkers::SampleFrame& inputs) noexcept;

  // Equals calls of act() up to `until` with a valid signal that shows nothing and inputs
  // that say nothing, in constant time; of mood, the same reading as the last one,
  // without the end of a bin, while the minute of the day goes on. Legal only while off
  // and nothing is under way: in kOff or kSensing, of a dosed therapy in kRefractory and
  // kLockout, too; and no later than idle_until(); otherwise does nothing and returns
  // false. For loops that are fed by act(): sense() would find a gap.
  bool advance_idle(Instant until) noexcept;
  // The last instant up to which advance_idle() may go: before the first frame in which
  // act() would do anything by itself, up to a minute earlier where it waits for an hour
  // of the day. The last frame's time where nothing may be skipped.
  Instant idle_until() const noexcept;

  // What must outlive a reset: budgets, counts and latch, debited already; of a program
  // with a mood biomarker what that knows, and the doses. The host
  // writes it after each step, before it delivers the command. Where memory has changed,
  // a state that does not check: who wants to keep the one before asks intact() first.
  safety::PersistedState persist() const noexcept;
  // Goes on from there; before the first step. False: not believed, so budgets are empty
  // and the guard is latched, or doses are the worst that they can be
  // (controller/mood_therapy.h). A mood biomarker that is not believed begins anew. Too
  // many resets in a row are a fault of the chart.
  bool restore(const safety::PersistedState& stored) noexcept;

  // Whether memory is what the last call left, the guard's with it.
  bool intact() const noexcept { return sealed() && envelope_.intact(); }
  // Whether a call found that it was not: it does nothing any more, for good.
  bool lost() const noexcept { return seal_.broken(); }

  const LoopReport& report() const noexcept { return state_.report; }
  const TherapyProgram& program() const noexcept { return kept_.program; }

  struct Layout;  // controller/loop_layout.h

 private:
  using Echo = std::array<safety::OutputEcho, safety::kOutputs>;

  // Never written again.
  struct Kept {
    explicit Kept(const TherapyProgram& its) noexcept
        : program(its), crc(checksum(its)) {}
    TherapyProgram program;
    std::uint32_t crc;
  };
  struct State {
    State(const Kept& kept, Instant now) noexcept
        : clock(kept.program, kept.crc),
          monitor(kept.program.limits),
          notices(kept.program),
          last_frame(now) {}

    EpisodeClock clock;
    TherapyMode mode;
    safety::Monitor monitor;
    NoticeBoard notices;
    ResetCount resets;
    Instant last_frame;  // the echo of a frame begins where the last one ended
    std::uint32_t last_sequence = 0;
    bool stepped = false;
    bool stopped = false;  // by a clinician, until a clinician starts
    LoopReport report;
  };

#ifndef HOMEOSTAT_NO_MOOD
  bool recall(const safety::PersistedState& stored, bool guard_is_believed) noexcept;
#endif
  bool sealed() const noexcept {
    return program_seal_.holds(kept_) && seal_.holds(state_);
  }
  safety::StimCommand proceed(const biomarkers::Biomarkers& seen,
                              const biomarkers::SampleFrame& inputs) noexcept;
  safety::StimCommand give_up(Instant now) noexcept;
  safety::GuardInputs guard_inputs(const biomarkers::Biomarkers& seen,
                                   const biomarkers::SampleFrame& inputs,
                                   const Echo& echo,
                                   const safety::MonitorVerdict& verdict) const noexcept;
  Instant idle_end() const noexcept;
  bool heard_before(const biomarkers::SampleFrame& inputs) const noexcept;
  void hear_stop(EventSet events, const biomarkers::SampleFrame& inputs) noexcept;

  Kept kept_;
  StateSeal program_seal_;
  StateSeal seal_;
  biomarkers::BiomarkerBank biomarkers_;
  safety::Envelope envelope_;
  State state_;
};

}  // namespace homeostat::controller
