#include "sim/mood_bins.h"

#include <algorithm>

namespace homeostat::sim {
namespace {

using biomarkers::BiomarkerSettings;
using biomarkers::MoodFeatureSettings;
using biomarkers::MoodMeasure;

constexpr std::uint64_t kSecond_us = 1'000'000;

models::SensedPair pair_of(const BiomarkerSettings& settings, std::size_t channel) {
  return {settings.channels[channel].plus_contact,
          settings.channels[channel].minus_contact};
}

double value_of(const models::MoodPatient& patient, const BiomarkerSettings& settings,
                const MoodFeatureSettings& feature) {
  const auto low_hz = static_cast<double>(feature.band_low_hz);
  const auto high_hz = static_cast<double>(feature.band_high_hz);
  const models::SensedPair pair = pair_of(settings, feature.channel);
  if (feature.measure == MoodMeasure::kCoherence) {
    return patient.coherence(pair, pair_of(settings, feature.other_channel), low_hz,
                             high_hz);
  }
  return patient.band_power_log10(pair, low_hz, high_hz);
}

}  // namespace

void DeafTime::hear_pulses(Instant first, Instant last) {
  const Instant to = last + exclusion_;
  if (!stretches_.empty() && first <= stretches_.back().to) {
    stretches_.back().to = std::max(stretches_.back().to, to);
  } else {
    stretches_.push_back({first, to});
  }
}

int DeafTime::permille_of(Instant from, Instant to) {
  std::uint64_t seconds = 0;
  std::uint64_t counted_to = 0;  // two stretches may meet in one second
  for (const Stretch& stretch : stretches_) {
    const std::uint64_t begins =
        std::max(std::max(stretch.from, from).count() / kSecond_us, counted_to);
    const std::uint64_t ends =
        (std::min(stretch.to, to).count() + kSecond_us - 1) / kSecond_us;
    if (ends <= begins) continue;
    seconds += ends - begins;
    counted_to = ends;
  }
  std::erase_if(stretches_, [to](const Stretch& stretch) { return stretch.to <= to; });
  const std::uint64_t all = (to.count() - from.count()) / kSecond_us;
  return static_cast<int>(std::min(seconds, all) * 1000 / all);
}

biomarkers::MoodBin bin_of(const models::MoodPatient& patient,
                           const BiomarkerSettings& settings, bool heard,
                           int deaf_permille) {
  biomarkers::MoodBin bin;
  bin.values.fill(biomarkers::kNotKnown);
  bin.stimulated_permille = static_cast<std::uint16_t>(deaf_permille);
  if (!heard) return bin;
  const biomarkers::MoodSettings& mood = settings.mood;
  bin.clean_permille = static_cast<std::uint16_t>(1000 - deaf_permille);
  for (std::size_t f = 0; f < mood.feature_count; ++f) {
    bin.values[f] = static_cast<float>(value_of(patient, settings, mood.features[f]));
  }
  if (mood.has_sleep) {
    bin.sleep_ratio_log10 = static_cast<float>(
        patient.delta_over_beta_log10(pair_of(settings, mood.sleep.channel)));
  }
  return bin;
}

}  // namespace homeostat::sim
