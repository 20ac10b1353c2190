#include "biomarkers/spectral_edge.h"

namespace homeostat::biomarkers {

FrameSum SpectralEdge::update(const ChannelSamples& samples) noexcept {
  return stretch_.update(
      samples, [this](const PowerSpectrum& spectrum) { return edge_of(spectrum); });
}

float SpectralEdge::edge_of(const PowerSpectrum& spectrum) const noexcept {
  float total = 0.0F;
  for (int k = bins_.first; k <= bins_.last; ++k) total += spectrum.power(k);
  float wanted = share_ * total;
  for (int k = bins_.first; k <= bins_.last; ++k) {
    const float power = spectrum.power(k);
    if (wanted <= power && power > 0.0F) {
      return (static_cast<float>(k) - 0.5F + wanted / power) * spectrum.bin_hz;
    }
    wanted -= power;
  }
  // Rounding may leave a crumb beyond the last bin.
  return total > 0.0F ? (static_cast<float>(bins_.last) + 0.5F) * spectrum.bin_hz : 0.0F;
}

}  // namespace homeostat::biomarkers
