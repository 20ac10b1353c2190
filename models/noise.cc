#include "models/noise.h"

#include <Random123/philox.h>

#include "models/elementary.h"

namespace homeostat::models {
namespace {

// Two words to a probability strictly between 0 and 1: the centre of one of 2^53 cells.
// The last cell's centre would round to 1, which has no quantile.
double probability(std::uint32_t high, std::uint32_t low) {
  constexpr double kLast = 0x1.fffffffffffffp-1;
  const std::uint64_t bits = std::uint64_t{high} << 32 | low;
  const double p = (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
  return p < kLast ? p : kLast;
}

}  // namespace

std::array<std::uint32_t, 4> random_bits(const NoiseKey& key, std::uint16_t stream,
                                         std::uint64_t step) noexcept {
  const r123::Philox4x32::key_type seed{
      {static_cast<std::uint32_t>(key.seed), static_cast<std::uint32_t>(key.seed >> 32)}};
  const r123::Philox4x32::ctr_type counter{
      {static_cast<std::uint32_t>(step), static_cast<std::uint32_t>(step >> 32),
       std::uint32_t{key.replicate} << 16 | stream, key.patient}};
  const auto bits = r123::Philox4x32()(counter, seed);
  return {bits[0], bits[1], bits[2], bits[3]};
}

std::array<double, 2> random_normals(const NoiseKey& key, std::uint16_t stream,
                                     std::uint64_t step) noexcept {
  const auto bits = random_bits(key, stream, step);
  return {normal_quantile(probability(bits[0], bits[1])),
          normal_quantile(probability(bits[2], bits[3]))};
}

}  // namespace homeostat::models
