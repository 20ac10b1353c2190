// Noise with some rhythm, the same on every machine, in frames of eight samples.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/cadence.h"
#include "biomarkers/sample_frame.h"

namespace homeostat::golden {

inline constexpr biomarkers::Cadence kCadence{.sample_rate_hz = 250.0F,
                                              .samples_per_frame = 8};

class Noise {
 public:
  // The first of them; those behind stay as they are.
  void next(std::array<float, biomarkers::kMaxSamples>& uv) noexcept {
    for (std::size_t i = 0; i < kCadence.samples_per_frame; ++i) {
      noise_ = noise_ * 1664525U + 1013904223U;
      const float white_uv = static_cast<float>(noise_ >> 16) / 819.2F - 40.0F;
      rhythm_uv_ += 0.1F * (white_uv - rhythm_uv_);
      uv[i] = 4.0F * rhythm_uv_;
    }
  }

 private:
  std::uint32_t noise_ = 1;
  float rhythm_uv_ = 0.0F;
};

}  // namespace homeostat::golden
