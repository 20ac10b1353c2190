#include "controller/mood_therapy.h"

#include <algorithm>

#include "controller/digest.h"
#include "controller/episode_clock.h"
#include "controller/program_use.h"

namespace homeostat::controller {
namespace {

// Time that a frame may add to what refills a budget: a clock that jumps refills nothing.
constexpr Microseconds kLongestStep{1'000'000};

bool is_armed(Mode mode) {
  switch (mode) {
    case Mode::kSensing:
    case Mode::kTreatingBurst:
    case Mode::kTreatingPause:
    case Mode::kTreatingContinuous:
    case Mode::kRefractory:
    case Mode::kLockout:
    case Mode::kFallback:
      return true;
    case Mode::kOff:
    case Mode::kSelfTest:
    case Mode::kInhibited:
    case Mode::kFault:
      return false;
  }
  return false;
}

std::uint32_t sum_of(const biomarkers::CommissioningRecord& record) {
  Digest digest;
  digest << record;
  return digest.sum();
}

std::uint32_t dosing_of(const DosedSettings& dosed) {
  Digest digest;
  digest << dosed.burst << dosed.dose;
  return digest.sum();
}

DoseClock::Stored counts_of(const DoseMemory& m) {
  return {.dose = {m.dose_permille, m.adverse_open != 0, Microseconds(m.unchanged_us)},
          .hour = {m.hour, Microseconds(m.hour_into_us)},
          .day = {m.day, Microseconds(m.day_into_us)},
          .since_burst = Microseconds(m.since_burst_us),
          .lockout = Microseconds(m.lockout_us)};
}

bool is_sane(const DoseMemory& m) {
  return m.version == kDoseMemoryVersion && m.adverse_open <= 1 &&
         m.spare == decltype(m.spare){} && m.run_us >= 0 && m.run_us <= kNever.count();
}

// What is taken in the place of what is not believed, and passed on as such: harm not
// seen to, so that the dose begins at its lowest, hour and day spent, any record expired.
DoseMemory worst() {
  DoseMemory m;
  m.version = kDoseMemoryVersion;
  m.adverse_open = 1;
  m.hour[0] = UINT8_MAX;
  m.day[0] = UINT16_MAX;
  m.lockout_us = kDistrustLockout.count();
  m.run_us = kNever.count();
  return m;
}

}  // namespace

MoodTherapy::MoodTherapy(const TherapyProgram& program) noexcept
    : program_(program),
      dosing_crc_(dosing_of(program.dosed)),
      record_crc_(sum_of(program.biomarkers.mood.record)),
      record_(judge_record(program, Microseconds{})),
      dose_(program.dosed),
      proportional_(program.proportional),
      schedule_(program.schedule.day) {}

void MoodTherapy::update(const biomarkers::Biomarkers& seen,
                         const biomarkers::SampleFrame& frame, Mode mode) noexcept {
  const Microseconds passed =
      started_ ? std::max(frame.time - last_, Microseconds{}) : Microseconds{};
  const Microseconds counted = passed <= kLongestStep ? passed : Microseconds{};
  started_ = true;
  last_ = frame.time;
  run_ = std::min(run_ + std::min(passed, kNever), kNever);
  if (program_.policy == PolicyKind::kDosed) {
    dose_.update(counted, is_armed(mode), seen, frame);
    return;
  }
  if (hears_harm()) hear(frame.clinician_events);
  if (program_.policy == PolicyKind::kSchedule) {
    schedule_.update(frame.time, frame.minute_of_day);
  } else if (program_.policy == PolicyKind::kProportional &&
             mode == Mode::kTreatingContinuous) {
    proportional_.update(counted, seen.mood, !may_begin());
  }
}

// The dose that waits for its own program takes its week from then on, as one that runs.
void MoodTherapy::hear(std::uint8_t clinician_events) noexcept {
  dose_.hear(clinician_events);
  constexpr int kOfHarm = biomarkers::kAdverseEvent | biomarkers::kAdverseSeen;
  if ((clinician_events & kOfHarm) != 0) before_.unchanged_us = 0;
}

bool MoodTherapy::hears_harm() const noexcept {
  return program_.biomarkers.mood.feature_count > 0 ||
         program_.policy == PolicyKind::kSchedule;
}

void MoodTherapy::note(Mode mode) noexcept {
  if (program_.policy == PolicyKind::kDosed && mode == Mode::kTreatingBurst) {
    dose_.begin_burst();
  }
  if (mode == Mode::kTreatingContinuous) proportional_.begin();
}

void MoodTherapy::show(EpisodeView& view) const noexcept {
  view.record = verdict();
  view.record_days_left = record_days_left();
  view.adverse_open = hears_harm() && dose_.dose().adverse_open();
  if (program_.policy == PolicyKind::kDosed) {
    view.therapies_today = dose_.today();
    view.dose_permille = dose_.dose().permille();
    view.bursts_left_hour = dose_.left_this_hour();
    view.bursts_left_day = dose_.left_today();
  } else if (program_.policy == PolicyKind::kProportional) {
    view.adaptive = proportional_.currents();
  } else if (program_.policy == PolicyKind::kSchedule) {
    view.burst_start = schedule_.open() ? schedule_.begin() : Instant{};
    view.burst_end = schedule_.open() ? schedule_.end() : Instant{};
  }
}

Microseconds MoodTherapy::until_event(Mode mode) const noexcept {
  if (program_.policy != PolicyKind::kDosed) return until_expiry();
  const Microseconds due = mode == Mode::kSensing ? dose_.until_due() : kNever;
  const Microseconds step = is_armed(mode) ? dose_.until_step() : kNever;
  return std::min({due, step, until_expiry()});
}

void MoodTherapy::advance_idle(Instant until, Mode mode) noexcept {
  const Microseconds passed = until - last_;
  last_ = until;
  run_ = std::min(run_ + std::min(passed, kNever), kNever);
  if (program_.policy == PolicyKind::kDosed) dose_.advance_idle(passed, is_armed(mode));
}

RecordVerdict MoodTherapy::verdict() const noexcept {
  if (record_ != RecordVerdict::kPasses) return record_;
  return until_expiry() > Microseconds{} ? RecordVerdict::kPasses
                                         : RecordVerdict::kExpired;
}

Microseconds MoodTherapy::until_expiry() const noexcept {
  if (record_ != RecordVerdict::kPasses) return kNever;
  const std::int64_t days = program_.biomarkers.mood.record.valid_days;
  return std::max(Microseconds(days * kDayLong.count()) - run_, Microseconds{});
}

// Begun ones count.
std::uint16_t MoodTherapy::record_days_left() const noexcept {
  if (record_ != RecordVerdict::kPasses) return 0;
  const std::int64_t day = kDayLong.count();
  return static_cast<std::uint16_t>((until_expiry().count() + day - 1) / day);
}

bool MoodTherapy::remembers() const noexcept {
  return hears_harm() || before_.version != 0;
}

DoseMemory MoodTherapy::store() const noexcept {
  DoseMemory memory = before_;
  memory.version = kDoseMemoryVersion;
  if (hears_harm()) memory.adverse_open = dose_.dose().adverse_open();
  if (follows_mood(program_)) {
    memory.record = record_crc_;
    memory.run_us = run_.count();
  }
  if (program_.policy != PolicyKind::kDosed) return memory;
  const DoseClock::Stored counts = dose_.store();
  memory.dosing = dosing_crc_;
  memory.dose_permille = counts.dose.permille;
  memory.day = counts.day.bins;
  memory.day_into_us = counts.day.into.count();
  memory.hour_into_us = counts.hour.into.count();
  memory.unchanged_us = counts.dose.unchanged.count();
  memory.since_burst_us = counts.since_burst.count();
  memory.lockout_us = counts.lockout.count();
  memory.hour = counts.hour.bins;
  return memory;
}

bool MoodTherapy::restore(const DoseMemory& stored) noexcept {
  if (is_sane(stored)) return take(stored);
  (void)take(worst());
  return false;
}

void MoodTherapy::distrust() noexcept {
  if (follows_mood(program_)) (void)take(worst());
}

// Another record begins on its first day.
bool MoodTherapy::take(const DoseMemory& memory) noexcept {
  before_ = memory;
  const bool same_record = memory.record == record_crc_ || memory.record == 0;
  run_ = same_record ? Microseconds(memory.run_us) : Microseconds{};
  const DoseClock::Stored counts = counts_of(memory);
  return memory.dosing == dosing_crc_ ? dose_.restore(counts) : dose_.inherit(counts);
}

}  // namespace homeostat::controller
