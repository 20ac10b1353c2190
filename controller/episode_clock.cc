#include "controller/episode_clock.h"

#include <algorithm>

#include "controller/program_use.h"

namespace homeostat::controller {
namespace {

using biomarkers::ClinicianEvent;
using safety::Reason;

bool inhibiting(const biomarkers::SampleFrame& frame) {
  return frame.magnet_present || frame.mri_mode;
}

bool ordered(const biomarkers::SampleFrame& frame, ClinicianEvent event) {
  return (frame.clinician_events & event) != 0;
}

// The modes in which the chart cares whether there is a signal.
bool listens_in(PolicyKind policy, Mode mode) {
  return mode == Mode::kSensing || mode == Mode::kTreatingBurst ||
         mode == Mode::kTreatingPause || mode == Mode::kRefractory ||
         (mode == Mode::kTreatingContinuous &&
          (policy == PolicyKind::kAdaptive || policy == PolicyKind::kProportional));
}

// The guard has counted more than we did: its ledger outlives a reset, ours does not.
bool refused_by_count(const safety::Admission& last) {
  return !last.command.on() &&
         (last.reasons.has(Reason::kEpisode) || last.reasons.has(Reason::kHour) ||
          last.reasons.has(Reason::kDay));
}

const TherapySettings& therapy_at(const TherapyProgram& program, std::uint8_t index) {
  return program.responsive.therapies[index % kMaxTherapies];
}

}  // namespace

EventSet EpisodeClock::events(const biomarkers::Biomarkers& seen,
                              const biomarkers::SampleFrame& frame,
                              const safety::Admission& last) noexcept {
  EventSet events;
  now_ = frame.time;
  therapies_.advance(now_);
  if (frame.midnight && program_.limits.episodes.day_ends_at_midnight) {
    therapies_.forget_all();
  }
  account(last, now_);
  keep_lock(seen.signal_valid && !seen.seizure, now_);
  wind_down_.update(frame, mode_);
  view_.level = wind_down_.level();
  for (std::size_t i = 0; i < view_.adaptive.size(); ++i) {
    view_.adaptive[i] = Microamps(seen.adaptive.currents_ua[i]);
  }
  mood_.update(seen, frame, mode_);
  mood_.show(view_);
  if (last.latched && mode_ != Mode::kFault) events.add(Event::kFault);
  add_people(frame, events);
  if (mode_ == Mode::kSelfTest) add_self_test(seen, frame, events);
  add_signal(seen, now_, events);
  add_therapy(seen, now_, events);
  return events;
}

// What the guard made of the frame before. A therapy counts once anything of it was
// granted: one that was refused has spent nothing.
void EpisodeClock::account(const safety::Admission& last, Instant now) noexcept {
  granted_ = {last.command.output(0), last.command.output(1)};
  if (mode_ == Mode::kTreatingBurst && last.command.on() && !counted_) {
    therapies_.count();
    counted_ = true;
    helped_ = true;
  }
  if (mode_ == Mode::kTreatingBurst && refused_by_count(last)) {
    locked_until_ = now + kGuardRetry;
  }
  view_.therapies_today = static_cast<std::uint16_t>(therapies_.total());
}

// An episode that did not yield stays exhausted for as long as the seizure goes on, and
// for the refractory time after. Nothing heard is no end.
void EpisodeClock::keep_lock(bool quiet, Instant now) noexcept {
  if (!exhausted_) return;
  if (!quiet) locked_until_ = now + program_.responsive.refractory;
  exhausted_ = !quiet || now < locked_until_;
}

void EpisodeClock::add_people(const biomarkers::SampleFrame& frame,
                              EventSet& events) noexcept {
  const bool boots_armed = !booted_ && program_.start_armed;
  booted_ = true;
  if (ordered(frame, ClinicianEvent::kClinicianStart) || boots_armed) {
    events.add(Event::kClinicianStart);
  }
  if (ordered(frame, ClinicianEvent::kClinicianStop) || wind_down_.ended()) {
    events.add(Event::kClinicianStop);
  }
  if (ordered(frame, ClinicianEvent::kClinicianReset)) {
    events.add(Event::kClinicianReset);
  }
  // In Off there is nothing to inhibit, and a clinician's start must be heard.
  if (inhibiting(frame) && mode_ != Mode::kOff) events.add(Event::kInhibit);
  if (!inhibiting(frame) && mode_ == Mode::kInhibited) events.add(Event::kInhibitOver);
}

// A magnet holds the test up; it is not part of it.
void EpisodeClock::add_self_test(const biomarkers::Biomarkers& seen,
                                 const biomarkers::SampleFrame& frame,
                                 EventSet& events) noexcept {
  if (inhibiting(frame)) {
    self_test_.begin(frame.time, mood_.may_begin());
    return;
  }
  const SelfTestOutcome outcome =
      self_test_.judge(frame, seen.signal_valid || !listens(program_));
  if (outcome == SelfTestOutcome::kPassed) events.add(Event::kSelfTestPassed);
  if (outcome == SelfTestOutcome::kFailed) events.add(Event::kFault);
  view_.self_test_missing = self_test_.missing();
}

// Therapy that does not listen cannot lose what it listens to. Nor can a Sensing whose
// limit is reached: it is on its way to Lockout, which has no baseline, and a magnet that
// led past Lockout must not win one.
void EpisodeClock::add_signal(const biomarkers::Biomarkers& seen, Instant now,
                              EventSet& events) const noexcept {
  if (!listens(program_)) return;
  const bool limited = mode_ == Mode::kSensing && is_limited(now);
  const bool heard = seen.signal_valid || !listens_in(program_.policy, mode_);
  if (!heard && !limited) events.add(Event::kSignalLost);
  if (seen.signal_valid && mode_ == Mode::kFallback) events.add(Event::kSignalBack);
}

void EpisodeClock::add_therapy(const biomarkers::Biomarkers& seen, Instant now,
                               EventSet& events) noexcept {
  switch (mode_) {
    case Mode::kSensing:
      add_in_sensing(seen, now, events);
      return;
    case Mode::kTreatingBurst:
      if (is_locked(now)) events.add(Event::kLimitReached);
      if (now >= view_.burst_end) events.add(Event::kBurstOver);
      return;
    case Mode::kTreatingPause:
      if (now >= pause_end_) add_end_of_pause(seen, now, events);
      return;
    case Mode::kRefractory:
      if (now >= refractory_until_) events.add(Event::kRefractoryOver);
      return;
    case Mode::kLockout:
      if (!is_limited(now)) events.add(Event::kLimitLifted);
      return;
    case Mode::kOff:
    case Mode::kSelfTest:
    case Mode::kTreatingContinuous:
    case Mode::kInhibited:
    case Mode::kFallback:
    case Mode::kFault:
      return;
  }
}

void EpisodeClock::add_in_sensing(const biomarkers::Biomarkers& seen, Instant now,
                                  EventSet& events) const noexcept {
  switch (program_.policy) {
    case PolicyKind::kResponsive:
      if (is_limited(now)) {
        events.add(Event::kLimitReached);
      } else if (seen.seizure && now >= refractory_until_) {
        events.add(Event::kDetected);
      }
      return;
    case PolicyKind::kDosed:
      if (is_limited(now)) {
        events.add(Event::kLimitReached);
      } else if (mood_.burst_due()) {
        events.add(Event::kDetected);
      }
      return;
    case PolicyKind::kOpenLoop:
    case PolicyKind::kAdaptive:
    case PolicyKind::kProportional:
    case PolicyKind::kSchedule:
      if (mood_.may_begin()) events.add(Event::kContinuousDue);
      return;
    case PolicyKind::kNone:
    case PolicyKind::kDetectionOnly:
      return;
  }
}

// Between bursts of one therapy the next one follows; after a therapy only if the seizure
// goes on and the episode and the day allow another. A dosed therapy is one burst.
void EpisodeClock::add_end_of_pause(const biomarkers::Biomarkers& seen, Instant now,
                                    EventSet& events) noexcept {
  if (!therapy_is_complete()) {
    events.add(Event::kBurstDue);
  } else if (!seen.seizure || is_dosed(program_)) {
    events.add(Event::kEpisodeOver);
  } else if (view_.therapy + 1 >= program_.responsive.therapy_count) {
    end_untreatable(now, events);
  } else if (day_is_spent()) {
    events.add(Event::kLimitReached);
  } else {
    events.add(Event::kBurstDue);
  }
}

// All therapies are given and the seizure goes on. Where the guard granted none of them
// the patient did not fail to yield: the contacts, say, were at fault, and may mend.
void EpisodeClock::end_untreatable(Instant now, EventSet& events) noexcept {
  if (!helped_) {
    events.add(Event::kEpisodeOver);
    return;
  }
  exhausted_ = true;
  locked_until_ = now + program_.responsive.refractory;
  events.add(Event::kEpisodeExhausted);
}

bool EpisodeClock::day_is_spent() const noexcept {
  return therapies_.total() >= program_.responsive.therapies_per_day;
}

bool EpisodeClock::is_locked(Instant now) const noexcept {
  return exhausted_ || now < locked_until_;
}

// A program without episodes has no limit of episodes.
bool EpisodeClock::is_limited(Instant now) const noexcept {
  if (is_dosed(program_)) return mood_.is_limited() || is_locked(now);
  return program_.policy == PolicyKind::kResponsive && (day_is_spent() || is_locked(now));
}

Microseconds EpisodeClock::refractory() const noexcept {
  return is_dosed(program_) ? mood_.refractory() : program_.responsive.refractory;
}

// If nothing more is counted.
Instant EpisodeClock::lifted_at() const noexcept {
  const Instant room = is_dosed(program_)
                           ? now_ + mood_.until_lifted()
                           : therapies_.fewer_than(program_.responsive.therapies_per_day);
  return std::max(locked_until_, room);
}

bool EpisodeClock::therapy_is_complete() const noexcept {
  const TherapySettings& therapy = therapy_at(program_, view_.therapy);
  const int next = view_.burst + 1;
  return next >= kBurstsPerTherapy ||
         therapy.bursts[static_cast<std::size_t>(next)].duration <= Microseconds{};
}

EpisodeClock::Step EpisodeClock::next_step() const noexcept {
  if (therapy_is_complete()) return {static_cast<std::uint8_t>(view_.therapy + 1), 0};
  return {view_.therapy, static_cast<std::uint8_t>(view_.burst + 1)};
}

void EpisodeClock::note(Mode mode, Instant now) noexcept {
  if (mode == mode_) return;
  const Mode before = mode_;
  mode_ = mode;
  view_.mode_since = now;
  view_.mode_until = Instant{};
  mood_.note(mode);
  mood_.show(view_);
  switch (mode) {
    case Mode::kSelfTest:
      self_test_.begin(now, mood_.may_begin());
      return;
    case Mode::kTreatingBurst:
      if (before != Mode::kTreatingPause) begin_episode(now);
      begin_burst(before == Mode::kTreatingPause ? next_step() : Step{}, now);
      return;
    case Mode::kTreatingPause:
      begin_pause();
      return;
    case Mode::kRefractory:
      refractory_until_ = now + refractory();
      view_.mode_until = refractory_until_;
      return;
    case Mode::kLockout:
      view_.mode_until = lifted_at();
      return;
    case Mode::kFallback:
      view_.interrupted = granted_;
      return;
    case Mode::kOff:
    case Mode::kSensing:
    case Mode::kTreatingContinuous:
    case Mode::kInhibited:
    case Mode::kFault:
      return;
  }
}

void EpisodeClock::begin_episode(Instant now) noexcept {
  view_.episode_start = now;
  helped_ = false;
}

void EpisodeClock::begin_burst(Step step, Instant now) noexcept {
  const Microseconds duration =
      is_dosed(program_) ? mood_.burst()
                         : therapy_at(program_, step.therapy).bursts[step.burst].duration;
  view_.therapy = step.therapy;
  view_.burst = step.burst;
  view_.burst_start = now;
  view_.burst_end = now + duration;
  view_.mode_until = view_.burst_end;
  if (step.burst == 0) counted_ = false;
}

void EpisodeClock::begin_pause() noexcept {
  const Microseconds wait = therapy_is_complete()
                                ? program_.responsive.redetection
                                : therapy_at(program_, view_.therapy).pause;
  pause_end_ = view_.burst_end + wait;
  view_.mode_until = pause_end_;
}

bool EpisodeClock::is_idle() const noexcept {
  switch (mode_) {
    case Mode::kOff:  // a schedule waits to see a minute begin
      return booted_ && program_.policy != PolicyKind::kSchedule;
    case Mode::kSensing:
      return !goes_on(program_) && !is_limited(now_);
    case Mode::kRefractory:
    case Mode::kLockout:
      return is_dosed(program_);
    default:
      return false;
  }
}

Instant EpisodeClock::idle_until() const noexcept {
  Instant event = now_ + mood_.until_event(mode_);
  if (mode_ == Mode::kRefractory) event = std::min(event, refractory_until_);
  if (mode_ == Mode::kLockout) event = std::min(event, lifted_at());
  return event > now_ ? event - Microseconds{1} : now_;
}

void EpisodeClock::advance_idle(Instant until) noexcept {
  therapies_.advance(until);
  keep_lock(true, until);
  view_.therapies_today = static_cast<std::uint16_t>(therapies_.total());
  mood_.advance_idle(until, mode_);
  mood_.show(view_);
  now_ = until;
}

}  // namespace homeostat::controller
