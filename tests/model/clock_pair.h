// The real clock beside its oracle, both fed the same frames, with the chart's table for
// a chart; and what must hold of every frame.
#pragma once

#include <cstdint>

#include "controller/episode_clock.h"
#include "tests/model/clock_input.h"
#include "tests/model/clock_oracle.h"
#include "tests/model/explorer.h"

namespace homeostat::controller::model {

// One frame of a pair: what was, what was said, what is.
struct ClockFrame {
  Instant now;
  Mode before;
  Mode after;
  EventSet said;
  EventSet promised;
  World world_before;
  World world;  // when it was said
  World world_after;
  int stage_before;
  std::size_t therapies_before;
  Instant until_before;  // when the mode was to end
};

class ClockPair {
 public:
  ClockPair(const TherapyProgram& program, const TherapyProgram& promised);

  ClockFrame feed(const ClockInput& input, const Table& table);

  // The first promise that the frame broke, in words; null: none.
  const char* broken_promise(const ClockFrame& frame) const;

  const ClockOracle& oracle() const { return oracle_; }
  int episode_frames() const { return episode_frames_; }

 private:
  const char* broken_by_view(const ClockFrame& frame) const;
  const char* broken_by_end(const ClockFrame& frame) const;
  const char* broken_by_limit(const ClockFrame& frame) const;

  const TherapyProgram* program_;
  EpisodeClock clock_;
  ClockOracle oracle_;
  std::uint32_t sequence_ = 0;
  int episode_frames_ = 0;
};

}  // namespace homeostat::controller::model
