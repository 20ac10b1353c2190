// Detection fitted to one patient's recordings, and what it was worth on what it had not
// seen.
//
// Chronological: each fold chooses on what came before and is judged on what comes after.
// The program gets what all recordings together choose; its own figures on them are a
// fit, and no estimate. Never gated by sleep: nights are when many seizures come.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "controller/therapy_program.h"
#include "sim/tune_choice.h"
#include "sim/tune_cost.h"

namespace homeostat::sim {

struct TuneRequest {
  std::string detector = "auto";  // line_length, half_wave, rcs, gbdt, auto
  double most_false_alarms_per_h = 0.5;
  std::uint64_t seed = 1;
};

struct TuneFoldResult {
  TuneFold fold;
  std::string words;   // what was chosen before; empty: nothing kept to the budget
  AlarmFigures score;  // on what came after, and all below
  LongEpisodes long_episodes;
  TherapyCost cost;
};

struct TuneResult {
  std::string detector;
  std::string words;
  biomarkers::BiomarkerSettings settings;
  std::optional<biomarkers::RcsSettings> chain;  // of an adaptive program, where tuned
  std::string chain_words;
  std::vector<TuneFoldResult> folds;
  AlarmFigures fit;                // of the whole, on itself
  std::vector<std::string> notes;  // for a person, one line each

  // Of all folds.
  AlarmFigures unseen() const;
};

// Told how much is done, 0 to 1.
using TuneProgress = std::function<void(double)>;

// Throws UsageError, with the reason, where the program cannot hold the detector that is
// asked for, whatever the recordings.
void require_room(const controller::TherapyProgram& program, const TuneRequest& request);

// One of each detector that was asked for, the best first: by useful detections, then
// detections, then fewest false alarms of what was not seen; of what is alike the
// simpler. Of an adaptive program the chain stands first, for it alone treats: `auto`
// sets the best of the others beside it, for the diary. Throws UsageError with the reason
// where the recordings do not suffice.
std::vector<TuneResult> tune(const controller::TherapyProgram& program,
                             const Timeline& line, const TuneRequest& request,
                             const TuneProgress& progress);

}  // namespace homeostat::sim
