// Makes a model look like a recording: susceptibility, noise and sensing gain such that
// spectrum, line length and seizure rate match.
//
// A grid over susceptibility and noise, eight patients side by side, then twice a finer
// one about the best; the gain follows from the line lengths. Nothing is drawn but the
// model's noise: the same recording and seed give the same fit. Knows no file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "models/model_list.h"
#include "sim/signal_features.h"

namespace homeostat::sim {

struct FitSetup {
  std::size_t susceptibility = 0;  // parameter's index
  double lowest = 0.0;
  double highest = 0.0;
  double lowest_noise = 0.0;  // of the model's first source
  double highest_noise = 0.0;
  double seconds_per_unit = 0.0;
  double seconds = 60.0;  // that each candidate lives
  std::uint64_t seed = 1;
  std::size_t threads = 1;
};

// What a model has for susceptibility, and where to look, unless a person says so.
// Lowest equals highest where nothing is known.
FitSetup usual_fit(const models::Model& model);

struct Misfit {
  double spectrum_db = 0.0;          // root mean square over the bins
  double line_length_percent = 0.0;  // 0 by the choice of the gain
  double seizures_per_h = 0.0;       // patient's less recording's
  double total = 0.0;                // what was made small
};

struct ModelFit {
  double susceptibility = 0.0;
  double noise = 0.0;
  double gain_uv = 0.0;    // per unit of the model's observable
  SignalFeatures patient;  // with that gain
  Misfit misfit;
  std::size_t candidates = 0;
};

// Throws std::invalid_argument where the setup does not hold, RecordingError where no
// candidate lives.
ModelFit fit(const models::Model& model, const SignalFeatures& recording, double rate_hz,
             const FitSetup& setup);

}  // namespace homeostat::sim
