// What a bad line may do to a packet, a million times (ctest -L deep: ten million).
//
// Counted as a wrong accept: any payload that comes out between the damaged packet and
// the next one and is not the one that was sent. Expected of a CRC of 32 bits: one in
// 2^32 of what reaches it, so none in ten million.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "tests/wire/device_bench.h"

namespace homeostat::wire {
namespace {

using Payload = std::vector<std::uint8_t>;

long corruptions() {
  const char* wanted = std::getenv("HOMEOSTAT_CORRUPTIONS");
  return wanted != nullptr ? std::atol(wanted) : 1'000'000;
}

class BadLine {
 public:
  std::size_t below(std::size_t end) { return random_() % end; }
  std::uint8_t byte() { return static_cast<std::uint8_t>(random_() >> 8); }

  Payload payload() {
    // Mostly of the length of a frame of four channels, sometimes any.
    const std::size_t most = below(64) == 0 ? kMaxPayload : 128;
    Payload bytes(1 + below(most));
    const bool sparse = below(4) == 0;
    for (auto& b : bytes) b = sparse && below(2) == 0 ? 0 : byte();
    return bytes;
  }

  // One to four times one of seven kinds.
  void damage(Payload& packet) {
    const std::size_t times = 1 + below(4);
    for (std::size_t i = 0; i < times && !packet.empty(); ++i) damage_once(packet);
  }

 private:
  using Offset = std::ptrdiff_t;

  void damage_once(Payload& packet) {
    const auto at = static_cast<Offset>(below(packet.size()));
    switch (below(7)) {
      case 0:  // flip of a bit
        packet[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1U << below(8));
        break;
      case 1:  // another byte
        packet[static_cast<std::size_t>(at)] = byte();
        break;
      case 2:  // drop
        packet.erase(packet.begin() + at);
        break;
      case 3:  // insert
        packet.insert(packet.begin() + at, byte());
        break;
      case 4:  // truncation
        packet.resize(static_cast<std::size_t>(at));
        break;
      case 5: {  // a stretch comes twice
        const std::size_t end = below(packet.size() - static_cast<std::size_t>(at)) + 1;
        const Payload stretch(packet.begin() + at,
                              packet.begin() + at + static_cast<Offset>(end));
        packet.insert(packet.begin() + at, stretch.begin(), stretch.end());
        break;
      }
      default:  // two bytes change places
        std::swap(packet[static_cast<std::size_t>(at)], packet[below(packet.size())]);
    }
  }

  std::mt19937 random_{20'261'126};
};

struct Outcome {
  long wrong = 0;      // accepted, and another than was sent
  long unchanged = 0;  // accepted as sent: the damage left it whole
  long lost_next = 0;
  long refused = 0;
};

void hear(PacketReader& reader, const Payload& bytes, std::vector<Payload>& heard) {
  for (const std::uint8_t b : bytes) {
    const Bytes payload = reader.take(b);
    if (!payload.empty()) heard.emplace_back(payload.begin(), payload.end());
  }
}

void judge(const std::vector<Payload>& heard, const Payload& sent, const Payload& next,
           Outcome& outcome) {
  const bool next_came = !heard.empty() && heard.back() == next;
  if (!next_came) ++outcome.lost_next;
  const std::size_t before = heard.size() - (next_came ? 1 : 0);
  for (std::size_t i = 0; i < before; ++i)
    ++(heard[i] == sent ? outcome.unchanged : outcome.wrong);
  if (before == 0) ++outcome.refused;
}

// SAF-330
TEST(Corruption, Saf330_NoneIsAcceptedAndTheNextPacketAlwaysIs) {
  BadLine line;
  Outcome outcome;
  auto reader = std::make_unique<PacketReader>();
  std::vector<Payload> heard;
  const long times = corruptions();
  for (long i = 0; i < times; ++i) {
    const Payload sent = line.payload();
    Payload packet = packet_of(sent);
    line.damage(packet);
    const Payload next = line.payload();
    heard.clear();
    hear(*reader, packet, heard);
    hear(*reader, packet_of(next), heard);
    judge(heard, sent, next, outcome);
  }
  EXPECT_EQ(0, outcome.wrong);
  EXPECT_EQ(0, outcome.lost_next);
  EXPECT_GT(outcome.refused, times * 9 / 10);
  std::printf(
      "corruptions %ld: wrong accepts %ld, next lost %ld, refused %ld, "
      "whole nevertheless %ld\n",
      times, outcome.wrong, outcome.lost_next, outcome.refused, outcome.unchanged);
}

TEST(Corruption, Saf330_TwentyThousandBytesOfNoiseAreNoPacket) {
  BadLine line;
  auto reader = std::make_unique<PacketReader>();
  for (int round = 0; round < 50; ++round) {
    Payload noise(20'000);
    for (auto& b : noise) b = line.byte();
    std::vector<Payload> heard;
    hear(*reader, noise, heard);
    EXPECT_TRUE(heard.empty());
    const Payload next = line.payload();
    hear(*reader, packet_of(next), heard);
    EXPECT_EQ(std::vector<Payload>{next}, heard);
  }
}

}  // namespace
}  // namespace homeostat::wire
