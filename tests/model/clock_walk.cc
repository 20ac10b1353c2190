#include "tests/model/clock_walk.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "tests/model/clock_pair.h"

namespace homeostat::controller::model {
namespace {

constexpr Microseconds kFrame{32'000};
constexpr int kWays = 2;  // by which a state is visited

struct HashOfKey {
  std::size_t operator()(const ClockOracle::Key& key) const {
    std::size_t hash = 14'695'981'039'346'656'037U;
    for (const std::uint64_t word : key) hash = (hash ^ word) * 1'099'511'628'211U;
    return hash;
  }
};

void hear(EventSet said, Sayings::Count& count) {
  ++count.frames;
  for (std::size_t e = 0; e < kEvents; ++e) {
    if (said.has(event_at(e))) ++count.said[e];
  }
}

std::string words(const char* therapy, const char* broken, const ClockFrame& frame) {
  std::string text = std::string(therapy) + ": " + broken + ", from " +
                     name_of(frame.before) + " to " + name_of(frame.after);
  for (std::size_t e = 0; e < kEvents; ++e) {
    const Event event = event_at(e);
    if (frame.said.has(event) == frame.promised.has(event)) continue;
    text += std::string(frame.said.has(event) ? "; said " : "; did not say ") +
            name_of(event);
  }
  return text;
}

class Walker {
 public:
  Walker(const SmallTherapy& therapy, const TherapyProgram& promised, const Table& table,
         Sayings& sayings)
      : therapy_(therapy),
        boot_(therapy.program, promised),
        table_(table),
        sayings_(sayings) {}

  Walk walk() {
    visit(boot_);
    for (; !open_.empty() && walk_.fault.empty(); open_.pop_front()) {
      const Mode mode = open_.front().oracle().mode();
      for (const ClockInput& input : every_input(therapy_, mode)) {
        ClockPair pair = open_.front();
        if (feed(pair, input)) visit(pair);
      }
      if (mode == Mode::kOff) visit(arm(open_.front()));
    }
    walk_.states = static_cast<int>(ways_.size());
    return walk_;
  }

  // Every sequence of so many frames after a self test.
  Walk walk_blindly(int depth) {
    tread(arm(boot_), depth);
    return walk_;
  }

 private:
  void visit(const ClockPair& pair) {
    if (ways_[pair.oracle().key()]++ < kWays) open_.push_back(pair);
  }

  void tread(const ClockPair& pair, int depth) {
    for (const ClockInput& input : few_inputs(therapy_)) {
      if (!walk_.fault.empty()) return;
      ClockPair next = pair;
      if (feed(next, input) && depth > 1) tread(next, depth - 1);
    }
  }

  // From Off through a self test, in the last half second of a unit: a self test wants
  // frames as they come in life.
  ClockPair arm(ClockPair pair) {
    ClockInput input{.step = Microseconds(therapy_.unit.count() - 16 * kFrame.count()),
                     .people = biomarkers::kClinicianStart};
    for (int frame = 0; frame <= 16; ++frame) {
      feed(pair, input);
      input = {.step = kFrame};
    }
    return pair;
  }

  // One frame; false where a promise was broken.
  bool feed(ClockPair& pair, const ClockInput& input) {
    const ClockFrame frame = pair.feed(input, table_);
    ++walk_.steps;
    walk_.longest_episode = std::max(walk_.longest_episode, pair.episode_frames());
    if (input.people == 0 && input.answer != Answer::kLatched) {
      hear(frame.said, sayings_.counts[index_of(frame.before)][index_of(frame.world)]);
    }
    const char* broken = pair.broken_promise(frame);
    if (broken != nullptr && walk_.fault.empty()) {
      walk_.fault = words(therapy_.name, broken, frame);
    }
    return broken == nullptr;
  }

  const SmallTherapy& therapy_;
  const ClockPair boot_;
  const Table& table_;
  Sayings& sayings_;
  Walk walk_;
  std::deque<ClockPair> open_;
  std::unordered_map<ClockOracle::Key, int, HashOfKey> ways_;
};

}  // namespace

Walk walk_clock(const SmallTherapy& therapy, const TherapyProgram& promised,
                const Table& table, Sayings& sayings) {
  return Walker(therapy, promised, table, sayings).walk();
}

Walk walk_clock_blindly(const SmallTherapy& therapy, const Table& table, int depth) {
  Sayings unheard;
  return Walker(therapy, therapy.program, table, unheard).walk_blindly(depth);
}

// Well frames until the last one that waits for a signal, and one more.
void listen_to_self_tests(const SmallTherapy& therapy, Sayings& sayings) {
  for (std::size_t w = 0; w < kWorlds; ++w) {
    const World world = world_at(w);
    const ClockInput input{
        .signal = world.signal, .seizure = world.seizure, .magnet = world.magnet};
    EpisodeClock clock(therapy.program, checksum(therapy.program));
    clock.note(Mode::kSelfTest, Instant{});
    Instant now;
    for (std::uint32_t n = 1; now < Instant{} + kSignalPatience; ++n) {
      now = now + kFrame;
      hear(clock.events(seen_in(input, now), frame_of(input, now, n), {}),
           sayings.counts[index_of(Mode::kSelfTest)][w]);
    }
  }
}

}  // namespace homeostat::controller::model
