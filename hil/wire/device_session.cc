#include "hil/wire/device_session.h"

#include <algorithm>

#include "safety/crc32.h"

namespace homeostat::wire {
namespace {

using firmware::LogEvent;

constexpr std::uint8_t kAllOrders =
    biomarkers::kClinicianStart | biomarkers::kClinicianStop |
    biomarkers::kClinicianReset | biomarkers::kClinicianEnd;

// Sequences wrap: the newer of two is the one less than half a turn ahead.
bool is_newer(std::uint32_t sequence, std::uint32_t than) noexcept {
  const std::uint32_t ahead = sequence - than;
  return ahead != 0 && ahead < 0x8000'0000U;
}

std::uint32_t capabilities_of(const DevicePorts& ports) noexcept {
  std::uint32_t bits = kKeepsLog;
  if (ports.rig != nullptr) bits |= kTakesFrames;
  if (ports.images != nullptr) bits |= kTakesUploads;
  if (ports.more != nullptr) bits |= kInjectsFaults;
  return bits;
}

}  // namespace

DeviceSession::DeviceSession(const Identity& identity, const DevicePorts& ports) noexcept
    : ports_(ports),
      session_(identity.device_id, ports.signatures, ports.entropy, ports.sessions),
      upload_(ports.images) {
  note_program(identity);
}

void DeviceSession::note_program(const Identity& identity) noexcept {
  identity_ = identity;
  identity_.capabilities = capabilities_of(ports_);
  identity_.largest_image = ports_.images != nullptr ? ports_.images->capacity() : 0;
  identity_.log_capacity = firmware::EventLog::kRecords;
}

void DeviceSession::receive(Bytes bytes, Instant now) noexcept {
  for (const std::uint8_t byte : bytes) {
    const Bytes payload = reader_.take(byte);
    if (!payload.empty()) hear(payload, now);
  }
}

void DeviceSession::hear(Bytes payload, Instant now) noexcept {
  if (!decode(payload, request_)) {
    refuse_unheard({Refusal::kMalformed});
    return;
  }
  const std::uint32_t crc = safety::crc32(payload.data(), payload.size());
  if (!is_in_order(crc)) return;
  answer(now);
  reply_.sequence = ++replies_;
  reply_.request = request_.sequence;
  sent_size_ = encode(reply_, sent_);
  write_packet({sent_.data(), sent_size_}, ports_.out);
  last_sequence_ = request_.sequence;
  last_crc_ = crc;
}

// False where it is not to be acted on; then it has been answered.
bool DeviceSession::is_in_order(std::uint32_t crc) noexcept {
  if (request_.ask == Ask::kHello) {
    if (request_.protocol_version != kProtocolVersion) {
      refuse_unheard({Refusal::kVersion, kProtocolVersion});
      return false;
    }
    if (!greeted_ || request_.connection != connection_) return true;
  } else if (!greeted_) {
    refuse_unheard({Refusal::kNoHello});
    return false;
  }
  if (is_newer(request_.sequence, last_sequence_)) return true;
  if (request_.sequence == last_sequence_ && crc == last_crc_) {
    write_packet({sent_.data(), sent_size_}, ports_.out);
  } else {
    refuse_unheard({Refusal::kStale, last_sequence_});
  }
  return false;
}

void DeviceSession::answer(Instant now) noexcept {
  reply_.answer = Answer::kDone;
  Verdict verdict;
  switch (request_.ask) {
    case Ask::kHello:
      verdict = greet();
      break;
    case Ask::kFrame:
      verdict = step();
      break;
    case Ask::kReadReport:
      verdict = tell_report();
      break;
    case Ask::kReadStatus:
      tell_status(now);
      break;
    case Ask::kReadLog:
      tell_log();
      break;
    case Ask::kReadState:
      verdict = tell_state();
      break;
    case Ask::kOpenSession:
      verdict = challenge(now);
      break;
    case Ask::kProve:
      verdict = prove(now);
      break;
    case Ask::kChange:
      verdict = change(now);
      break;
    case Ask::kNothing:
      verdict = {Refusal::kUnknown};
      break;
  }
  if (!verdict.good()) refuse(verdict);
}

Verdict DeviceSession::greet() noexcept {
  greeted_ = true;
  connection_ = request_.connection;
  reply_.answer = Answer::kIdentity;
  reply_.identity = identity_;
  return {};
}

Verdict DeviceSession::step() noexcept {
  if (ports_.rig == nullptr) return {Refusal::kUnknown};
  request_.frame.clinician_events = take_clinician_events();
  note_step(ports_.rig->step(request_.frame), request_.frame.sequence);
  return tell_report();
}

Verdict DeviceSession::tell_report() noexcept {
  if (report_ == nullptr) return {Refusal::kNoReport};
  reply_.answer = Answer::kReport;
  reply_.report = report_of(*report_, frame_sequence_);
  return {};
}

void DeviceSession::tell_status(Instant now) noexcept {
  reply_.answer = Answer::kStatus;
  reply_.status = {.time = now,
                   .upload_bytes = upload_.bytes(),
                   .upload_crc32 = upload_.crc32(),
                   .upload_received = upload_.received(),
                   .session = session_.number(now),
                   .next_change = session_.next_change(now),
                   .link = reader_.counts(),
                   .log_last = ports_.log.last_number()};
}

void DeviceSession::tell_log() noexcept {
  reply_.answer = Answer::kLogPage;
  reply_.log.last = ports_.log.last_number();
  reply_.log.count = ports_.log.read(request_.from, reply_.log.events);
}

Verdict DeviceSession::tell_state() noexcept {
  if (ports_.rig == nullptr) return {Refusal::kUnknown};
  const LoopStart start = ports_.rig->start();
  if (start.state.empty()) return {Refusal::kNotAtStart};
  if (request_.from >= start.state.size()) return {Refusal::kMalformed};
  const Bytes rest = start.state.subspan(request_.from);
  reply_.answer = Answer::kState;
  reply_.state.restored = start.restored;
  reply_.state.bytes = static_cast<std::uint32_t>(start.state.size());
  reply_.state.from = request_.from;
  reply_.state.data.assign(rest.first(std::min(rest.size(), kStatePartBytes)));
  return {};
}

// What was ordered of the loop before goes with it.
Verdict DeviceSession::restart() noexcept {
  if (ports_.rig == nullptr) return {Refusal::kUnknown};
  if (!ports_.rig->restart()) return {Refusal::kNotAtStart};
  (void)take_clinician_events();
  report_ = nullptr;
  return {};
}

Verdict DeviceSession::challenge(Instant now) noexcept {
  reply_.answer = Answer::kChallenge;
  return session_.challenge(now, reply_.challenge);
}

Verdict DeviceSession::prove(Instant now) noexcept {
  const Verdict verdict = session_.prove(request_.signature, now);
  if (verdict.good()) {
    note(LogEvent::kSessionOpened, now, 0, session_.number(now));
  } else {
    note_refusal(LogEvent::kSessionRefused, now, verdict);
  }
  return verdict;
}

// Not even looked at before its signature holds.
Verdict DeviceSession::change(Instant now) noexcept {
  Verdict verdict =
      session_.admit(request_.number, request_.change.view(), request_.signature, now);
  change_.kind = ChangeKind::kNothing;
  if (verdict.good()) {
    verdict = decode(request_.change.view(), change_) ? apply(now)
                                                      : Verdict{Refusal::kMalformed};
  }
  if (verdict.good()) {
    note(LogEvent::kChangeDone, now, static_cast<std::uint16_t>(change_.kind),
         static_cast<std::uint32_t>(request_.number));
  } else {
    note_refusal(LogEvent::kChangeRefused, now, verdict);
  }
  return verdict;
}

Verdict DeviceSession::apply(Instant now) noexcept {
  switch (change_.kind) {
    case ChangeKind::kUploadBegin: {
      const Verdict begun = upload_.begin(change_.bytes, change_.crc32);
      tell_status(now);
      return begun;
    }
    case ChangeKind::kUploadChunk: {
      const Verdict added = upload_.add(change_.offset, change_.data.view());
      tell_status(now);
      return added;
    }
    case ChangeKind::kUploadSwitch:
      return upload_.finish();
    case ChangeKind::kClinician:
      return order(change_.clinician_events);
    case ChangeKind::kCloseSession:
      note(LogEvent::kSessionClosed, now, 0, session_.number(now));
      session_.close();
      return {};
    case ChangeKind::kRestart:
      return restart();
    case ChangeKind::kNothing:
      break;
  }
  if (ports_.more == nullptr) return {Refusal::kUnknown};
  return {ports_.more->apply(request_.change.view())};
}

Verdict DeviceSession::order(std::uint8_t events) noexcept {
  if (events == 0) return {Refusal::kMalformed};
  if ((events & ~kAllOrders) != 0) return {Refusal::kUnknown};
  clinician_events_ = static_cast<std::uint8_t>(clinician_events_ | events);
  no_clinician_events_ = static_cast<std::uint8_t>(no_clinician_events_ & ~events);
  return {};
}

std::uint8_t DeviceSession::take_clinician_events() noexcept {
  std::uint8_t events = clinician_events_;
  if ((events ^ no_clinician_events_) != 0xFF) events = biomarkers::kClinicianStop;
  clinician_events_ = 0;
  no_clinician_events_ = 0xFF;
  return events;
}

void DeviceSession::note_step(const controller::LoopReport& report,
                              std::uint32_t frame_sequence) noexcept {
  report_ = &report;
  frame_sequence_ = frame_sequence;
}

void DeviceSession::note(LogEvent event, Instant now, std::uint16_t argument,
                         std::uint32_t value) noexcept {
  ports_.log.add(event, now.count(), argument, value);
}

// Whoever is refused must not be able to push all else out of the log.
void DeviceSession::note_refusal(LogEvent event, Instant now,
                                 const Verdict& verdict) noexcept {
  if (refused_ && now - refusal_noted_ < kRefusalQuiet) return;
  refused_ = true;
  refusal_noted_ = now;
  note(event, now, static_cast<std::uint16_t>(verdict.refusal), verdict.detail);
}

void DeviceSession::refuse(const Verdict& verdict) noexcept {
  reply_.answer = Answer::kError;
  reply_.refusal = verdict.refusal;
  reply_.detail = verdict.detail;
}

// Of what is not acted on: the last reply stays, to be asked for again.
void DeviceSession::refuse_unheard(const Verdict& verdict) noexcept {
  refuse(verdict);
  reply_.sequence = ++replies_;
  reply_.request = request_.sequence;
  std::array<std::uint8_t, kMaxError> error;
  const std::size_t size = encode(reply_, error);
  write_packet({error.data(), size}, ports_.out);
}

}  // namespace homeostat::wire
