// The safety envelope: the last code before the stimulator, and the only code
// that can authorise a pulse.
//
// It knows nothing of biomarkers, modes or models. It sees a request, what the frame
// says of the world, and what it granted before; it answers with the nearest command
// inside the limits. The rules are those of the C guard (safety/guard.h), which this
// class only dresses in types. Requirements: safety/HAZARDS.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "safety/limits.h"
#include "safety/reason.h"
#include "safety/stimulus.h"
#include "safety/units.h"

namespace homeostat::safety {

enum class Reason : std::uint8_t {
#define X(name, cpp_name, text, words, severity) cpp_name = GUARD_##name,
  GUARD_REASONS(X)
#undef X
};

enum class Severity : std::uint8_t {
#define X(name, cpp_name, text) cpp_name = GUARD_##name##_SEVERITY,
  GUARD_SEVERITIES(X)
#undef X
};

const char* name_of(Reason reason) noexcept;      // "charge"
const char* words_for(Reason reason) noexcept;    // one line for a person
const char* name_of(Severity severity) noexcept;  // "reduced"
Severity severity_of(Reason reason) noexcept;

class ReasonSet {
 public:
  constexpr ReasonSet() = default;
  constexpr explicit ReasonSet(std::uint64_t bits) : bits_(bits) {}
  constexpr bool has(Reason one) const {
    return (bits_ >> static_cast<int>(one) & 1U) != 0;
  }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint64_t bits() const { return bits_; }
  friend constexpr bool operator==(ReasonSet, ReasonSet) = default;

 private:
  std::uint64_t bits_ = 0;
};

struct ContactImpedance {
  Ohms value;
  Microseconds age;    // since it was measured
  bool valid = false;  // never measured, or the measurement failed
};

// What the guard must know of the world, all of it from the frame.
struct GuardInputs {
  Instant now;
  bool sensing_valid = false;  // samples are fresh and the front end is connected
  bool magnet_present = false;
  bool mri_mode = false;
  bool clinician_stop = false;   // while true
  bool clinician_reset = false;  // an authorised request to clear the latch, one frame
  bool midnight = false;         // the calendar day ended in this frame (profile option);
                                 // believed once in 22 hours
  Millivolts battery;
  Millicelsius temperature;
  std::uint32_t program_crc = 0;  // of the program that the caller has
  // Of each contact against the can; the can's own entry is not read.
  std::array<ContactImpedance, kContacts> impedances{};
  std::array<OutputEcho, kOutputs> echo{};
  Instant echo_start;  // the echo covers [echo_start, now)
};

struct Admission {
  StimCommand command = StimCommand::off();
  ReasonSet reasons;  // empty: granted as asked
  Severity severity = Severity::kOk;
  bool latched = false;
};

// What must survive a reset: budgets, latch, counts. Versioned, plain bytes, with its own
// check; a state that does not check means empty budgets and a latch.
inline constexpr std::size_t kEnvelopesBytes = 2032;
// Behind them those of the caller, who has no other memory that outlives a reset; the
// envelope leaves them zero and does not read them. Few where a build carries no mood.
#ifdef HOMEOSTAT_NO_MOOD
inline constexpr std::size_t kCallersBytes = 16;
#else
inline constexpr std::size_t kCallersBytes = 1040;
#endif
inline constexpr std::size_t kPersistedBytes = kEnvelopesBytes + kCallersBytes;
using PersistedState = std::array<std::byte, kPersistedBytes>;

// Not thread-safe. Allocates nothing, never throws.
class Envelope {
 public:
  // `limits` must have passed validate(); if not, or if the checksum differs later,
  // nothing is ever granted. Starts with the stimulator off, budgets full, at `now`.
  Envelope(const Limits& limits, std::uint32_t program_crc, Instant now) noexcept;
  // A copy would grant the same budget again.
  Envelope(const Envelope&) = delete;
  Envelope& operator=(const Envelope&) = delete;

  // Returns the command nearest to `request` that keeps every limit. Call once per
  // frame, with `inputs.now` never running backwards. Debits every pulse onset in
  // [max(now, what is already debited), valid_until) before it grants.
  [[nodiscard]] Admission admit(const StimRequest& request,
                                const GuardInputs& inputs) noexcept;

  // Equals steps of `request = off` with quiet inputs up to `until`, in constant time.
  // Legal only while off; otherwise does nothing and returns false.
  bool advance_idle(Instant until) noexcept;

  // Whether every word of its memory agrees with its complement, as admit() asks at each
  // step. persist() does not ask.
  bool intact() const noexcept;

  // Debited already: may be written to memory before the command is delivered.
  PersistedState persist() const noexcept;
  // Continues from a stored state (budgets never larger than stored); false and latched
  // where it does not check.
  bool restore(const PersistedState& stored, Instant now) noexcept;

  // Share of what remains, 0..1000, for reports: the day's therapies, the scarcest
  // contact's fast and slow charge budget.
  struct Budgets {
    std::uint16_t therapies_left_today = 0;
    std::uint16_t fast_permille = 0;
    std::uint16_t slow_permille = 0;
  };
  Budgets budgets() const noexcept;

 private:
  static constexpr std::size_t kGuardBytes = 6400;
  struct Storage;  // knows what lies in guard_: the limits twice, and the state

  alignas(8) std::array<std::byte, kGuardBytes> guard_{};
};

}  // namespace homeostat::safety
