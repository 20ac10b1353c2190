#include "hil/wire/codec.h"
#include "hil/wire/frame_codec.h"
#include "hil/wire/nanopb_message.h"

namespace homeostat::wire {
namespace {

using PbToDevice = homeostat_wire_v1_ToDevice;
using PbSigned = homeostat_wire_v1_Signed;
using PbChange = homeostat_wire_v1_Change;

static_assert(homeostat_wire_v1_ToDevice_size <= kTakenPayload);
static_assert(homeostat_wire_v1_Change_size <= kChangeBytes);
static_assert(sizeof(PbSigned::change.bytes) == kChangeBytes);
static_assert(sizeof(PbSigned::signature.bytes) == sizeof(Signature));
static_assert(sizeof(homeostat_wire_v1_UploadChunk::data.bytes) == kChunkBytes);
static_assert(sizeof(PbToDevice) <= 2560, "see the stack stated in codec.h");

void write_signed(const Request& from, PbSigned& to) noexcept {
  to.number = from.number;
  set_bytes(to.change, from.change.view());
  set_bytes(to.signature, from.signature);
}

bool read_signed(const PbSigned& from, Request& to) noexcept {
  to.number = from.number;
  return to.change.assign(view_of(from.change)) &&
         get_exactly(from.signature, to.signature);
}

bool write_body(const Request& from, PbToDevice& to) noexcept {
  switch (from.ask) {
    case Ask::kHello:
      to.which_body = homeostat_wire_v1_ToDevice_hello_tag;
      to.body.hello = {from.protocol_version, from.connection};
      return true;
    case Ask::kFrame:
      to.which_body = homeostat_wire_v1_ToDevice_frame_tag;
      return write_frame(from, to.body.frame);
    case Ask::kReadReport:
      to.which_body = homeostat_wire_v1_ToDevice_read_report_tag;
      return true;
    case Ask::kReadStatus:
      to.which_body = homeostat_wire_v1_ToDevice_read_status_tag;
      return true;
    case Ask::kReadLog:
      to.which_body = homeostat_wire_v1_ToDevice_read_log_tag;
      to.body.read_log.from = from.from;
      return true;
    case Ask::kReadState:
      to.which_body = homeostat_wire_v1_ToDevice_read_state_tag;
      to.body.read_state.from = from.from;
      return true;
    case Ask::kOpenSession:
      to.which_body = homeostat_wire_v1_ToDevice_open_session_tag;
      return true;
    case Ask::kProve:
      to.which_body = homeostat_wire_v1_ToDevice_prove_tag;
      set_bytes(to.body.prove.signature, from.signature);
      return true;
    case Ask::kChange:
      to.which_body = homeostat_wire_v1_ToDevice_signed_change_tag;
      write_signed(from, to.body.signed_change);
      return true;
    case Ask::kNothing:
      break;
  }
  return false;
}

// Of a frame that another build could take. Its number of channels stands before what
// there is no room for, so that it is known though the rest was not read.
bool has_more_channels(const PbToDevice& from) noexcept {
  return from.which_body == homeostat_wire_v1_ToDevice_frame_tag &&
         from.body.frame.channels > biomarkers::kMaxChannels &&
         from.body.frame.channels <= biomarkers::kSchemaChannels;
}

bool read_body(const PbToDevice& from, Request& to) noexcept {
  switch (from.which_body) {
    case homeostat_wire_v1_ToDevice_hello_tag:
      to.ask = Ask::kHello;
      to.protocol_version = from.body.hello.protocol_version;
      to.connection = from.body.hello.connection;
      return true;
    case homeostat_wire_v1_ToDevice_frame_tag:
      to.ask = Ask::kFrame;
      return read_frame(from.body.frame, to);
    case homeostat_wire_v1_ToDevice_read_report_tag:
      to.ask = Ask::kReadReport;
      return true;
    case homeostat_wire_v1_ToDevice_read_status_tag:
      to.ask = Ask::kReadStatus;
      return true;
    case homeostat_wire_v1_ToDevice_read_log_tag:
      to.ask = Ask::kReadLog;
      to.from = from.body.read_log.from;
      return true;
    case homeostat_wire_v1_ToDevice_read_state_tag:
      to.ask = Ask::kReadState;
      to.from = from.body.read_state.from;
      return true;
    case homeostat_wire_v1_ToDevice_open_session_tag:
      to.ask = Ask::kOpenSession;
      return true;
    case homeostat_wire_v1_ToDevice_prove_tag:
      to.ask = Ask::kProve;
      return get_exactly(from.body.prove.signature, to.signature);
    case homeostat_wire_v1_ToDevice_signed_change_tag:
      to.ask = Ask::kChange;
      return read_signed(from.body.signed_change, to);
    default:
      to.ask = Ask::kNothing;
      return true;
  }
}

void write_change(const Change& from, PbChange& to) noexcept {
  switch (from.kind) {
    case ChangeKind::kUploadBegin:
      to.which_body = homeostat_wire_v1_Change_upload_begin_tag;
      to.body.upload_begin = {from.bytes, from.crc32};
      break;
    case ChangeKind::kUploadChunk:
      to.which_body = homeostat_wire_v1_Change_upload_chunk_tag;
      to.body.upload_chunk.offset = from.offset;
      set_bytes(to.body.upload_chunk.data, from.data.view());
      break;
    case ChangeKind::kUploadSwitch:
      to.which_body = homeostat_wire_v1_Change_upload_switch_tag;
      break;
    case ChangeKind::kClinician:
      to.which_body = homeostat_wire_v1_Change_clinician_tag;
      to.body.clinician.events = from.clinician_events;
      break;
    case ChangeKind::kCloseSession:
      to.which_body = homeostat_wire_v1_Change_close_session_tag;
      break;
    case ChangeKind::kRestart:
      to.which_body = homeostat_wire_v1_Change_restart_tag;
      break;
    case ChangeKind::kNothing:
      break;
  }
}

bool read_change(const PbChange& from, Change& to) noexcept {
  switch (from.which_body) {
    case homeostat_wire_v1_Change_upload_begin_tag:
      to.kind = ChangeKind::kUploadBegin;
      to.bytes = from.body.upload_begin.bytes;
      to.crc32 = from.body.upload_begin.crc32;
      return true;
    case homeostat_wire_v1_Change_upload_chunk_tag:
      to.kind = ChangeKind::kUploadChunk;
      to.offset = from.body.upload_chunk.offset;
      return to.data.assign(view_of(from.body.upload_chunk.data));
    case homeostat_wire_v1_Change_upload_switch_tag:
      to.kind = ChangeKind::kUploadSwitch;
      return true;
    case homeostat_wire_v1_Change_clinician_tag:
      to.kind = ChangeKind::kClinician;
      return narrow(from.body.clinician.events, to.clinician_events);
    case homeostat_wire_v1_Change_close_session_tag:
      to.kind = ChangeKind::kCloseSession;
      return true;
    case homeostat_wire_v1_Change_restart_tag:
      to.kind = ChangeKind::kRestart;
      return true;
    default:
      to.kind = ChangeKind::kNothing;
      return true;
  }
}

}  // namespace

std::size_t encode(const Request& request, std::span<std::uint8_t> out) noexcept {
  PbToDevice message;
  clear(message);
  message.sequence = request.sequence;
  if (!write_body(request, message)) return 0;
  return encode_message(homeostat_wire_v1_ToDevice_fields, message, out);
}

bool decode(Bytes payload, Request& request) noexcept {
  PbToDevice message;
  request.sequence = 0;
  const bool whole = decode_message(homeostat_wire_v1_ToDevice_fields, payload, message);
  request.has_more_channels = has_more_channels(message);
  if (!whole && !request.has_more_channels) return false;
  request.sequence = message.sequence;
  if (!request.has_more_channels) return read_body(message, request);
  request.ask = Ask::kFrame;
  return true;
}

std::size_t encode(const Change& change, std::span<std::uint8_t> out) noexcept {
  PbChange message;
  clear(message);
  write_change(change, message);
  return encode_message(homeostat_wire_v1_Change_fields, message, out);
}

bool decode(Bytes payload, Change& change) noexcept {
  PbChange message;
  return decode_message(homeostat_wire_v1_Change_fields, payload, message) &&
         read_change(message, change);
}

}  // namespace homeostat::wire
