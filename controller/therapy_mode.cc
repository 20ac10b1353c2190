#include "controller/therapy_mode.h"

#include <boost/mpl/list.hpp>
#include <boost/statechart/event.hpp>
#include <boost/statechart/simple_state.hpp>
#include <boost/statechart/state_machine.hpp>
#include <boost/statechart/transition.hpp>
#include <new>

// Named, not anonymous: Boost.Statechart's events need external linkage.
namespace homeostat::controller::chart {

namespace sc = boost::statechart;
namespace mpl = boost::mpl;

// A few fixed blocks for the chart that is now handling an event. Boost.Statechart makes
// its allocators anew at each use, so they find their pool through this pointer.
class Pool {
 public:
  void* take(std::size_t size) {
    for (Block& block : blocks_) {
      if (block.used || size > sizeof block.bytes) continue;
      block.used = true;
      return block.bytes;
    }
    __builtin_trap();  // cannot be: see kBlocks
  }
  void give_back(const void* bytes) {
    for (Block& block : blocks_) {
      if (block.bytes == bytes) block.used = false;
    }
  }

 private:
  // From Trusted down to a burst there are six states; the machine's list of leaves has
  // one node; one to spare. 48 bytes are the most that any of them takes.
  static constexpr int kBlocks = 6 + 1 + 1;
  struct Block {
    alignas(std::max_align_t) std::byte bytes[64];
    bool used = false;
  };
  Block blocks_[kBlocks];
};

#ifdef HOMEOSTAT_DEVICE  // one loop, one thread, no thread-local storage
constinit Pool* active_pool = nullptr;
#else
thread_local constinit Pool* active_pool = nullptr;
#endif

template <class T>
struct PoolAllocator {
  using value_type = T;
  PoolAllocator() = default;
  template <class U>
  PoolAllocator(const PoolAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(active_pool->take(n * sizeof(T))); }
  void deallocate(T* p, std::size_t) { active_pool->give_back(p); }
  bool operator==(const PoolAllocator&) const { return true; }
};
using Allocator = PoolAllocator<sc::none>;

template <Event kEvent>
struct On : sc::event<On<kEvent>, Allocator> {};

template <Event kEvent, class Target>
using Go = sc::transition<On<kEvent>, Target>;

struct Trusted;
struct Machine : sc::state_machine<Machine, Trusted, Allocator> {};

struct Off;
struct Armed;
struct SelfTest;
struct Inhibited;
struct Lockout;
struct Fallback;
struct Listening;
struct Sensing;
struct Refractory;
struct Burst;
struct Pause;
struct Continuous;

struct Fault : sc::simple_state<Fault, Machine> {
  using reactions = Go<Event::kClinicianReset, Trusted>;
};

struct Trusted : sc::simple_state<Trusted, Machine, Off> {
  using reactions = Go<Event::kFault, Fault>;
};

struct Off : sc::simple_state<Off, Trusted> {
  using reactions = Go<Event::kClinicianStart, Armed>;
};

struct Armed : sc::simple_state<Armed, Trusted, SelfTest> {
  using reactions = Go<Event::kClinicianStop, Off>;
};

struct SelfTest : sc::simple_state<SelfTest, Armed> {
  using reactions = Go<Event::kSelfTestPassed, Sensing>;
};

struct Inhibited : sc::simple_state<Inhibited, Armed> {
  using reactions = Go<Event::kInhibitOver, Sensing>;
};

struct Working : sc::simple_state<Working, Armed, Listening> {
  using reactions = Go<Event::kInhibit, Inhibited>;
};

struct Lockout : sc::simple_state<Lockout, Working> {
  using reactions = Go<Event::kLimitLifted, Sensing>;
};

struct Fallback : sc::simple_state<Fallback, Working> {
  using reactions = Go<Event::kSignalBack, Sensing>;
};

struct Listening : sc::simple_state<Listening, Working, Sensing> {
  using reactions = Go<Event::kSignalLost, Fallback>;
};

struct Sensing : sc::simple_state<Sensing, Listening> {
  using reactions =
      mpl::list<Go<Event::kDetected, Burst>, Go<Event::kLimitReached, Lockout>,
                Go<Event::kContinuousDue, Continuous>>;
};

struct Refractory : sc::simple_state<Refractory, Listening> {
  using reactions = Go<Event::kRefractoryOver, Sensing>;
};

struct Treating : sc::simple_state<Treating, Listening, Burst> {
  using reactions = Go<Event::kLimitReached, Lockout>;
};

struct Burst : sc::simple_state<Burst, Treating> {
  using reactions = Go<Event::kBurstOver, Pause>;
};

struct Pause : sc::simple_state<Pause, Treating> {
  using reactions =
      mpl::list<Go<Event::kBurstDue, Burst>, Go<Event::kEpisodeOver, Refractory>,
                Go<Event::kEpisodeExhausted, Lockout>>;
};

struct Continuous : sc::simple_state<Continuous, Treating> {};

// The mode whose state is the machine's one leaf. A machine without a leaf cannot be, and
// would be a fault.
template <class... Leaf>
struct Leaves {
  static Mode mode_of(const Machine& machine) {
    static_assert(sizeof...(Leaf) == kModes);
    if (machine.state_begin() == machine.state_end()) return Mode::kFault;
    const auto present = machine.state_begin()->dynamic_type();
    int mode = 0;
    (void)((present == Leaf::static_type() || (++mode, false)) || ...);
    return static_cast<Mode>(mode);
  }
};
using InOrderOfMode = Leaves<Off, SelfTest, Sensing, Burst, Pause, Continuous, Refractory,
                             Lockout, Inhibited, Fallback, Fault>;

void dispatch(Machine& machine, Event event) {
  switch (event) {
#define CASE(e)                     \
  case e:                           \
    machine.process_event(On<e>()); \
    return
    CASE(Event::kFault);
    CASE(Event::kClinicianStop);
    CASE(Event::kInhibit);
    CASE(Event::kClinicianReset);
    CASE(Event::kSignalLost);
    CASE(Event::kClinicianStart);
    CASE(Event::kInhibitOver);
    CASE(Event::kSignalBack);
    CASE(Event::kSelfTestPassed);
    CASE(Event::kLimitReached);
    CASE(Event::kLimitLifted);
    CASE(Event::kEpisodeExhausted);
    CASE(Event::kEpisodeOver);
    CASE(Event::kBurstOver);
    CASE(Event::kBurstDue);
    CASE(Event::kRefractoryOver);
    CASE(Event::kContinuousDue);
    CASE(Event::kDetected);
#undef CASE
  }
}

}  // namespace homeostat::controller::chart

namespace homeostat::controller {

struct TherapyMode::Chart {
  chart::Pool pool;
  chart::Machine machine;
};

TherapyMode::TherapyMode() noexcept {
  static_assert(sizeof(Chart) <= sizeof(storage_));
  static_assert(alignof(Chart) <= alignof(std::max_align_t));
  chart_ = ::new (storage_.data()) Chart;
  chart::active_pool = &chart_->pool;
  chart_->machine.initiate();
}

Mode TherapyMode::handle(Event event) noexcept {
  chart::active_pool = &chart_->pool;
  chart::dispatch(chart_->machine, event);
  current_ = chart::InOrderOfMode::mode_of(chart_->machine);
  return current_;
}

}  // namespace homeostat::controller
