#include "hil/wire/session.h"

#include <limits>

#include "hil/wire/signed_text.h"

namespace homeostat::wire {
namespace {

bool within(Instant since, Instant now, Microseconds life) noexcept {
  return now >= since && now - since <= life;
}

std::uint32_t milliseconds(Microseconds span) noexcept {
  return static_cast<std::uint32_t>(span.count() / 1000);
}

}  // namespace

bool Session::is_open(Instant now) const noexcept {
  return open_ && within(last_used_, now, kSessionLife);
}

Verdict Session::challenge(Instant now, Challenge& out) noexcept {
  waits_ = false;
  const std::uint32_t last = count_.last();
  if (last == std::numeric_limits<std::uint32_t>::max()) return {Refusal::kNoEntropy};
  Challenge fresh;
  fresh.session = last + 1;
  if (!entropy_.fill(fresh.nonce)) return {Refusal::kNoEntropy};
  waiting_ = fresh;
  waiting_since_ = now;
  waits_ = true;
  out = fresh;
  return {};
}

Verdict Session::prove(const Signature& signature, Instant now) noexcept {
  if (!waits_ || !within(waiting_since_, now, kChallengeLife)) {
    return {Refusal::kNoChallenge};
  }
  const Verdict verdict = verify(opening_text(device_, waiting_).view(), signature, now);
  if (verdict.refusal == Refusal::kLocked) return verdict;
  waits_ = false;
  if (!verdict.good()) return verdict;
  if (!count_.store(waiting_.session)) return {Refusal::kNoEntropy};
  opened_ = waiting_;
  last_used_ = now;
  next_change_ = 1;
  open_ = true;
  return {};
}

Verdict Session::admit(std::uint64_t number, Bytes change, const Signature& signature,
                       Instant now) noexcept {
  if (!is_open(now)) {
    open_ = false;
    return {Refusal::kNoSession};
  }
  if (number != next_change_) {
    return {Refusal::kWrongNumber, static_cast<std::uint32_t>(next_change_)};
  }
  const SignedText text = change_text(device_, opened_, number, change);
  const Verdict verdict = verify(text.view(), signature, now);
  if (!verdict.good()) return verdict;
  ++next_change_;
  last_used_ = now;
  return {};
}

Verdict Session::verify(Bytes text, const Signature& signature, Instant now) noexcept {
  if (now < locked_until_) {
    return {Refusal::kLocked, milliseconds(locked_until_ - now)};
  }
  if (!text.empty() && signatures_.verify(text, signature)) {
    wrong_signatures_ = 0;
    return {};
  }
  if (++wrong_signatures_ >= kMostWrongSignatures) {
    wrong_signatures_ = 0;
    locked_until_ = now + kLockTime;
  }
  return {Refusal::kBadSignature};
}

}  // namespace homeostat::wire
