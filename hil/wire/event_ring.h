// The last events of a device, numbered from zero; the oldest give way.
//
// Knows no clock. In memory of its owner: one that a reset leaves alone keeps the log.
#pragma once

#include <algorithm>

#include "hil/wire/ports.h"

namespace homeostat::wire {

// Numbers travel: they never change. Behind each, what its first and second tell.
enum class EventKind : std::uint32_t {
  kSessionOpened = 1,    // session
  kSessionClosed = 2,    // session
  kProofRefused = 3,     // refusal, detail
  kChangeDone = 4,       // kind of change (0: one of MoreChanges), low bits of its number
  kChangeRefused = 5,    // refusal, detail
  kProgramSwitched = 6,  // bytes, CRC-32
  kModeChanged = 7,      // mode, monitor's reason
};

inline constexpr std::size_t kRingEvents = 64;

// Not thread-safe. Allocates nothing, never throws. All of it stands here, as of every port
// that host code may derive from or own: this library has no RTTI to offer it.
class EventRing final : public EventLog {
 public:
  void add(const Event& event) noexcept override {
    events_[next_ % kRingEvents] = event;
    ++next_;
  }
  LogPage read(std::uint64_t from) noexcept override {
    LogPage page;
    page.oldest = next_ > kRingEvents ? next_ - kRingEvents : 0;
    page.next = std::clamp(from, page.oldest, next_);
    while (page.next < next_ && page.count < kPageEvents) {
      page.events[page.count++] = events_[page.next++ % kRingEvents];
    }
    return page;
  }
  std::uint64_t next() noexcept override { return next_; }
  std::uint32_t capacity() noexcept override { return kRingEvents; }

 private:
  std::array<Event, kRingEvents> events_{};
  std::uint64_t next_ = 0;
};

}  // namespace homeostat::wire
