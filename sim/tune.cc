#include "sim/tune.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "biomarkers/seizure_features.h"
#include "sim/error.h"
#include "sim/tune_trees.h"

namespace homeostat::sim {
namespace {

constexpr double kFewestBackground_h = 10.0 / 60.0;
constexpr int kFewestEventsForTrees = 2;

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

TuneSpan all_of(const Timeline& line) { return {0.0, line.duration_s + 1.0}; }

[[noreturn]] void refuse_budget(const std::string& detector, double budget,
                                double fewest) {
  throw UsageError("--max-false-alarms-per-hour " + number(budget) + ": no " + detector +
                   " keeps to it on these recordings; the fewest is " + number(fewest) +
                   " per hour");
}

void require_enough(const Timeline& line) {
  const double hours = line.background_h(0.0, line.duration_s);
  if (hours >= kFewestBackground_h) return;
  throw UsageError("--recordings: " + number(60.0 * hours) +
                   " minutes without a seizure are too little to set a threshold; 10 at "
                   "least");
}

TuneResult choose_among(const std::string& detector,
                        const std::vector<TuneCandidate>& candidates,
                        const Timeline& line, const TuneRequest& request) {
  const double budget = request.most_false_alarms_per_h;
  TuneResult result{.detector = detector};
  for (const TuneFold& fold : chronological_folds(line)) {
    TuneFoldResult& told = result.folds.emplace_back();
    told.fold = fold;
    const auto chosen = choose(candidates, line, fold.train, budget);
    const std::vector<Interval> none;
    if (chosen) told.words = candidates[*chosen].words;
    told.score = score_between(line, chosen ? candidates[*chosen].detections : none,
                               fold.test.from_s, fold.test.to_s);
  }
  const auto chosen = choose(candidates, line, all_of(line), budget);
  if (!chosen) {
    refuse_budget(detector, budget,
                  fewest_false_alarms_per_h(candidates, line, all_of(line)));
  }
  result.words = candidates[*chosen].words;
  result.settings = candidates[*chosen].settings;
  result.fit =
      score_between(line, candidates[*chosen].detections, 0.0, line.duration_s + 1.0);
  return result;
}

TuneResult tune_features(const std::string& detector,
                         std::vector<TuneCandidate> candidates, const Timeline& line,
                         const TuneRequest& request, const TuneProgress& progress) {
  double done = 0.0;
  const auto all = static_cast<double>(candidates.size());
  run_candidates(candidates, line, [&] { progress(++done / all); });
  TuneResult result = choose_among(detector, candidates, line, request);
  if (line.events.size() < 2) {
    result.notes.emplace_back(
        "fewer than two seizures: the threshold is from background alone");
  }
  return result;
}

// Trees, with the line length beside them for when they cannot decide.
TuneResult tune_trees(const controller::TherapyProgram& program, const Timeline& line,
                      const TuneRequest& request, const TuneResult& beside,
                      const TuneProgress& progress) {
  const TreeTuner tuner(program.biomarkers, line, request.seed);
  TuneResult result{.detector = "gbdt"};
  const std::vector<TuneFold> folds = chronological_folds(line);
  double done = 0.0;
  const auto step = [&] { progress(++done / static_cast<double>(folds.size() + 2)); };
  step();
  for (const TuneFold& fold : folds) {
    const auto candidates = tuner.candidates(fold.train);
    TuneFoldResult& told = result.folds.emplace_back();
    told.fold = fold;
    const auto chosen =
        choose(candidates, line, fold.train, request.most_false_alarms_per_h);
    std::vector<Interval> detections;
    if (chosen) {
      told.words = candidates[*chosen].words;
      detections = tuner.detections(candidates[*chosen]);
    }
    told.score = score_between(line, detections, fold.test.from_s, fold.test.to_s);
    step();
  }
  const auto candidates = tuner.candidates(all_of(line));
  const auto chosen =
      choose(candidates, line, all_of(line), request.most_false_alarms_per_h);
  if (!chosen) {
    refuse_budget("gbdt", request.most_false_alarms_per_h,
                  fewest_false_alarms_per_h(candidates, line, all_of(line)));
  }
  result.words = candidates[*chosen].words + "; beside them " + beside.words;
  result.settings = beside.settings;
  result.settings.trees = candidates[*chosen].settings.trees;
  result.fit =
      score_between(line, candidates[*chosen].detections, 0.0, line.duration_s + 1.0);
  result.notes.emplace_back(
      "evidence was chosen on half seconds that the trees judging them had not seen");
  step();
  return result;
}

std::string why_no_trees(const controller::TherapyProgram& program,
                         const Timeline& line) {
  const float rate_hz = program.biomarkers.sample_rate_hz;
  if (!(rate_hz >= biomarkers::kLowestTreeRateHz &&
        rate_hz <= biomarkers::kHighestTreeRateHz)) {
    return "the program's sample_rate_hz is not within 128 to 256 Hz";
  }
  if (line.events.size() < kFewestEventsForTrees) {
    return "the recordings hold " + std::to_string(line.events.size()) +
           " annotated seizures; trees need two at least (line_length can set its "
           "threshold from background alone)";
  }
  return {};
}

void put_best_first(std::vector<TuneResult>& results) {
  std::ranges::stable_sort(results, std::greater{}, [](const TuneResult& result) {
    const AlarmFigures score = result.unseen();
    return std::tuple(score.useful, score.detected, -score.false_alarms);
  });
}

}  // namespace

AlarmFigures TuneResult::unseen() const {
  AlarmFigures sum;
  for (const TuneFoldResult& fold : folds) sum += fold.score;
  return sum;
}

std::vector<TuneResult> tune(const controller::TherapyProgram& program,
                             const Timeline& line, const TuneRequest& request,
                             const TuneProgress& progress) {
  require_enough(line);
  const std::string no_trees = why_no_trees(program, line);
  if (request.detector == "gbdt" && !no_trees.empty()) {
    throw UsageError("--detector gbdt: " + no_trees);
  }
  const bool any = request.detector == "auto";
  const bool trees = no_trees.empty() && (any || request.detector == "gbdt");
  const bool half_waves = any || request.detector == "half_wave";
  const bool lengths = request.detector != "half_wave";
  const double parts = lengths + half_waves + trees;
  double before = 0.0;
  const auto part = [&](double share) { progress((before + share) / parts); };
  std::vector<TuneResult> results;
  if (lengths) {
    results.push_back(tune_features(
        "line_length", line_length_candidates(program.biomarkers), line, request, part));
    ++before;
  }
  if (half_waves) {
    try {
      results.push_back(tune_features("half_wave",
                                      half_wave_candidates(program.biomarkers, line),
                                      line, request, part));
    } catch (const UsageError&) {
      if (!any) throw;  // another one keeps to the budget
    }
    ++before;
  }
  if (trees) {
    const TuneResult beside = results.front();
    results.push_back(tune_trees(program, line, request, beside, part));
    if (!any) std::swap(results.front(), results.back());
  }
  if (any && !no_trees.empty()) results.front().notes.push_back("no trees: " + no_trees);
  if (any) put_best_first(results);
  progress(1.0);
  return results;
}

}  // namespace homeostat::sim
