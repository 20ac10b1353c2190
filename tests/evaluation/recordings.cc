#include "tests/evaluation/recordings.h"

#include <cmath>
#include <cstdio>

#include "clinical_configs/load.h"
#include "sim/annotations.h"
#include "sim/edf_reader.h"
#include "sim/resample.h"
#include "tests/evaluation/alarms.h"
#include "tests/evaluation/stream.h"
#include "tests/support/shared_data.h"

namespace homeostat::evaluation {
namespace {

using namespace homeostat::literals;

constexpr int kHighestTenth = 100;  // of thresholds tried

std::filesystem::path recording(const std::string& file) {
  return homeostat::testing::shared_data("recordings/" + file);
}

std::vector<std::string> background_names() {
  std::vector<std::string> names;
  for (int i = 0; i < 12; ++i) {
    char name[16];
    std::snprintf(name, sizeof name, "eegmat_%02d", i);
    names.emplace_back(name);
  }
  for (const int run : {1, 2, 3, 5})
    names.push_back("eegmmi_S001R0" + std::to_string(run));
  return names;
}

}  // namespace

sim::ScoredRecording ScalpSeizure::heard_by(
    const biomarkers::BiomarkerSettings& settings) const {
  return {.seizures = seizures,
          .alarms = alarms_of_bank(settings, uv),
          .duration_s = duration_s,
          .delivered = std::nullopt};
}

ScalpSeizure scalp_seizure() {
  const std::vector<std::string> electrode{"F8"};
  sim::Recording read = sim::read_edf(recording("siena_PN00-1.edf"), electrode);
  sim::resample(read.channels, kRateHz);
  return {.uv = std::move(read.channels.front().samples_uv),
          .seizures =
              sim::read_annotations(recording("siena_PN00-1_events.tsv"), read.duration_s)
                  .seizures,
          .duration_s = read.duration_s};
}

biomarkers::BiomarkerSettings plain_line_length(Microseconds long_window,
                                                std::span<const float> background_uv) {
  biomarkers::BiomarkerSettings settings =
      clinical_configs::load_program("replay/scalp").biomarkers;
  settings.detector_count = 1;
  settings.detectors[0] = {.channel = 0,
                           .feature = biomarkers::Feature::kLineLength,
                           .short_window = 4_s,
                           .long_window = long_window};
  settings.persistence.votes = 1;
  settings.persistence.onset = 8_s;
  int quiet = kHighestTenth;
  while (quiet > 0) {
    settings.detectors[0].threshold = static_cast<float>(quiet - 1) * 0.1F;
    if (!alarms_of_bank(settings, background_uv).empty()) break;
    --quiet;
  }
  settings.detectors[0].threshold = static_cast<float>(kMargin * 0.1 * quiet);
  return settings;
}

std::vector<Background> healthy_background() {
  std::vector<Background> all;
  for (const std::string& name : background_names()) {
    sim::Recording read = sim::read_edf(recording(name + ".edf"));
    sim::resample(read.channels, kRateHz);
    for (sim::Channel& channel : read.channels) {
      all.push_back({name, channel.label, std::move(channel.samples_uv)});
    }
  }
  return all;
}

}  // namespace homeostat::evaluation
