// The neural model of a virtual patient: which one of the house's list it is, with which
// parameters, where it begins, and how its state tells that it discharges.
//
// The Epileptor's x0 lies just below its threshold of -2.06: noise starts seizures, the
// model's slow z ends them, and gaps are random. The spike-wave model is started by noise
// on TC and ended by its fatigue. A new tissue is one function in the .cc file. Knows no
// patient and no stimulus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/model_list.h"

namespace homeostat::models {

enum class ModelKind : std::uint8_t {
  kNone = 0,
  kSpikeWave,
  kEpileptor,
  kMoodGamma,  // from here on patients with a mood, models/mood_patient.h
  kVaccDlpfc
};

constexpr bool has_mood(ModelKind model) { return model >= ModelKind::kMoodGamma; }

struct SpikeWaveSettings {
  double thalamic_drive = 0.0;    // h_t
  double noise_per_sqrt_s = 0.0;  // intensity of white noise on TC'
  double fatigue_depth = 0.0;     // by which h_t would fall in an endless discharge
  double fatigue_time_s = 0.0;
};

struct EpileptorSettings {
  double excitability = 0.0;              // x0
  double slow_noise_per_sqrt_unit = 0.0;  // white noise on x1' and y1'
  double fast_noise_per_sqrt_unit = 0.0;  // white noise on x2' and y2'
};

struct PatientModel {
  const Model* model = nullptr;
  std::vector<double> parameters;
  std::vector<double> rest;      // of the states: where a run begins
  std::size_t excitability = 0;  // the parameter that a susceptibility is added to

  // How strongly the model discharges in a state; about 1 on average in a full discharge,
  // near 0 at rest, meaningful when smoothed over this many units of time.
  double (*discharge)(const double* state) = nullptr;
  double smoothing = 0.0;
};

PatientModel patient_model(const SpikeWaveSettings& settings);
PatientModel patient_model(const EpileptorSettings& settings);

}  // namespace homeostat::models
