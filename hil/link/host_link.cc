#include "hil/link/host_link.h"

#include <string>

#include "hil/link/link_error.h"

namespace homeostat::hil {
namespace {

using std::chrono::microseconds;

constexpr std::size_t kReadBytes = 4096;

const char* name_of(wire::Ask ask) {
  switch (ask) {
    case wire::Ask::kHello:
      return "hello";
    case wire::Ask::kFrame:
      return "frame";
    case wire::Ask::kReadReport:
      return "read report";
    case wire::Ask::kReadStatus:
      return "read status";
    case wire::Ask::kReadLog:
      return "read log";
    case wire::Ask::kOpenSession:
      return "open session";
    case wire::Ask::kProve:
      return "prove";
    case wire::Ask::kChange:
      return "change";
    case wire::Ask::kReadState:
      return "read state";
    case wire::Ask::kNothing:
      break;
  }
  return "nothing";
}

// One packet, in one piece.
class Packet final : public wire::ByteSink {
 public:
  explicit Packet(wire::Bytes payload) { wire::write_packet(payload, *this); }
  void write(wire::Bytes bytes) noexcept override {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  wire::Bytes bytes() const { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

HostLink::HostLink(ByteChannel& channel, std::uint32_t connection, LinkTiming timing)
    : channel_(channel), timing_(timing), connection_(connection) {}

const wire::Identity& HostLink::hello() {
  auto request = std::make_unique<wire::Request>();
  request->ask = wire::Ask::kHello;
  request->protocol_version = wire::kProtocolVersion;
  request->connection = connection_;
  identity_ = ask(*request, wire::Answer::kIdentity, timing_.hello_tries).identity;
  return identity_;
}

const wire::Reply& HostLink::ask(wire::Request& request, wire::Answer expected) {
  return ask(request, expected, timing_.tries);
}

const wire::Reply& HostLink::ask(wire::Request& request, wire::Answer expected,
                                 int tries) {
  const std::string what = name_of(request.ask);
  request.sequence = ++sequence_;
  std::vector<std::uint8_t> payload(wire::kMaxPayload);
  payload.resize(wire::encode(request, payload));
  if (payload.empty()) throw LinkError("link: " + what + ": does not fit a message");
  if (payload.size() > identity_.largest_payload) {
    throw LinkError("link: " + what + ": " + std::to_string(payload.size()) +
                    " bytes, and the device takes " +
                    std::to_string(identity_.largest_payload));
  }
  const Packet packet(payload);
  const bool is_signed =
      request.ask == wire::Ask::kProve || request.ask == wire::Ask::kChange;
  const microseconds patience = is_signed ? timing_.patience_if_signed : timing_.patience;
  ++statistics_.requests;
  for (int attempt = 0; attempt < tries; ++attempt) {
    if (attempt > 0) ++statistics_.retries;
    const microseconds sent = channel_.now();
    channel_.write(packet.bytes());
    statistics_.bytes_out += static_cast<std::int64_t>(packet.bytes().size());
    if (!hear(request.sequence, sent + patience)) continue;
    statistics_.round_trips_us.push_back((channel_.now() - sent).count());
    if (reply_.answer == wire::Answer::kError) {
      throw RefusedError(what, {reply_.refusal, reply_.detail});
    }
    if (reply_.answer != expected) {
      throw LinkError("link: " + what + ": answered with another kind of reply");
    }
    return reply_;
  }
  ++statistics_.lost;
  throw LinkError("link: " + what + ": no answer in " + std::to_string(tries) +
                  " tries of " + std::to_string(patience.count() / 1000) +
                  " ms; is the device on, its line right, the machine idle?");
}

// Until the reply to that request has come, or the deadline.
bool HostLink::hear(std::uint32_t sequence, microseconds deadline) {
  for (;;) {
    while (taken_ < heard_.size()) {
      payload_ = reader_.take(heard_[taken_++]);
      if (payload_.empty()) continue;
      const bool good = wire::decode(payload_, reply_);
      if (good && reply_.request == sequence) return true;
      ++statistics_.stray;
    }
    const wire::PacketReader::Counts& counts = reader_.counts();
    statistics_.corrupt = std::int64_t{counts.bad_crc} + counts.malformed;
    heard_.resize(kReadBytes);
    taken_ = 0;
    heard_.resize(channel_.read(heard_, deadline));
    if (heard_.empty()) return false;
    statistics_.bytes_in += static_cast<std::int64_t>(heard_.size());
  }
}

}  // namespace homeostat::hil
