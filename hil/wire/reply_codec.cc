#include "hil/wire/codec.h"
#include "hil/wire/nanopb_message.h"
#include "hil/wire/report_codec.h"

namespace homeostat::wire {
namespace {

using PbFromDevice = homeostat_wire_v1_FromDevice;
using PbIdentity = homeostat_wire_v1_Identity;
using PbLogPage = homeostat_wire_v1_LogPage;
using PbState = homeostat_wire_v1_State;
using PbStatus = homeostat_wire_v1_Status;

static_assert(homeostat_wire_v1_FromDevice_size <= kMaxReply);
static_assert(homeostat_wire_v1_Error_size + 14 <=
              kMaxError);  // and two numbers and a head
static_assert(kRoomOf<decltype(PbIdentity::program_name)> ==
              sizeof(Identity::program_name));
static_assert(kRoomOf<decltype(PbIdentity::firmware_version)> ==
              sizeof(Identity::firmware_version));
static_assert(kRoomOf<decltype(PbLogPage::events)> == kPageEvents);
static_assert(sizeof(PbState::data.bytes) == kStatePartBytes);
static_assert(sizeof(PbFromDevice) <= 1536, "see the stack stated in codec.h");

template <std::size_t kRoom>
void write_text(const Text<kRoom>& from, char (&to)[kRoom]) noexcept {
  for (std::size_t i = 0; i + 1 < kRoom; ++i) to[i] = from[i];
}

// nanopb ends what it reads with a zero, or refuses it.
template <std::size_t kRoom>
void read_text(const char (&from)[kRoom], Text<kRoom>& to) noexcept {
  for (std::size_t i = 0; i < kRoom; ++i) to[i] = from[i];
}

void write_identity(const Identity& from, PbIdentity& to) noexcept {
  to.protocol_version = from.protocol_version;
  write_text(from.firmware_version, to.firmware_version);
  to.schema_version = from.schema_version;
  set_bytes(to.device_id, from.device_id);
  write_text(from.program_name, to.program_name);
  to.program_crc32 = from.program_crc32;
  set_bytes(to.image_sha256, from.image_sha256.view());
  to.image_counter = from.image_counter;
  to.capabilities = from.capabilities;
  to.channels = from.channels;
  to.samples = from.samples;
  to.sample_rate_mhz = from.sample_rate_mhz;
  to.largest_payload = from.largest_payload;
  to.largest_image = from.largest_image;
  to.log_capacity = from.log_capacity;
}

bool read_identity(const PbIdentity& from, Identity& to) noexcept {
  to.protocol_version = from.protocol_version;
  read_text(from.firmware_version, to.firmware_version);
  to.schema_version = from.schema_version;
  read_text(from.program_name, to.program_name);
  to.program_crc32 = from.program_crc32;
  to.image_counter = from.image_counter;
  to.capabilities = from.capabilities;
  to.channels = from.channels;
  to.samples = from.samples;
  to.sample_rate_mhz = from.sample_rate_mhz;
  to.largest_payload = from.largest_payload;
  to.largest_image = from.largest_image;
  to.log_capacity = from.log_capacity;
  return get_exactly(from.device_id, to.device_id) &&
         to.image_sha256.assign(view_of(from.image_sha256));
}

PbStatus status_of(const Status& s) noexcept {
  return {s.time.count(), s.upload_bytes, s.upload_crc32, s.upload_received, s.session,
          s.next_change,  s.link.packets, s.link.bad_crc, s.link.malformed,  s.log_last};
}

Status status_of(const PbStatus& s) noexcept {
  return {.time = Instant(s.time_us),
          .upload_bytes = s.upload_bytes,
          .upload_crc32 = s.upload_crc32,
          .upload_received = s.upload_received,
          .session = s.session,
          .next_change = s.next_change,
          .link = {s.packets, s.bad_crc, s.malformed},
          .log_last = s.log_last};
}

void write_page(const LogPage& from, PbLogPage& to) noexcept {
  to.last = from.last;
  to.events_count = static_cast<pb_size_t>(from.count);
  for (std::size_t i = 0; i < from.count; ++i) {
    const firmware::LogRecord& event = from.events[i];
    to.events[i] = {event.number, event.time_us, static_cast<std::uint32_t>(event.event),
                    event.argument, event.value};
  }
}

bool read_page(const PbLogPage& from, LogPage& to) noexcept {
  to.last = from.last;
  to.count = from.events_count;
  for (std::size_t i = 0; i < to.count; ++i) {
    const homeostat_wire_v1_Event& event = from.events[i];
    std::uint16_t kind = 0;
    to.events[i] = {
        .number = event.number, .value = event.value, .time_us = event.time_us};
    if (!narrow(event.kind, kind) || !narrow(event.argument, to.events[i].argument)) {
      return false;
    }
    to.events[i].event = static_cast<firmware::LogEvent>(kind);  // maybe a later one
  }
  return true;
}

void write_state(const StatePart& from, PbState& to) noexcept {
  to.restored = from.restored;
  to.bytes = from.bytes;
  to.from = from.from;
  set_bytes(to.data, from.data.view());
}

bool read_state(const PbState& from, StatePart& to) noexcept {
  to.restored = from.restored;
  to.bytes = from.bytes;
  to.from = from.from;
  return to.data.assign(view_of(from.data)) && to.from <= to.bytes &&
         to.data.size <= to.bytes - to.from;
}

bool write_body(const Reply& from, PbFromDevice& to) noexcept {
  switch (from.answer) {
    case Answer::kIdentity:
      to.which_body = homeostat_wire_v1_FromDevice_identity_tag;
      write_identity(from.identity, to.body.identity);
      return true;
    case Answer::kReport:
      to.which_body = homeostat_wire_v1_FromDevice_report_tag;
      write_report(from.report, to.body.report);
      return true;
    case Answer::kStatus:
      to.which_body = homeostat_wire_v1_FromDevice_status_tag;
      to.body.status = status_of(from.status);
      return true;
    case Answer::kLogPage:
      if (from.log.count > kPageEvents) return false;
      to.which_body = homeostat_wire_v1_FromDevice_log_tag;
      write_page(from.log, to.body.log);
      return true;
    case Answer::kChallenge:
      to.which_body = homeostat_wire_v1_FromDevice_challenge_tag;
      to.body.challenge.session = from.challenge.session;
      set_bytes(to.body.challenge.nonce, from.challenge.nonce);
      return true;
    case Answer::kDone:
      to.which_body = homeostat_wire_v1_FromDevice_done_tag;
      return true;
    case Answer::kError:
      to.which_body = homeostat_wire_v1_FromDevice_error_tag;
      to.body.error = {static_cast<std::uint32_t>(from.refusal), from.detail};
      return true;
    case Answer::kState:
      to.which_body = homeostat_wire_v1_FromDevice_state_tag;
      write_state(from.state, to.body.state);
      return true;
    case Answer::kNothing:
      break;
  }
  return false;
}

bool read_body(const PbFromDevice& from, Reply& to) noexcept {
  switch (from.which_body) {
    case homeostat_wire_v1_FromDevice_identity_tag:
      to.answer = Answer::kIdentity;
      return read_identity(from.body.identity, to.identity);
    case homeostat_wire_v1_FromDevice_report_tag:
      to.answer = Answer::kReport;
      return read_report(from.body.report, to.report);
    case homeostat_wire_v1_FromDevice_status_tag:
      to.answer = Answer::kStatus;
      to.status = status_of(from.body.status);
      return true;
    case homeostat_wire_v1_FromDevice_log_tag:
      to.answer = Answer::kLogPage;
      return read_page(from.body.log, to.log);
    case homeostat_wire_v1_FromDevice_challenge_tag:
      to.answer = Answer::kChallenge;
      to.challenge.session = from.body.challenge.session;
      return get_exactly(from.body.challenge.nonce, to.challenge.nonce);
    case homeostat_wire_v1_FromDevice_done_tag:
      to.answer = Answer::kDone;
      return true;
    case homeostat_wire_v1_FromDevice_error_tag:
      to.answer = Answer::kError;
      to.detail = from.body.error.detail;
      return from.body.error.code != 0 &&
             choose(from.body.error.code, kLastRefusal, to.refusal);
    case homeostat_wire_v1_FromDevice_state_tag:
      to.answer = Answer::kState;
      return read_state(from.body.state, to.state);
    default:
      to.answer = Answer::kNothing;
      return true;
  }
}

}  // namespace

std::size_t encode(const Reply& reply, std::span<std::uint8_t> out) noexcept {
  PbFromDevice message;
  clear(message);
  message.sequence = reply.sequence;
  message.request = reply.request;
  if (!write_body(reply, message)) return 0;
  return encode_message(homeostat_wire_v1_FromDevice_fields, message, out);
}

bool decode(Bytes payload, Reply& reply) noexcept {
  PbFromDevice message;
  if (!decode_message(homeostat_wire_v1_FromDevice_fields, payload, message))
    return false;
  reply.sequence = message.sequence;
  reply.request = message.request;
  return read_body(message, reply);
}

}  // namespace homeostat::wire
