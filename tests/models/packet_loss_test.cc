#include "models/packet_loss.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace homeostat::models {
namespace {

constexpr std::uint64_t kPackets = 200'000;

// Packet by packet, of ten samples each; a packet is lost as a whole or not at all.
std::vector<bool> lost_packets(const PacketLossSettings& settings, std::uint64_t seed,
                               std::uint64_t packets = kPackets) {
  PacketLoss loss(settings, {seed, 0, 0});
  std::vector<bool> lost;
  for (std::uint64_t i = 0; i < 10 * packets; ++i) {
    const bool now = loss.loses(i);
    if (i % 10 == 0) lost.push_back(now);
    EXPECT_EQ(now, lost.back()) << i;
  }
  return lost;
}

PacketLossSettings link(double lost_share, double mean_run_packets) {
  return {.given = true,
          .samples_per_packet = 10,
          .lost_share = lost_share,
          .mean_run_packets = mean_run_packets};
}

struct Tally {
  double share = 0.0;
  double mean_run = 0.0;
};

Tally tally(const std::vector<bool>& lost) {
  double all = 0.0, runs = 0.0;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    if (!lost[i]) continue;
    all += 1.0;
    if (i == 0 || !lost[i - 1]) runs += 1.0;
  }
  return {all / static_cast<double>(lost.size()), all / runs};
}

// Of a two-state chain the share's standard error is sqrt(p (1-p) / n * (1+q) / (1-q)),
// q = 1 - enter - leave; the bounds are four of them.
TEST(PacketLoss, HasItsShareAndItsRuns) {
  const Tally singles = tally(lost_packets(link(0.05, 1.0), 1));
  EXPECT_NEAR(singles.share, 0.05, 0.002);
  EXPECT_EQ(singles.mean_run, 1.0);
  const Tally runs = tally(lost_packets(link(0.05, 4.0), 2));
  EXPECT_NEAR(runs.share, 0.05, 0.005);
  EXPECT_NEAR(runs.mean_run, 4.0, 0.28);
  const Tally much = tally(lost_packets(link(0.9, 20.0), 3));
  EXPECT_NEAR(much.share, 0.9, 0.005);
  EXPECT_NEAR(much.mean_run, 20.0, 0.9);
}

TEST(PacketLoss, RunsHaveGeometricLengths) {
  const auto lost = lost_packets(link(0.1, 4.0), 7);
  double runs = 0.0, of_one = 0.0;
  for (std::size_t i = 1; i + 1 < lost.size(); ++i) {
    if (!lost[i] || lost[i - 1]) continue;
    runs += 1.0;
    if (!lost[i + 1]) of_one += 1.0;
  }
  EXPECT_NEAR(of_one / runs, 0.25, 0.025);
}

TEST(PacketLoss, OneSeedLosesTheSamePacketsAndAnotherOthers) {
  const auto first = lost_packets(link(0.2, 3.0), 11, 2000);
  EXPECT_EQ(first, lost_packets(link(0.2, 3.0), 11, 2000));
  EXPECT_NE(first, lost_packets(link(0.2, 3.0), 12, 2000));
}

TEST(PacketLoss, ALinkIsOlderThanItsRun) {
  int lost = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    if (PacketLoss(link(0.3, 5.0), {seed, 0, 0}).loses(0)) ++lost;
  }
  EXPECT_NEAR(lost / 4000.0, 0.3, 0.03);
}

TEST(PacketLoss, LosesNothingWhereNothingIsLost) {
  EXPECT_EQ(tally(lost_packets(link(0.0, 1.0), 1, 2000)).share, 0.0);
  PacketLoss none;
  for (std::uint64_t i = 0; i < 100; ++i) EXPECT_FALSE(none.loses(i));
}

TEST(PacketLoss, AtTheHighestShareNoTwoPacketsInARowArrive) {
  const auto lost = lost_packets(link(highest_lost_share(2.0), 2.0), 5, 20'000);
  EXPECT_NEAR(tally(lost).share, 2.0 / 3.0, 0.02);
  for (std::size_t i = 1; i < lost.size(); ++i) EXPECT_TRUE(lost[i] || lost[i - 1]) << i;
}

}  // namespace
}  // namespace homeostat::models
