// What the patient must be told: that therapy is lost, or is about to be.
//
// Off is not harmless, and silence is not noticed: whatever ends therapy, or will end it
// soon, raises a notice. Notices are derived from what a step saw and granted; they
// influence nothing, and what stimulates never reads them (a ramp off has its own rules:
// controller/wind_down.h). How a notice reaches a person (buzz, light, message) is the
// host's business. Hazards HAZ-014 to HAZ-018, requirements SAF-098 to SAF-104.
//
// Each is raised only after its cause has lasted, and cleared only after the cause has
// been gone for, a time of its own; where it rests on a level it is cleared at another
// level than it is raised. So that nothing chatters, and people go on listening
// (HAZ-019).
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/sample_frame.h"
#include "controller/episode_clock.h"
#include "controller/therapy_mode.h"
#include "controller/therapy_program.h"
#include "safety/envelope.h"
#include "safety/monitor.h"

namespace homeostat::controller {

// In order of priority: of several, the first is told first. Their numbers are told over
// links and logged, so that what came later stands last.
enum class Notice : std::uint8_t {
  kCallClinician,     // latched: nothing is given until a clinician resets
  kSeizureGoesOn,     // an episode was given all it may have, and the seizure goes on
  kTherapyStopped,    // off; silenced by battery or heat; or a magnet was left in place
  kBatteryEmpty,      // below the floor: nothing is given
  kLeadFault,         // a driven contact's impedance lies outside its window
  kImpedanceExpired,  // of a driven contact: unknown, or too old; it is not driven
  kSensingLost,       // no signal, or no detector that could vote: seizures go unseen
  kBudgetSpent,  // a therapy was withheld, or will be, for a budget of time or charge
  kBatteryLow,   // near the floor
  kImpedanceExpiring,  // nobody has measured it for long: do so before it is too old
  kBudgetLow,          // a tenth of a budget is left, or only what is kept for episodes
  kAdverseOpen,        // harm was told: the dose stays until a clinician has seen to it
  kRecordExpired,      // the mood biomarker's commissioning: nothing is given on it
  kRecordExpiring,     // within a week
};
inline constexpr int kNotices = 14;

// How soon a person should do something about it.
enum class Urgency : std::uint8_t { kNow, kToday, kThisWeek };

const char* name_of(Notice notice) noexcept;    // "battery_low"
const char* words_for(Notice notice) noexcept;  // one line for the patient
Urgency urgency_of(Notice notice) noexcept;
const char* name_of(Urgency urgency) noexcept;  // "today"

class NoticeSet {
 public:
  constexpr void set(Notice notice, bool on) {
    const std::uint32_t bit = 1U << static_cast<int>(notice);
    bits_ = on ? bits_ | bit : bits_ & ~bit;
  }
  constexpr bool has(Notice notice) const {
    return (bits_ >> static_cast<int>(notice) & 1U) != 0;
  }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint32_t bits() const { return bits_; }
  friend constexpr bool operator==(NoticeSet, NoticeSet) = default;

 private:
  std::uint32_t bits_ = 0;
};

// Battery above the floor of the limits, at which the notice comes and goes.
inline constexpr Millivolts kBatteryLowMargin{200};
inline constexpr Millivolts kBatteryWellMargin{250};
// An impedance is announced to expire when this part of its age is left: of a week, a
// day.
inline constexpr int kImpedanceLeadDivisor = 7;
// Of a budget, permille: where low begins and ends.
inline constexpr int kBudgetLowPermille = 100;
inline constexpr int kBudgetWellPermille = 200;
// Of a commissioning, days: begun ones count.
inline constexpr int kRecordLeadDays = 7;
// A magnet that has been present for longer was left there.
inline constexpr Microseconds kMagnetPatience{300'000'000};

// What a step saw and did, as far as a notice may rest on it.
struct NoticeInputs {
  const biomarkers::Biomarkers& seen;
  const biomarkers::SampleFrame& frame;
  Mode mode;
  const EpisodeView& episode;
  const safety::StimRequest& asked;
  const safety::Admission& granted;
  const safety::MonitorVerdict& monitor;
  safety::Envelope::Budgets budgets;
};

// Not thread-safe. Allocates nothing, never throws.
class NoticeBoard {
 public:
  // `program` must have passed validate() and must outlive the board.
  explicit NoticeBoard(const TherapyProgram& program) noexcept : program_(program) {}

  // Call once per frame, in order.
  NoticeSet update(const NoticeInputs& in) noexcept;

  // Equals frames that show nothing and bring what the last one brought. `episode` is as
  // it is then.
  NoticeSet advance_idle(Instant until, const safety::Envelope::Budgets& budgets,
                         const EpisodeView& episode) noexcept;

 private:
  NoticeSet causes(const NoticeInputs& in) const noexcept;
  bool blind(const biomarkers::Biomarkers& seen) const noexcept;
  bool stopped(const NoticeInputs& in) const noexcept;
  bool day_spent(const NoticeInputs& in) const noexcept;
  void add_battery(Millivolts battery, NoticeSet& causes) const noexcept;
  void add_contacts(const biomarkers::SampleFrame& frame,
                    NoticeSet& causes) const noexcept;
  void add_contact(const safety::ContactImpedance& contact,
                   NoticeSet& causes) const noexcept;
  bool low(const safety::Envelope::Budgets& budgets,
           std::uint16_t therapies_today) const noexcept;
  void settle(NoticeSet causes, Microseconds elapsed) noexcept;

  const TherapyProgram& program_;
  NoticeSet shown_;
  NoticeSet causes_;                              // of the last frame
  std::array<Microseconds, kNotices> differs_{};  // for how long a cause is not as shown
  Instant last_;
};

}  // namespace homeostat::controller
