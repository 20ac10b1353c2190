// Features of a mood biomarker, for whoever tests or counts it.
#pragma once

#include "biomarkers/mood_settings.h"

namespace homeostat::biomarkers {

inline MoodFeatureSettings power_of(int channel, float low_hz, float high_hz) {
  MoodFeatureSettings feature;
  feature.name = {'p', static_cast<char>('0' + channel)};
  feature.measure = MoodMeasure::kBandPower;
  feature.channel = static_cast<std::uint8_t>(channel);
  feature.band_low_hz = low_hz;
  feature.band_high_hz = high_hz;
  feature.typical = 1.0F;
  feature.deviation = 0.5F;
  feature.weight = 1.0F;
  return feature;
}

inline MoodFeatureSettings coherence_of(int channel, int other, float low_hz,
                                        float high_hz) {
  MoodFeatureSettings feature = power_of(channel, low_hz, high_hz);
  feature.name[0] = 'c';
  feature.measure = MoodMeasure::kCoherence;
  feature.other_channel = static_cast<std::uint8_t>(other);
  feature.typical = 0.3F;
  feature.deviation = 0.1F;
  return feature;
}

}  // namespace homeostat::biomarkers
