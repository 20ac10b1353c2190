#include "tests/device/mood_costs.h"

#include "biomarkers/mood_biomarker.h"
#include "tests/device/counted.h"
#include "tests/device/noise.h"
#include "tests/support/mood_features.h"

namespace homeostat::golden {
namespace {

using namespace biomarkers;
using namespace literals;

// As in depression/amygdala_gamma_dosed, and a coherence.
BiomarkerSettings mood_settings() noexcept {
  BiomarkerSettings settings;
  settings.channel_count = 2;
  settings.sample_rate_hz = kCadence.sample_rate_hz;
  settings.samples_per_frame = kCadence.samples_per_frame;
  settings.quality.rail_uv = 4500.0F;
  MoodSettings& mood = settings.mood;
  mood.feature_count = 3;
  mood.features[0] = power_of(0, 31.0F, 70.0F);
  mood.features[1] = power_of(1, 31.0F, 70.0F);
  mood.features[2] = coherence_of(0, 1, 4.0F, 8.0F);
  mood.smoothing = 7200_s;
  mood.on = 1.0F;
  mood.on_bins = mood.off_bins = 2;
  mood.sick_from = 0.5F;
  mood.sensed_while = SensedWhile::kOff;
  mood.exclusion = 60_s;
  mood.daily_memory = Microseconds(10 * kDayLong.count());
  mood.scale_memory = Microseconds(14 * kDayLong.count());
  mood.has_sleep = true;
  mood.sleep.ratio_log10 = 1.0F;
  return settings;
}

}  // namespace

void count_mood() noexcept {
  static const BiomarkerSettings settings = mood_settings();
  static MoodBiomarker mood(settings);
  static SampleFrame frame;
  frame.channel_count = settings.channel_count;
  frame.sample_count = kCadence.samples_per_frame;
  frame.minute_of_day = 600;
  std::array<ChannelQuality, kMaxChannels> qualities{};
  for (ChannelQuality& quality : qualities) quality.verdict = ChannelVerdict::kGood;
  begin_section("mood of two powers and a coherence", sizeof mood,
                kCadence.samples_per_frame);
  Noise noise;
  const Instant end = Instant{} + kMoodBin + kCadence.frame();
  while (frame.time < end) {
    frame.time = frame.time + kCadence.frame();
    for (std::size_t c = 0; c < frame.channel_count; ++c) noise.next(frame.samples_uv[c]);
    const Arrival arrival{.after_gap = frame.sequence++ == 0};
    count([&] { (void)mood.update({frame, arrival, qualities, {}}); });
  }
}

}  // namespace homeostat::golden
