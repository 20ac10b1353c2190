// What host and device say to each other, as plain structs of fixed size: requests of the
// host, replies of the device.
//
// Knows no bytes: hil/wire/codec.h turns these into the messages of hil/wire.proto, where
// each field is explained, and back. Conversation and meaning of codes: hil/WIRE.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "biomarkers/sample_frame.h"
#include "controller/closed_loop.h"
#include "hil/firmware/event_log.h"
#include "hil/wire/packet.h"

namespace homeostat::wire {

inline constexpr std::uint32_t kProtocolVersion = 1;

// Bytes of a field that is as long as it is.
template <std::size_t kMost>
struct FieldBytes {
  std::array<std::uint8_t, kMost> bytes{};
  std::size_t size = 0;

  Bytes view() const noexcept { return {bytes.data(), size}; }
  // False, and empty, where it is longer than there is room for.
  bool assign(Bytes from) noexcept {
    size = from.size() <= kMost ? from.size() : 0;
    for (std::size_t i = 0; i < size; ++i) bytes[i] = from[i];
    return size == from.size();
  }
};

using DeviceId = std::array<std::uint8_t, 16>;
using Nonce = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;  // r, then s, most significant byte first
template <std::size_t kRoom>
using Text = std::array<char, kRoom>;  // ends with a zero

inline constexpr std::size_t kChunkBytes = 512;
inline constexpr std::size_t kChangeBytes = 560;  // the longest Change
inline constexpr std::size_t kPageEvents = 16;
inline constexpr std::size_t kStatePartBytes = 128;

// ---- Requests

enum class Ask : std::uint8_t {
  kNothing,  // a message that this version does not know
  kHello,
  kFrame,
  kReadReport,
  kReadStatus,
  kReadLog,
  kOpenSession,
  kProve,
  kChange,
  kReadState,
};

struct Request {
  std::uint32_t sequence = 0;
  Ask ask = Ask::kNothing;
  // kHello
  std::uint32_t protocol_version = 0;
  std::uint32_t connection = 0;
  // kFrame; its clinician_events do not travel: see Change.
  biomarkers::SampleFrame frame;
  bool has_more_channels = false;  // than this build: nothing of the frame was read
  std::array<double, biomarkers::kMaxChannels> uv_per_count{};
  // kReadLog, kReadState
  std::uint32_t from = 0;
  // kProve, kChange
  Signature signature{};
  // kChange: as it was signed
  std::uint64_t number = 0;
  FieldBytes<kChangeBytes> change;
};

enum class ChangeKind : std::uint8_t {
  kNothing,  // one that this build does not know
  kUploadBegin,
  kUploadChunk,
  kUploadSwitch,
  kClinician,
  kCloseSession,
  kRestart,
};

struct Change {
  ChangeKind kind = ChangeKind::kNothing;
  std::uint32_t bytes = 0;  // kUploadBegin
  std::uint32_t crc32 = 0;
  std::uint32_t offset = 0;  // kUploadChunk
  FieldBytes<kChunkBytes> data;
  std::uint8_t clinician_events = 0;  // kClinician: biomarkers::ClinicianEvent bits
};

// ---- Replies

enum class Answer : std::uint8_t {
  kNothing,
  kIdentity,
  kReport,
  kStatus,
  kLogPage,
  kChallenge,
  kDone,
  kError,
  kState,
};

// Why a request was refused. Numbers travel: they never change.
enum class Refusal : std::uint8_t {
  kNone = 0,
  kMalformed = 1,    // no message of wire.proto, or one that contradicts itself
  kUnknown = 2,      // a message, change or capability that this build has not
  kVersion = 3,      // detail: the version that this device speaks
  kNoHello = 4,      // say hello first
  kStale = 5,        // older than what was answered; detail: the last sequence
  kNoSession = 6,    // none open, or it has expired
  kNoChallenge = 7,  // none asked for, or it has expired
  kBadSignature = 8,
  kWrongNumber = 9,    // detail: the low 32 bits of the number that is expected
  kLocked = 10,        // too many wrong signatures; detail: milliseconds to wait
  kNoEntropy = 11,     // the board has no random bytes, or cannot store the count
  kWrongOffset = 12,   // detail: bytes received, go on from there
  kTooLong = 13,       // detail: the largest image that fits
  kNoUpload = 14,      // none begun
  kIncomplete = 15,    // detail: bytes received
  kWrongCrc = 16,      // of the image; it must be sent anew
  kNotStored = 17,     // the staging memory failed
  kImageRefused = 18,  // detail: why, in the image decoder's own numbers
  kNoReport = 19,      // no frame has been stepped
  kNotAtStart = 20,    // the loop has stepped, or there is none; restart it
  kMoreChannels = 21,  // than this build has room for; detail: how many it has
};
inline constexpr Refusal kLastRefusal = Refusal::kMoreChannels;

const char* name_of(Refusal refusal) noexcept;    // "bad_signature"
const char* words_for(Refusal refusal) noexcept;  // one line for a person

struct Verdict {
  Refusal refusal = Refusal::kNone;
  std::uint32_t detail = 0;

  bool good() const noexcept { return refusal == Refusal::kNone; }
};

enum Capability : std::uint32_t {
  kTakesFrames = 1 << 0,  // of a simulated patient: a rig's build
  kTakesUploads = 1 << 1,
  kKeepsLog = 1 << 2,
  kInjectsFaults = 1 << 3,
};

struct Identity {
  std::uint32_t protocol_version = kProtocolVersion;
  Text<32> firmware_version{};
  std::uint32_t schema_version = 0;
  DeviceId device_id{};
  Text<48> program_name{};
  std::uint32_t program_crc32 = 0;
  FieldBytes<32> image_sha256;
  std::uint64_t image_counter = 0;
  std::uint32_t capabilities = 0;  // Capability bits
  std::uint32_t channels = 0;
  std::uint32_t samples = 0;
  std::uint32_t sample_rate_mhz = 0;
  std::uint32_t largest_payload = kTakenPayload;
  std::uint32_t largest_image = 0;
  std::uint32_t log_capacity = 0;
};

// A LoopReport as it travels. A permission is made by an Envelope alone: what was granted
// stands in plain trains, and loop.granted.command is off.
struct Report {
  std::uint32_t frame_sequence = 0;
  controller::LoopReport loop;
  std::array<safety::PulseTrain, safety::kOutputs> granted{};
};

Report report_of(const controller::LoopReport& loop,
                 std::uint32_t frame_sequence) noexcept;

struct Status {
  Instant time;
  std::uint32_t upload_bytes = 0;
  std::uint32_t upload_crc32 = 0;
  std::uint32_t upload_received = 0;
  std::uint32_t session = 0;
  std::uint64_t next_change = 0;
  PacketReader::Counts link;
  std::uint32_t log_last = 0;
};

struct LogPage {
  std::uint32_t last = 0;
  std::array<firmware::LogRecord, kPageEvents> events{};  // their sums do not travel
  std::size_t count = 0;
};

struct StatePart {
  bool restored = false;
  std::uint32_t bytes = 0;
  std::uint32_t from = 0;
  FieldBytes<kStatePartBytes> data;
};

struct Challenge {
  std::uint32_t session = 0;
  Nonce nonce{};
};

struct Reply {
  std::uint32_t sequence = 0;
  std::uint32_t request = 0;
  Answer answer = Answer::kNothing;
  Identity identity;
  Report report;
  Status status;
  LogPage log;
  StatePart state;
  Challenge challenge;
  Refusal refusal = Refusal::kNone;
  std::uint32_t detail = 0;
};

}  // namespace homeostat::wire
