// The monitor: a second opinion on what was delivered, written apart from the guard.
//
// The guard judges wishes before they are delivered; the monitor judges deliveries. From
// the stimulator's echo alone it computes anew the charge of each phase at each contact,
// the rate, and the balance, and holds them to the program's limits and to the command
// that was in force. Where they disagree it demands off, until a clinician resets it.
//
// Shares no code with the guard: not its arithmetic, not its lowered limits, not its
// reasons (tests/architecture holds this). Knows no request, no budget and no mode.
// Requirements: SAF-090 to SAF-096 in safety/requirements.csv.
#pragma once

#include <array>
#include <cstdint>

#include "safety/lead.h"
#include "safety/limits.h"
#include "safety/monitor_reason.h"
#include "safety/stimulus.h"
#include "safety/units.h"

namespace homeostat::safety {

struct MonitorVerdict {
  MonitorReason reason = MonitorReason::kNone;
  bool fresh = false;  // latched in this frame
  // Until a clinician resets.
  constexpr bool demands_off() const { return reason != MonitorReason::kNone; }
};

// One frame is a hand-over that an echo cannot always tell apart; two are not.
inline constexpr int kMismatchedFrames = 2;
// Frames in a row in which pulses were due and none came. A stimulator may start late.
inline constexpr int kMissingFrames = 4;

// Not thread-safe. Allocates nothing, never throws.
class Monitor {
 public:
  // `limits` must have passed validate(), or be zero, as of a program that only listens:
  // these allow no pulse at all.
  explicit Monitor(const Limits& limits) noexcept;

  // Call once per frame, in order: what was delivered in [start, end), and whether a
  // clinician asks to reset in this frame (heard on its rising edge).
  MonitorVerdict judge(const std::array<OutputEcho, kOutputs>& echo, Instant start,
                       Instant end, bool clinician_reset) noexcept;

  // Tells which command is in force from now on. Call after judge().
  void note(const StimCommand& command) noexcept;

  // Equals frames of silence under commands that are off, of that length together.
  void advance_idle(Microseconds span) noexcept;

 private:
  // What the program says of one electrode configuration.
  struct Wiring {
    std::array<std::int64_t, kContacts> share_permille{};  // anodes positive
    std::int64_t ratio = 0;                                // zero: does not exist
    std::int64_t rest_us = 0;  // gap and recharge: what a pulse takes besides its phases
  };
  struct Contact {
    std::int64_t area_um2 = 0;
    std::int64_t net_pc = 0;  // delivered in the first phases less the second ones
  };
  struct Output {
    PulseTrain in_force;  // and before it: a stimulator takes over when it can
    PulseTrain before;
    Instant last_onset;
    Instant busy_until;  // of its last pulse
    bool pulsed = false;
    int short_intervals = 0;  // in a row
    int mismatched = 0;       // frames in a row
    int missing = 0;
  };

  MonitorReason judge_output(Output& output, const OutputEcho& echo, Instant start,
                             Instant end) const noexcept;
  MonitorReason judge_segment(Output& output, const PulseSegment& segment, Instant start,
                              Instant end, bool& matched) const noexcept;
  MonitorReason judge_rate(Output& output, const PulseSegment& segment) const noexcept;
  MonitorReason judge_missing(Output& output, bool pulsed, Instant start,
                              Instant end) const noexcept;
  MonitorReason judge_charge(const std::array<OutputEcho, kOutputs>& echo) const noexcept;
  MonitorReason judge_balance(const std::array<OutputEcho, kOutputs>& echo) noexcept;
  void bear(Microseconds elapsed) noexcept;
  void forget_deliveries() noexcept;
  bool agrees(const PulseSegment& segment, const PulseTrain& train) const noexcept;
  bool bears(const Contact& contact, std::int64_t charge_pc) const noexcept;
  const Wiring* wiring_of(const PulseSegment& segment) const noexcept;
  MonitorVerdict conclude(MonitorReason found, bool clinician_reset) noexcept;

  std::array<Wiring, kMaxConfigurations> wirings_{};
  std::array<Contact, kContacts> contacts_{};
  std::int64_t min_period_us_;
  std::int64_t density_nc_per_cm2_;
  std::int64_t shannon_millionths_;  // 10^k
  std::int64_t error_permille_;
  std::int64_t residual_uv_;

  std::array<Output, kOutputs> outputs_{};
  std::int64_t borne_rest_us_ = 0;  // of bear(): less than one picocoulomb's worth
  bool reset_held_ = false;
  std::uint8_t latch_;             // a MonitorReason
  std::uint8_t latch_complement_;  // the same again, every bit turned
};

}  // namespace homeostat::safety
