// Looks for state that a table does not show: two ways to one mode from which the same
// event leads to different places.
//
// To each mode by its shortest path, then every sequence of kDepth events: a machine that
// agrees on all of them and has up to kModes + kDepth - 1 configurations is the table
// (the W-method, for modes that can be told apart at sight). Then long random walks, for
// what hides deeper.
#pragma once

#include <array>
#include <random>
#include <string>

#include "tests/model/explorer.h"

namespace homeostat::controller::model {

inline constexpr int kDepth = 4;

struct Search {
  std::string disagreement;  // empty: none found
  // From how many different paths each event was tried in each mode.
  std::array<std::array<int, kEvents>, kModes> paths{};
};

template <class Machine>
class Suspicion {
 public:
  explicit Suspicion(const Table& table) : table_(table) {}

  Search search() {
    for (std::size_t m = 0; m < kModes && found_.disagreement.empty(); ++m) {
      if (table_.path_to[m]) every_sequence_after(*table_.path_to[m]);
    }
    for (unsigned seed = 1; seed <= kWalks && found_.disagreement.empty(); ++seed) {
      walk(seed);
    }
    return found_;
  }

 private:
  static constexpr unsigned kWalks = 4;
  static constexpr int kWalkLength = 1'000'000;

  void every_sequence_after(const Path& path) {
    std::size_t sequences = 1;
    for (int i = 0; i < kDepth; ++i) sequences *= kEvents;
    for (std::size_t s = 0; s < sequences && found_.disagreement.empty(); ++s) {
      Machine machine;
      Path taken;
      for (const Event event : path) tread(machine, event, taken);
      std::size_t rest = s;
      for (int i = 0; i < kDepth; ++i, rest /= kEvents) {
        tread(machine, event_at(rest % kEvents), taken);
      }
    }
  }

  // Events that lead to Off and Fault are rare, so that the walk sees the others too.
  void walk(unsigned seed) {
    std::mt19937 random(seed);
    Machine machine;
    Path taken;
    for (int i = 0; i < kWalkLength && found_.disagreement.empty(); ++i) {
      const std::size_t e =
          random() % 64 != 0 ? 2 + random() % (kEvents - 2) : random() % 2;
      tread(machine, event_at(e), taken);
    }
  }

  void tread(Machine& machine, Event event, Path& taken) {
    const Mode before = machine.current();
    const Mode after = machine.handle(event);
    ++found_.paths[index_of(before)][static_cast<std::size_t>(event)];
    taken.push_back(event);
    if (after == table_.after(before, event)) return;
    if (taken.size() > 12) taken.erase(taken.begin(), taken.end() - 12);
    found_.disagreement = std::string(name_of(before)) + " + " + name_of(event) + " -> " +
                          name_of(after) + " after ... " + words(taken);
  }

  const Table& table_;
  Search found_;
};

template <class Machine>
Search search_hidden_state(const Table& table) {
  return Suspicion<Machine>(table).search();
}

}  // namespace homeostat::controller::model
