// A device at the end of a line, with everything that its session asks of a board, and a
// host that talks to it. The golden program runs on it.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "hil/link/host_link.h"
#include "hil/link/link_error.h"
#include "hil/link/loopback.h"
#include "hil/link/programmer.h"
#include "hil/wire/device_session.h"
#include "hil/wire/signed_text.h"
#include "tests/golden/scripted_patient.h"

namespace homeostat::wire {

// Signs as a key does that nobody else has; no cryptography in it, and fast.
class ToyKey final : public hil::Signer, public SignatureCheck {
 public:
  explicit ToyKey(std::uint64_t secret) : secret_(secret) {}

  Signature sign(Bytes text) override {
    Signature signature;
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325U ^ secret_;
    for (const std::uint8_t byte : text) hash = (hash ^ byte) * 0x0000'0100'0000'01B3U;
    for (std::uint8_t& byte : signature) {
      hash = hash * 6'364'136'223'846'793'005U + secret_;
      byte = static_cast<std::uint8_t>(hash >> 56);
    }
    return signature;
  }
  bool verify(Bytes text, const Signature& signature) noexcept override {
    ++verified;
    return sign(text) == signature;
  }

  int verified = 0;

 private:
  std::uint64_t secret_;
};

class ToyEntropy final : public Entropy {
 public:
  bool fill(std::span<std::uint8_t> bytes) noexcept override {
    for (std::uint8_t& byte : bytes) {
      state_ = stuck ? 0 : state_ * 1'664'525U + 1'013'904'223U;
      byte = static_cast<std::uint8_t>(state_ >> 24);
    }
    return !empty;
  }

  bool empty = false;
  bool stuck = false;

 private:
  std::uint32_t state_ = 1;
};

class ToyCount final : public SessionCount {
 public:
  std::uint32_t last() noexcept override { return stored; }
  bool store(std::uint32_t number) noexcept override {
    if (!broken) stored = number;
    return !broken;
  }

  std::uint32_t stored = 0;
  bool broken = false;
};

// Takes an image whose first byte is its verdict: zero is good.
class ToyStore final : public ImageStore {
 public:
  std::uint32_t capacity() noexcept override { return 4096; }
  bool write(std::uint32_t offset, Bytes bytes) noexcept override {
    if (broken) return false;
    ++writes;
    std::copy(bytes.begin(), bytes.end(), staging.begin() + offset);
    return true;
  }
  std::uint32_t switch_to(std::uint32_t bytes) noexcept override {
    if (staging[0] != 0) return staging[0];
    program.assign(staging.begin(), staging.begin() + bytes);
    return 0;
  }

  std::vector<std::uint8_t> staging = std::vector<std::uint8_t>(4096);
  std::vector<std::uint8_t> program;
  int writes = 0;
  bool broken = false;
};

class ClosedLoopRig final : public RigLoop {
 public:
  explicit ClosedLoopRig(const controller::TherapyProgram& program)
      : loop(program, Instant{}) {}

  const controller::LoopReport& step(
      const biomarkers::SampleFrame& frame) noexcept override {
    (void)loop.step(frame);
    last = frame;
    ++steps;
    return loop.report();
  }

  LoopStart start() noexcept override {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(stored.data());
    return steps == 0 ? LoopStart{{bytes, stored.size()}, restored} : LoopStart{};
  }
  bool restart() noexcept override {
    go_on_from(loop.persist());
    return true;
  }
  void go_on_from(const safety::PersistedState& state) noexcept {
    const controller::TherapyProgram program = loop.program();
    std::destroy_at(&loop);
    std::construct_at(&loop, program, Instant{});
    stored = state;
    restored = true;
    steps = 0;
    (void)loop.restore(stored);
  }

  controller::ClosedLoop loop;
  biomarkers::SampleFrame last;
  int steps = 0;
  safety::PersistedState stored{};  // what the loop went on from
  bool restored = false;
};

inline Identity identity_of(const controller::TherapyProgram& program) {
  Identity identity;
  const char version[] = "0.1.0-test";
  std::copy(std::begin(version), std::end(version), identity.firmware_version.begin());
  std::copy(program.name.begin(), program.name.end(), identity.program_name.begin());
  identity.schema_version = controller::kSchemaVersion;
  for (std::size_t i = 0; i < identity.device_id.size(); ++i) {
    identity.device_id[i] = static_cast<std::uint8_t>(0xA0 + i);
  }
  identity.program_crc32 = controller::checksum(program);
  identity.channels = program.biomarkers.channel_count;
  identity.samples = static_cast<std::uint32_t>(program.biomarkers.samples_per_frame);
  identity.sample_rate_mhz =
      static_cast<std::uint32_t>(program.biomarkers.sample_rate_hz * 1000.0F);
  return identity;
}

class DeviceBench {
 public:
  DeviceBench() {
    log.adopt();
    boot();
  }

  // The device begins anew; what is stored, and its log, stay.
  void boot() {
    loop = std::make_unique<ClosedLoopRig>(program);
    device = std::make_unique<DeviceSession>(
        identity_of(program), DevicePorts{.out = line.device_side(),
                                          .signatures = key,
                                          .entropy = entropy,
                                          .sessions = count,
                                          .log = log,
                                          .images = &store,
                                          .rig = takes_frames ? loop.get() : nullptr,
                                          .more = more});
    line.attach(device.get());
  }
  void open() {
    link.hello();
    programmer.open();
  }

  const controller::TherapyProgram program = golden::golden_program();
  hil::Loopback line;
  ToyKey key{0x1234'5678'9ABC'DEF0};
  ToyEntropy entropy;
  ToyCount count;
  ToyStore store;
  firmware::EventLog log;
  MoreChanges* more = nullptr;
  bool takes_frames = true;
  std::unique_ptr<ClosedLoopRig> loop;
  std::unique_ptr<DeviceSession> device;
  hil::HostLink link{line, 77};
  hil::Programmer programmer{link, key};
};

// The payloads of packets among some bytes.
inline std::vector<std::vector<std::uint8_t>> payloads_in(Bytes bytes) {
  auto reader = std::make_unique<PacketReader>();
  std::vector<std::vector<std::uint8_t>> payloads;
  for (const std::uint8_t byte : bytes) {
    const Bytes payload = reader->take(byte);
    if (!payload.empty()) payloads.emplace_back(payload.begin(), payload.end());
  }
  return payloads;
}

class CollectedBytes final : public ByteSink {
 public:
  void write(Bytes more) noexcept override {
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  std::vector<std::uint8_t> bytes;
};

inline std::vector<std::uint8_t> packet_of(Bytes payload) {
  CollectedBytes packet;
  write_packet(payload, packet);
  return packet.bytes;
}

template <class Message>
std::vector<std::uint8_t> payload_of(const Message& message) {
  std::vector<std::uint8_t> payload(kMaxPayload);
  payload.resize(encode(message, payload));
  return payload;
}

}  // namespace homeostat::wire
