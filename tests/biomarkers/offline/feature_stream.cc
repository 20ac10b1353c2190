// Streams a signal through one detector and writes its value after each frame.
//
//   feature_stream NAME=VALUE... < samples > values
//
// Both are raw float32: uV, and the detector's reading, NaN while its window is not
// filled. Of two channels, all of the first, then all of the second. What the names are:
// set() below; the rest as in the therapy program.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "tests/biomarkers/lone_detector.h"

namespace homeostat::biomarkers {
namespace {

struct Stream {
  DetectorSettings detector;
  Cadence cadence{.sample_rate_hz = 250.0F, .samples_per_frame = 8};
  std::size_t channels = 1;
};

bool choose_feature(const std::string& name, Feature& feature) {
  for (const FeatureEntry& entry : kFeatures) {
    if (name != entry.name) continue;
    feature = entry.feature;
    return true;
  }
  return false;
}

bool set(const std::string& name, const std::string& text, Stream& stream) {
  DetectorSettings& detector = stream.detector;
  if (name == "feature") return choose_feature(text, detector.feature);
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return false;
  const auto number = static_cast<float>(value);
  if (name == "sample_rate_hz") {
    stream.cadence.sample_rate_hz = number;
  } else if (name == "samples_per_frame") {
    stream.cadence.samples_per_frame = static_cast<int>(value);
  } else if (name == "short_window_us") {
    detector.short_window = Microseconds(static_cast<std::int64_t>(value));
  } else if (name == "band_low_hz") {
    detector.band_low_hz = number;
  } else if (name == "band_high_hz") {
    detector.band_high_hz = number;
  } else if (name == "hysteresis_uv") {
    detector.hysteresis_uv = number;
  } else if (name == "min_amplitude_uv") {
    detector.min_amplitude_uv = number;
  } else if (name == "stretch_samples") {
    detector.stretch_samples = static_cast<std::uint16_t>(value);
  } else if (name == "edge_percent") {
    detector.edge_percent = static_cast<std::uint8_t>(value);
  } else if (name == "line_hz") {
    detector.line_hz = number;
  } else if (name == "lag_samples") {
    detector.lag_samples = static_cast<std::uint8_t>(value);
  } else if (name == "amplitude_low_hz") {
    detector.amplitude_low_hz = number;
  } else if (name == "amplitude_high_hz") {
    detector.amplitude_high_hz = number;
  } else if (name == "channels") {
    stream.channels = value == 2.0 ? 2 : 1;
  } else {
    return false;
  }
  return true;
}

std::vector<float> read_all(std::FILE* in) {
  std::vector<float> all;
  float chunk[4096];
  while (const std::size_t n = std::fread(chunk, sizeof(float), 4096, in)) {
    all.insert(all.end(), chunk, chunk + n);
  }
  return all;
}

void follow(const Stream& stream, const std::vector<float>& uv) {
  LoneDetector detector(stream.detector, stream.cadence);
  const auto per_frame = static_cast<std::size_t>(stream.cadence.samples_per_frame);
  const std::size_t samples = uv.size() / stream.channels;
  const std::size_t to_other = samples * (stream.channels - 1);
  ChannelSamples frame;
  frame.count = stream.cadence.samples_per_frame;
  frame.used = first_samples(frame.count);
  ChannelSamples other = frame;
  for (std::size_t at = 0; at + per_frame <= samples; at += per_frame) {
    std::memcpy(frame.uv.data(), &uv[at], per_frame * sizeof(float));
    std::memcpy(other.uv.data(), &uv[at + to_other], per_frame * sizeof(float));
    frame.after_gap = other.after_gap = at == 0;
    detector.update(frame, other, false);
    const DetectorReading reading = detector.reading();
    const float value =
        reading.valid ? reading.value : std::numeric_limits<float>::quiet_NaN();
    std::fwrite(&value, sizeof value, 1, stdout);
  }
}

int run(int count, char** words) {
  Stream stream;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos ||
        !set(word.substr(0, equals), word.substr(equals + 1), stream)) {
      std::fprintf(stderr, "feature_stream: '%s' is no setting with a value\n", words[i]);
      return 2;
    }
  }
  follow(stream, read_all(stdin));
  return 0;
}

}  // namespace
}  // namespace homeostat::biomarkers

int main(int count, char** words) { return homeostat::biomarkers::run(count, words); }
