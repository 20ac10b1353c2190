// The recordings that a program is tuned on: each at the program's rate, with its
// seizures, one after the other on one line of time.
//
// Knows no detector. Recordings stand in the order of their start where all state it,
// else in the order given; what lies between them is not there.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "controller/therapy_program.h"
#include "sim/alarm_figures.h"
#include "sim/interval.h"
#include "sim/tune_annotations.h"

namespace homeostat::sim {

struct TuneRecording {
  std::filesystem::path file;
  std::vector<std::vector<float>> signals_uv;  // by channel of the program
  TuneAnnotations known;                       // in its own time
  double begin_s = 0.0;                        // on the line of time
  double duration_s = 0.0;
};

// How near an event is what. Of seizures: shared reference "detection" 1.5 and 3.6. Of
// bursts ours: they last a second or less and come by the minute.
struct TuneRule {
  AlarmRule alarm;
  double sure_after_s = 0.5;      // after the onset it is an event for certain
  double shortest_event_s = 0.0;  // what is annotated as shorter counts as this long
  double before_event_s = 10.0;   // neither event nor background: before,
  double after_event_s = 30.0;    // and after it
};
TuneRule rule_of(TuneObjective objective);

struct Timeline {
  std::vector<TuneRecording> recordings;
  std::vector<Interval> events;  // to be found; on the line of time, in order
  double duration_s = 0.0;
  std::vector<Interval> seizures;  // whatever is to be found
  std::vector<TuneStretch> artefacts;
  std::vector<TuneStretch> stimulated;
  TuneObjective objective = TuneObjective::kOnset;
  TuneRule rule;

  // Time outside every event from `from_s` to `to_s`, in hours.
  double background_h(double from_s, double to_s) const;
  // Of annotated stretches, outside every seizure and each moment once.
  double background_s(std::span<const TuneStretch> stretches) const;
};

// `annotations` pairs with `recordings`; where it is empty each recording has
// STEM_events.tsv beside it. A folder stands for its EDF and BDF files by name. Throws
// UsageError and RecordingError.
Timeline read_timeline(const std::vector<std::filesystem::path>& recordings,
                       const std::vector<std::filesystem::path>& annotations,
                       const std::vector<std::string>& channels,
                       const controller::TherapyProgram& program, TuneObjective objective,
                       std::ostream& err);

}  // namespace homeostat::sim
