// How a device is connected to a patient and samples: from the therapy program.
#pragma once

#include <cstdint>
#include <vector>

#include "models/electrode.h"
#include "models/sensing_chain.h"
#include "safety/limits.h"
#include "safety/stimulus.h"

namespace homeostat::models {

struct DeviceSetup {
  double rate_hz = 0.0;  // need not be whole
  std::uint8_t samples_per_frame = 0;
  std::vector<SensedPair> channels;                            // in the program's order
  std::vector<safety::ElectrodeConfiguration> configurations;  // by command index

  // When a sample is taken, rounded down. Exact to the microsecond for 9e9 samples, a
  // year at 250 Hz.
  std::uint64_t sample_time_us(std::uint64_t sample) const {
    return static_cast<std::uint64_t>(static_cast<double>(sample) * 1e6 / rate_hz);
  }

  // Throws std::invalid_argument where the train names none.
  const safety::ElectrodeConfiguration& configuration_of(
      const safety::PulseTrain& train) const;
};

// Throws std::invalid_argument where the setup does not hold, or asks for a contact that
// the patient does not have.
void require_valid(const DeviceSetup& setup, const ContactMap& contacts);

}  // namespace homeostat::models
