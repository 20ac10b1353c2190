#include "sim/tune_chain.h"

#include "sim/adaptive_run.h"
#include "sim/tune_judged.h"
#include "sim/tune_rcs.h"

namespace homeostat::sim {
namespace {

controller::TherapyProgram with_chain(const controller::TherapyProgram& program,
                                      const biomarkers::RcsSettings& chain) {
  controller::TherapyProgram with = program;
  with.adaptive.chain = chain;
  return with;
}

std::vector<std::string> rcs_notes(const RcsTuner& tuner, const Timeline& line) {
  std::vector<std::string> notes;
  if (line.events.size() < 2) {
    notes.emplace_back("fewer than two " + events_called(line) +
                       ": the band stays, its threshold is from background alone");
  }
  const double over = tuner.over_range_share();
  if (over > 0.0) {
    notes.push_back(short_number(100.0 * over) +
                    " % of band powers were over range, where the detector holds; a "
                    "lower bit_shift gives them room");
  }
  notes.emplace_back(
      "thresholds are in the device's units: another gain or contact asks for tuning "
      "anew");
  notes.emplace_back(
      "open loop: what its own stimulation would have changed is not in the recordings");
  return notes;
}

}  // namespace

TuneResult tune_chain(const controller::TherapyProgram& program, const Timeline& line,
                      const TuneRequest& request, const TuneProgress& progress) {
  const double budget = request.most_false_alarms_per_h;
  const std::vector<TuneFold> folds = chronological_folds(line);
  double done = 0.0;
  const auto steps =
      static_cast<double>(program.biomarkers.channel_count + folds.size() + 1);
  const auto step = [&] { progress(++done / steps); };
  const RcsTuner tuner(program, line, step);
  TuneResult result{.detector = "rcs", .settings = program.biomarkers};
  for (const TuneFold& fold : folds) {
    const RcsCandidates all = tuner.candidates(fold.train);
    const auto chosen = choose(all.candidates, line, fold.train, budget);
    if (!chosen) {
      result.folds.push_back(judged(fold, {}, {}, line, {}));
    } else {
      const auto run = run_adaptive(with_chain(program, all.chains[*chosen]), line);
      result.folds.push_back(
          judged(fold, all.candidates[*chosen].words, run.detections, line, {}));
      result.folds.back().cost = run.cost_between(fold.test.from_s, fold.test.to_s);
    }
    step();
  }
  const RcsCandidates all = tuner.candidates(whole(line));
  const auto chosen = choose(all.candidates, line, whole(line), budget);
  if (!chosen) {
    refuse_budget("rcs chain", budget,
                  fewest_false_alarms_per_h(all.candidates, line, whole(line)));
  }
  result.chain = all.chains[*chosen];
  result.words = all.candidates[*chosen].words;
  result.chain_words = result.words;
  result.fit =
      fit_of(run_adaptive(with_chain(program, *result.chain), line).detections, line);
  step();
  result.notes = rcs_notes(tuner, line);
  return result;
}

}  // namespace homeostat::sim
