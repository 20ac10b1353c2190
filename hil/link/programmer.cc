#include "hil/link/programmer.h"

#include <algorithm>
#include <array>
#include <limits>

#include "hil/link/link_error.h"
#include "hil/wire/signed_text.h"
#include "safety/crc32.h"

namespace homeostat::hil {
namespace {

// Then the device has used up the change's number, whatever it made of the change.
bool was_admitted(wire::Refusal refusal) {
  switch (refusal) {
    case wire::Refusal::kNoSession:
    case wire::Refusal::kWrongNumber:
    case wire::Refusal::kBadSignature:
    case wire::Refusal::kLocked:
      return false;
    default:
      return true;
  }
}

}  // namespace

Programmer::Programmer(HostLink& link, Signer& signer)
    : link_(link), signer_(signer), request_(std::make_unique<wire::Request>()) {}

void Programmer::open() {
  request_->ask = wire::Ask::kOpenSession;
  session_ = link_.ask(*request_, wire::Answer::kChallenge).challenge;
  request_->ask = wire::Ask::kProve;
  request_->signature =
      signer_.sign(wire::opening_text(link_.identity().device_id, session_).view());
  link_.ask(*request_, wire::Answer::kDone);
  next_ = 1;
}

void Programmer::resume() {
  request_->ask = wire::Ask::kReadStatus;
  const wire::Status& status = link_.ask(*request_, wire::Answer::kStatus).status;
  if (next_ == 0 || status.session != session_.session) {
    throw LinkError("link: session: not open any more; open another");
  }
  next_ = status.next_change;
}

void Programmer::close() {
  change({.kind = wire::ChangeKind::kCloseSession}, wire::Answer::kDone);
}

void Programmer::order(std::uint8_t clinician_events) {
  change({.kind = wire::ChangeKind::kClinician, .clinician_events = clinician_events},
         wire::Answer::kDone);
}

void Programmer::restart() {
  change({.kind = wire::ChangeKind::kRestart}, wire::Answer::kDone);
}

void Programmer::upload(wire::Bytes image) {
  if (image.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw LinkError("link: upload: no image is that long");
  }
  const std::uint32_t crc = safety::crc32(image.data(), image.size());
  const wire::Change begin{.kind = wire::ChangeKind::kUploadBegin,
                           .bytes = static_cast<std::uint32_t>(image.size()),
                           .crc32 = crc};
  std::uint32_t at = change(begin, wire::Answer::kStatus).status.upload_received;
  while (at < image.size()) {
    wire::Change chunk{.kind = wire::ChangeKind::kUploadChunk, .offset = at};
    const std::size_t rest = image.size() - at;
    chunk.data.assign(image.subspan(at, std::min(rest, wire::kChunkBytes)));
    const std::uint32_t now = change(chunk, wire::Answer::kStatus).status.upload_received;
    if (now <= at) throw LinkError("link: upload: the device takes nothing");
    at = now;
  }
  change({.kind = wire::ChangeKind::kUploadSwitch}, wire::Answer::kDone);
}

const wire::Reply& Programmer::change(const wire::Change& change, wire::Answer expected) {
  std::array<std::uint8_t, wire::kChangeBytes> bytes;
  const std::size_t size = wire::encode(change, bytes);
  return this->change(wire::Bytes(bytes.data(), size), expected);
}

const wire::Reply& Programmer::change(wire::Bytes change, wire::Answer expected) {
  request_->ask = wire::Ask::kChange;
  if (!request_->change.assign(change)) throw LinkError("link: change: too long");
  request_->number = next_;
  request_->signature = signer_.sign(
      wire::change_text(link_.identity().device_id, session_, next_, change).view());
  try {
    const wire::Reply& reply = link_.ask(*request_, expected);
    ++next_;
    return reply;
  } catch (const RefusedError& error) {
    if (was_admitted(error.verdict.refusal)) ++next_;
    throw;
  }
}

}  // namespace homeostat::hil
