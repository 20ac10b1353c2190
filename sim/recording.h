// A recording in memory: what was sensed, when nothing was, and what was noted beside it.
//
// Knows no file format (sim/edf_reader.h reads, sim/edf_writer.h writes) and no program:
// the channels have the rates of the recorder, not of the therapy (sim/resample.h).
#pragma once

#include <string>
#include <vector>

namespace homeostat::sim {

struct Channel {
  std::string label;  // UTF-8, as in the file, without its padding
  double rate_hz = 0.0;
  std::vector<float> samples_uv;  // sample k at k / rate_hz; NaN inside a gap
};

// A stretch without samples. It counts as lost signal, never as a quiet one.
struct Gap {
  double start_s = 0.0;
  double duration_s = 0.0;
};

struct Annotation {
  double onset_s = 0.0;     // from the start of the recording
  double duration_s = 0.0;  // 0: a moment, or a duration that was not stated
  std::string text;         // UTF-8 without control characters
};

struct Recording {
  std::vector<Channel> channels;
  std::vector<Gap> gaps;                // in time order, apart from each other
  std::vector<Annotation> annotations;  // in the order of the file
  double duration_s = 0.0;              // gaps included
  std::string start_date_time;  // "2000-01-31 23:59:59", or "" where none is stated
};

}  // namespace homeostat::sim
