// Prints what a device answers to a scripted host: greeting, session, orders, an upload,
// and two minutes of frames. The same program runs from g++, from clang and on
// Cortex-M4F, and must print the same: tests/wire/answers.trace. A line for each request,
// and for each four seconds of frames a hash of all bytes that the device has sent so
// far.
#include <array>

#include "hil/wire/device_session.h"
#include "hil/wire/signed_text.h"
#include "tests/golden/line.h"
#include "tests/golden/scripted_patient.h"
#include "tests/golden/trace.h"

namespace homeostat::wire {
namespace {

using golden::Line;

constexpr int kFrames = 3750;  // two minutes
constexpr int kFramesPerLine = 125;

class Hash {
 public:
  void add(std::uint8_t byte) noexcept {
    value_ = (value_ ^ byte) * 0x0000'0100'0000'01B3U;
  }
  std::uint64_t value() const noexcept { return value_; }

 private:
  std::uint64_t value_ = 0xCBF2'9CE4'8422'2325U;
};

// A signature is the text's hash, eight times. Keeps no secret.
Signature sign(Bytes text) noexcept {
  Hash hash;
  for (const std::uint8_t byte : text) hash.add(byte);
  Signature signature;
  for (std::size_t i = 0; i < signature.size(); ++i) {
    signature[i] = static_cast<std::uint8_t>(hash.value() >> (8 * (i % 8)) & 0xFFU);
  }
  return signature;
}

struct Signatures final : SignatureCheck {
  bool verify(Bytes text, const Signature& signature) noexcept override {
    return sign(text) == signature;
  }
};
struct Random final : Entropy {
  bool fill(std::span<std::uint8_t> bytes) noexcept override {
    for (std::uint8_t& byte : bytes) byte = ++last;
    return true;
  }
  std::uint8_t last = 0;
};
struct Count final : SessionCount {
  std::uint32_t last() noexcept override { return number; }
  bool store(std::uint32_t next) noexcept override {
    number = next;
    return true;
  }
  std::uint32_t number = 0;
};
struct Store final : ImageStore {
  std::uint32_t capacity() noexcept override { return 1024; }
  bool write(std::uint32_t, Bytes) noexcept override { return true; }
  std::uint32_t switch_to(std::uint32_t) noexcept override { return 7; }
};
struct Rig final : RigLoop {
  const controller::LoopReport& step(
      const biomarkers::SampleFrame& frame) noexcept override {
    command = loop.step(frame);
    return loop.report();
  }
  LoopStart start() noexcept override { return {}; }
  bool restart() noexcept override { return false; }
  controller::ClosedLoop loop{golden::golden_program(), Instant{}};
  safety::StimCommand command = safety::StimCommand::off();
};

// The host's end of the line.
struct Host final : ByteSink {
  void write(Bytes bytes) noexcept override {
    for (const std::uint8_t byte : bytes) {
      hash.add(byte);
      const Bytes payload = reader.take(byte);
      if (!payload.empty()) good = decode(payload, reply);
    }
  }
  Hash hash;
  PacketReader reader;
  Reply reply;
  bool good = false;
};

// Into the device, byte for byte.
struct ToDevice final : ByteSink {
  void write(Bytes bytes) noexcept override { device->receive(bytes, now); }
  DeviceSession* device = nullptr;
  Instant now;
};

Signatures signatures;
Random entropy;
Count count;
Store store;
Host host;
firmware::EventLog events;
ToDevice line;
Request request;
std::array<std::uint8_t, kMaxPayload> payload;

void ask(Ask what) noexcept {
  request.ask = what;
  ++request.sequence;
  host.good = false;
  line.now = line.now + Microseconds(1000);
  const std::size_t size = encode(request, payload);
  write_packet({payload.data(), size}, line);
}

void tell(const char* what) noexcept {
  Line out;
  out.text(what).text(host.good ? ": answer " : ": no answer ");
  out.number(static_cast<int>(host.reply.answer));
  if (host.reply.answer == Answer::kError) {
    out.text(" ").text(name_of(host.reply.refusal)).text(" ").number(host.reply.detail);
  }
  out.text(" = ").hex(host.hash.value()).end();
}

void change(const char* what, const Change& change, std::uint64_t number) noexcept {
  std::array<std::uint8_t, kChangeBytes> bytes;
  request.change.assign({bytes.data(), encode(change, bytes)});
  request.number = number;
  request.signature =
      sign(change_text({}, host.reply.challenge, number, request.change.view()).view());
  ask(Ask::kChange);
  tell(what);
}

void greet() noexcept {
  ask(Ask::kReadStatus);
  tell("status before hello");
  request.protocol_version = kProtocolVersion;
  request.connection = 1;
  ask(Ask::kHello);
  tell("hello");
  ask(Ask::kOpenSession);
  tell("open session");
  request.signature = Signature{};
  ask(Ask::kProve);
  tell("wrong proof");
  ask(Ask::kOpenSession);
  request.signature = sign(opening_text({}, host.reply.challenge).view());
  ask(Ask::kProve);
  tell("proof");
}

void upload() noexcept {
  change("upload begin", {.kind = ChangeKind::kUploadBegin, .bytes = 3, .crc32 = 5}, 1);
  Change chunk{.kind = ChangeKind::kUploadChunk};
  const std::uint8_t bytes[] = {1, 2, 3};
  chunk.data.assign(bytes);
  change("upload chunk", chunk, 2);
  change("upload switch", {.kind = ChangeKind::kUploadSwitch}, 3);
  change("change out of order", {.kind = ChangeKind::kUploadSwitch}, 3);
  change(
      "order",
      {.kind = ChangeKind::kClinician, .clinician_events = biomarkers::kClinicianStart},
      4);
}

void run_frames(const Rig& rig) noexcept {
  static golden::ScriptedPatient patient;
  request.uv_per_count.fill(0.25);
  for (int i = 1; i <= kFrames; ++i) {
    request.frame = patient.live_through(rig.command);
    ask(Ask::kFrame);
    if (i % kFramesPerLine == 0) {
      Line out;
      out.text("frame ").number(i).text(" ");
      out.text(controller::name_of(host.reply.report.loop.mode));
      out.text(" = ").hex(host.hash.value()).end();
    }
  }
}

}  // namespace
}  // namespace homeostat::wire

int homeostat::golden::print_trace() noexcept {
  using namespace homeostat::wire;
  static Rig rig;
  events.adopt();
  static DeviceSession device(Identity{}, {.out = host,
                                           .signatures = signatures,
                                           .entropy = entropy,
                                           .sessions = count,
                                           .log = events,
                                           .images = &store,
                                           .rig = &rig});
  line.device = &device;
  greet();
  upload();
  run_frames(rig);
  ask(Ask::kReadReport);
  tell("report");
  ask(Ask::kReadLog);
  tell("log");
  return 0;
}
