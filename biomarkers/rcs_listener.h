// The chain of the `rcs` profile as part of what a therapy listens to: it hears the
// bank's channels, and its state and currents are there for a policy to ask for.
//
// What reaches it is what every detector reads: filtered by the program's channel
// filters, with samples held over pulses of ours, where the device senses through them. A
// channel that is no signal is to it a sample that never came: its detectors hold. Where
// frames were lost, the chain's own clock stands still for them. Lies in memory that it
// shares (detector_memory.h). Source: shared reference "devices" 2.1.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/channel.h"
#include "biomarkers/detector_memory.h"
#include "biomarkers/rcs_chain.h"
#include "biomarkers/rcs_settings.h"
#include "biomarkers/sample_frame.h"

namespace homeostat::biomarkers {

struct RcsReading {
  int state = kRcsNoState;  // 0 to 8; none before the first detection
  // Of each program, where its ramp has come to, rounded down.
  std::array<std::int32_t, kRcsPrograms> currents_ua{};
};

class RcsListener {
 public:
  using Chain = RcsChainOf<kRcsAdaptiveChannels>;

  RcsListener() noexcept = default;  // hears nothing
  // `settings` must have passed validate(), with labels among the bank's.
  RcsListener(const RcsSettings& settings, const BiomarkerSettings& bank,
              DetectorMemory& memory) noexcept;

  // What it takes of the memory.
  static constexpr int kBytes = DetectorMemory::bytes_of<Chain>();

  // One frame of `samples` samples of all channels.
  RcsReading update(DetectorMemory& memory,
                    const std::array<Channel, kMaxChannels>& channels,
                    int samples) const noexcept;

 private:
  struct Ear {
    std::uint8_t channel = 0;  // of the bank
    std::uint8_t gain250_trim = 0;
  };

  std::array<Ear, kRcsAdaptiveChannels> ears_{};
  std::uint8_t ear_count_ = 0;
  DetectorMemory::Place chain_;
};

// The bank's channel of that label; -1: none.
int channel_called(const std::array<char, kLongestLabel + 1>& label,
                   const BiomarkerSettings& bank) noexcept;

}  // namespace homeostat::biomarkers
