// Explores a machine of modes from outside, by running it: where does each event lead
// from each mode that can be reached?
//
// A machine can neither be copied nor be put into a mode, so a mode is the path of events
// that leads to it: every question makes a new machine and walks there again. Machine is
// controller::TherapyMode, or in tests of the explorer something that only looks like it:
// Machine(), Mode current(), Mode handle(Event).
//
// The chart has no guards and holds no numbers, so mode and event are all there is to
// ask.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "controller/therapy_mode.h"

namespace homeostat::controller::model {

using Path = std::vector<Event>;

constexpr Mode mode_at(std::size_t index) { return static_cast<Mode>(index); }
constexpr Event event_at(std::size_t index) { return static_cast<Event>(index); }
constexpr std::size_t index_of(Mode mode) { return static_cast<std::size_t>(mode); }

// Bit e: event e.
inline EventSet set_of(std::uint32_t bits) {
  EventSet events;
  for (std::size_t e = 0; e < kEvents; ++e) {
    if ((bits >> e & 1U) != 0) events.add(event_at(e));
  }
  return events;
}

struct Table {
  // Empty: never reached.
  std::array<std::optional<Path>, kModes> path_to;
  std::array<std::array<Mode, kEvents>, kModes> next{};

  Mode after(Mode mode, Event event) const {
    return next[index_of(mode)][static_cast<std::size_t>(event)];
  }
  // Of a whole frame: its events one at a time, most severe first. Where one of them is a
  // fault, a stop or an inhibition, nothing is heard after a reset.
  Mode after(Mode mode, EventSet events) const {
    const bool forbids = events.has(Event::kFault) || events.has(Event::kClinicianStop) ||
                         events.has(Event::kInhibit);
    for (std::size_t e = 0; e < kEvents; ++e) {
      const bool heard = !forbids || event_at(e) <= Event::kClinicianReset;
      if (events.has(event_at(e)) && heard) mode = after(mode, event_at(e));
    }
    return mode;
  }
};

template <class Machine>
Mode mode_after(const Path& path) {
  Machine machine;
  for (const Event event : path) machine.handle(event);
  return machine.current();
}

inline Path longer(Path path, Event event) {
  path.push_back(event);
  return path;
}

// Breadth first, so that each path is a shortest one.
template <class Machine>
Table explore() {
  Table table;
  std::deque<Mode> open = {mode_after<Machine>({})};
  table.path_to[index_of(open.front())] = Path{};
  for (; !open.empty(); open.pop_front()) {
    const Mode mode = open.front();
    const Path path = *table.path_to[index_of(mode)];
    for (std::size_t e = 0; e < kEvents; ++e) {
      const Mode next = mode_after<Machine>(longer(path, event_at(e)));
      table.next[index_of(mode)][e] = next;
      if (table.path_to[index_of(next)]) continue;
      table.path_to[index_of(next)] = longer(path, event_at(e));
      open.push_back(next);
    }
  }
  return table;
}

inline std::string words(const Path& path) {
  std::string text;
  for (const Event event : path)
    text += std::string(text.empty() ? "" : " ") + name_of(event);
  return text;
}

}  // namespace homeostat::controller::model
