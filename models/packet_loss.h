// Which packets of a radio link are lost: good and bad stretches take turns at random.
//
// Gilbert 1960 (Bell Syst Tech J 39:1253): a chain of two states, one packet a step; what
// is sent in the bad state is lost. Losses come in runs, as they do where a body or a
// wall is in the way; a run's length is geometric. Drawn from counters, so a run and its
// repetition lose the same packets. Knows no samples.
#pragma once

#include <cstdint>

#include "models/noise.h"

namespace homeostat::models {

struct PacketLossSettings {
  bool given = false;  // nothing is lost where not
  std::int32_t samples_per_packet = 0;
  double lost_share = 0.0;        // of all packets in the long run
  double mean_run_packets = 0.0;  // lost in a row, on average
};

// The longest share that runs of this length allow: beyond it a good stretch would have
// to be shorter than one packet.
double highest_lost_share(double mean_run_packets);

class PacketLoss {
 public:
  PacketLoss() = default;
  PacketLoss(const PacketLossSettings& settings, const NoiseKey& key);

  // Of sample number `index`; asked in order, none left out.
  bool loses(std::uint64_t index);

 private:
  PacketLossSettings settings_;
  NoiseKey key_;
  double enter_ = 0.0;  // chance of a good packet's successor to be lost
  double leave_ = 1.0;
  bool lost_ = false;
};

}  // namespace homeostat::models
