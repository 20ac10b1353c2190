// Random numbers that depend on nothing but what they are for.
//
// Philox4x32-10 (Salmon et al. 2011, by Random123): key = seed, counter = {patient,
// replicate, stream, step}. No state: any number can be had in any order, by any thread,
// and two arms of a trial that ask for the same step get the same deviate. The only file
// that includes Random123.
#pragma once

#include <array>
#include <cstdint>

namespace homeostat::models {

struct NoiseKey {
  std::uint64_t seed = 0;
  std::uint32_t patient = 0;
  std::uint16_t replicate = 0;
};

// The 128 random bits of one counter.
std::array<std::uint32_t, 4> random_bits(const NoiseKey& key, std::uint16_t stream,
                                         std::uint64_t step) noexcept;

// Two independent standard normal deviates of one counter, by inversion: no deviate is
// ever rejected, so the stream never slips.
std::array<double, 2> random_normals(const NoiseKey& key, std::uint16_t stream,
                                     std::uint64_t step) noexcept;

}  // namespace homeostat::models
