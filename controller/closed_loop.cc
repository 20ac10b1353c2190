#include "controller/closed_loop.h"

#include <algorithm>

#include "controller/policy.h"
#include "controller/program_use.h"
#ifndef HOMEOSTAT_NO_MOOD
#include "controller/therapy_memory.h"
#endif

namespace homeostat::controller {
namespace {

using biomarkers::ClinicianEvent;

// What no output can have delivered.
constexpr safety::OutputEcho kImpossible{.segments = {},
                                         .count = safety::kEchoSegments + 1};

bool ordered(const biomarkers::SampleFrame& frame, ClinicianEvent event) {
  return (frame.clinician_events & event) != 0;
}

// The monitor has the last word: where it demands off, what the guard granted is
// withdrawn. A latch of either becomes a fault of the chart in the next frame.
void obey(const safety::MonitorVerdict& verdict, safety::Admission& granted) {
  if (!verdict.demands_off()) return;
  granted.command = safety::StimCommand::off();
  granted.latched = true;
  granted.severity = safety::Severity::kLatched;
}

}  // namespace

ClosedLoop::ClosedLoop(const TherapyProgram& program, Instant now) noexcept
    : kept_(program),
      biomarkers_(kept_.program.biomarkers, program.policy == PolicyKind::kAdaptive
                                                ? chain_of(kept_.program.adaptive)
                                                : nullptr),
      envelope_(program.limits, kept_.crc, now),
      state_(kept_, now) {
  program_seal_.close(kept_);
  seal_.close(state_);
}

safety::StimCommand ClosedLoop::step(const biomarkers::SampleFrame& frame) noexcept {
  if (!sealed()) return give_up(frame.time);
  return proceed(sense(frame), frame);
}

biomarkers::Biomarkers ClosedLoop::sense(const biomarkers::SampleFrame& frame) noexcept {
  return biomarkers_.update(frame, in_episode(state_.mode.current()),
                            program().biomarkers.trees.model);
}

safety::StimCommand ClosedLoop::act(const biomarkers::Biomarkers& seen,
                                    const biomarkers::SampleFrame& inputs) noexcept {
  return sealed() ? proceed(seen, inputs) : give_up(inputs.time);
}

safety::StimCommand ClosedLoop::proceed(const biomarkers::Biomarkers& seen,
                                        const biomarkers::SampleFrame& inputs) noexcept {
  State& s = state_;
  const Echo echo = heard_before(inputs) ? Echo{} : inputs.echo;
  s.resets.update(inputs.time - s.last_frame,
                  ordered(inputs, ClinicianEvent::kClinicianReset));
  EventSet events = s.clock.events(seen, inputs, s.report.granted);
  if (s.resets.loops() && s.mode.current() != Mode::kFault) events.add(Event::kFault);
  const Mode mode = s.mode.handle(events);
  hear_stop(events, inputs);
  s.clock.note(mode, inputs.time);
  const safety::StimRequest asked = decide(program(), mode, s.clock.view(), inputs.time);
  const safety::MonitorVerdict verdict = s.monitor.judge(
      echo, s.last_frame, inputs.time, ordered(inputs, ClinicianEvent::kClinicianReset));
  safety::Admission granted =
      stimulates(program())
          ? envelope_.admit(asked, guard_inputs(seen, inputs, echo, verdict))
          : safety::Admission{};
  obey(verdict, granted);
  s.monitor.note(granted.command);
  s.last_frame = inputs.time;
  s.last_sequence = inputs.sequence;
  s.stepped = true;
  const NoticeSet notices = s.notices.update(
      {seen, inputs, mode, s.clock.view(), asked, granted, verdict, envelope_.budgets()});
  s.report = {seen, events, mode, s.clock.view(), asked, granted, verdict, notices};
  seal_.close(state_);
  return granted.command;
}

// Of what memory still says nothing is told but this.
safety::StimCommand ClosedLoop::give_up(Instant now) noexcept {
  seal_.tear();
  LoopReport& told = state_.report;
  told = {};
  told.seen.time = now;
  told.events.add(Event::kFault);
  told.mode = Mode::kFault;
  told.granted.reasons =
      safety::ReasonSet(std::uint64_t{1} << static_cast<int>(safety::Reason::kCorrupt));
  told.granted.severity = safety::Severity::kLatched;
  told.granted.latched = true;
  told.notices.set(Notice::kCallClinician, true);
  return safety::StimCommand::off();
}

Instant ClosedLoop::idle_until() const noexcept {
  return sealed() ? idle_end() : state_.last_frame;
}

Instant ClosedLoop::idle_end() const noexcept {
  const State& s = state_;
  const bool idle = !s.report.granted.latched && s.clock.is_idle();
  return idle ? std::max(s.clock.idle_until(), s.last_frame) : s.last_frame;
}

bool ClosedLoop::advance_idle(Instant until) noexcept {
  State& s = state_;
  if (!sealed()) {
    seal_.tear();
    return false;
  }
  if (until <= s.last_frame || until > idle_end()) return false;
  if (stimulates(program()) && !envelope_.advance_idle(until)) return false;
  s.clock.advance_idle(until);
  s.monitor.advance_idle(until - s.last_frame);
  s.resets.advance_idle(until - s.last_frame);
  s.report.notices = s.notices.advance_idle(until, envelope_.budgets(), s.clock.view());
  s.last_frame = until;
  seal_.close(state_);
  return true;
}

// A frame that a link delivers twice tells of its pulses once. Time that stands still
// under a fresh number is another matter: there the echo is judged.
bool ClosedLoop::heard_before(const biomarkers::SampleFrame& inputs) const noexcept {
  return state_.stepped && inputs.time == state_.last_frame &&
         inputs.sequence == state_.last_sequence;
}

// The guard's words are stored once each: not where one disagrees with its complement.
safety::PersistedState ClosedLoop::persist() const noexcept {
  if (!intact()) return {};
  safety::PersistedState stored = envelope_.persist();
  state_.resets.store(stored);
#ifndef HOMEOSTAT_NO_MOOD
  const MoodTherapy& therapy = state_.clock.mood();
  if (therapy.remembers())
    store_therapy(therapy.store(), biomarkers_.mood_memory(), stored);
#endif
  return stored;
}

bool ClosedLoop::restore(const safety::PersistedState& stored) noexcept {
  if (!sealed()) {
    seal_.tear();
    return false;
  }
  state_.resets.restore(stored);
  bool believed = envelope_.restore(stored, state_.last_frame);
#ifndef HOMEOSTAT_NO_MOOD
  believed = recall(stored, believed) && believed;
#endif
  seal_.close(state_);
  return believed;
}

#ifndef HOMEOSTAT_NO_MOOD
// Where a therapy of mood never ran there is nothing to go on from, and nothing is held
// against it: if the guard's own memory is there, which is not stored without it.
bool ClosedLoop::recall(const safety::PersistedState& stored,
                        bool guard_is_believed) noexcept {
  MoodTherapy& therapy = state_.clock.mood();
  DoseMemory dose;
  biomarkers::MoodMemory mood;
  const Recalled recalled = recall_therapy(stored, dose, mood);
  if (recalled == Recalled::kNothing) {
    if (!guard_is_believed) therapy.distrust();
    return true;
  }
  if (recalled == Recalled::kSpoilt) dose = {};
  (void)biomarkers_.restore_mood(mood);
  return therapy.restore(dose);
}
#endif

// A stop may come at the end of a ramp, frames after the order.
void ClosedLoop::hear_stop(EventSet events,
                           const biomarkers::SampleFrame& inputs) noexcept {
  if (ordered(inputs, ClinicianEvent::kClinicianStart)) state_.stopped = false;
  if (events.has(Event::kClinicianStop)) state_.stopped = true;
}

// What the monitor has just latched for, the guard hears as an echo that cannot be: its
// latch outlives a reset, is counted and is followed by a cool-down.
safety::GuardInputs ClosedLoop::guard_inputs(
    const biomarkers::Biomarkers& seen, const biomarkers::SampleFrame& inputs,
    const Echo& echo, const safety::MonitorVerdict& verdict) const noexcept {
  safety::GuardInputs in{
      .now = inputs.time,
      .sensing_valid = seen.signal_valid,
      .magnet_present = inputs.magnet_present,
      .mri_mode = inputs.mri_mode,
      .clinician_stop = state_.stopped,
      .clinician_reset = ordered(inputs, ClinicianEvent::kClinicianReset),
      .midnight = inputs.midnight,
      .battery = inputs.battery,
      .temperature = inputs.temperature,
      .program_crc = kept_.crc,
      .impedances = inputs.impedances,
      .echo = echo,
      .echo_start = state_.last_frame};
  if (verdict.fresh) in.echo.fill(kImpossible);
  return in;
}

}  // namespace homeostat::controller
