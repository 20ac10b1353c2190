// The host's half of the link: one request at a time, asked again until it is answered.
//
// A reply is matched by the sequence that it names; a late or doubled one is counted and
// dropped. Asking again is safe: the device acts once (hil/wire/device_session.h). Knows
// no program and no session: hil/link/programmer.h does.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "hil/link/byte_channel.h"
#include "hil/wire/codec.h"

namespace homeostat::hil {

struct LinkTiming {
  std::chrono::microseconds patience{200'000};  // for one reply
  // For one to what is signed: a small processor takes a second for two signatures.
  std::chrono::microseconds patience_if_signed{2'000'000};
  int tries = 5;         // of one request
  int hello_tries = 50;  // a device may still be starting, or not yet attached
};

struct LinkStatistics {
  std::int64_t requests = 0;
  std::int64_t retries = 0;
  std::int64_t lost = 0;     // requests that no try was answered
  std::int64_t stray = 0;    // replies to no request that waits
  std::int64_t corrupt = 0;  // packets from the device that were none
  std::int64_t bytes_out = 0;
  std::int64_t bytes_in = 0;
  std::vector<std::int64_t> round_trips_us;  // of each answered request, last try only
};

// Not thread-safe.
class HostLink {
 public:
  // `connection`: a number that this device has not seen lately; at random, say. The
  // channel must outlive the link.
  HostLink(ByteChannel& channel, std::uint32_t connection, LinkTiming timing = {});

  // Says hello until it is answered. Throws LinkError, or RefusedError where the device
  // speaks another version.
  const wire::Identity& hello();

  // Asks, and returns the reply of that kind; `sequence` is filled in. The reply stays
  // until the next call. Throws RefusedError where the device refuses, LinkError where it
  // does not answer or the request cannot be told.
  const wire::Reply& ask(wire::Request& request, wire::Answer expected);

  // The last reply, and as it came, until the next call.
  const wire::Reply& reply() const { return reply_; }
  wire::Bytes payload() const { return payload_; }
  // Of the last hello().
  const wire::Identity& identity() const { return identity_; }
  const LinkStatistics& statistics() const { return statistics_; }

 private:
  const wire::Reply& ask(wire::Request& request, wire::Answer expected, int tries);
  bool hear(std::uint32_t sequence, std::chrono::microseconds deadline);

  ByteChannel& channel_;
  LinkTiming timing_;
  std::uint32_t connection_;
  std::uint32_t sequence_ = 0;
  wire::PacketReader reader_;
  std::vector<std::uint8_t> heard_;  // bytes read and not yet taken
  std::size_t taken_ = 0;
  wire::Bytes payload_;  // within reader_
  wire::Reply reply_;
  wire::Identity identity_;
  LinkStatistics statistics_;
};

}  // namespace homeostat::hil
