// The page that a third party implements from, held to the code: every packet in hex on
// hil/WIRE.md is what the code sends, and the signature there is one.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "hil/faults/fault.h"
#include "safety/crc32.h"
#include "tests/wire/bearssl_key.h"
#include "tests/wire/device_bench.h"
#include "tests/wire/openssl_key.h"

namespace homeostat::wire {
namespace {

using Hex = std::map<std::string, std::string>;

std::string hex_of(Bytes bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    char byte[4];
    std::snprintf(byte, sizeof byte, "%02X", bytes[i]);
    text += (i == 0 ? "" : i % 24 == 0 ? "\n" : " ") + std::string(byte);
  }
  return text;
}

// Blocks of the page that begin with ```hex NAME.
Hex page() {
  std::ifstream file(HOMEOSTAT_SOURCE_DIR "/hil/WIRE.md");
  Hex blocks;
  std::string* block = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("```hex ", 0) == 0) {
      block = &blocks[line.substr(7)];
    } else if (line.rfind("```", 0) == 0) {
      block = nullptr;
    } else if (block != nullptr) {
      *block += (block->empty() ? "" : "\n") + line;
    }
  }
  return blocks;
}

std::vector<std::uint8_t> bytes_of(const std::string& hex) {
  std::vector<std::uint8_t> bytes;
  std::istringstream words(hex);
  for (unsigned byte = 0; words >> std::hex >> byte;) {
    bytes.push_back(static_cast<std::uint8_t>(byte));
  }
  return bytes;
}

Challenge example_challenge() {
  Challenge challenge;
  challenge.session = 7;
  for (std::size_t i = 0; i < challenge.nonce.size(); ++i) {
    challenge.nonce[i] = static_cast<std::uint8_t>(i);
  }
  return challenge;
}

Request example(Ask ask, std::uint32_t sequence) {
  Request request;
  request.ask = ask;
  request.sequence = sequence;
  request.protocol_version = kProtocolVersion;
  request.connection = 0x1234;
  request.from = 300;
  for (std::size_t i = 0; i < request.signature.size(); ++i) {
    request.signature[i] = static_cast<std::uint8_t>(0x80 + i);
  }
  return request;
}

