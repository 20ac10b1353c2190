// A hypothetical patient with a mood behind an electrode and a sensing chain, sample by
// sample: the plant of a closed loop.
//
// The same patient as models/mood_patient.h, which lives its bins: mood by macro steps of
// ten minutes, with what the stimulator delivered in each. Within a bin the potential of
// the focus is a sum of three resonances (models/mood_spectrum.h) driven by noise of the
// sample's number; what follows node activity falls within half a second of a burst and
// comes back as fast. Artefact, recovery, amplifier and converter are the sensing
// chain's, the echo is the ideal stimulator's. Frames tell the local time. Knows no
// controller.
#pragma once

#include <memory>
#include <span>

#include "models/mood_patient.h"
#include "models/plant.h"

namespace homeostat::models {

// A group of one. Not thread-safe. Throws std::invalid_argument where the settings or the
// setup do not hold.
class MoodSignal final : public PlantGroup {
 public:
  // The first frame starts at `start`, which is the start of the first bin.
  MoodSignal(const VirtualPatientSettings& settings, const DeviceSetup& setup,
             const NoiseKey& key, Instant start = Instant{});
  ~MoodSignal() override;

  std::size_t size() const override { return 1; }
  void advance(std::span<const safety::StimCommand> commands,
               std::span<biomarkers::SampleFrame> frames) override;

  // The truth, as of the present bin.
  const MoodPatient& patient() const;

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace homeostat::models
