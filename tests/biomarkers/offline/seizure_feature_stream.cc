// Streams a signal through the features of trees and writes them after each half second.
//
//   seizure_feature_stream RATE_HZ RAIL_UV SAMPLES_PER_FRAME < samples > values
//
// Both are raw float32: uV; and for each half second 13 features, NaN where they are not
// known, then the same 13 adaptively normalised by what came before, NaN until
// calibrated.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <vector>

#include "biomarkers/adaptive_scale.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

void write(const SeizureFeatures& features, AdaptiveScale& scale) {
  SeizureFeatureValues absolute;
  SeizureFeatureValues normalised;
  absolute.fill(kUnknown);
  normalised.fill(kUnknown);
  if (features.known()) {
    absolute = features.values();
    if (scale.calibrated()) normalised = scale.normalised(absolute);
    scale.learn(absolute, false);
  }
  std::fwrite(absolute.data(), sizeof(float), absolute.size(), stdout);
  std::fwrite(normalised.data(), sizeof(float), normalised.size(), stdout);
}

int run(int count, char** words) {
  if (count != 4) return 2;
  SeizureFeatures features(std::strtof(words[1], nullptr),
                           std::strtof(words[2], nullptr));
  AdaptiveScale scale;
  const auto per_frame = static_cast<std::size_t>(std::atoi(words[3]));
  std::vector<float> chunk(std::clamp<std::size_t>(per_frame, 1, kMaxSamples));
  ChannelSamples frame;
  frame.count = static_cast<int>(chunk.size());
  frame.used = first_samples(frame.count);
  frame.after_gap = true;
  while (std::fread(chunk.data(), sizeof(float), chunk.size(), stdin) == chunk.size()) {
    std::copy(chunk.begin(), chunk.end(), frame.uv.begin());
    if (features.update(frame)) write(features, scale);
    frame.after_gap = false;
  }
  return 0;
}

}  // namespace
}  // namespace homeostat::biomarkers

int main(int count, char** words) { return homeostat::biomarkers::run(count, words); }