Request example_frame() {
  Request request = example(Ask::kFrame, 2);
  biomarkers::SampleFrame& frame = request.frame;
  frame.time = Instant(32'000);
  frame.sequence = 1;
  frame.channel_count = 2;
  frame.sample_count = 3;
  frame.samples_uv[0] = {0.25F, -0.25F, 100.0F};
  frame.samples_uv[1] = {0.0F, 0.0F, std::numeric_limits<float>::quiet_NaN()};
  request.uv_per_count = {0.25, 0.25};
  frame.front_end = {0, biomarkers::kMissing};
  frame.impedances[1] = {Ohms(1200), Microseconds(60'000'000), true};
  frame.patient_events = biomarkers::kPatientMarker;
  frame.battery = Millivolts(3600);
  frame.temperature = Millicelsius(37'000);
  frame.reset_cause = biomarkers::ResetCause::kPowerOn;
  frame.echo[0].count = 1;
  frame.echo[0].segments[0] = {Instant(4000),
                               Microseconds(8000),
                               3,
                               Microamps(1500),
                               Microseconds(160),
                               Picocoulombs(240'000),
                               Picocoulombs(-240'000),
                               Microvolts(-12),
                               0,
                               0};
  return request;
}

Request example_change(Change change, std::uint32_t sequence, std::uint64_t number) {
  Request request = example(Ask::kChange, sequence);
  request.number = number;
  request.change.assign(payload_of(change));
  return request;
}

Reply example_reply(Answer answer, std::uint32_t request) {
  Reply reply;
  reply.answer = answer;
  reply.sequence = request + 10;
  reply.request = request;
  // A program of no build: the page does not change with any.
  reply.identity = identity_of(golden::golden_program());
  reply.identity.program_name = {"example"};
  reply.identity.program_crc32 = 0x0123'4567;
  reply.identity.schema_version = 1;
  reply.identity.image_counter = 3;
  reply.identity.capabilities = kTakesFrames | kTakesUploads | kKeepsLog;
  reply.identity.largest_image = 10'066;
  reply.identity.log_capacity = firmware::EventLog::kRecords;
  reply.status = {Instant(64'000), 2000, 0x89AB'CDEF, 512, 7, 3, {5, 1, 0}, 301};
  reply.log.last = 301;
  reply.log.count = 1;
  reply.log.events[0] = {.number = 300,
                         .value = 7,
                         .time_us = 60'000,
                         .event = firmware::LogEvent::kSessionOpened};
  reply.state = {.restored = true, .bytes = 2048, .from = 300};
  reply.state.data.assign(std::vector<std::uint8_t>{1, 2, 3});
  reply.challenge = example_challenge();
  reply.refusal = Refusal::kWrongOffset;
  reply.detail = 512;
  return reply;
}

Reply example_report() {
  Reply reply = example_reply(Answer::kReport, 2);
  controller::LoopReport& loop = reply.report.loop;
  reply.report.frame_sequence = 1;
  loop.seen.time = Instant(32'000);
  loop.seen.detectors[0] = {12.5F, 30.0F, true, false};
  loop.seen.channels[0] = {biomarkers::ChannelVerdict::kGood, 0};
  loop.seen.warmed_up = true;
  loop.seen.signal_valid = true;
  loop.mode = controller::Mode::kTreatingBurst;
  loop.events.add(controller::Event::kDetected);
  loop.asked.outputs[0] = {0,
                           Microamps(2000),
                           Microseconds(160),
                           Microseconds(5000),
                           Instant(32'000),
                           Instant(132'000)};
  loop.asked.needs_sensing = true;
  reply.report.granted[0] = loop.asked.outputs[0];
  reply.report.granted[0].amplitude = Microamps(1500);
  loop.granted.reasons =
      safety::ReasonSet(std::uint64_t{1} << static_cast<int>(safety::Reason::kAmplitude));
  loop.granted.severity = safety::Severity::kReduced;
  return reply;
}

std::string packet(const Request& request) {
  return hex_of(packet_of(payload_of(request)));
}
std::string packet(const Reply& reply) { return hex_of(packet_of(payload_of(reply))); }

std::string packet_of_fault() {
  std::vector<std::uint8_t> bytes(kChangeBytes);
  bytes.resize(encode(Fault{FaultKind::kFlipBit, 100, 7}, bytes));
  Request request = example(Ask::kChange, 14);
  request.number = 6;
  request.change.assign(bytes);
  return packet(request);
}

Hex requests() {
  Change chunk{.kind = ChangeKind::kUploadChunk, .offset = 512};
  chunk.data.assign(std::vector<std::uint8_t>{1, 0, 2});
  return {
      {"hello", packet(example(Ask::kHello, 1))},
      {"frame", packet(example_frame())},
      {"read_report", packet(example(Ask::kReadReport, 3))},
      {"read_status", packet(example(Ask::kReadStatus, 4))},
      {"read_log", packet(example(Ask::kReadLog, 5))},
      {"read_state", packet(example(Ask::kReadState, 15))},
      {"open_session", packet(example(Ask::kOpenSession, 6))},
      {"prove", packet(example(Ask::kProve, 7))},
      {"upload_begin",
       packet(example_change(
           {.kind = ChangeKind::kUploadBegin, .bytes = 2000, .crc32 = 0x89AB'CDEF}, 8,
           1))},
      {"upload_chunk", packet(example_change(chunk, 9, 2))},
      {"upload_switch",
       packet(example_change({.kind = ChangeKind::kUploadSwitch}, 10, 3))},
      {"clinician",
       packet(example_change({.kind = ChangeKind::kClinician,
                              .clinician_events = biomarkers::kClinicianStart},
                             11, 4))},
      {"close_session",
       packet(example_change({.kind = ChangeKind::kCloseSession}, 12, 5))},
      {"restart", packet(example_change({.kind = ChangeKind::kRestart}, 13, 6))},
      {"fault", packet_of_fault()},
  };
}

Hex replies() {
  return {
      {"identity", packet(example_reply(Answer::kIdentity, 1))},
      {"report", packet(example_report())},
      {"status", packet(example_reply(Answer::kStatus, 4))},
      {"log", packet(example_reply(Answer::kLogPage, 5))},
      {"state", packet(example_reply(Answer::kState, 15))},
      {"challenge", packet(example_reply(Answer::kChallenge, 6))},
      {"done", packet(example_reply(Answer::kDone, 7))},
      {"error", packet(example_reply(Answer::kError, 9))},
  };
}

DeviceId example_device() { return identity_of(golden::golden_program()).device_id; }

// The page's numbers of the link's own events.
static_assert(static_cast<int>(firmware::LogEvent::kSessionOpened) == 14);
static_assert(static_cast<int>(firmware::LogEvent::kSessionRefused) == 15);
static_assert(static_cast<int>(firmware::LogEvent::kSessionClosed) == 18);
static_assert(static_cast<int>(firmware::LogEvent::kChangeDone) == 19);
static_assert(static_cast<int>(firmware::LogEvent::kChangeRefused) == 20);

TEST(WirePage, HoldsEveryPacketAsItIsSent) {
  Hex sent = requests();
  sent.merge(replies());
  sent["opening_text"] =
      hex_of(opening_text(example_device(), example_challenge()).view());
  const Change start{.kind = ChangeKind::kClinician,
                     .clinician_events = biomarkers::kClinicianStart};
  sent["change_text"] = hex_of(
      change_text(example_device(), example_challenge(), 4, payload_of(start)).view());
  Hex written = page();
  EXPECT_EQ(1U, written.erase("public_key"));
  EXPECT_EQ(1U, written.erase("signature"));
  for (const auto& [name, hex] : sent) {
    EXPECT_EQ(hex, written[name]) << "```hex " << name << '\n' << hex << "\n```";
  }
  EXPECT_EQ(sent.size(), written.size()) << "a block too many";
}

TEST(WirePage, EachPacketIsReadBackAndNoOtherByteOfItMayChange) {
  for (const auto& [name, hex] : page()) {
    const auto bytes = bytes_of(hex);
    if (bytes.front() != 0) continue;  // no packet
    ASSERT_EQ(1U, payloads_in(bytes).size()) << name;
    for (std::size_t at = 1; at + 1 < bytes.size(); ++at) {
      auto changed = bytes;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ 0x04);
      EXPECT_TRUE(payloads_in(changed).empty()) << name << ' ' << at;
    }
  }
}

TEST(WirePage, Saf333_ItsSignatureIsOneOfTheOpeningByItsKey) {
  Hex written = page();
  OpensslKey::Point point{};
  Signature signature{};
  const auto key = bytes_of(written["public_key"]);
  const auto signed_by = bytes_of(written["signature"]);
  ASSERT_EQ(point.size(), key.size());
  ASSERT_EQ(signature.size(), signed_by.size());
  std::copy(key.begin(), key.end(), point.begin());
  std::copy(signed_by.begin(), signed_by.end(), signature.begin());
  OpensslKey verifier(point);
  BearsslKey device(point);
  const SignedText text = opening_text(example_device(), example_challenge());
  EXPECT_TRUE(verifier.verify(text.view(), signature));
  EXPECT_TRUE(device.verify(text.view(), signature));
  signature[40] ^= 1;
  EXPECT_FALSE(verifier.verify(text.view(), signature));
  EXPECT_FALSE(device.verify(text.view(), signature));
}

// Each row of the tables of numbers is the code's.
TEST(WirePage, NamesEveryRefusalByItsNumber) {
  std::ifstream file(HOMEOSTAT_SOURCE_DIR "/hil/WIRE.md");
  std::stringstream text;
  text << file.rdbuf();
  for (int i = 1; i <= static_cast<int>(kLastRefusal); ++i) {
    const std::string row =
        "| " + std::to_string(i) + " | " + name_of(static_cast<Refusal>(i)) + " |";
    EXPECT_NE(std::string::npos, text.str().find(row)) << row;
  }
}

// A session with a key that is one: OpenSSL signs, the device's own code verifies.
TEST(TrueKeys, Saf333_OpenASessionAndOrderAndAnothersDoNot) {
  DeviceBench bench;
  OpensslKey own;
  OpensslKey other;
  BearsslKey known(own.point());
  firmware::EventLog log{};
  log.adopt();
  DeviceSession device(identity_of(bench.program), {.out = bench.line.device_side(),
                                                    .signatures = known,
                                                    .entropy = bench.entropy,
                                                    .sessions = bench.count,
                                                    .log = log});
  bench.line.attach(&device);
  bench.link.hello();
  hil::Programmer forger(bench.link, other);
  EXPECT_THROW(forger.open(), hil::RefusedError);
  hil::Programmer programmer(bench.link, own);
  programmer.open();
  EXPECT_THROW(forger.order(biomarkers::kClinicianStart), hil::RefusedError);
  EXPECT_EQ(0, device.take_clinician_events());
  programmer.order(biomarkers::kClinicianStart);
  EXPECT_EQ(biomarkers::kClinicianStart, device.take_clinician_events());
}

}  // namespace
}  // namespace homeostat::wire
