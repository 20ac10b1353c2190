#include "sim/half_seconds.h"

#include <algorithm>
#include <cmath>

#include "biomarkers/adaptive_scale.h"
#include "biomarkers/channel.h"

namespace homeostat::sim {
namespace {

using namespace biomarkers;

TreeFeatures side_by_side(const SeizureFeatureValues& absolute,
                          const SeizureFeatureValues& normalised) {
  TreeFeatures all;
  std::copy(normalised.begin(), normalised.end(),
            std::copy(absolute.begin(), absolute.end(), all.begin()));
  return all;
}

}  // namespace

std::vector<HalfSecond> half_seconds(std::span<const float> signal_uv,
                                     const BiomarkerSettings& settings,
                                     std::size_t channel) {
  const Cadence cadence{settings.sample_rate_hz, settings.samples_per_frame};
  Channel sensed(settings.channels[channel], settings.quality, cadence);
  SeizureFeatures features(settings.sample_rate_hz, settings.quality.rail_uv);
  AdaptiveScale scale;
  SampleFrame frame;
  frame.sample_count = settings.samples_per_frame;
  const std::size_t per_frame = settings.samples_per_frame;
  std::vector<HalfSecond> all;
  for (std::size_t at = 0; at + per_frame <= signal_uv.size(); at += per_frame) {
    std::copy_n(&signal_uv[at], per_frame, frame.samples_uv[0].begin());
    const bool whole = std::all_of(&signal_uv[at], &signal_uv[at] + per_frame,
                                   [](float uv) { return std::isfinite(uv); });
    frame.front_end[0] = whole ? std::uint8_t{0} : std::uint8_t{kMissing};
    const Arrival arrival{.flags = 0, .after_gap = at == 0};
    const ChannelQuality quality = sensed.sense(frame, 0, arrival, {}, false);
    if (sensed.samples() == nullptr) {
      features.begin();
      continue;
    }
    if (!features.update(*sensed.samples()) || !features.known()) continue;
    const bool bad = quality.verdict == ChannelVerdict::kBad;
    if (scale.calibrated() && !bad) {
      all.push_back({.end_s = static_cast<double>(at + per_frame) /
                              static_cast<double>(settings.sample_rate_hz),
                     .features = side_by_side(features.values(),
                                              scale.normalised(features.values()))});
    }
    scale.learn(features.values(), quality.verdict != ChannelVerdict::kGood);
  }
  return all;
}

}  // namespace homeostat::sim
