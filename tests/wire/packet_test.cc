#include "hil/wire/packet.h"

#include <gtest/gtest.h>

#include <random>

#include "safety/crc32.h"
#include "tests/wire/device_bench.h"

namespace homeostat::wire {
namespace {

using Payload = std::vector<std::uint8_t>;

std::vector<Payload> read(const Payload& bytes) { return payloads_in(bytes); }

Payload join(std::initializer_list<Payload> parts) {
  Payload all;
  for (const Payload& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST(Crc32, IsTheOneOfEthernet) {
  const std::uint8_t digits[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  EXPECT_EQ(0xCBF43926U, safety::crc32(digits, sizeof digits));
  EXPECT_EQ(safety::crc32(digits, 9),
            safety::crc32(digits + 4, 5, safety::crc32(digits, 4)));
}

// Bit by bit, as the polynomial says.
TEST(Crc32, OfAnyBytesIsThatOfTheDefinition) {
  std::mt19937 random(1);
  for (int length = 0; length < 300; ++length) {
    Payload bytes(static_cast<std::size_t>(length));
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    std::uint32_t crc = 0xFFFF'FFFFU;
    for (const std::uint8_t byte : bytes) {
      crc ^= byte;
      for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1U) * 0xEDB8'8320U);
    }
    ASSERT_EQ(~crc, safety::crc32(bytes.data(), bytes.size()));
  }
}

class PacketOf : public ::testing::TestWithParam<int> {};

// Zeros, ones, no zero at all, anything: the four ways in which COBS can go.
TEST_P(PacketOf, EveryLengthArrivesAsItWas) {
  std::mt19937 random(7);
  for (std::size_t length = kMinPayload; length <= kMaxPayload;
       length += length < 600 ? 1 : 61) {
    Payload payload(length);
    for (auto& byte : payload) {
      const auto any = static_cast<std::uint8_t>(random());
      const std::uint8_t ways[] = {0, 0xFF, static_cast<std::uint8_t>(any | 1U), any};
      byte = ways[GetParam()];
    }
    const Payload packet = packet_of(payload);
    ASSERT_EQ(std::vector<Payload>{payload}, read(packet)) << length;
    ASSERT_LE(packet.size(), most_packet_bytes(length));
    ASSERT_EQ(0, packet.front());
    ASSERT_EQ(0, packet.back());
    ASSERT_EQ(2, std::count(packet.begin(), packet.end(), 0));
  }
}

INSTANTIATE_TEST_SUITE_P(Contents, PacketOf, ::testing::Values(0, 1, 2, 3));

TEST(Packet, OfNothingOrOfMoreThanFitsIsNotSent) {
  EXPECT_TRUE(packet_of({}).empty());
  EXPECT_FALSE(packet_of(Payload(kMaxPayload)).empty());
  EXPECT_TRUE(packet_of(Payload(kMaxPayload + 1)).empty());
}

TEST(Packet, ThatIsLongerThanItMayBeIsSkippedAndTheNextIsRead) {
  Payload endless(1, 0);
  endless.insert(endless.end(), 100'000, 0x55);
  auto reader = std::make_unique<PacketReader>();
  for (const std::uint8_t byte : endless) EXPECT_TRUE(reader->take(byte).empty());
  Bytes heard;
  for (const std::uint8_t byte : packet_of(Payload{1, 2, 3})) {
    const Bytes payload = reader->take(byte);
    if (!payload.empty()) heard = payload;
  }
  EXPECT_EQ(3U, heard.size());
  EXPECT_EQ(1U, reader->counts().malformed);
  EXPECT_EQ(1U, reader->counts().packets);
}

TEST(Packet, OfOneByteMoreThanFitsIsRefusedAndOfExactlySoManyRead) {
  for (const std::size_t length : {kMaxPayload, kMaxPayload + 1}) {
    // By hand: write_packet() would not send it.
    Payload body(length, 0x55);
    const std::uint32_t crc = safety::crc32(body.data(), body.size());
    for (int i = 0; i < 4; ++i) body.push_back(static_cast<std::uint8_t>(crc >> (8 * i)));
    Payload packet{0};
    for (std::size_t at = 0; at < body.size();) {
      std::size_t end = at;
      while (end < body.size() && end - at < 254 && body[end] != 0) ++end;
      packet.push_back(static_cast<std::uint8_t>(end - at + 1));
      packet.insert(packet.end(), body.begin() + static_cast<std::ptrdiff_t>(at),
                    body.begin() + static_cast<std::ptrdiff_t>(end));
      at = end - at == 254 ? end : end + 1;
    }
    packet.push_back(0);
    EXPECT_EQ(length == kMaxPayload ? 1U : 0U, read(packet).size()) << length;
  }
}

TEST(Packet, AfterOneThatWasCutIsReadBecauseEachBeginsWithAZero) {
  Payload cut = packet_of(Payload{9, 8, 7, 6});
  cut.resize(5);
  EXPECT_EQ(std::vector<Payload>{Payload({1, 2})},
            read(join({cut, packet_of(Payload{1, 2})})));
}

TEST(Packet, WithAWrongSumIsCountedAndRefused) {
  auto reader = std::make_unique<PacketReader>();
  Payload packet = packet_of(Payload{1, 2, 3});
  packet[2] ^= 0x10;
  for (const std::uint8_t byte : packet) EXPECT_TRUE(reader->take(byte).empty());
  EXPECT_EQ(1U, reader->counts().bad_crc);
  EXPECT_EQ(0U, reader->counts().malformed);
}

TEST(Packet, OfACrcAloneIsNone) {
  // Four zeros are the sum of nothing.
  EXPECT_TRUE(read({0, 1, 1, 1, 1, 1, 0}).empty());
}

TEST(Packet, OnlyZerosAreSilence) {
  auto reader = std::make_unique<PacketReader>();
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(reader->take(0).empty());
  EXPECT_EQ(0U, reader->counts().malformed);
}

}  // namespace
}  // namespace homeostat::wire
