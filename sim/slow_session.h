// A slow run into one folder: what `homeostat run` does with a patient who has a mood.
//
// Writes into the folder: bins.tsv, days.tsv, story.tsv, scales.csv (sim/mood_history.h),
// decisions.jsonl (a line for each bin in which mood, week or the reason of a gap became
// another), features.csv and labels.csv (as `homeostat commission` reads them: of each
// day the median of its waking bins, and of each visit a rating), program.textproto and
// patient.textproto (copies), summary.json and report.html. A stopped run (Ctrl-C) leaves
// all of them valid, up to where it came, a bin at least.
//
// A label is of the day of its visit alone: carried to the next one, seven bins of one
// rating would pass for seven. The 30 bins that a commissioning asks for
// (sim/COMMISSIONING.md) are 30 visits, one a week: 204 days.
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
