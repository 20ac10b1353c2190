// What a controller may ask for, what the stimulator may deliver, and what it
// says that it delivered.
//
// Knows no limits: safety/envelope.h turns a wish into a permission.
#pragma once

#include <array>
#include <cstdint>

#include "safety/units.h"

namespace homeostat::safety {

inline constexpr int kOutputs = 2;  // independent current sources

// A train of biphasic pulses on one output. Pulse k starts at first_pulse + k *
// period, for every k whose start lies before valid_until. A renewal with the
// same first_pulse and period keeps the phase. Amplitude zero is silence, whatever
// the other fields say.
struct PulseTrain {
  std::uint8_t configuration = 0;  // index into Limits::configurations
  Microamps amplitude;             // of the first phase
  Microseconds pulse_width;        // of the first phase
  Microseconds period;
  Instant first_pulse;
  Instant valid_until;

  constexpr bool on() const { return amplitude > Microamps{}; }
  friend constexpr bool operator==(const PulseTrain&, const PulseTrain&) = default;
};

// A wish. Anyone can make one; nothing delivers it.
struct StimRequest {
  std::array<PulseTrain, kOutputs> outputs{};
  bool needs_sensing = false;  // closed loop: refused while the signal is not valid

  friend constexpr bool operator==(const StimRequest&, const StimRequest&) = default;
};

// A permission. Stimulators accept nothing else, and only an Envelope can make
// one: code that forgets the safety check does not compile.
class StimCommand {
 public:
  static constexpr StimCommand off() { return StimCommand({}); }

  constexpr const PulseTrain& output(int index) const {
    return granted_[static_cast<std::size_t>(index)];
  }
  constexpr bool on() const { return granted_[0].on() || granted_[1].on(); }
  friend constexpr bool operator==(const StimCommand&, const StimCommand&) = default;

 private:
  friend class Envelope;
  constexpr explicit StimCommand(const std::array<PulseTrain, kOutputs>& granted)
      : granted_(granted) {}

  std::array<PulseTrain, kOutputs> granted_{};
};

// What one output measured itself delivering: equal pulses at equal spacing.
// Charges are those measured in each phase, because commanded balance proves
// nothing about tissue.
struct PulseSegment {
  Instant first_pulse;
  Microseconds period;  // zero for a single pulse
  std::uint32_t pulses = 0;
  Microamps amplitude;       // first phase
  Microseconds pulse_width;  // first phase
  Picocoulombs charge1;      // per pulse, first phase, as measured
  Picocoulombs charge2;      // per pulse, second phase, as measured
  Microvolts residual;       // electrode voltage left after recharge
  std::uint8_t configuration = 0;
  std::uint8_t flags = 0;  // EchoFlag bits
};

enum EchoFlag : std::uint8_t {
  kComplianceHit = 1 << 0,
  kOpenContact = 1 << 1,
  kShortedContact = 1 << 2,
  kSegmentsLost = 1 << 3,  // more changes happened than segments can tell
};

inline constexpr int kEchoSegments = 4;

// The delivered stimulation of one output over exactly one frame's interval: the
// pulses that started in [end - duration, end).
struct OutputEcho {
  std::array<PulseSegment, kEchoSegments> segments{};
  std::uint8_t count = 0;
};

}  // namespace homeostat::safety
