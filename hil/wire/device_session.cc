#include "hil/wire/device_session.h"

#include <algorithm>

#include "safety/crc32.h"

namespace homeostat::wire {
namespace {

using firmware::LogEvent;

constexpr std::uint8_t kAllOrders =
    biomarkers::kClinicianStart | biomarkers::kClinicianStop |
    biomarkers::kClinicianReset | biomarkers::kClinicianEnd | biomarkers::kAdverseEvent |
    biomarkers::kAdverseSeen;

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

void refuse(Reply& reply, const Verdict& verdict) noexcept {
  reply.answer = Answer::kError;
  reply.refusal = verdict.refusal;
  reply.detail = verdict.detail;
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
  report_ = nullptr;
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
  const Verdict verdict = act(now);
  answer(verdict, now);
  if (request_.ask == Ask::kChange) note_change(verdict, now);
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

// What the request asks to be done. What it asks to be told comes after it, so that a
// reply takes no stack where programs are judged.
Verdict DeviceSession::act(Instant now) noexcept {
  changed_ = ChangeKind::kNothing;
  switch (request_.ask) {
    case Ask::kHello:
      greet();
      return {};
    case Ask::kFrame:
      return step();
    case Ask::kProve:
      return prove(now);
    case Ask::kChange:
      return change(now);
    case Ask::kReadReport:
    case Ask::kReadStatus:
    case Ask::kReadLog:
    case Ask::kReadState:
    case Ask::kOpenSession:
      return {};
    case Ask::kNothing:
      break;
  }
  return {Refusal::kUnknown};
}

[[gnu::noinline]] void DeviceSession::answer(Verdict verdict, Instant now) noexcept {
  Reply reply;
  if (verdict.good()) verdict = tell(reply, now);
  if (!verdict.good()) refuse(reply, verdict);
  reply.sequence = ++replies_;
  reply.request = request_.sequence;
  sent_size_ = encode(reply, sent_);
  write_packet({sent_.data(), sent_size_}, ports_.out);
}

Verdict DeviceSession::tell(Reply& reply, Instant now) noexcept {
  reply.answer = Answer::kDone;
  switch (request_.ask) {
    case Ask::kHello:
      reply.answer = Answer::kIdentity;
      reply.identity = identity_;
      return {};
    case Ask::kFrame:
    case Ask::kReadReport:
      return tell_report(reply);
    case Ask::kReadLog:
      tell_log(reply);
      return {};
    case Ask::kReadState:
      return tell_state(reply);
    case Ask::kOpenSession:
      reply.answer = Answer::kChallenge;
      return session_.challenge(now, reply.challenge);
    case Ask::kReadStatus:
      tell_status(reply, now);
      return {};
    case Ask::kChange:
      if (changed_ == ChangeKind::kUploadBegin || changed_ == ChangeKind::kUploadChunk)
        tell_status(reply, now);
      return {};
    case Ask::kProve:
    case Ask::kNothing:
      return {};
  }
  return {};
}

void DeviceSession::greet() noexcept {
  greeted_ = true;
  connection_ = request_.connection;
}

Verdict DeviceSession::step() noexcept {
  if (ports_.rig == nullptr) return {Refusal::kUnknown};
  if (request_.has_more_channels)
    return {Refusal::kMoreChannels, biomarkers::kMaxChannels};
  request_.frame.clinician_events = take_clinician_events();
  note_step(ports_.rig->step(request_.frame), request_.frame.sequence);
  return {};
}

Verdict DeviceSession::tell_report(Reply& reply) const noexcept {
  if (report_ == nullptr) return {Refusal::kNoReport};
  reply.answer = Answer::kReport;
  reply.report = report_of(*report_, frame_sequence_);
  return {};
}

void DeviceSession::tell_status(Reply& reply, Instant now) const noexcept {
  reply.answer = Answer::kStatus;
  reply.status = {.time = now,
                  .upload_bytes = upload_.bytes(),
                  .upload_crc32 = upload_.crc32(),
                  .upload_received = upload_.received(),
                  .session = session_.number(now),
                  .next_change = session_.next_change(now),
                  .link = reader_.counts(),
                  .log_last = ports_.log.last_number()};
}

Verdict DeviceSession::tell_state(Reply& reply) const noexcept {
  if (ports_.rig == nullptr) return {Refusal::kUnknown};
  const LoopStart start = ports_.rig->start();
  if (start.state.empty()) return {Refusal::kNotAtStart};
  if (request_.from >= start.state.size()) return {Refusal::kMalformed};
  const Bytes rest = start.state.subspan(request_.from);
  reply.answer = Answer::kState;
  reply.state.restored = start.restored;
  reply.state.bytes = static_cast<std::uint32_t>(start.state.size());
  reply.state.from = request_.from;
  reply.state.data.assign(rest.first(std::min(rest.size(), kStatePartBytes)));
  return {};
}

// What was ordered of the loop before goes with it.
Verdict DeviceSession::switch_program() noexcept {
  const Verdict verdict = upload_.finish();
  if (verdict.good()) (void)take_clinician_events();
  return verdict;
}

Verdict DeviceSession::restart() noexcept {
  if (ports_.rig == nullptr) return {Refusal::kUnknown};
  if (!ports_.rig->restart()) return {Refusal::kNotAtStart};
  (void)take_clinician_events();
  report_ = nullptr;
  return {};
}

void DeviceSession::tell_log(Reply& reply) const noexcept {
  reply.answer = Answer::kLogPage;
  reply.log.last = ports_.log.last_number();
  reply.log.count = ports_.log.read(request_.from, reply.log.events);
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
  Change change;
  if (verdict.good()) {
    verdict = decode(request_.change.view(), change) ? apply(change, now)
                                                     : Verdict{Refusal::kMalformed};
  }
  changed_ = change.kind;
  return verdict;
}

// After it was answered: a status tells of the log before it.
void DeviceSession::note_change(const Verdict& verdict, Instant now) noexcept {
  if (verdict.good()) {
    note(LogEvent::kChangeDone, now, static_cast<std::uint16_t>(changed_),
         static_cast<std::uint32_t>(request_.number));
  } else {
    note_refusal(LogEvent::kChangeRefused, now, verdict);
  }
}

Verdict DeviceSession::apply(const Change& change, Instant now) noexcept {
  switch (change.kind) {
    case ChangeKind::kUploadBegin:
      return upload_.begin(change.bytes, change.crc32);
    case ChangeKind::kUploadChunk:
      return upload_.add(change.offset, change.data.view());
    case ChangeKind::kUploadSwitch:
      return switch_program();
    case ChangeKind::kClinician:
      return order(change.clinician_events);
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

// Of what is not acted on: the last reply stays, to be asked for again.
void DeviceSession::refuse_unheard(const Verdict& verdict) noexcept {
  Reply reply;
  refuse(reply, verdict);
  reply.sequence = ++replies_;
  reply.request = request_.sequence;
  std::array<std::uint8_t, kMaxError> error;
  const std::size_t size = encode(reply, error);
  write_packet({error.data(), size}, ports_.out);
}

}  // namespace homeostat::wire
