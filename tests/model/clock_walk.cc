#include "tests/model/clock_walk.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>

#include "biomarkers/sample_frame.h"
#include "controller/episode_clock.h"

namespace homeostat::controller::model {
namespace {

constexpr Microseconds kFrame{32'000};
constexpr int kWays = 2;  // by which a state is visited

// A clock under way, and what it should be.
struct Pair {
  EpisodeClock clock;
  ClockOracle oracle;
  std::uint32_t sequence = 0;
  int episode_frames = 0;
};

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

class Walker {
 public:
  Walker(const SmallTherapy& therapy, const TherapyProgram& promised, const Table& table,
         Sayings& sayings)
      : therapy_(therapy), promised_(promised), table_(table), sayings_(sayings) {}

  Walk walk() {
    visit({EpisodeClock(therapy_.program, checksum(therapy_.program)),
           ClockOracle(promised_)});
    for (; !open_.empty() && walk_.fault.empty(); open_.pop_front()) {
      for (const ClockInput& input : inputs_in(open_.front().oracle.mode())) {
        Pair pair = open_.front();
        if (feed(pair, input)) visit(pair);
      }
      if (open_.front().oracle.mode() == Mode::kOff) visit(arm(open_.front()));
    }
    walk_.states = static_cast<int>(ways_.size());
    return walk_;
  }

  // Every sequence of so many frames after a self test.
  Walk walk_blindly(int depth) {
    const Pair armed = arm({EpisodeClock(therapy_.program, checksum(therapy_.program)),
                            ClockOracle(promised_)});
    tread(armed, depth);
    return walk_;
  }

 private:
  void tread(const Pair& pair, int depth) {
    const Microseconds unit = therapy_.unit;
    const ClockInput inputs[] = {
        {.step = unit},
        {.step = unit, .seizure = true},
        {.step = unit, .seizure = true, .answer = Answer::kGranted},
        {.step = unit, .seizure = true, .answer = Answer::kHourSpent},
        {.step = unit, .signal = false},
        {.step = unit, .seizure = true, .magnet = true},
        {.step = therapy_.steps.back(), .seizure = true, .answer = Answer::kGranted},
    };
    for (const ClockInput& input : inputs) {
      if (!walk_.fault.empty()) return;
      Pair next = pair;
      if (feed(next, input) && depth > 1) tread(next, depth - 1);
    }
  }

  void visit(const Pair& pair) {
    int& ways = ways_[pair.oracle.key()];
    if (ways++ < kWays) open_.push_back(pair);
  }

  // Whatever the signal, the magnet and the guard say, after each step of time; and
  // each order of people, to whom the clock only lends its voice.
  std::vector<ClockInput> inputs_in(Mode mode) const {
    std::vector<ClockInput> inputs;
    const bool counts = mode == Mode::kTreatingBurst;
    for (const Microseconds step : therapy_.steps) {
      for (unsigned bits = 0; bits < 8; ++bits) {
        for (const Answer answer : {Answer::kSilent, Answer::kGranted, Answer::kHourSpent,
                                    Answer::kDaySpent, Answer::kEpisodeSpent}) {
          if (!counts && answer > Answer::kGranted) continue;
          if (!therapy_.guard_grants && answer == Answer::kGranted) continue;
          inputs.push_back({.step = step,
                            .signal = (bits & 1U) != 0,
                            .seizure = (bits & 2U) != 0,
                            .magnet = (bits & 4U) != 0,
                            .answer = answer});
        }
      }
    }
    const Microseconds unit = therapy_.unit;
    inputs.push_back({.step = unit, .midnight = true});
    inputs.push_back({.step = unit, .seizure = true, .midnight = true});
    inputs.push_back({.step = unit, .people = biomarkers::kClinicianStop});
    inputs.push_back({.step = unit, .people = biomarkers::kClinicianReset});
    inputs.push_back({.step = unit, .answer = Answer::kLatched});
    return inputs;
  }

  // From Off through a self test, in the last half second of a unit: a self test wants
  // frames as they come in life.
  Pair arm(Pair pair) {
    ClockInput input{.step = Microseconds(therapy_.unit.count() - 16 * kFrame.count()),
                     .people = biomarkers::kClinicianStart};
    for (int frame = 0; frame <= 16; ++frame) {
      feed(pair, input);
      input = {.step = kFrame};
    }
    return pair;
  }

  // One frame; false where a promise was broken.
  bool feed(Pair& pair, const ClockInput& input) {
    const Instant now = pair.oracle.now() + input.step;
    const Mode before = pair.oracle.mode();
    const int stage = pair.oracle.stage();
    const World world_before = pair.oracle.world();
    const std::size_t therapies_before = pair.oracle.therapies_today();
    const Instant until_before = pair.clock.view().mode_until;
    ++walk_.steps;

    const EventSet said =
        pair.clock.events(seen_in(input, now), frame_of(input, now, ++pair.sequence),
                          admission_of(input.answer));
    const EventSet promised = pair.oracle.events(input, now);
    const World world = pair.oracle.world();
    if (input.people == 0 && input.answer != Answer::kLatched) {
      hear(said, sayings_.counts[index_of(before)][index_of(world)]);
    }

    const Mode mode = table_.after(before, said);
    pair.clock.note(mode, now);
    pair.oracle.note(mode);

    const EpisodeView& view = pair.clock.view();
    expect(said == promised, "events", pair, said, promised);
    expect(view.therapies_today == pair.oracle.therapies_today(), "therapies", pair);
    expect(view.therapies_today <= therapy_.program.responsive.therapies_per_day,
           "more therapies than a day may have", pair);
    expect(!in_episode(mode) || view.therapy == pair.oracle.therapy(), "therapy", pair);
    expect(!in_episode(mode) || view.mode_until == pair.oracle.until(), "until", pair);
    expect_end(pair, before, stage);
    expect_limits(pair, before, world_before, world, therapies_before);
    const bool foretold = !therapy_.program.limits.episodes.day_ends_at_midnight;
    expect(!foretold || !said.has(Event::kLimitLifted) || now >= until_before,
           "a limit lifted earlier than foretold", pair);
    return walk_.fault.empty();
  }

  // An episode only goes forward, and stays nowhere once its time is over.
  void expect_end(Pair& pair, Mode before, int stage) {
    const bool goes_on = in_episode(before) && in_episode(pair.oracle.mode());
    pair.episode_frames = in_episode(pair.oracle.mode()) ? pair.episode_frames + 1 : 0;
    walk_.longest_episode = std::max(walk_.longest_episode, pair.episode_frames);
    if (!goes_on) return;
    const bool forward = pair.oracle.stage() == stage + 1;
    const bool waits = pair.oracle.stage() == stage && !pair.oracle.is_due();
    expect(forward || waits, "an episode that does not go forward", pair);
    expect(pair.oracle.stage() <= pair.oracle.last_stage(), "an endless episode", pair);
  }

  // A day is spent by a burst alone, a lock closes by treatment alone, and the chart
  // hears that a limit is lifted only when fewer therapies are remembered or the lock is
  // open.
  void expect_limits(const Pair& pair, Mode before, const World& then, const World& now,
                     std::size_t therapies_before) {
    const bool spends = now.spent && !then.spent;
    expect(!spends || before == Mode::kTreatingBurst, "a day spent without a burst",
           pair);
    const bool locks = pair.oracle.world().locked && !then.locked;
    expect(!locks || in_episode(before), "a lock without an episode", pair);
    const bool lifted = before == Mode::kLockout && pair.oracle.mode() == Mode::kSensing;
    expect(!lifted || pair.oracle.therapies_today() < therapies_before ||
               (then.locked && !now.locked),
           "a limit lifted for nothing", pair);
  }

  void expect(bool holds, const char* what, const Pair& pair, EventSet said = {},
              EventSet promised = {}) {
    if (holds || !walk_.fault.empty()) return;
    walk_.fault =
        std::string(therapy_.name) + ": " + what + ", now " + name_of(pair.oracle.mode());
    for (std::size_t e = 0; e < kEvents; ++e) {
      const Event event = event_at(e);
      if (said.has(event) == promised.has(event)) continue;
      walk_.fault +=
          std::string(said.has(event) ? "; said " : "; did not say ") + name_of(event);
    }
  }

  const SmallTherapy& therapy_;
  const TherapyProgram& promised_;
  const Table& table_;
  Sayings& sayings_;
  Walk walk_;
  std::deque<Pair> open_;
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
