// Leads the real EpisodeClock through every state of a small therapy and every input in
// each, and holds it to its promises (clock_pair.h).
//
// A clock keeps absolute times, so it has no finite number of states; the oracle's key
// has. A key is visited by the first two ways that lead to it: were there more to a clock
// than its key, they would differ.
#pragma once

#include <array>
#include <string>

#include "tests/model/clock_input.h"
#include "tests/model/clock_oracle.h"
#include "tests/model/explorer.h"

namespace homeostat::controller::model {

inline constexpr int kWorlds = 32;
constexpr std::size_t index_of(const World& world) {
  return (world.magnet ? 1U : 0U) | (world.signal ? 2U : 0U) | (world.seizure ? 4U : 0U) |
         (world.spent ? 8U : 0U) | (world.locked ? 16U : 0U);
}

constexpr World world_at(std::size_t index) {
  return {(index & 1U) != 0, (index & 2U) != 0, (index & 4U) != 0, (index & 8U) != 0,
          (index & 16U) != 0};
}

// How often a mode met a world, and how often the clock said each event there. Frames in
// which people gave orders or the guard latched are left out: those events come at any
// time.
struct Sayings {
  struct Count {
    int frames = 0;
    std::array<int, kEvents> said{};
  };
  std::array<std::array<Count, kWorlds>, kModes> counts{};
};

struct Walk {
  std::string fault;  // the first promise that was broken; empty: none
  int states = 0;
  int steps = 0;
  int longest_episode = 0;  // frames
};

// `promised` is what the oracle goes by: the same program, or in tests of the walk
// another one.
Walk walk_clock(const SmallTherapy& therapy, const TherapyProgram& promised,
                const Table& table, Sayings& sayings);

// Every sequence of `depth` frames after a self test, whatever states they lead to: over
// fewer inputs, but it takes no key's word for it that two states are one.
Walk walk_clock_blindly(const SmallTherapy& therapy, const Table& table, int depth);

// What is said in a self test whose frames are well, by the signal and the magnet: for
// the sayings alone. It knows no limits, so what it says in one world of them it says in
// all.
void listen_to_self_tests(const SmallTherapy& therapy, Sayings& sayings);

}  // namespace homeostat::controller::model
