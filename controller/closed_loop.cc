#include "controller/closed_loop.h"

#include "controller/policy.h"
#include "controller/program_use.h"

namespace homeostat::controller {
namespace {

using biomarkers::ClinicianEvent;

// The program in memory is summed anew so often.
constexpr std::uint64_t kScrubPeriod_us = 1'000'000;

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
    : program_(program),
      program_crc_(checksum(program_)),
      biomarkers_(program_.biomarkers, program_.policy == PolicyKind::kAdaptive
                                           ? chain_of(program_.adaptive)
                                           : nullptr),
      clock_(program_, program_crc_),
      envelope_(program_.limits, program_crc_, now),
      monitor_(program_.limits),
      notices_(program_),
      last_frame_(now),
      scrubbed_(now) {}

safety::StimCommand ClosedLoop::step(const biomarkers::SampleFrame& frame) noexcept {
  return act(sense(frame), frame);
}

biomarkers::Biomarkers ClosedLoop::sense(const biomarkers::SampleFrame& frame) noexcept {
  return biomarkers_.update(frame, in_episode(mode_.current()),
                            program_.biomarkers.trees.model);
}

safety::StimCommand ClosedLoop::act(const biomarkers::Biomarkers& seen,
                                    const biomarkers::SampleFrame& inputs) noexcept {
  scrub(inputs.time);
  const bool again = heard_before(inputs);
  const Echo echo = again ? Echo{} : inputs.echo;
  resets_.update(inputs.time - last_frame_,
                 ordered(inputs, ClinicianEvent::kClinicianReset));
  EventSet events = clock_.events(seen, inputs, report_.granted);
  if (resets_.loops() && mode_.current() != Mode::kFault) events.add(Event::kFault);
  const Mode mode = mode_.handle(events);
  hear_stop(events, inputs);
  clock_.note(mode, inputs.time);
  const safety::StimRequest asked = decide(program_, mode, clock_.view(), inputs.time);
  const safety::MonitorVerdict verdict = monitor_.judge(
      echo, last_frame_, inputs.time, ordered(inputs, ClinicianEvent::kClinicianReset));
  safety::Admission granted =
      stimulates(program_)
          ? envelope_.admit(asked, guard_inputs(seen, inputs, echo, verdict))
          : safety::Admission{};
  obey(verdict, granted);
  monitor_.note(granted.command);
  last_frame_ = inputs.time;
  last_sequence_ = inputs.sequence;
  stepped_ = true;
  const NoticeSet notices = notices_.update(
      {seen, inputs, mode, clock_.view(), asked, granted, verdict, envelope_.budgets()});
  report_ = {seen, events, mode, clock_.view(), asked, granted, verdict, notices};
  return granted.command;
}

bool ClosedLoop::advance_idle(Instant until) noexcept {
  if (report_.granted.latched || until <= last_frame_ || !clock_.is_idle()) return false;
  if (stimulates(program_) && !envelope_.advance_idle(until)) return false;
  clock_.advance_idle(until);
  monitor_.advance_idle(until - last_frame_);
  report_.notices = notices_.advance_idle(until, envelope_.budgets());
  last_frame_ = until;
  return true;
}

// A program that changed in memory no longer matches what the guard was made with.
void ClosedLoop::scrub(Instant now) noexcept {
  // A clock that ran backwards is far ahead in numbers without a sign.
  if (now.count() - scrubbed_.count() < kScrubPeriod_us) return;
  scrubbed_ = now;
  program_crc_ = checksum(program_);
}

// A frame that a link delivers twice tells of its pulses once. Time that stands still
// under a fresh number is another matter: there the echo is judged.
bool ClosedLoop::heard_before(const biomarkers::SampleFrame& inputs) const noexcept {
  return stepped_ && inputs.time == last_frame_ && inputs.sequence == last_sequence_;
}

safety::PersistedState ClosedLoop::persist() const noexcept {
  safety::PersistedState state = envelope_.persist();
  resets_.store(state);
  return state;
}

bool ClosedLoop::restore(const safety::PersistedState& stored) noexcept {
  resets_.restore(stored);
  return envelope_.restore(stored, last_frame_);
}

// A stop may come at the end of a ramp, frames after the order.
void ClosedLoop::hear_stop(EventSet events,
                           const biomarkers::SampleFrame& inputs) noexcept {
  if (ordered(inputs, ClinicianEvent::kClinicianStart)) stopped_ = false;
  if (events.has(Event::kClinicianStop)) stopped_ = true;
}

// What the monitor has just latched for, the guard hears as an echo that cannot be: its
// latch outlives a reset, is counted and is followed by a cool-down.
safety::GuardInputs ClosedLoop::guard_inputs(
    const biomarkers::Biomarkers& seen, const biomarkers::SampleFrame& inputs,
    const Echo& echo, const safety::MonitorVerdict& verdict) noexcept {
  safety::GuardInputs in{
      .now = inputs.time,
      .sensing_valid = seen.signal_valid,
      .magnet_present = inputs.magnet_present,
      .mri_mode = inputs.mri_mode,
      .clinician_stop = stopped_,
      .clinician_reset = ordered(inputs, ClinicianEvent::kClinicianReset),
      .midnight = inputs.midnight,
      .battery = inputs.battery,
      .temperature = inputs.temperature,
      .program_crc = program_crc_,
      .impedances = inputs.impedances,
      .echo = echo,
      .echo_start = last_frame_};
  if (verdict.fresh) in.echo.fill(kImpossible);
  return in;
}

}  // namespace homeostat::controller
