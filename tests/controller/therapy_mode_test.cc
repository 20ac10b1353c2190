#include "controller/therapy_mode.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <sstream>
#include <thread>
#include <vector>

#include "tests/support/heap_guard.h"

namespace homeostat::controller {
namespace {

using Path = std::vector<Event>;

// Every mode (row) x every event (column): the mode that follows. A dot: no change.
constexpr const char* kTable = R"(
            fault stop inhib reset lost  start i_over back  pass  reach lift  exhau over  b_over due   r_over cont  detect
off         fault .    .     .     .     test  .      .     .     .     .     .     .     .      .     .      .     .
test        fault off  .     .     .     .     .      .     sens  .     .     .     .     .      .     .      .     .
sens        fault off  inhib .     fall  .     .      .     .     lock  .     .     .     .      .     .      cont  burst
burst       fault off  inhib .     fall  .     .      .     .     lock  .     .     .     pause  .     .      .     .
pause       fault off  inhib .     fall  .     .      .     .     lock  .     lock  refr  .      burst .      .     .
cont        fault off  inhib .     fall  .     .      .     .     lock  .     .     .     .      .     .      .     .
refr        fault off  inhib .     fall  .     .      .     .     .     .     .     .     .      .     sens   .     .
lock        fault off  inhib .     .     .     .      .     .     .     sens  .     .     .      .     .      .     .
inhib       fault off  .     .     .     .     sens   .     .     .     .     .     .     .      .     .      .     .
fall        fault off  inhib .     .     .     .      sens  .     .     .     .     .     .      .     .      .     .
fault       .     .    .     off   .     .     .      .     .     .     .     .     .     .      .     .      .     .
)";

const std::array<std::string, kModes> kRowNames = {"off",   "test", "sens", "burst",
                                                   "pause", "cont", "refr", "lock",
                                                   "inhib", "fall", "fault"};

// Two different ways to each mode, in the order of Mode.
Path operator+(Path a, const Path& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
const Path kArm = {Event::kClinicianStart, Event::kSelfTestPassed};
const Path kEpisode = kArm + Path{Event::kDetected, Event::kBurstOver};
const std::array<std::array<Path, 2>, kModes> kPaths = {{
    {Path{}, kArm + Path{Event::kClinicianStop}},
    {Path{Event::kClinicianStart},
     Path{Event::kFault, Event::kClinicianReset, Event::kClinicianStart}},
    {kArm, kArm + Path{Event::kInhibit, Event::kInhibitOver}},
    {kArm + Path{Event::kDetected}, kEpisode + Path{Event::kBurstDue}},
    {kEpisode, kEpisode + Path{Event::kBurstDue, Event::kBurstOver}},
    {kArm + Path{Event::kContinuousDue},
     kArm + Path{Event::kSignalLost, Event::kSignalBack, Event::kContinuousDue}},
    {kEpisode + Path{Event::kEpisodeOver},
     kArm + Path{Event::kLimitReached, Event::kLimitLifted, Event::kDetected,
                 Event::kBurstOver, Event::kEpisodeOver}},
    {kArm + Path{Event::kLimitReached}, kEpisode + Path{Event::kEpisodeExhausted}},
    {kArm + Path{Event::kInhibit},
     kEpisode + Path{Event::kEpisodeExhausted, Event::kInhibit}},
    {kArm + Path{Event::kSignalLost},
     kEpisode + Path{Event::kEpisodeOver, Event::kSignalLost}},
    {Path{Event::kFault}, kEpisode + Path{Event::kFault}},
}};

Mode mode_at(std::size_t index) { return static_cast<Mode>(index); }
Event event_at(std::size_t index) { return static_cast<Event>(index); }

Mode follow(TherapyMode& mode, const Path& path) {
  for (const Event event : path) mode.handle(event);
  return mode.current();
}

// kTable, as modes.
std::array<std::array<Mode, kEvents>, kModes> table() {
  std::array<std::array<Mode, kEvents>, kModes> next{};
  std::istringstream text(kTable);
  std::string line;
  std::getline(text, line);  // empty
  std::getline(text, line);  // heading
  for (std::size_t m = 0; m < kModes; ++m) {
    std::string cell;
    text >> cell;
    EXPECT_EQ(kRowNames[m], cell);
    for (std::size_t e = 0; e < kEvents; ++e) {
      text >> cell;
      const auto found = std::find(kRowNames.begin(), kRowNames.end(), cell);
      next[m][e] = cell == "."
                       ? mode_at(m)
                       : mode_at(static_cast<std::size_t>(found - kRowNames.begin()));
      EXPECT_TRUE(cell == "." || found != kRowNames.end()) << cell;
    }
  }
  return next;
}

EventSet set_of(std::uint32_t bits) {
  EventSet events;
  for (std::size_t e = 0; e < kEvents; ++e) {
    if ((bits >> e & 1U) != 0) events.add(event_at(e));
  }
  return events;
}

// Many sets: all of up to three events, and some of any size.
std::vector<EventSet> many_sets() {
  std::vector<EventSet> sets;
  for (std::uint32_t a = 0; a < kEvents; ++a) {
    for (std::uint32_t b = a; b < kEvents; ++b) {
      for (std::uint32_t c = b; c < kEvents; ++c) {
        sets.push_back(set_of(1U << a | 1U << b | 1U << c));
      }
    }
  }
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i)
    sets.push_back(set_of(static_cast<std::uint32_t>(random())));
  return sets;
}

TEST(TherapyMode, BeginsOff) { EXPECT_EQ(Mode::kOff, TherapyMode().current()); }

TEST(TherapyMode, GoesWhereTheTableSaysFromEachModeByWhicheverPath) {
  const auto next = table();
  for (std::size_t m = 0; m < kModes; ++m) {
    for (const Path& path : kPaths[m]) {
      for (std::size_t e = 0; e < kEvents; ++e) {
        TherapyMode mode;
        ASSERT_EQ(mode_at(m), follow(mode, path)) << name_of(mode_at(m));
        EXPECT_EQ(name_of(next[m][e]), name_of(mode.handle(event_at(e))))
            << name_of(mode_at(m)) << " + " << name_of(event_at(e));
        EXPECT_EQ(next[m][e], mode.current());
      }
    }
  }
}

// The table and the walk agree for as long as one likes: nothing is remembered but the
// mode.
TEST(TherapyMode, RemembersNothingButItsMode) {
  const auto next = table();
  std::mt19937 random(7);
  TherapyMode mode;
  std::array<int, kModes> visits{};
  Mode expected = Mode::kOff;
  for (int i = 0; i < 300'000; ++i) {
    // Leaving Fault and Off is rare, so that the walk sees the others too.
    const std::size_t e =
        random() % 4 != 0 ? 4 + random() % (kEvents - 4) : random() % kEvents;
    expected = next[static_cast<std::size_t>(expected)][e];
    ASSERT_EQ(expected, mode.handle(event_at(e))) << "step " << i;
    ++visits[static_cast<std::size_t>(expected)];
  }
  for (std::size_t m = 0; m < kModes; ++m) EXPECT_GT(visits[m], 100) << kRowNames[m];
}

TEST(TherapyMode, HandlesTheEventsOfAFrameInOrderOfSeverity) {
  const auto next = table();
  const auto last_heard = [](EventSet events) {
    const bool forbids = events.has(Event::kFault) || events.has(Event::kClinicianStop) ||
                         events.has(Event::kInhibit);
    return forbids ? Event::kClinicianReset : Event::kDetected;
  };
  for (const EventSet events : many_sets()) {
    for (std::size_t m = 0; m < kModes; ++m) {
      Mode expected = mode_at(m);
      for (std::size_t e = 0; e <= static_cast<std::size_t>(last_heard(events)); ++e) {
        if (!events.has(event_at(e))) continue;
        expected = next[static_cast<std::size_t>(expected)][e];
      }
      TherapyMode mode;
      follow(mode, kPaths[m][0]);
      ASSERT_EQ(expected, mode.handle(events)) << kRowNames[m] << " " << events.bits();
    }
  }
}

TEST(TherapyMode, NothingHappensInAFrameWithoutEvents) {
  for (std::size_t m = 0; m < kModes; ++m) {
    TherapyMode mode;
    follow(mode, kPaths[m][0]);
    EXPECT_EQ(mode_at(m), mode.handle(EventSet{}));
  }
}

TEST(TherapyMode, AFaultAStopOrAMagnetEndsAnyFrameWithoutStimulation) {
  for (const EventSet events : many_sets()) {
    if (!events.has(Event::kFault) && !events.has(Event::kClinicianStop) &&
        !events.has(Event::kInhibit)) {
      continue;
    }
    for (std::size_t m = 0; m < kModes; ++m) {
      TherapyMode mode;
      follow(mode, kPaths[m][0]);
      EXPECT_FALSE(may_stimulate(mode.handle(events))) << kRowNames[m];
    }
  }
}

TEST(TherapyMode, FaultIsLeftByAClinicianAlone) {
  for (const EventSet events : many_sets()) {
    TherapyMode mode;
    mode.handle(Event::kFault);
    const Mode after = mode.handle(events);
    EXPECT_EQ(events.has(Event::kClinicianReset), after != Mode::kFault);
  }
}

TEST(TherapyMode, ASelfTestPrecedesTheFirstSensingAfterEveryStart) {
  for (const EventSet events : many_sets()) {
    TherapyMode mode;
    mode.handle(events);
    if (mode.current() != Mode::kOff && mode.current() != Mode::kFault &&
        mode.current() != Mode::kSelfTest) {
      EXPECT_TRUE(events.has(Event::kSelfTestPassed));
      EXPECT_TRUE(events.has(Event::kClinicianStart));
    }
  }
}

TEST(TherapyMode, NoEventSwingsBetweenTwoModes) {
  const auto next = table();
  for (std::size_t m = 0; m < kModes; ++m) {
    for (std::size_t e = 0; e < kEvents; ++e) {
      const Mode once = next[m][e];
      const Mode twice = next[static_cast<std::size_t>(once)][e];
      EXPECT_TRUE(once == mode_at(m) || twice != mode_at(m))
          << kRowNames[m] << " + " << name_of(event_at(e));
    }
  }
}

TEST(TherapyMode, NoEventRepeatedChangesTheModeForEver) {
  const auto next = table();
  for (std::size_t m = 0; m < kModes; ++m) {
    for (std::size_t e = 0; e < kEvents; ++e) {
      Mode mode = mode_at(m);
      for (int i = 0; i < kModes; ++i) mode = next[static_cast<std::size_t>(mode)][e];
      EXPECT_EQ(mode, next[static_cast<std::size_t>(mode)][e]);
    }
  }
}

TEST(TherapyMode, StimulatesInTreatingAndFallbackAlone) {
  for (std::size_t m = 0; m < kModes; ++m) {
    const std::string name = name_of(mode_at(m));
    EXPECT_EQ(name.starts_with("treating.") || name == "fallback",
              may_stimulate(mode_at(m)))
        << name;
  }
}

TEST(TherapyMode, NamesEveryModeAndEventOnce) {
  std::map<std::string, int> names;
  for (std::size_t m = 0; m < kModes; ++m) ++names[name_of(mode_at(m))];
  EXPECT_EQ(kModes, static_cast<int>(names.size()));
  names.clear();
  for (std::size_t e = 0; e < kEvents; ++e) ++names[name_of(event_at(e))];
  EXPECT_EQ(kEvents, static_cast<int>(names.size()));
  EXPECT_STREQ("treating.burst", name_of(Mode::kTreatingBurst));
  EXPECT_STREQ("burst_over", name_of(Event::kBurstOver));
}

TEST(TherapyMode, AllocatesNothing) {
  std::mt19937 random(3);
  homeostat::testing::HeapGuard heap;
  for (int life = 0; life < 100; ++life) {
    TherapyMode mode;
    for (int i = 0; i < 1000; ++i) mode.handle(event_at(random() % kEvents));
  }
  EXPECT_EQ(0, heap.allocations());
}

TEST(TherapyMode, ChartsDoNotDisturbEachOther) {
  const auto next = table();
  const auto walk = [&](unsigned seed) {
    std::mt19937 random(seed);
    std::vector<TherapyMode> charts(5);
    std::vector<Mode> expected(charts.size(), Mode::kOff);
    for (int i = 0; i < 20'000; ++i) {
      const std::size_t which = random() % charts.size();
      const std::size_t e = random() % kEvents;
      expected[which] = next[static_cast<std::size_t>(expected[which])][e];
      EXPECT_EQ(expected[which], charts[which].handle(event_at(e)));
    }
  };
  std::vector<std::thread> threads;
  for (unsigned seed = 0; seed < 4; ++seed) threads.emplace_back(walk, seed);
  for (std::thread& thread : threads) thread.join();
}

TEST(EventSet, HoldsEachEventOnce) {
  EventSet events;
  EXPECT_TRUE(events.empty());
  events.add(Event::kDetected);
  events.add(Event::kDetected);
  EXPECT_TRUE(events.has(Event::kDetected));
  EXPECT_FALSE(events.has(Event::kFault));
  EXPECT_EQ(set_of(1U << static_cast<unsigned>(Event::kDetected)), events);
}

}  // namespace
}  // namespace homeostat::controller
