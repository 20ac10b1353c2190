// A hash (FNV-1a, 64 bits) of what a run did: equal hashes, equal modes and commands.
#pragma once

#include <cstdint>

#include "controller/therapy_mode.h"
#include "safety/stimulus.h"

namespace homeostat::faults {

class History {
 public:
  void add(controller::Mode mode) noexcept { mix(static_cast<std::int64_t>(mode)); }

  // Times count from `start`: runs that begin at other times can be equal.
  void add(const safety::StimCommand& command, Instant start) noexcept {
    for (int output = 0; output < safety::kOutputs; ++output) {
      const safety::PulseTrain& train = command.output(output);
      mix(train.amplitude.count());
      if (!train.on()) continue;
      mix(train.configuration);
      mix(train.pulse_width.count());
      mix(train.period.count());
      mix((train.first_pulse - start).count());
      mix((train.valid_until - start).count());
    }
  }

  std::uint64_t value() const noexcept { return hash_; }

 private:
  void mix(std::int64_t value) noexcept {
    for (int shift = 0; shift < 64; shift += 8) {
      hash_ = (hash_ ^ (static_cast<std::uint64_t>(value) >> shift & 0xFFU)) *
              0x0000'0100'0000'01B3U;
    }
  }

  std::uint64_t hash_ = 0xCBF2'9CE4'8422'2325U;
};

}  // namespace homeostat::faults
