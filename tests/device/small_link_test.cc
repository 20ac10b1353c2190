// The link of a build with room for four channels, as an implant has it: what it takes,
// and what it says of more. What is sent is put together by hand, as a host of another
// make would.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "hil/wire/device_session.h"

namespace homeostat::wire {
namespace {

using Message = std::vector<std::uint8_t>;

static_assert(biomarkers::kMaxChannels == 4);

class Line final : public ByteSink {
 public:
  void write(Bytes bytes) noexcept override {
    sent.insert(sent.end(), bytes.begin(), bytes.end());
  }
  Message sent;
};

// No session is opened here, and no program taken.
class Nobody final : public SignatureCheck, public Entropy, public SessionCount {
 public:
  bool verify(Bytes, const Signature&) noexcept override { return false; }
  bool fill(std::span<std::uint8_t>) noexcept override { return false; }
  std::uint32_t last() noexcept override { return 0; }
  bool store(std::uint32_t) noexcept override { return false; }
};

class CountingLoop final : public RigLoop {
 public:
  const controller::LoopReport& step(const biomarkers::SampleFrame& f) noexcept override {
    ++steps;
    frame = f;
    return report;
  }
  LoopStart start() noexcept override { return {}; }
  bool restart() noexcept override { return false; }

  int steps = 0;
  biomarkers::SampleFrame frame;
  controller::LoopReport report;
};

void append_field(Message& to, std::uint8_t tag, const Message& bytes) {
  to.push_back(tag);
  for (std::size_t left = bytes.size();;) {
    const auto low = static_cast<std::uint8_t>(left & 0x7FU);
    left >>= 7;
    to.push_back(left > 0 ? static_cast<std::uint8_t>(low | 0x80U) : low);
    if (left == 0) break;
  }
  to.insert(to.end(), bytes.begin(), bytes.end());
}

Message frame_of(int channels, int samples) {
  Message frame{0x10, 1,
                0x18, static_cast<std::uint8_t>(channels),
                0x20, static_cast<std::uint8_t>(samples)};
  append_field(frame, 0x2A, Message(static_cast<std::size_t>(2 * channels * samples), 1));
  Message scales;
  for (int c = 0; c < channels; ++c)
    scales.insert(scales.end(), {0, 0, 0, 0, 0, 0, 0xF0, 0x3F});  // 1.0
  append_field(frame, 0x32, scales);
  append_field(frame, 0x3A, Message(static_cast<std::size_t>(channels), 0));
  return frame;
}

class SmallLink : public ::testing::Test {
 protected:
  SmallLink() {
    log.adopt();
    device = std::make_unique<DeviceSession>(Identity{}, DevicePorts{.out = line,
                                                                     .signatures = nobody,
                                                                     .entropy = nobody,
                                                                     .sessions = nobody,
                                                                     .log = log,
                                                                     .rig = &loop});
    Message hello{0x08, ++sequence};
    append_field(hello, 0x12, {0x08, kProtocolVersion});
    greeting = say(hello);
  }

  Reply say(const Message& payload) {
    Line out;
    write_packet(payload, out);
    line.sent.clear();
    device->receive(out.sent, Instant{});
    PacketReader reader;
    Reply reply;
    for (const std::uint8_t byte : line.sent) {
      const Bytes answer = reader.take(byte);
      if (answer.empty()) continue;
      EXPECT_TRUE(decode(answer, reply));
    }
    return reply;
  }
  Reply send(int channels, int samples) {
    Message message{0x08, ++sequence};
    append_field(message, 0x1A, frame_of(channels, samples));
    return say(message);
  }

  Line line;
  Nobody nobody;
  CountingLoop loop;
  firmware::EventLog log;
  std::unique_ptr<DeviceSession> device;
  std::uint8_t sequence = 0;
  Reply greeting;
};

TEST_F(SmallLink, Saf360_SaysHowLongAPayloadItTakes) {
  ASSERT_EQ(Answer::kIdentity, greeting.answer);
  EXPECT_EQ(kTakenPayload, greeting.identity.largest_payload);
  EXPECT_EQ(kMaxPayload - 4 * (2 * 64 + 8 + 1), greeting.identity.largest_payload);
}

TEST_F(SmallLink, Saf360_TakesTheLargestFrameThatItHasRoomFor) {
  EXPECT_EQ(Answer::kReport, send(4, 64).answer);
  EXPECT_EQ(1, loop.steps);
  EXPECT_EQ(4, loop.frame.channel_count);
  EXPECT_EQ(257.0F, loop.frame.samples_uv[3][63]);
}

// However little of it the decoder could hold.
TEST_F(SmallLink, Saf360_AFrameOfMoreChannelsIsRefusedAndNotStepped) {
  for (const int channels : {5, 6, 7, 8}) {
    for (const int samples : {1, 8, 32, 64}) {
      const Reply reply = send(channels, samples);
      EXPECT_EQ(Answer::kError, reply.answer);
      EXPECT_EQ(Refusal::kMoreChannels, reply.refusal) << channels;
      EXPECT_EQ(4U, reply.detail);
      EXPECT_EQ(sequence, reply.request);
    }
  }
  EXPECT_EQ(0, loop.steps);
  EXPECT_EQ(Answer::kReport, send(4, 8).answer);
  EXPECT_EQ(1, loop.steps);
}

TEST_F(SmallLink, Saf360_MoreThanTheProtocolHasIsNoFrame) {
  EXPECT_EQ(Refusal::kMalformed, send(9, 1).refusal);
  EXPECT_EQ(0, loop.steps);
}

TEST_F(SmallLink, Saf360_HearsTheNextPacketAfterOneThatIsTooLong) {
  EXPECT_EQ(Answer::kNothing, say(Message(kTakenPayload + 1, 7)).answer);
  EXPECT_EQ(Answer::kReport, send(1, 1).answer);
}

}  // namespace
}  // namespace homeostat::wire
