// Boosted trees of one patient: trained on a stretch of time, and the candidates for how
// much evidence makes an alarm.
//
// The half seconds that evidence is chosen on were judged by trees that had not seen
// them: each event's surroundings are left out in turn (tune_groups.h). Positive
// from half a second after the onset to the end of an event; nothing within ten seconds
// before and thirty after (of bursts: TuneRule); all else is negative, and artefacts and
// stimulated stretches are wherever they lie. Annotated artefacts train the veto, where
// there are enough of them. Each half second is shown at five gains. Reproducible from
// its seed.
#pragma once

#include <cstdint>
#include <string>

#include "sim/half_seconds.h"
#include "sim/tune_candidate.h"
#include "sim/tune_choice.h"

namespace homeostat::sim {

class TreeTuner {
 public:
  // Takes the features of the program's first four channels.
  TreeTuner(const biomarkers::BiomarkerSettings& settings, const Timeline& line,
            std::uint64_t seed);

  // Trains on a stretch that holds an event at least. Candidates carry their model; their
  // detections are those before `span.to_s` as judged by trees that had not seen them.
  std::vector<TuneCandidate> candidates(const TuneSpan& span) const;

  // For a person: whether there is an artefact veto, and why not.
  std::string veto_words() const;

  // What a candidate's own trees would have detected, of all times.
  std::vector<Interval> detections(const TuneCandidate& candidate) const;

 private:
  // Log-odds by channel and half second; NaN where there are none.
  using Odds = std::vector<std::vector<float>>;

  std::size_t tick_of(double end_s) const;
  bool takes_part(std::size_t channel, const Interval& event) const;
  std::vector<TreeExample> examples(const std::vector<TuneSpan>& spans) const;
  biomarkers::TreeModel train(const std::vector<TuneSpan>& spans) const;
  void judge(const biomarkers::TreeModel& model, const TuneSpan& span, Odds& odds) const;
  Odds unseen_odds(const TuneSpan& span) const;
  std::vector<Interval> detect(const Odds& odds,
                               const biomarkers::BiomarkerSettings& settings) const;

  biomarkers::BiomarkerSettings settings_;
  const Timeline& line_;
  std::uint64_t seed_;
  double hop_s_;
  std::size_t ticks_;
  std::vector<std::vector<HalfSecond>> channels_;  // on the line of time
};

}  // namespace homeostat::sim
