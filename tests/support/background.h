// What benches hear where nobody's brain answers: noise that falls off above 5 Hz (first
// order, at 250 samples a second), about 7 uV rms on each channel, the same bits
// everywhere. A tenth of its power lies above 30 Hz; of white noise it would be three
// quarters, which is muscle.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/sample_frame.h"

namespace homeostat::testing {

class Background {
 public:
  Background() {
    for (std::uint32_t c = 0; c < random_.size(); ++c) random_[c] = c + 1;
  }

  std::int64_t next_nv(std::size_t channel) {
    random_[channel] = random_[channel] * 1'664'525U + 1'013'904'223U;
    const std::int64_t white_nv =
        (static_cast<std::int64_t>(random_[channel] >> 20) - 2048) * 24;
    slow_nv_[channel] += (white_nv - slow_nv_[channel]) / 8;
    return slow_nv_[channel];
  }

 private:
  std::array<std::uint32_t, biomarkers::kMaxChannels> random_{};
  std::array<std::int64_t, biomarkers::kMaxChannels> slow_nv_{};
};

}  // namespace homeostat::testing
