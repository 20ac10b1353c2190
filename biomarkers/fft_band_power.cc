#include "biomarkers/fft_band_power.h"

namespace homeostat::biomarkers {

FrameSum FftBandPower::update(const ChannelSamples& samples) noexcept {
  return stretch_.update(samples, [this](const PowerSpectrum& spectrum) {
    float sum = 0.0F;
    for (int k = bins_.first; k <= bins_.last; ++k) sum += spectrum.power(k);
    return sum;
  });
}

}  // namespace homeostat::biomarkers
