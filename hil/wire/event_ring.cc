#include "hil/wire/event_ring.h"

#include <algorithm>

namespace homeostat::wire {

LogPage EventRing::read(std::uint64_t from) noexcept {
  LogPage page;
  page.oldest = next_ > kRingEvents ? next_ - kRingEvents : 0;
  page.next = std::clamp(from, page.oldest, next_);
  while (page.next < next_ && page.count < kPageEvents) {
    page.events[page.count++] = events_[page.next++ % kRingEvents];
  }
  return page;
}

}  // namespace homeostat::wire
