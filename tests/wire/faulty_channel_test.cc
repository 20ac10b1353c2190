// A line that does what it was told to, and what a link makes of it.
#include "hil/link/faulty_channel.h"

#include <gtest/gtest.h>

#include "tests/wire/device_bench.h"

namespace homeostat::hil {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using Portion = std::vector<std::uint8_t>;

constexpr int kPackets = 12;

// Keeps what is written; what is to be read is put there.
class Ends final : public ByteChannel {
 public:
  void write(wire::Bytes bytes) override {
    written.insert(written.end(), bytes.begin(), bytes.end());
  }
  std::size_t read(std::span<std::uint8_t> room, microseconds) override {
    const std::size_t count = std::min(room.size(), coming.size());
    std::copy_n(coming.begin(), count, room.begin());
    coming.erase(coming.begin(), coming.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }
  microseconds now() override { return microseconds(0); }
  Portion written;
  Portion coming;
};

Portion packet(int number) {
  return wire::packet_of(Portion(20, static_cast<std::uint8_t>(number + 1)));
}

// The numbers of the packets that arrive whole, in order.
std::vector<int> arrive(const LineTrouble& trouble, Portion* bytes = nullptr) {
  Ends ends;
  FaultyChannel line(ends, 7);
  line.add(trouble);
  for (int i = 0; i < kPackets; ++i) line.write(packet(i));
  if (bytes != nullptr) *bytes = ends.written;
  std::vector<int> numbers;
  for (const Portion& payload : wire::payloads_in(ends.written))
    numbers.push_back(payload[0] - 1);
  return numbers;
}

std::vector<int> all_but(int missing) {
  std::vector<int> numbers;
  for (int i = 0; i < kPackets; ++i) {
    if (i != missing) numbers.push_back(i);
  }
  return numbers;
}

TEST(FaultyChannel, PassesEveryByteUntilToldOtherwise) {
  Portion bytes;
  EXPECT_EQ(all_but(-1), arrive({.direction = Direction::kToHost}, &bytes));
  Portion sent;
  for (int i = 0; i < kPackets; ++i) {
    const Portion one = packet(i);
    sent.insert(sent.end(), one.begin(), one.end());
  }
  EXPECT_EQ(sent, bytes);
}

TEST(FaultyChannel, DamagesThePacketThatWasNamedAndNoOther) {
  for (const LineFault fault : {LineFault::kLose, LineFault::kDrop, LineFault::kInsert,
                                LineFault::kFlip, LineFault::kTruncate}) {
    EXPECT_EQ(all_but(3), arrive({.fault = fault, .amount = 2, .first = 3}))
        << name_of(fault);
  }
}

TEST(FaultyChannel, DoublesSwapsAndMakesNoise) {
  EXPECT_EQ((std::vector<int>{0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}),
            arrive({.fault = LineFault::kDuplicate, .amount = 2, .first = 2}));
  EXPECT_EQ((std::vector<int>{0, 1, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11}),
            arrive({.fault = LineFault::kSwap, .first = 2}));
  Portion bytes;
  EXPECT_EQ(all_but(-1),
            arrive({.fault = LineFault::kNoise, .amount = 20'000, .first = 5}, &bytes));
  EXPECT_EQ(20'000U + kPackets * packet(0).size(), bytes.size());
}

TEST(FaultyChannel, StrikesByNumberChanceAndDirection) {
  EXPECT_EQ((std::vector<int>{0, 1, 5, 6, 7, 8, 9, 10, 11}),
            arrive({.fault = LineFault::kLose, .first = 2, .packets = 3}));
  EXPECT_TRUE(arrive({.fault = LineFault::kLose, .packets = kEveryPacket}).empty());
  const std::vector<int> half =
      arrive({.fault = LineFault::kLose, .packets = kEveryPacket, .permille = 500});
  EXPECT_GT(half.size(), 2U);
  EXPECT_LT(half.size(), 10U);
  EXPECT_EQ(
      half,
      arrive({.fault = LineFault::kLose, .packets = kEveryPacket, .permille = 500}));
}

TEST(FaultyChannel, WhatComesFromTheDeviceMeetsTheSame) {
  Ends ends;
  FaultyChannel line(ends, 7);
  line.add({.fault = LineFault::kLose, .direction = Direction::kToHost, .first = 1});
  for (int i = 0; i < 3; ++i) {
    const Portion one = packet(i);
    ends.coming.insert(ends.coming.end(), one.begin(), one.end());
  }
  Portion heard(4096);
  heard.resize(line.read(heard, milliseconds(1)));
  const auto payloads = wire::payloads_in(heard);
  ASSERT_EQ(2U, payloads.size());
  EXPECT_EQ(1, payloads[0][0]);
  EXPECT_EQ(3, payloads[1][0]);
  EXPECT_EQ(1, line.struck(LineFault::kLose));
}

TEST(FaultyChannel, DelaysAndSkipsTimeWhereNothingElseCanCome) {
  Ends ends;
  FaultyChannel line(ends, 7);
  line.add({.fault = LineFault::kDelay, .direction = Direction::kToHost, .amount = 3000});
  ends.coming = packet(0);
  Portion heard(64);
  EXPECT_EQ(0U, line.read(heard, milliseconds(2)));
  EXPECT_EQ(milliseconds(2), line.now());
  EXPECT_EQ(packet(0).size(), line.read(heard, milliseconds(9)));
  EXPECT_EQ(milliseconds(3), line.now());
}

TEST(FaultyChannel, StrikesWithinATimeAlone) {
  Ends ends;
  FaultyChannel line(ends, 7);
  line.add({.fault = LineFault::kLose,
            .packets = kEveryPacket,
            .from = milliseconds(1),
            .until = milliseconds(3)});
  Portion none(8);
  for (int i = 0; i < 5; ++i) {
    line.write(packet(i));
    (void)line.read(none, milliseconds(i + 1));
  }
  ASSERT_EQ(3U, wire::payloads_in(ends.written).size());
  EXPECT_EQ(2, line.struck(LineFault::kLose));
}

// Every kind of trouble at once, and each order is heard once.
TEST(FaultyChannel, Saf337_OverEveryTroubleAtOnceEachChangeIsDoneOnce) {
  wire::DeviceBench bench;
  FaultyChannel line(bench.line, 11);
  for (int kind = 0; kind < kLineFaults; ++kind) {
    for (const Direction direction : {Direction::kToDevice, Direction::kToHost}) {
      line.add({.fault = static_cast<LineFault>(kind),
                .direction = direction,
                .amount = 3,
                .packets = kEveryPacket,
                .permille = 40});
    }
  }
  HostLink link(line, 9, {.tries = 40});
  Programmer programmer(link, bench.key);
  link.hello();
  programmer.open();
  for (int i = 0; i < 300; ++i) {
    programmer.order(biomarkers::kClinicianStart);
    EXPECT_EQ(biomarkers::kClinicianStart, bench.device->take_clinician_events()) << i;
  }
  for (int kind = 0; kind < kLineFaults; ++kind)
    EXPECT_GT(line.struck(static_cast<LineFault>(kind)), 5) << kind;
}

}  // namespace
}  // namespace homeostat::hil
