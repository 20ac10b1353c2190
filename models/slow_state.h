// What changes a patient over hours, days and months: how close the tissue is to seizing.
//
//   susceptibility(t) = baseline + sum of depth cos(2 pi (t - peak) / period)   cycles
//                       + sum of effect (1 - e^(-(t - start) / wash_in)) medication
//                       - plasticity                                            therapy
// Cycles: circadian and multi-day, the latter of 5 to 30 days (Baud et al. 2018, Nat
// Commun 9:88). Medication changes are dated events; one that takes a drug away has a
// positive effect. Plasticity is the slow network change under months of stimulation
// (Nair et al. 2020, Neurology 95:e1244: seizures 44 % fewer after one year, 75 % after
// nine); it saturates with the recruited pulses a day, n:
//   plasticity' = (depth n / (n + half) - plasticity) / time
// How a susceptibility shifts a model's parameter is the patient's; the form of the
// plasticity is ours. One of three separate mechanisms of stimulation: acute abortion
// and after-discharge are in models/response.h.
//
// Times are seconds of the patient's life. Exact for a constant rate of pulses however
// the time is divided. Knows no model.
#pragma once

#include <string>
#include <vector>

namespace homeostat::models {

struct SusceptibilityCycle {
  double period_s = 0.0;
  double depth = 0.0;
  double peak_s = 0.0;  // a time at which susceptibility is highest
};

struct MedicationChange {
  double start_s = 0.0;
  double effect = 0.0;     // on susceptibility, once washed in
  double wash_in_s = 0.0;  // to 1 - 1/e
};

struct PlasticitySettings {
  double depth = 0.0;                // by which endless therapy lowers susceptibility
  double half_pulses_per_day = 0.0;  // fully recruited, for half of the depth
  double time_s = 0.0;               // months
};

inline constexpr int kMostCycles = 8;
inline constexpr int kMostMedicationChanges = 256;

struct SlowSettings {
  double baseline = 0.0;
  std::vector<SusceptibilityCycle> cycles;
  std::vector<MedicationChange> medication;
  PlasticitySettings plasticity;  // depth 0: none
};

// One setting that does not hold; empty fields name nothing.
struct SlowFault {
  std::string field;  // "cycles[0].period_s"
  double value = 0.0;
  double lowest = 0.0;
  double highest = 0.0;
  const char* why = "";
};

std::vector<SlowFault> validate(const SlowSettings& settings);

// Not thread-safe.
class SlowState {
 public:
  // Throws std::invalid_argument where the settings do not hold.
  explicit SlowState(const SlowSettings& settings, double start_s = 0.0);

  // A pulse that recruited this fraction, 0 to 1.
  void deliver(double recruited) { recruited_pulses_ += recruited; }

  // Lives to `time_s`, with the pulses delivered since the last call spread evenly.
  void advance(double time_s);

  double susceptibility() const;
  double plasticity() const { return plasticity_; }
  double time_s() const { return time_s_; }

 private:
  SlowSettings settings_;
  double time_s_;
  double recruited_pulses_ = 0.0;
  double plasticity_ = 0.0;
};

}  // namespace homeostat::models
