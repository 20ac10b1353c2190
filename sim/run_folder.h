// A run's folder, read back: what a report is made of. Signals stay in the file until
// they are asked for, one channel at a time.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "controller/therapy_program.h"
#include "sim/interval.h"
#include "sim/stimulation_tally.h"
#include "sim/svg_plot.h"

namespace homeostat::sim {

struct DetectorTrend {
  std::vector<Point> value;
  std::vector<Point> threshold;
};

struct ModeSpan {
  Interval interval;
  std::string mode;
};

struct RunFolder {
  std::filesystem::path path;
  nlohmann::ordered_json summary;
  double duration_s = 0.0;
  controller::TherapyProgram program;
  std::string program_text;
  std::vector<Interval> detections;
  std::optional<std::vector<Interval>> seizures;
  std::vector<DeliveredBurst> bursts;
  std::vector<nlohmann::ordered_json> decisions;
  std::vector<ModeSpan> modes;
  std::vector<DetectorTrend> detectors;
  std::vector<Point> state;  // of an adaptive program's chain
  std::vector<Point> asked_ua;
  std::vector<Point> granted_ua;
};

// Throws RecordingError, naming the file, where the folder is not a run's.
RunFolder read_run_folder(const std::filesystem::path& folder);

}  // namespace homeostat::sim
