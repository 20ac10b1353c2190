// The modes that a therapy can be in, and the events that move it between them.
//
//   Fault   <-- fault -- every other mode;  -- clinician_reset --> Off
//   Off     <-- clinician_stop -- every mode but Fault;  -- clinician_start --> SelfTest
//   armed:
//     SelfTest   -- self_test_passed --> Sensing
//     Inhibited  -- inhibit_over --> Sensing
//     working:                                   inhibit --> Inhibited
//       Lockout    -- limit_lifted --> Sensing
//       Fallback   -- signal_back --> Sensing
//       listening:                               signal_lost --> Fallback
//         Sensing    -- detected --> Burst,  -- continuous_due --> Continuous,
//                    -- limit_reached --> Lockout
//         Refractory -- refractory_over --> Sensing
//         Treating:                              limit_reached --> Lockout
//           Burst      -- burst_over --> Pause
//           Pause      -- burst_due --> Burst,  -- episode_over --> Refractory,
//                      -- episode_exhausted --> Lockout
//           Continuous
//
// The chart holds no numbers: timers and counters live in EpisodeClock, which turns them
// into events. So its configurations are finite and can be explored from the real code.
// It has no history: an episode that a magnet or a lost signal broke off is over.
// SelfTest precedes the first Sensing after every start, for no other way leads there.
// Lockout outlasts a lost signal: after it no baseline either.
//
// Boost.Statechart stays inside therapy_mode.cc; its states live in `storage_`, so that
// changing mode allocates nothing, and nothing is given back at the end. An image that
// has no room for it (HOMEOSTAT_CHART=table) looks each step up in the reviewed table
// that is compared with the chart: mode_table.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace homeostat::controller {

enum class Mode : std::uint8_t {
  kOff,  // disarmed
  kSelfTest,
  kSensing,  // armed, watching
  kTreatingBurst,
  kTreatingPause,  // between bursts and between therapies of one episode
  kTreatingContinuous,
  kRefractory,  // after an episode
  kLockout,     // a limit of the day is spent, or an episode did not yield
  kInhibited,   // magnet or MRI, while present
  kFallback,    // signal lost: baseline, else ramp off
  kFault,       // trust lost: latched
};
inline constexpr int kModes = 11;

// In order of severity: events of one frame are handled from the first to the last.
enum class Event : std::uint8_t {
  kFault,  // the guard latched, or the self test failed
  kClinicianStop,
  kInhibit,  // magnet or MRI mode is present
  kClinicianReset,
  kSignalLost,
  kClinicianStart,
  kInhibitOver,
  kSignalBack,
  kSelfTestPassed,
  kLimitReached,  // therapies of the day are spent, or an episode did not yield
  kLimitLifted,
  kEpisodeExhausted,  // all therapies given and the seizure goes on
  kEpisodeOver,       // the seizure ended
  kBurstOver,
  kBurstDue,  // the next burst: of this therapy, or of the next one if still seizing
  kRefractoryOver,
  kContinuousDue,  // policies that do not wait for a detection
  kDetected,       // a seizure begins
};
inline constexpr int kEvents = 18;

const char* name_of(Mode mode) noexcept;    // "treating.burst"
const char* name_of(Event event) noexcept;  // "burst_over"

// True in the modes in which a policy may ask for stimulation.
constexpr bool may_stimulate(Mode mode) {
  return mode == Mode::kTreatingBurst || mode == Mode::kTreatingPause ||
         mode == Mode::kTreatingContinuous || mode == Mode::kFallback;
}

// True while a detected episode is being treated.
constexpr bool in_episode(Mode mode) {
  return mode == Mode::kTreatingBurst || mode == Mode::kTreatingPause;
}

// The events of one frame, each at most once.
class EventSet {
 public:
  constexpr void add(Event event) { bits_ |= 1U << static_cast<int>(event); }
  constexpr bool has(Event event) const {
    return (bits_ >> static_cast<int>(event) & 1U) != 0;
  }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint32_t bits() const { return bits_; }
  friend constexpr bool operator==(EventSet, EventSet) = default;

 private:
  std::uint32_t bits_ = 0;
};

class TherapyMode {
 public:
#ifdef HOMEOSTAT_MODE_TABLE
  TherapyMode() noexcept = default;  // in kOff
#else
  TherapyMode() noexcept;  // in kOff
#endif
  TherapyMode(const TherapyMode&) = delete;
  TherapyMode& operator=(const TherapyMode&) = delete;

  Mode current() const noexcept { return current_; }

  // Applies one event and returns the mode that follows. An event that means nothing in
  // the current mode is ignored.
  Mode handle(Event event) noexcept;
  // Applies each event of the set, most severe first. Where one of them is a fault, a
  // clinician's stop or an inhibition, only a clinician's reset is heard besides:
  // whatever else the frame says, it ends in a mode that does not stimulate.
  Mode handle(EventSet events) noexcept;

 private:
#ifndef HOMEOSTAT_MODE_TABLE
  struct Chart;
  alignas(std::max_align_t) std::array<std::byte, 256 * sizeof(void*)> storage_;
  Chart* chart_;
#endif
  Mode current_ = Mode::kOff;
};

}  // namespace homeostat::controller
