#include "biomarkers/mood_biomarker.h"

namespace homeostat::biomarkers {
namespace {

// Of channels, rate and what is done about artefacts, so that what was learnt of another
// signal is not believed.
std::uint32_t heard_by(const BiomarkerSettings& settings) noexcept {
  PlainSum sum;
  sum(settings.sample_rate_hz, settings.channel_count, settings.blanking.count(),
      settings.artefact);
  for (int c = 0; c < settings.channel_count && c < kMaxChannels; ++c) {
    const ChannelSettings& channel = settings.channels[static_cast<std::size_t>(c)];
    sum(channel.plus_contact, channel.minus_contact, channel.high_pass_hz,
        channel.low_pass_hz, channel.notch_hz, channel.notch_harmonics);
  }
  return sum.crc();
}

}  // namespace

MoodBiomarker::MoodBiomarker(const BiomarkerSettings& settings) noexcept
    : listener_(settings, settings.mood), chain_(settings.mood, heard_by(settings)) {}

MoodReading MoodBiomarker::update(const HeardFrame& heard) noexcept {
  listener_.update(heard);
  chain_.next_frame();
  if (listener_.bin_ended()) {
    // Behind a gap the frame tells the minute of its end, and nobody that of its
    // beginning.
    const int missing = listener_.missing_bins();
    const std::uint16_t minute = heard.frame.minute_of_day;
    chain_.update(listener_.bin(), missing > 0 ? kUnknownMinute : minute);
    for (int i = 0; i < missing; ++i) chain_.update({}, minute);
  }
  MoodReading reading = chain_.reading();
  reading.second_ended = listener_.second_ended();
  reading.second = listener_.second();
  return reading;
}

}  // namespace homeostat::biomarkers
