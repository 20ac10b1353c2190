// One run into one folder: what `homeostat run` and `homeostat replay` have in common.
//
// Writes into the folder: recording.edf (what was sensed, with detections and bursts as
// annotations), detections.tsv, stimulation.tsv, seizures.tsv (where they are known),
// decisions.jsonl, trend.tsv, program.textproto and patient.textproto (copies),
// summary.json and report.html.
// A stopped run (Ctrl-C) leaves all of them valid, up to where it came, a frame at least.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "controller/therapy_program.h"
#include "models/plant.h"
#include "sim/loop.h"
#include "sim/summary.h"

namespace homeostat::sim {

// Where a command may talk and when it should stop.
struct Console {
  std::ostream& out;  // results
  std::ostream& err;  // progress and messages
  bool terminal;      // err is a terminal
  const std::atomic<bool>& stop;
};

struct SessionPlan {
  Summary identity;  // kind, title, program, source, hashes, seed; figures are filled in
  controller::TherapyProgram program;
  std::filesystem::path program_file;         // copied into the folder
  std::filesystem::path patient_file;         // likewise; empty: none
  std::vector<std::filesystem::path> inputs;  // every file that the run was made from
  std::filesystem::path out;                  // made if it is not there
  double duration_s = 0.0;
  std::string start_date_time;  // of the recording; empty: not known
  LoopMaker make_loop = make_local_loop;
  std::vector<double> uv_per_count;  // of the plant's converter, for each channel
  // Known seizures, asked once the run is over; null where nobody knows.
  std::function<Reference()> reference;
};

// What an earlier run left in the folder goes first. Throws UsageError for a duration of
// less than a frame, and where anything else would be overwritten, an input above all;
// RecordingError where a file cannot be written.
Summary run_session(const SessionPlan& plan, models::PlantGroup& plant,
                    const Console& console);

}  // namespace homeostat::sim
