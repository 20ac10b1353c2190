#include "hil/link/programmer.h"

#include <algorithm>
#include <array>
#include <limits>

#include "hil/link/link_error.h"
#include "hil/wire/signed_text.h"
#include "safety/crc32.h"

namespace homeostat::hil {

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

void Programmer::close() {
  change({.kind = wire::ChangeKind::kCloseSession}, wire::Answer::kDone);
}

void Programmer::order(std::uint8_t clinician_events) {
  change({.kind = wire::ChangeKind::kClinician, .clinician_events = clinician_events},
         wire::Answer::kDone);
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

// The number is used up whatever the device makes of it, as there: only where it refuses
// the signature or the number itself it is not.
const wire::Reply& Programmer::change(wire::Bytes change, wire::Answer expected) {
  request_->ask = wire::Ask::kChange;
  if (!request_->change.assign(change)) throw LinkError("link: change: too long");
  request_->number = next_;
  request_->signature = signer_.sign(
      wire::change_text(link_.identity().device_id, session_, next_, change).view());
  ++next_;
  return link_.ask(*request_, expected);
}

}  // namespace homeostat::hil
