// A recording as a plant: its samples come back frame by frame, whatever is commanded.
//
// A replay is an open loop. The recording already holds the effect of whatever was
// stimulated when it was made, and stimulation commanded now changes nothing: detections
// are exact only until the first stimulation that would have differed. The echo tells of
// pulses as an ideal stimulator would have delivered them. There is no implant behind a
// recording, so battery, temperature and impedances are constants that the program's
// limits accept.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "controller/therapy_program.h"
#include "models/plant.h"
#include "sim/recording.h"

namespace homeostat::sim {

class ReplayPlant final : public models::PlantGroup {
 public:
  // `channels` are in the order of the program's channels, all at the program's rate and
  // of one length, in microvolts; NaN where the recording has a gap.
  ReplayPlant(std::vector<std::vector<float>> channels,
              const controller::TherapyProgram& program);

  std::size_t size() const override { return 1; }
  void advance(std::span<const safety::StimCommand> commands,
               std::span<biomarkers::SampleFrame> frames) override;

  // Whole frames that the recording fills; a shorter rest is not replayed.
  std::int64_t frames() const;

  // Of each channel: the step of a 16-bit converter that just holds all of it.
  std::vector<double> uv_per_count() const;

 private:
  Instant end_of(std::int64_t frame) const;
  void copy_samples(biomarkers::SampleFrame& frame) const;

  std::vector<std::vector<float>> channels_;
  std::array<safety::ElectrodeConfiguration, safety::kMaxConfigurations> configurations_;
  Millivolts battery_;
  Ohms impedance_;
  double rate_hz_;
  std::uint8_t samples_per_frame_;
  std::int64_t next_ = 0;
};

}  // namespace homeostat::sim
