// A simulated patient behind an electrode and a sensing chain: the plant of a closed
// loop.
//
// Composition: neural model (models/patient_model.h) + recruitment (models/electrode.h),
// response and way in (models/response.h, models/way_in.h) + slow state
// (models/slow_state.h) + sensing (models/sensing_chain.h), on one time line: the macro
// steps of the fixed-step engine (models/cohort.h). They are the brain's own, and the
// noise is of counters: two runs of one key live through the same random path whatever
// stimulation they get and however they sample. Pulses enter at their exact microsecond;
// what is sensed within a macro step is looked at without being lived.
//
// Knows no controller, no biomarker and no file format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/device_setup.h"
#include "models/electrode.h"
#include "models/mood_patient_settings.h"
#include "models/noise.h"
#include "models/patient_model.h"
#include "models/plant.h"
#include "models/response.h"
#include "models/seizure_truth.h"
#include "models/sensing_chain.h"
#include "models/settings_fault.h"
#include "models/slow_state.h"

namespace homeostat::models {

// A patient, as a file states it. Nothing has a usable default: validate() names what is
// missing or out of range.
struct VirtualPatientSettings {
  std::string name;
  ModelKind model = ModelKind::kNone;
  double seconds_per_unit = 0.0;  // of the model's unit of time; spike-wave: exactly 1
  SpikeWaveSettings spike_wave;   // read where model is kSpikeWave
  EpileptorSettings epileptor;    // read where model is kEpileptor

  // Read where model is kMoodGamma or kVaccDlpfc, which need no unit of time, no response
  // and no slow state: models/mood_patient.h.
  MoodPatientSettings mood;

  ContactMap contacts{};  // by physical contact, safety/lead.h
  TissueSettings tissue;
  ResponseSettings response;
  SensingSettings sensing;
  // Added to the model's excitability (h_t, x0); nothing where it is empty.
  SlowSettings slow;

  double impedance_check_period_s = 0.0;  // how old an impedance gets before the next
  std::int32_t battery_mv = 0;
  std::int32_t temperature_mc = 0;  // millidegrees Celsius, of the device
};

// Every fault, in the order of the fields; empty when a patient can be made of it.
std::vector<SettingsFault> validate(const VirtualPatientSettings& settings);

// Throws std::invalid_argument, naming the first fault.
void require_valid(const VirtualPatientSettings& settings);

// What the device tells of itself at the end of a frame: impedances, battery,
// temperature.
void report_device(const VirtualPatientSettings& settings, std::uint64_t end_us,
                   biomarkers::SampleFrame& frame);

// A group of one, of a patient whose model seizes; one with a mood is a MoodSignal
// (models/mood_signal.h). Not thread-safe. Throws std::invalid_argument where the
// settings or the setup do not hold, SolverError where the model fails.
class VirtualPatient final : public PlantGroup {
 public:
  // The first frame starts at `start`.
  VirtualPatient(const VirtualPatientSettings& settings, const DeviceSetup& setup,
                 const NoiseKey& key, Instant start = Instant{});
  ~VirtualPatient() override;

  std::size_t size() const override { return 1; }
  void advance(std::span<const safety::StimCommand> commands,
               std::span<biomarkers::SampleFrame> frames) override;

  // The truth, known to the model alone: is it discharging now, and when did it. A
  // seizure still going on ends at the present time.
  bool in_seizure() const;
  double susceptibility() const;  // of the slow state
  std::vector<SeizureInterval> seizures() const;

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace homeostat::models
