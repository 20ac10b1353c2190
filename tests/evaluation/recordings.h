// The whole recordings among the shared data: one scalp seizure, and healthy background.
//
// What is chosen here is chosen from the first fifteen minutes of the one recording, all
// of them background: nothing else of it is looked at.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "biomarkers/biomarker_settings.h"
#include "sim/performance.h"

namespace homeostat::evaluation {

inline constexpr double kTrainedOn_s = 900.0;
inline constexpr double kMargin = 1.1;  // above the highest level of background

inline constexpr std::array kShippedPrograms{"replay/scalp", "epilepsy/responsive",
                                             "epilepsy/open_loop", "epilepsy/adaptive"};

// Electrode F8 of siena_PN00-1 at 250 Hz and its annotated seizure.
struct ScalpSeizure {
  std::vector<float> uv;
  std::vector<sim::Interval> seizures;
  double duration_s = 0.0;

  sim::ScoredRecording heard_by(const biomarkers::BiomarkerSettings& settings) const;
};
[[nodiscard]] ScalpSeizure scalp_seizure();

// Line length of 4 s against that of the long window, 8 s on end: two windows that share
// nothing. The threshold is kMargin times the lowest, in steps of 0.1, at which the
// background gives no alarm. Sensing and quality of replay/scalp.
[[nodiscard]] biomarkers::BiomarkerSettings plain_line_length(
    Microseconds long_window, std::span<const float> background_uv);

// Sixteen recordings of healthy people, their eight electrodes one after the other.
struct Background {
  std::string recording;
  std::string electrode;
  std::vector<float> uv;  // at 250 Hz
};
[[nodiscard]] std::vector<Background> healthy_background();

}  // namespace homeostat::evaluation
