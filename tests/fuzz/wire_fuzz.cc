// The device's half of the link: whatever arrives, nothing that needs a signature is
// done, every answer is a message, and a good packet after it is answered. The first byte
// says how the rest arrives: as it is, or in packets whose sums are right, so that what
// lies behind the packets is reached too. Nobody has the key.
#include <algorithm>
#include <memory>
#include <vector>

#include "hil/wire/device_session.h"
#include "tests/fuzz/harness.h"

namespace homeostat::wire {
namespace {

using fuzz::claim;

struct NoKey final : SignatureCheck {
  bool verify(Bytes, const Signature&) noexcept override { return false; }
};
struct Random final : Entropy {
  bool fill(std::span<std::uint8_t> bytes) noexcept override {
    for (std::uint8_t& byte : bytes) byte = ++last;
    return true;
  }
  std::uint8_t last = 0;
};
struct Count final : SessionCount {
  std::uint32_t last() noexcept override { return 41; }
  bool store(std::uint32_t) noexcept override {
    claim(false, "a session was counted");
    return true;
  }
};
struct Store final : ImageStore {
  std::uint32_t capacity() noexcept override { return 10'000; }
  bool write(std::uint32_t, Bytes) noexcept override {
    claim(false, "an image was written");
    return true;
  }
  std::uint32_t switch_to(std::uint32_t) noexcept override {
    claim(false, "a program was switched");
    return 0;
  }
};
struct Rig final : RigLoop {
  const controller::LoopReport& step(
      const biomarkers::SampleFrame& frame) noexcept override {
    claim(frame.clinician_events == 0, "an order came with a frame");
    claim(frame.channel_count <= biomarkers::kMaxChannels, "channels");
    claim(frame.sample_count <= biomarkers::kMaxSamples, "samples");
    for (const safety::OutputEcho& echo : frame.echo) {
      claim(echo.count <= safety::kEchoSegments, "segments");
    }
    report.seen.time = frame.time;
    return report;
  }
  LoopStart start() noexcept override { return {state, false}; }
  bool restart() noexcept override {
    claim(false, "the loop began anew");
    return false;
  }
  std::array<std::uint8_t, 300> state{};
  controller::LoopReport report;
};

// Reads what the device says: each packet must be a reply.
struct Host final : ByteSink {
  void write(Bytes bytes) noexcept override {
    for (const std::uint8_t byte : bytes) {
      const Bytes payload = reader.take(byte);
      if (payload.empty()) continue;
      claim(decode(payload, reply), "an answer that is no message");
      claim(reply.answer != Answer::kNothing, "an answer that says nothing");
      ++answers;
    }
    claim(reader.counts().malformed + reader.counts().bad_crc == 0, "a broken packet");
  }
  PacketReader reader;
  Reply reply;
  int answers = 0;
};

struct Bytestream final : ByteSink {
  void write(Bytes more) noexcept override {
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  std::vector<std::uint8_t> bytes;
};

struct Life {
  NoKey key;
  Random entropy;
  Count count;
  Store store;
  Rig rig;
  Host host;
  firmware::EventLog log{};
  DeviceSession device{Identity{},
                       {.out = host,
                        .signatures = key,
                        .entropy = entropy,
                        .sessions = count,
                        .log = log,
                        .images = &store,
                        .rig = &rig}};
  std::uint64_t now_us = 1;

  void send(Bytes payload) {
    Bytestream packet;
    write_packet(payload, packet);
    device.receive(packet.bytes, Instant(now_us += 1000));
  }
  void say(const Request& request) {
    std::vector<std::uint8_t> payload(kMaxPayload);
    payload.resize(encode(request, payload));
    send(payload);
  }
};

// What is read is told again as it was read.
void claim_round_trip(Bytes payload) {
  auto request = std::make_unique<Request>();
  if (!decode(payload, *request) || request->ask == Ask::kNothing) return;
  std::vector<std::uint8_t> again(kMaxPayload);
  again.resize(encode(*request, again));
  claim(!again.empty(), "a request that is read and cannot be told");
  auto twice = std::make_unique<Request>();
  claim(decode(again, *twice), "a request that cannot be read again");
  std::vector<std::uint8_t> third(kMaxPayload);
  third.resize(encode(*twice, third));
  claim(third == again, "a request that is not told as it was read");
}

void live(Life& life, const std::uint8_t* data, std::size_t size) {
  if (size == 0) return;
  if (data[0] % 2 == 0) {
    life.device.receive({data + 1, size - 1}, Instant(2));
    return;
  }
  for (std::size_t at = 1; at + 2 <= size;) {
    const std::size_t length = data[at] + 256U * data[at + 1];
    at += 2;
    const Bytes payload{data + at, std::min(length, size - at)};
    claim_round_trip(payload);
    life.send(payload);
    at += payload.size();
  }
}

}  // namespace
}  // namespace homeostat::wire

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace homeostat::wire;
  auto life = std::make_unique<Life>();
  life->log.adopt();
  live(*life, data, size);
  claim(life->device.take_clinician_events() == 0, "an order nobody signed");
  // And it still listens.
  auto hello = std::make_unique<Request>();
  hello->ask = Ask::kHello;
  hello->protocol_version = kProtocolVersion;
  hello->connection = 0xFEED'BEEF;
  const int answers = life->host.answers;
  life->say(*hello);
  // Its zero may have ended a packet that was good but for that.
  claim(life->host.answers > answers && life->host.reply.answer == Answer::kIdentity,
        "does not answer any more");
  return 0;
}
