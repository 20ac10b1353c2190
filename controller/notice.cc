#include "controller/notice.h"

#include <algorithm>

#include "controller/program_use.h"

namespace homeostat::controller {
namespace {

using safety::Reason;

// Time that a frame may add to what has lasted: a clock that jumps proves nothing.
constexpr Microseconds kLongestStep{1'000'000};

struct Manner {
  Urgency urgency;
  std::uint16_t raised_after_s;
  std::uint16_t cleared_after_s;
};
constexpr std::uint16_t kAtOnce = 0;
constexpr std::uint16_t kSecond = 1;
constexpr std::uint16_t kTenSeconds = 10;
constexpr std::uint16_t kMinute = 60;
constexpr std::uint16_t kHour = 3600;
constexpr Manner kManners[kNotices] = {
    {Urgency::kNow, kAtOnce, kAtOnce},           {Urgency::kNow, kAtOnce, kHour},
    {Urgency::kNow, kSecond, kAtOnce},           {Urgency::kNow, kAtOnce, kTenSeconds},
    {Urgency::kToday, kSecond, kTenSeconds},     {Urgency::kToday, kTenSeconds, kAtOnce},
    {Urgency::kToday, kTenSeconds, kTenSeconds}, {Urgency::kToday, kAtOnce, kMinute},
    {Urgency::kToday, kTenSeconds, kMinute},     {Urgency::kThisWeek, kAtOnce, kAtOnce},
    {Urgency::kThisWeek, kTenSeconds, kMinute},  {Urgency::kThisWeek, kAtOnce, kAtOnce},
    {Urgency::kThisWeek, kAtOnce, kAtOnce},      {Urgency::kThisWeek, kAtOnce, kAtOnce},
};
struct Words {
  const char* name;
  const char* words;
};
constexpr Words kWords[kNotices] = {
    {"call_clinician", "the device has stopped for safety: call your clinician"},
    {"seizure_goes_on", "all therapy was given and the seizure goes on: get help"},
    {"therapy_stopped", "no therapy is given"},
    {"battery_empty", "no therapy until the battery is charged or replaced"},
    {"lead_fault", "a contact of the lead does not conduct as it should"},
    {"impedance_expired", "the lead must be measured before therapy can go on"},
    {"sensing_lost", "the device cannot see seizures"},
    {"budget_spent", "therapy was withheld: the limit of its time or charge is reached"},
    {"battery_low", "charge or replace the battery soon"},
    {"impedance_expiring", "the lead should be measured soon"},
    {"budget_low", "little is left of the limit of therapy"},
    {"adverse_open", "the dose is not raised until a clinician has seen what was told"},
    {"record_expired",
     "the mood biomarker must be commissioned anew before therapy goes "
     "on"},
    {"record_expiring", "the mood biomarker should be commissioned anew soon"},
};
constexpr const char* kUrgencyNames[] = {"now", "today", "this_week"};

const Manner& manner_of(Notice notice) {
  return kManners[static_cast<std::size_t>(notice)];
}

bool any_on(const safety::StimRequest& request) {
  return request.outputs[0].on() || request.outputs[1].on();
}

void add_mood(const EpisodeView& episode, NoticeSet& causes) {
  if constexpr (!biomarkers::kCarriesMood) return;
  causes.set(Notice::kAdverseOpen, episode.adverse_open);
  causes.set(Notice::kRecordExpired, episode.record == RecordVerdict::kExpired);
  causes.set(Notice::kRecordExpiring, episode.record == RecordVerdict::kPasses &&
                                          episode.record_days_left <= kRecordLeadDays);
}

// Reasons that end with time, and no other way.
bool withheld_for_budget(const NoticeInputs& in) {
  const safety::ReasonSet reasons = in.granted.reasons;
  return any_on(in.asked) &&
         (reasons.has(Reason::kHour) || reasons.has(Reason::kDay) ||
          reasons.has(Reason::kDuty) || reasons.has(Reason::kChargeBudget) ||
          reasons.has(Reason::kEnergy));
}

bool drives(const TherapyProgram& program, std::size_t contact) {
  for (std::size_t i = 0; i < program.limits.configurations.size(); ++i) {
    const auto& use = program.limits.configurations[i].contacts[contact];
    if (use.polarity != safety::Polarity::kUnused && uses(program, i)) return true;
  }
  return false;
}

}  // namespace

const char* name_of(Notice notice) noexcept {
  return kWords[static_cast<std::size_t>(notice)].name;
}
const char* words_for(Notice notice) noexcept {
  return kWords[static_cast<std::size_t>(notice)].words;
}
Urgency urgency_of(Notice notice) noexcept { return manner_of(notice).urgency; }
const char* name_of(Urgency urgency) noexcept {
  return kUrgencyNames[static_cast<std::size_t>(urgency)];
}

NoticeSet NoticeBoard::update(const NoticeInputs& in) noexcept {
  const Microseconds since = std::max(in.frame.time - last_, Microseconds{});
  last_ = in.frame.time;
  settle(causes(in), since <= kLongestStep ? since : Microseconds{});
  return shown_;
}

NoticeSet NoticeBoard::advance_idle(Instant until,
                                    const safety::Envelope::Budgets& budgets,
                                    const EpisodeView& episode) noexcept {
  NoticeSet causes = causes_;
  causes.set(Notice::kSensingLost, false);
  causes.set(Notice::kBudgetSpent, false);
  causes.set(Notice::kBudgetLow, low(budgets, episode.therapies_today));
  add_mood(episode, causes);
  settle(causes, until - last_);
  last_ = until;
  return shown_;
}

void NoticeBoard::settle(NoticeSet causes, Microseconds elapsed) noexcept {
  causes_ = causes;
  for (int i = 0; i < kNotices; ++i) {
    const auto notice = static_cast<Notice>(i);
    Microseconds& lasted = differs_[static_cast<std::size_t>(i)];
    const bool shown = shown_.has(notice);
    if (causes.has(notice) == shown) {
      lasted = Microseconds{};
      continue;
    }
    lasted = lasted + elapsed;
    const Manner& manner = manner_of(notice);
    const std::int64_t needed_s = shown ? manner.cleared_after_s : manner.raised_after_s;
    if (lasted < Microseconds(needed_s * 1'000'000)) continue;
    shown_.set(notice, !shown);
    lasted = Microseconds{};
  }
}

// A program without therapy has none to lose: only its eyes.
NoticeSet NoticeBoard::causes(const NoticeInputs& in) const noexcept {
  NoticeSet causes;
  causes.set(Notice::kCallClinician,
             in.granted.latched || in.monitor.demands_off() || in.mode == Mode::kFault);
  causes.set(Notice::kSensingLost, listens(program_) && blind(in.seen));
  if (!stimulates(program_)) return causes;
  causes.set(Notice::kTherapyStopped, stopped(in));
  causes.set(Notice::kSeizureGoesOn,
             !is_dosed(program_) && in.mode == Mode::kLockout && in.seen.seizure);
  causes.set(Notice::kBudgetSpent, day_spent(in) || withheld_for_budget(in));
  causes.set(Notice::kBudgetLow, low(in.budgets, in.episode.therapies_today));
  add_battery(in.frame.battery, causes);
  add_contacts(in.frame, causes);
  add_mood(in.episode, causes);
  return causes;
}

// A day's dose that was given is no budget that ran out.
bool NoticeBoard::day_spent(const NoticeInputs& in) const noexcept {
  return program_.policy == PolicyKind::kResponsive &&
         in.episode.therapies_today >= program_.responsive.therapies_per_day;
}

// A good channel on which nobody listens is no sight.
bool NoticeBoard::blind(const biomarkers::Biomarkers& seen) const noexcept {
  if (!seen.signal_valid) return true;
  if (!seen.warmed_up) return false;
  int able = 0;
  for (std::size_t i = 0; i < program_.biomarkers.detector_count; ++i) {
    if (seen.detectors[i].valid) ++able;
  }
  return able < program_.biomarkers.persistence.votes;
}

bool NoticeBoard::stopped(const NoticeInputs& in) const noexcept {
  const safety::ReasonSet reasons = in.granted.reasons;
  const bool forgotten = in.mode == Mode::kInhibited &&
                         in.frame.time - in.episode.mode_since >= kMagnetPatience;
  return in.mode == Mode::kOff || in.mode == Mode::kFault || forgotten ||
         in.episode.record == RecordVerdict::kExpired || reasons.has(Reason::kBattery) ||
         reasons.has(Reason::kTemperature) || reasons.has(Reason::kCooldown);
}

void NoticeBoard::add_battery(Millivolts battery, NoticeSet& causes) const noexcept {
  const Millivolts floor = program_.limits.battery_floor;
  const Millivolts margin =
      shown_.has(Notice::kBatteryLow) ? kBatteryWellMargin : kBatteryLowMargin;
  causes.set(Notice::kBatteryEmpty, battery < floor);
  causes.set(Notice::kBatteryLow, battery < floor + margin);
}

// Against the can, whose own impedance is not measured.
void NoticeBoard::add_contacts(const biomarkers::SampleFrame& frame,
                               NoticeSet& causes) const noexcept {
  for (std::size_t i = 0; i < safety::kCan; ++i) {
    if (drives(program_, i)) add_contact(frame.impedances[i], causes);
  }
}

void NoticeBoard::add_contact(const safety::ContactImpedance& contact,
                              NoticeSet& causes) const noexcept {
  const safety::Limits& limits = program_.limits;
  const Microseconds oldest = limits.max_impedance_age;
  const Microseconds lead(oldest.count() / kImpedanceLeadDivisor);
  const bool known =
      contact.valid && contact.age >= Microseconds{} && contact.age <= oldest;
  if (!known) {
    causes.set(Notice::kImpedanceExpired, true);
  } else if (contact.value < limits.min_impedance ||
             contact.value > limits.max_impedance) {
    causes.set(Notice::kLeadFault, true);
  } else if (contact.age > oldest - lead) {
    causes.set(Notice::kImpedanceExpiring, true);
  }
}

bool NoticeBoard::low(const safety::Envelope::Budgets& budgets,
                      std::uint16_t therapies_today) const noexcept {
  const int least =
      shown_.has(Notice::kBudgetLow) ? kBudgetWellPermille : kBudgetLowPermille;
  const auto part = [=](int whole) { return whole * least / 1000; };
  bool low = budgets.fast_permille < least || budgets.slow_permille < least;
  if (program_.limits.episodic && !is_dosed(program_)) {
    const safety::EpisodicLimits& day = program_.limits.episodes;
    const int kept = day.reserved_for_episodes;
    const int left = budgets.therapies_left_today;
    low = low || left <= kept || left < part(day.therapies_per_day);
  }
  if (program_.policy == PolicyKind::kResponsive) {
    const int day = program_.responsive.therapies_per_day;
    low = low || day - therapies_today < part(day);
  }
  return low;
}

}  // namespace homeostat::controller
