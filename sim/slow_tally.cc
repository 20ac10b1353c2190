#include "sim/slow_tally.h"

#include <algorithm>
#include <utility>

#include "controller/day_window.h"
#include "sim/observer.h"

namespace homeostat::sim {
namespace {

constexpr Microseconds kBurstSilence{1'000'000};  // a longer one ends a burst
// Word by word, after FNV-1a, which takes bytes.
constexpr std::uint64_t kBasis = 14695981039346656037U;
constexpr std::uint64_t kPrime = 1099511628211U;

// The whole day for a policy that keeps no hours.
controller::DayWindow hours_of(const controller::TherapyProgram& program) {
  switch (program.policy) {
    case controller::PolicyKind::kDosed:
      return program.dosed.day;
    case controller::PolicyKind::kSchedule:
      return program.schedule.day;
    default:
      return {};
  }
}

}  // namespace

SlowTally::SlowTally(const controller::TherapyProgram& program, const SlowClock& clock)
    : program_(program), clock_(clock) {
  totals_.commands = kBasis;
}

void SlowTally::add_frame(const safety::StimCommand& command, Instant time) {
  ++totals_.frames;
  if (!command.on()) return;
  const auto mix = [this](std::uint64_t word) {
    totals_.commands = (totals_.commands ^ word) * kPrime;
  };
  mix(time.count());
  for (int o = 0; o < safety::kOutputs; ++o) {
    const safety::PulseTrain& train = command.output(o);
    mix(static_cast<std::uint64_t>(train.amplitude.count()));
    mix(train.first_pulse.count());
    mix(train.valid_until.count());
  }
}

void SlowTally::add_pulses(const safety::PulseSegment& pulses, Instant last) {
  if (!pulsed_ || pulses.first_pulse > last_pulse_ + kBurstSilence)
    begin_burst(pulses.first_pulse);
  given_.amplitude_ua =
      std::max(given_.amplitude_ua, static_cast<int>(pulses.amplitude.count()));
  totals_.pulses += pulses.pulses;
  totals_.charge_uc += static_cast<double>(pulses.pulses) *
                       static_cast<double>(pulses.charge1.count()) * 1e-6;
  last_pulse_ = last;
  pulsed_ = true;
}

void SlowTally::begin_burst(Instant at) {
  ++given_.bursts;
  ++totals_.bursts;
  if (!controller::holds(hours_of(program_), clock_.minute_at(at)))
    ++totals_.night_bursts;
  last_day_.push_back(at);
  while (at - last_day_.front() >= kDayLong) last_day_.pop_front();
  totals_.most_bursts_in_a_day =
      std::max(totals_.most_bursts_in_a_day, static_cast<std::int64_t>(last_day_.size()));
}

void SlowTally::pass(controller::Mode mode, Microseconds span) {
  if (mode == controller::Mode::kTreatingBurst && mode_ != mode) ++totals_.begun;
  mode_ = mode;
  mode_s_[static_cast<std::size_t>(mode)] += seconds(span);
}

std::vector<controller::Notice> SlowTally::look_at(controller::NoticeSet now) {
  std::vector<controller::Notice> risen;
  for (int i = 0; i < controller::kNotices; ++i) {
    const auto notice = static_cast<controller::Notice>(i);
    if (!now.has(notice) || notices_.has(notice)) continue;
    ++totals_.notices[controller::name_of(notice)];
    risen.push_back(notice);
  }
  notices_ = now;
  return risen;
}

SlowTally::Given SlowTally::take_given() { return std::exchange(given_, {}); }

SlowRunTotals SlowTally::close(const controller::LoopReport& last) {
  totals_.latched = last.granted.latched;
  totals_.self_test_missing = last.episode.self_test_missing;
  totals_.mode = last.mode;
  for (int i = 0; i < controller::kModes; ++i) {
    const double span_s = mode_s_[static_cast<std::size_t>(i)];
    if (span_s > 0.0)
      totals_.mode_s[controller::name_of(static_cast<controller::Mode>(i))] = span_s;
  }
  return totals_;
}

}  // namespace homeostat::sim
