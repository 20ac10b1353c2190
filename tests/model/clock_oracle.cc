#include "tests/model/clock_oracle.h"

#include <algorithm>

#include "controller/episode_clock.h"

namespace homeostat::controller::model {
namespace {

constexpr std::uint64_t kHour_us = 3'600'000'000;

bool listens(PolicyKind policy, Mode mode) {
  return mode == Mode::kSensing || mode == Mode::kTreatingBurst ||
         mode == Mode::kTreatingPause || mode == Mode::kRefractory ||
         (mode == Mode::kTreatingContinuous && policy == PolicyKind::kAdaptive);
}

bool ordered(const ClockInput& input, biomarkers::ClinicianEvent event) {
  return (input.people & event) != 0;
}

std::uint64_t left(Instant until, Instant now) {
  return until > now ? until.count() - now.count() : 0;
}

}  // namespace

ClockOracle::ClockOracle(const TherapyProgram& program) : program_(&program) {
  const ResponsiveSettings& settings = program.responsive;
  for (std::uint8_t t = 0; t < settings.therapy_count; ++t) {
    const TherapySettings& therapy = settings.therapies[t];
    const bool two = therapy.bursts[1].duration > Microseconds{};
    bursts_.push_back({t, !two, therapy.bursts[0].duration,
                       two ? therapy.pause : settings.redetection});
    if (two) {
      bursts_.push_back({t, true, therapy.bursts[1].duration, settings.redetection});
    }
  }
  if (bursts_.empty()) bursts_.push_back({});
}

EventSet ClockOracle::events(const ClockInput& input, Instant now) {
  now_ = now;
  input_ = input;
  remember(input);
  EventSet events;
  for (int e = 0; e < kEvents; ++e) {
    const auto event = static_cast<Event>(e);
    if (says(event, input)) events.add(event);
  }
  booted_ = true;
  return events;
}

void ClockOracle::remember(const ClockInput& input) {
  const std::uint64_t hour = now_.count() / kHour_us;
  std::erase_if(counted_at_, [&](std::uint64_t then) { return then + 25 <= hour; });
  if (input.midnight && program_->limits.episodes.day_ends_at_midnight) {
    counted_at_.clear();
  }
  if (mode_ == Mode::kTreatingBurst && input.answer == Answer::kGranted) {
    if (!counted_) counted_at_.push_back(hour);
    counted_ = helped_ = true;
  }
  if (mode_ == Mode::kTreatingBurst &&
      (input.answer == Answer::kEpisodeSpent || input.answer == Answer::kHourSpent ||
       input.answer == Answer::kDaySpent)) {
    guard_lock_until_ = now_ + kGuardRetry;
  }
  const bool known_over = input.signal && !input.seizure;
  if (not_known_over_ && !known_over) not_known_over_ = now_;
  if (not_known_over_ && known_over &&
      now_ >= *not_known_over_ + program_->responsive.refractory) {
    not_known_over_.reset();
  }
  const bool well = mode_ == Mode::kSelfTest && !input.magnet;
  self_test_frames_ = well ? self_test_frames_ + 1 : 0;
}

bool ClockOracle::says(Event event, const ClockInput& input) const {
  const bool sensing = mode_ == Mode::kSensing;
  const bool burst_is_due = mode_ == Mode::kTreatingBurst && is_due();
  const bool pause_is_due = in_pause() && is_due();
  const bool therapy_is_due = pause_is_due && bursts_[burst_].ends_therapy;
  const bool limited = is_responsive() && (day_is_spent() || is_locked());
  const bool deaf = program_->policy == PolicyKind::kOpenLoop;
  switch (event) {
    case Event::kFault:
      return input.answer == Answer::kLatched && mode_ != Mode::kFault;
    case Event::kClinicianStop:
      // A unit of time is longer than any ramp, so that an end is a stop here.
      return ordered(input, biomarkers::kClinicianStop) ||
             ordered(input, biomarkers::kClinicianEnd);
    case Event::kClinicianReset:
      return ordered(input, biomarkers::kClinicianReset);
    case Event::kClinicianStart:
      return ordered(input, biomarkers::kClinicianStart) ||
             (!booted_ && program_->start_armed);
    case Event::kInhibit:
      return input.magnet && mode_ != Mode::kOff;
    case Event::kInhibitOver:
      return !input.magnet && mode_ == Mode::kInhibited;
    case Event::kSignalLost:
      return !input.signal && listens(program_->policy, mode_) && !deaf &&
             !(sensing && limited);
    case Event::kSignalBack:
      return input.signal && mode_ == Mode::kFallback && !deaf;
    case Event::kSelfTestPassed:
      return self_test_frames_ >= 16 && (input.signal || deaf);
    case Event::kLimitReached:
      return (sensing && limited) || (mode_ == Mode::kTreatingBurst && is_locked()) ||
             (therapy_is_due && input.seizure && !is_last_burst() && day_is_spent());
    case Event::kLimitLifted:
      return mode_ == Mode::kLockout && !limited;
    case Event::kEpisodeExhausted:
      return therapy_is_due && input.seizure && is_last_burst() && helped_;
    case Event::kEpisodeOver:
      return therapy_is_due && (!input.seizure || (is_last_burst() && !helped_));
    case Event::kBurstOver:
      return burst_is_due;
    case Event::kBurstDue:
      return pause_is_due &&
             (!bursts_[burst_].ends_therapy || (input.seizure && may_give_another()));
    case Event::kRefractoryOver:
      return mode_ == Mode::kRefractory && now_ >= refractory_until_;
    case Event::kContinuousDue:
      return sensing && (deaf || program_->policy == PolicyKind::kAdaptive);
    case Event::kDetected:
      return sensing && is_responsive() && !limited && input.seizure &&
             now_ >= refractory_until_;
  }
  return false;
}

bool ClockOracle::day_is_spent() const {
  return is_responsive() && counted_at_.size() >= program_->responsive.therapies_per_day;
}

bool ClockOracle::is_locked() const {
  return not_known_over_.has_value() || now_ < guard_lock_until_;
}

World ClockOracle::world() const {
  return {input_.magnet, input_.signal, input_.seizure, day_is_spent(), is_locked()};
}

// Call after events().
void ClockOracle::note(Mode mode) {
  if (says(Event::kEpisodeExhausted, input_)) not_known_over_ = now_;
  if (mode == mode_) return;
  const Mode before = mode_;
  mode_ = mode;
  if (mode == Mode::kTreatingBurst) {
    const bool begins = before != Mode::kTreatingPause;
    if (begins) helped_ = false;
    if (begins || bursts_[burst_].ends_therapy) counted_ = false;
    // A clock that goes beyond the last burst has broken its promise already.
    burst_ = begins ? 0 : std::min(burst_ + 1, bursts_.size() - 1);
    until_ = now_ + bursts_[burst_].duration;
  }
  if (mode == Mode::kTreatingPause) until_ = until_ + bursts_[burst_].wait;
  if (mode == Mode::kRefractory) {
    refractory_until_ = now_ + program_->responsive.refractory;
  }
}

Instant ClockOracle::lifts_at() const {
  Instant at = std::max(now_, guard_lock_until_);
  if (not_known_over_) {
    at = std::max(at, *not_known_over_ + program_->responsive.refractory);
  }
  if (!day_is_spent()) return at;
  // So many of the oldest must be forgotten.
  const std::size_t last = counted_at_.size() - program_->responsive.therapies_per_day;
  return std::max(at, Instant((counted_at_[last] + 25) * kHour_us));
}

ClockOracle::Key ClockOracle::key() const {
  const std::uint64_t hour = now_.count() / kHour_us;
  std::uint64_t ages = 0;
  for (const std::uint64_t then : counted_at_) ages = ages * 32 + (hour - then) + 1;
  const bool treating = in_episode(mode_);
  const Instant yields = not_known_over_.value_or(Instant{});
  return {static_cast<std::uint64_t>(mode_) * 32 + (booted_ ? 16U : 0U) +
              (treating && counted_ ? 8U : 0U) + (treating && helped_ ? 4U : 0U) +
              (not_known_over_ ? 1U : 0U),
          treating ? burst_ : 0,
          treating ? left(until_, now_) : 0,
          ages,
          ages == 0 ? 0 : now_.count() % kHour_us,
          left(refractory_until_, now_),
          left(guard_lock_until_, now_),
          left(yields + program_->responsive.refractory, now_)};
}

}  // namespace homeostat::controller::model
