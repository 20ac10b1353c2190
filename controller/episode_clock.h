// Timers and counters of a therapy: turns what is seen into the events that move the
// chart.
//
// Holds every number that the chart does not: when a burst ends, which therapy of the
// episode is next, how many the day has had. Knows no stimulation parameters and asks for
// nothing. Episodes of up to five therapies of two bursts:
// shared/reference/devices.md 2.2.
//
// Detour through another mode forgives nothing: after an episode no detection counts for
// the refractory time, and after one that did not yield not before the seizure has ended
// and that time has passed, whatever the chart did meanwhile. An episode that a magnet or
// a lost signal broke off begins anew when they are gone, for the seizure is still there;
// the guard, which counts pulses, takes both for one. A dosed therapy's episode is one
// burst; when it is due is for controller/mood_therapy.h.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/sample_frame.h"
#include "controller/commissioning.h"
#include "controller/day_counter.h"
#include "controller/mood_therapy.h"
#include "controller/self_test.h"
#include "controller/therapy_mode.h"
#include "controller/therapy_program.h"
#include "controller/wind_down.h"
#include "safety/envelope.h"

namespace homeostat::controller {

// Where the guard refused a therapy by its own count, it is asked again after this long:
// the grain of the guard's hour.
inline constexpr Microseconds kGuardRetry{60'000'000};

using PulseTrains = std::array<safety::PulseTrain, safety::kOutputs>;

// What a policy and a report may know of the episode under way.
struct EpisodeView {
  Instant mode_since;
  Instant mode_until;  // when the mode ends by itself, at the earliest; zero: not known
  Instant episode_start;
  Instant burst_start;  // of a schedule: of the day's window; zero: outside
  Instant burst_end;
  std::uint8_t therapy = 0;            // of the episode, from 0
  std::uint8_t burst = 0;              // of the therapy, from 0
  std::uint16_t therapies_today = 0;   // of which the guard granted anything; bursts
  std::uint8_t self_test_missing = 0;  // SelfTestCheck bits
  bool adverse_open = false;           // harm was told, and no clinician has seen to it
  RecordVerdict record = RecordVerdict::kNone;  // of the mood biomarker
  PulseTrains interrupted{};                    // in force when the signal was lost
  std::array<Microamps, safety::kOutputs> adaptive{};  // where chain or controller came
  std::int32_t level = kFullLevel;  // of therapy that goes on, millionths of its wish
  std::uint16_t dose_permille = 0;  // of a burst's amplitude
  std::uint16_t bursts_left_hour = 0;
  std::uint16_t bursts_left_day = 0;
  std::uint16_t record_days_left = 0;
};

// Not thread-safe. Allocates nothing, never throws.
class EpisodeClock {
 public:
  // `program` must have passed validate() and must outlive the clock; `program_crc` is
  // its checksum.
  EpisodeClock(const TherapyProgram& program, std::uint32_t program_crc) noexcept
      : program_(program),
        self_test_(program, program_crc),
        wind_down_(program),
        mood_(program) {}

  // The events of this frame. `last` is the guard's answer to the frame before.
  EventSet events(const biomarkers::Biomarkers& seen,
                  const biomarkers::SampleFrame& frame,
                  const safety::Admission& last) noexcept;

  // Tells the clock what the chart made of them.
  void note(Mode mode, Instant now) noexcept;

  const EpisodeView& view() const noexcept { return view_; }

  // True where frames that show nothing change nothing but the time.
  bool is_idle() const noexcept;
  // The last instant up to which that is so: never one at which an event would be heard.
  // Only while idle.
  Instant idle_until() const noexcept;
  // Equals such frames until then, no later than idle_until(). Only while idle.
  void advance_idle(Instant until) noexcept;

  // What outlives a reset of therapies that follow mood.
  const MoodTherapy& mood() const noexcept { return mood_; }
  MoodTherapy& mood() noexcept { return mood_; }

 private:
  struct Step {
    std::uint8_t therapy = 0;
    std::uint8_t burst = 0;
  };

  void account(const safety::Admission& last, Instant now) noexcept;
  void keep_lock(bool quiet, Instant now) noexcept;
  void add_people(const biomarkers::SampleFrame& frame, EventSet& events) noexcept;
  void add_self_test(const biomarkers::Biomarkers& seen,
                     const biomarkers::SampleFrame& frame, EventSet& events) noexcept;
  void add_signal(const biomarkers::Biomarkers& seen, Instant now,
                  EventSet& events) const noexcept;
  void add_therapy(const biomarkers::Biomarkers& seen, Instant now,
                   EventSet& events) noexcept;
  void add_in_sensing(const biomarkers::Biomarkers& seen, Instant now,
                      EventSet& events) const noexcept;
  void add_end_of_pause(const biomarkers::Biomarkers& seen, Instant now,
                        EventSet& events) noexcept;
  void end_untreatable(Instant now, EventSet& events) noexcept;
  bool day_is_spent() const noexcept;
  Microseconds refractory() const noexcept;
  Instant lifted_at() const noexcept;
  bool is_locked(Instant now) const noexcept;
  bool is_limited(Instant now) const noexcept;
  bool therapy_is_complete() const noexcept;
  Step next_step() const noexcept;
  void begin_episode(Instant now) noexcept;
  void begin_burst(Step step, Instant now) noexcept;
  void begin_pause() noexcept;

  const TherapyProgram& program_;
  SelfTest self_test_;
  WindDown wind_down_;
  [[no_unique_address]] MoodTherapy mood_;
  Mode mode_ = Mode::kOff;
  EpisodeView view_;
  DayCounter therapies_;
  PulseTrains granted_{};  // by the guard, for the frame before
  Instant now_;
  Instant pause_end_;
  Instant refractory_until_;
  Instant locked_until_;
  bool booted_ = false;
  bool counted_ = false;    // the therapy under way
  bool helped_ = false;     // the guard granted something of the episode
  bool exhausted_ = false;  // an episode was given all and did not yield
};

}  // namespace homeostat::controller
