// Who may change therapy: challenge and response, then a signature and a number on each
// change. Knows no change: what is admitted here is done elsewhere.
//
// One session at a time. A challenge that nobody asked to be proven does not touch the
// session that is open; a proof that holds ends it. The count is stored before a session
// opens, so that none can open twice, not even with equal random bytes. Rules and what
// they do not protect from: hil/WIRE.md, "Session". Requirements SAF-330 to SAF-336.
#pragma once

#include "hil/wire/ports.h"

namespace homeostat::wire {

inline constexpr Microseconds kChallengeLife{30'000'000};
inline constexpr Microseconds kSessionLife{600'000'000};  // since its last change
// So many wrong signatures in a row, and none is looked at for a while: each takes a
// device half a second and more.
inline constexpr int kMostWrongSignatures = 5;
inline constexpr Microseconds kLockTime{10'000'000};

// Not thread-safe. Allocates nothing, never throws.
class Session {
 public:
  Session(const DeviceId& device, SignatureCheck& signatures, Entropy& entropy,
          SessionCount& count) noexcept
      : device_(device), signatures_(signatures), entropy_(entropy), count_(count) {}

  // A new challenge, instead of one that waits.
  Verdict challenge(Instant now, Challenge& out) noexcept;
  // Opens the session of the challenge that waits, which is used up either way.
  Verdict prove(const Signature& signature, Instant now) noexcept;
  // Whether this change may be done now. Then its number is used up.
  Verdict admit(std::uint64_t number, Bytes change, const Signature& signature,
                Instant now) noexcept;
  void close() noexcept { open_ = false; }

  // 0: none.
  std::uint32_t number(Instant now) const noexcept {
    return is_open(now) ? opened_.session : 0;
  }
  std::uint64_t next_change(Instant now) const noexcept {
    return is_open(now) ? next_change_ : 0;
  }

 private:
  bool is_open(Instant now) const noexcept;
  Verdict verify(Bytes text, const Signature& signature, Instant now) noexcept;

  DeviceId device_;
  SignatureCheck& signatures_;
  Entropy& entropy_;
  SessionCount& count_;
  Challenge waiting_;
  Instant waiting_since_;
  bool waits_ = false;
  Challenge opened_;
  Instant last_used_;
  std::uint64_t next_change_ = 0;
  bool open_ = false;
  int wrong_signatures_ = 0;
  Instant locked_until_;
};

}  // namespace homeostat::wire
