// The recordings that a program is tuned on: each at the program's rate, with its
// seizures, one after the other on one line of time.
//
// Knows no detector. Recordings stand in the order of their start where all state it,
// else in the order given; what lies between them is not there.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "controller/therapy_program.h"
#include "sim/interval.h"

namespace homeostat::sim {

struct TuneRecording {
  std::filesystem::path file;
  std::vector<std::vector<float>> signals_uv;  // by channel of the program
  std::vector<Interval> events;                // in its own time, in order
  double begin_s = 0.0;                        // on the line of time
  double duration_s = 0.0;
};

struct Timeline {
  std::vector<TuneRecording> recordings;
  std::vector<Interval> events;  // on the line of time, in order
  double duration_s = 0.0;

  // Time outside every event from `from_s` to `to_s`, in hours.
  double background_h(double from_s, double to_s) const;
};

// What is to be found: seizures, or what is annotated beside them ("spike", "burst").
enum class TuneObjective { kOnset, kBurst };

// `annotations` pairs with `recordings`; where it is empty each recording has
// STEM_events.tsv beside it. A folder stands for its EDF and BDF files by name. Throws
// UsageError and RecordingError.
Timeline read_timeline(const std::vector<std::filesystem::path>& recordings,
                       const std::vector<std::filesystem::path>& annotations,
                       const std::vector<std::string>& channels,
                       const controller::TherapyProgram& program, TuneObjective objective,
                       std::ostream& err);

}  // namespace homeostat::sim
