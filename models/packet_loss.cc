#include "models/packet_loss.h"

namespace homeostat::models {
namespace {

constexpr std::uint16_t kStream = 0x300;

// In [0, 1), of 53 random bits.
double uniform_of(const NoiseKey& key, std::uint64_t packet) {
  const auto bits = random_bits(key, kStream, packet);
  const std::uint64_t word = (std::uint64_t{bits[0]} << 32) | bits[1];
  return static_cast<double>(word >> 11) * 0x1p-53;
}

}  // namespace

double highest_lost_share(double mean_run_packets) {
  return mean_run_packets / (mean_run_packets + 1.0);
}

PacketLoss::PacketLoss(const PacketLossSettings& settings, const NoiseKey& key)
    : settings_(settings), key_(key) {
  if (!settings.given) return;
  leave_ = 1.0 / settings.mean_run_packets;
  enter_ = leave_ * settings.lost_share / (1.0 - settings.lost_share);
}

bool PacketLoss::loses(std::uint64_t index) {
  if (!settings_.given) return false;
  const auto size = static_cast<std::uint64_t>(settings_.samples_per_packet);
  if (index % size != 0) return lost_;
  const double chance = uniform_of(key_, index / size);
  if (index == 0) {
    lost_ = chance < settings_.lost_share;  // the link is older than the run
  } else {
    lost_ = lost_ ? chance >= leave_ : chance < enter_;
  }
  return lost_;
}

}  // namespace homeostat::models
