#include "tests/evaluation/contenders.h"

#include <array>

#include "biomarkers/rns_chain.h"
#include "clinical_configs/load.h"
#include "tests/evaluation/alarms.h"
#include "tests/evaluation/stream.h"
#include "tests/evaluation/trees.h"

namespace homeostat::evaluation {
namespace {

using namespace homeostat::literals;
using biomarkers::BiomarkerSettings;
using biomarkers::DetectorSettings;
using biomarkers::Feature;
// Sensing and quality of the shipped responsive program around one detector.
struct OneDetector {
  std::string name;
  std::string settings;
  DetectorSettings detector;
  Microseconds onset;
  std::vector<double> grid;
};

Contender contender(const OneDetector& one) {
  BiomarkerSettings bank =
      clinical_configs::load_program("epilepsy/responsive").biomarkers;
  bank.channel_count = 1;
  bank.detector_count = 1;
  bank.detectors[0] = one.detector;
  bank.persistence.votes = 1;
  bank.persistence.onset = one.onset;
  return {.name = one.name,
          .settings = one.settings,
          .grid = one.grid,
          .alarms = [bank](std::span<const float> uv, const Setting& as) {
            BiomarkerSettings chosen = bank;
            chosen.detectors[0].threshold = static_cast<float>(as.threshold);
            return alarms_of_bank(chosen, uv);
          }};
}

std::array<double, kQuarters> everywhere(double threshold) {
  std::array<double, kQuarters> all;
  all.fill(threshold);
  return all;
}

Contender shipped(const std::string& program) {
  const BiomarkerSettings bank = clinical_configs::load_program(program).biomarkers;
  return {.name = "program " + program,
          .settings = "as shipped",
          .grid = {},
          .thresholds = everywhere(static_cast<double>(bank.detectors[0].threshold)),
          .alarms = [bank](std::span<const float> uv, const Setting&) {
            return alarms_of_bank(bank, uv);
          }};
}

Contender rns(const std::string& profile) {
  const biomarkers::RnsSettings settings = clinical_configs::load_rns(profile).settings;
  const auto run = [settings](std::span<const float> uv, const Setting&) {
    biomarkers::RnsChain chain(settings);
    AlarmList list;
    std::array<float, biomarkers::kRnsChannels> sample{};
    for (std::size_t k = 0; k < uv.size(); ++k) {
      sample.fill(uv[k]);
      const std::span<const float> channels(sample);
      if (!chain.update(channels.first(settings.channel_count))) continue;
      list.see(chain.in_event(), static_cast<double>(k + 1) / kRateHz);
    }
    return list.take();
  };
  return {.name = "profile " + profile,
          .settings = "as shipped; % above background",
          .grid = {},
          .thresholds = everywhere(settings.tools[0].trend.threshold_percent),
          .alarms = run};
}

constexpr DetectorSettings over(Feature feature, Microseconds long_window) {
  return {.channel = 0,
          .feature = feature,
          .short_window = 1024_ms,
          .long_window = long_window};
}

DetectorSettings half_waves() {
  DetectorSettings detector = over(Feature::kHalfWaves, 0_s);
  detector.band_low_hz = 3.0F;
  detector.band_high_hz = 20.0F;
  detector.hysteresis_uv = 20.0F;
  detector.min_amplitude_uv = 150.0F;
  return detector;
}

}  // namespace

std::vector<Contender> contenders() {
  const std::vector<double> ratios{2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0};
  const std::vector<double> steps{10.0, 12.0, 14.0, 17.0, 20.0, 24.0};
  const std::vector<double> swings{6.0, 8.0, 10.0, 12.0, 14.0, 16.0};
  const char* const ratio = "1 s against 60 s; times";
  const char* const fixed = "1 s; uV a sample";
  const DetectorSettings line = over(Feature::kLineLength, 60_s);
  const DetectorSettings line_fixed = over(Feature::kLineLength, 0_s);
  const DetectorSettings area = over(Feature::kArea, 60_s);
  std::vector<Contender> all{
      contender({"line length, ratio", ratio, line, 512_ms, ratios}),
      contender({"line length, ratio, 2 s on end", ratio, line, 2048_ms, ratios}),
      contender({"line length, fixed", fixed, line_fixed, 512_ms, steps}),
      contender({"line length, fixed, 2 s on end", fixed, line_fixed, 2048_ms, steps}),
      contender({"area, ratio", ratio, area, 512_ms, ratios}),
      contender({"half waves, fixed", "1 s, 3 to 20 Hz, 150 uV; a second", half_waves(),
                 512_ms, swings}),
      rns("rns_line_length"),
      shipped("epilepsy/responsive"),
      shipped("epilepsy/open_loop"),
      shipped("epilepsy/adaptive"),
      shipped("replay/scalp"),
  };
  all.push_back(tuned_trees());
  return all;
}

}  // namespace homeostat::evaluation
