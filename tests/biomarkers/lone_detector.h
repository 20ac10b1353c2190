// One detector with memory of its own.
#pragma once

#include "biomarkers/detector.h"

namespace homeostat::biomarkers {

class LoneDetector {
 public:
  LoneDetector() = default;  // without a feature
  LoneDetector(const DetectorSettings& settings, const Cadence& cadence)
      : detector_(settings, cadence, memory_) {}

  void update(const ChannelSamples& samples, const ChannelSamples& other, bool freeze) {
    detector_.update(memory_, samples, other, freeze);
  }
  void update(const ChannelSamples& samples, bool freeze) {
    update(samples, samples, freeze);
  }
  void lose_signal() { detector_.lose_signal(memory_); }
  DetectorReading reading() const { return detector_.reading(memory_); }

 private:
  DetectorMemory memory_;
  Detector detector_;
};

}  // namespace homeostat::biomarkers
