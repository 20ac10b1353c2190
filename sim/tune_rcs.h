// The detector of an adaptive program's chain, fitted to a stretch of time: bands and
// weights (rcs_discriminant.h), one threshold or two, and how many updates in a row begin
// and end a level.
//
// Transform, update rate, blanking, holdoff, states and ramps stay the program's own. An
// alarm is leaving level 0, for with it the current changes: the low threshold is what
// keeps to the budget. A second threshold lies halfway from the first to what half of the
// events reach; without events, at three times the first. With fewer than two events the
// numbers of updates stay too.
#pragma once

#include <string>
#include <vector>

#include "sim/rcs_discriminant.h"
#include "sim/tune_candidate.h"
#include "sim/tune_choice.h"

namespace homeostat::sim {

// What keeps this program from a tuned chain, for a person; empty: nothing.
std::string why_no_rcs(const controller::TherapyProgram& program);

// A candidate for choose(), and the chain that it stands for.
struct RcsCandidates {
  std::vector<TuneCandidate> candidates;
  std::vector<biomarkers::RcsSettings> chains;  // by candidate
};

class RcsTuner {
 public:
  // Of a program without why_no_rcs().
  RcsTuner(const controller::TherapyProgram& program, const Timeline& line,
           const TuneStep& step);

  // Weighed and bounded by what lies within `span`; detections are of all times.
  RcsCandidates candidates(const TuneSpan& span) const;

  // FFT results of which a bin was over range, of all bands and results: 0 to 1.
  double over_range_share() const;

 private:
  void add_family(const RcsDiscriminant& discriminant, const TuneSpan& span, int family,
                  RcsCandidates& all) const;
  double median_peak(const RcsDiscriminant& discriminant, const TuneSpan& span) const;
  std::vector<Interval> detections(const biomarkers::RcsSettings& chain,
                                   const RcsDiscriminant& discriminant) const;

  const controller::TherapyProgram& program_;
  const Timeline& line_;
  RcsPowerTable table_;
};

}  // namespace homeostat::sim
