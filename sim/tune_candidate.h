// Candidates for a program's detection, and what each would have detected.
//
// A candidate is a whole BiomarkerSettings: what a device would run. Detectors by
// features are run through the device's own bank over the recordings; trees are judged
// half second by half second with the device's own sums and persistence.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "biomarkers/biomarker_settings.h"
#include "sim/interval.h"
#include "sim/tune_recording.h"

namespace homeostat::sim {

struct TuneCandidate {
  std::string words;  // for people: "line length of LH1-LH4, 3.1 times its mean"
  biomarkers::BiomarkerSettings settings;
  int family = 0;                    // candidates of one differ by strictness alone,
  double strict = 0.0;               // and the higher the stricter
  std::vector<Interval> detections;  // on the line of time
};

// Told after each step of the work.
using TuneStep = std::function<void()>;

// Line length against its own mean: of each channel alone, and of all with two that
// agree.
std::vector<TuneCandidate> line_length_candidates(
    const biomarkers::BiomarkerSettings& settings);
// Half-waves per second of 2 to 25 Hz, as far as the channel's filters let them pass, of
// each channel alone; heights by how high its background is.
std::vector<TuneCandidate> half_wave_candidates(
    const biomarkers::BiomarkerSettings& settings, const Timeline& line);

// Fills in what each would have detected.
void run_candidates(std::vector<TuneCandidate>& candidates, const Timeline& line,
                    const TuneStep& step);

}  // namespace homeostat::sim
