#include "models/patient_model.h"

#include "models/epileptor.h"
#include "models/spike_wave.h"

namespace homeostat::models {
namespace {

PatientModel with_own_parameters(const char* name) {
  PatientModel patient{.model = find_model(name)};
  for (const ParameterFacts& p : patient.model->parameters) {
    patient.parameters.push_back(p.value);
  }
  return patient;
}

// On the seizing branch x1 stays above -0.7, on the resting one below -1.2.
double discharge_of_epileptor(const double* x) {
  return x[Epileptor::kX1] > -0.9 ? 1.0 : 0.0;
}

// The fixed point of x1, y1, z, g where it is stable, with x2 near its own.
std::vector<double> rest_of_epileptor(double excitability) {
  // 4.1 - x^3 - 2 x^2 - 4 (x - x0) = 0 falls everywhere: halve until it is found.
  double low = -10.0;
  double high = 10.0;
  for (int i = 0; i < 60; ++i) {
    const double x = 0.5 * (low + high);
    const double height = 4.1 - x * x * x - 2.0 * x * x - 4.0 * (x - excitability);
    (height > 0.0 ? low : high) = x;
  }
  return {low, 1.0 - 5.0 * low * low, 4.0 * (low - excitability), -1.0, 0.0, 0.1 * low};
}

}  // namespace

PatientModel patient_model(const SpikeWaveSettings& settings) {
  PatientModel patient = with_own_parameters("spike_wave");
  patient.parameters[SpikeWave::kHt] = settings.thalamic_drive;
  patient.parameters[SpikeWave::kSigma] = settings.noise_per_sqrt_s;
  patient.parameters[SpikeWave::kDepth] = settings.fatigue_depth;
  patient.parameters[SpikeWave::kTime] = settings.fatigue_time_s;
  // The fixed point at h_t = -2; others lie within 0.02 of it.
  patient.rest = {0.1723, 0.1794, -0.0817, 0.2775, 0.0};
  patient.excitability = SpikeWave::kHt;
  patient.discharge = SpikeWave::discharge<double>;
  patient.smoothing = 0.5;  // one and a half cycles
  return patient;
}

PatientModel patient_model(const EpileptorSettings& settings) {
  PatientModel patient = with_own_parameters("epileptor");
  patient.parameters[Epileptor::kX0] = settings.excitability;
  patient.parameters[Epileptor::kSigmaSlow] = settings.slow_noise_per_sqrt_unit;
  patient.parameters[Epileptor::kSigmaFast] = settings.fast_noise_per_sqrt_unit;
  patient.rest = rest_of_epileptor(settings.excitability);
  patient.excitability = Epileptor::kX0;
  patient.discharge = discharge_of_epileptor;
  patient.smoothing = 15.0;  // several fast discharges
  return patient;
}

}  // namespace homeostat::models
