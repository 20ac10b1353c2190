// A slow run into one folder: what `homeostat run` does with a patient who has a mood.
//
// Writes into the folder: bins.tsv, days.tsv, story.tsv, scales.csv (sim/mood_history.h),
// features.csv and labels.csv (as `homeostat commission` reads them: of each day the
// median of its waking bins, and a rating), program.textproto and patient.textproto
// (copies), summary.json and report.html. A stopped run (Ctrl-C) leaves all of them
// valid.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/session.h"
#include "sim/slow_run.h"

namespace homeostat::sim {

struct SlowSessionPlan {
  Summary identity;  // figures are filled in
  SlowRunPlan run;
  std::string arm;  // "treated", "sham", "untreated"
  std::filesystem::path program_file;
  std::filesystem::path patient_file;
  std::filesystem::path out;
};

// What an earlier run left in the folder goes first. Throws UsageError where anything
// else would be overwritten, RecordingError where a file cannot be written.
Summary run_slow_session(const SlowSessionPlan& plan, const Console& console);

}  // namespace homeostat::sim
