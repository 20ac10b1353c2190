#include "sim/replay_rate.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "clinical_configs/field_name.h"
#include "sim/error.h"
#include "sim/resample.h"

namespace homeostat::sim {
namespace {

using clinical_configs::number_text;

// What the program needs of one channel: below `low_hz` it looks at nothing, up to
// `high_hz` it looks. Zero: no such edge.
struct Band {
  double low_hz = 0.0;
  double high_hz = 0.0;
};

Band band_of(const biomarkers::BiomarkerSettings& sensing, std::size_t channel) {
  const biomarkers::ChannelSettings& filters = sensing.channels[channel];
  Band band{static_cast<double>(filters.high_pass_hz),
            static_cast<double>(filters.low_pass_hz)};
  for (std::size_t i = 0; i < sensing.detector_count; ++i) {
    const biomarkers::DetectorSettings& detector = sensing.detectors[i];
    if (detector.channel != channel) continue;
    band.low_hz = std::max(band.low_hz, static_cast<double>(detector.band_low_hz));
    band.high_hz = std::max(band.high_hz, static_cast<double>(detector.band_high_hz));
  }
  return band;
}

void check_rate(const std::string& who, double rate_hz, double wanted_hz,
                const Band& band, std::ostream& err) {
  const std::string has = who + " has " + number_text(rate_hz) + " Hz";
  if (!(wanted_hz / rate_hz <= kMostRatio && rate_hz / wanted_hz <= kMostRatio)) {
    throw RecordingError(has + "; the program's " + number_text(wanted_hz) +
                         " Hz can be made of " + number_text(wanted_hz / kMostRatio) +
                         " to " + number_text(wanted_hz * kMostRatio) + " Hz");
  }
  if (band.low_hz > 0.0 && !(rate_hz / 2 > band.low_hz)) {
    throw RecordingError(has + " and shows nothing above " + number_text(rate_hz / 2) +
                         " Hz, where the program only begins to look at " +
                         number_text(band.low_hz) + " Hz; a rate of more than " +
                         number_text(2 * band.low_hz) + " Hz is expected");
  }
  if (band.high_hz > rate_hz / 2) {
    err << "warning: " << has << " and shows nothing above " << number_text(rate_hz / 2)
        << " Hz; the program looks up to " << number_text(band.high_hz)
        << " Hz: its thresholds may not hold\n";
  }
  if (std::abs(rate_hz - wanted_hz) > 1e-6 * wanted_hz) {
    err << who << ": resampled from " << number_text(rate_hz) << " Hz to "
        << number_text(wanted_hz) << " Hz\n";
  }
}

}  // namespace

void check_rates(const std::filesystem::path& recording,
                 std::span<const Channel> channels,
                 const biomarkers::BiomarkerSettings& sensing, std::ostream& err) {
  for (std::size_t i = 0; i < channels.size(); ++i) {
    check_rate(recording.string() + ": channel '" + channels[i].label + "'",
               channels[i].rate_hz, static_cast<double>(sensing.sample_rate_hz),
               band_of(sensing, i), err);
  }
}

}  // namespace homeostat::sim
