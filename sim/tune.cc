#include "sim/tune.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "biomarkers/seizure_features.h"
#include "controller/program_use.h"
#include "sim/error.h"
#include "sim/tune_chain.h"
#include "sim/tune_judged.h"
#include "sim/tune_rcs.h"
#include "sim/tune_trees.h"

namespace homeostat::sim {
namespace {

constexpr double kFewestBackground_h = 10.0 / 60.0;
constexpr int kFewestEventsForTrees = 2;

void require_enough(const Timeline& line) {
  const double hours = line.background_h(0.0, line.duration_s);
  if (hours >= kFewestBackground_h) return;
  throw UsageError("--recordings: " + short_number(60.0 * hours) +
                   " minutes without a seizure are too little to set a threshold; 10 at "
                   "least");
}

TuneResult choose_among(const std::string& detector,
                        const std::vector<TuneCandidate>& candidates,
                        const Timeline& line, const TuneRequest& request,
                        const TherapyCost& of_one) {
  const double budget = request.most_false_alarms_per_h;
  TuneResult result{.detector = detector};
  for (const TuneFold& fold : chronological_folds(line)) {
    const auto chosen = choose(candidates, line, fold.train, budget);
    result.folds.push_back(chosen ? judged(fold, candidates[*chosen].words,
                                           candidates[*chosen].detections, line, of_one)
                                  : judged(fold, {}, {}, line, of_one));
  }
  const auto chosen = choose(candidates, line, whole(line), budget);
  if (!chosen) {
    refuse_budget(detector, budget,
                  fewest_false_alarms_per_h(candidates, line, whole(line)));
  }
  result.words = candidates[*chosen].words;
  result.settings = candidates[*chosen].settings;
  result.fit = fit_of(candidates[*chosen].detections, line);
  return result;
}

// An adaptive program has memory for few detectors beside its chain.
bool holds(const controller::TherapyProgram& program,
           const biomarkers::BiomarkerSettings& settings) {
  controller::TherapyProgram with = program;
  with.biomarkers = settings;
  return controller::validate(with, nullptr, nullptr);
}

TuneResult tune_features(const controller::TherapyProgram& program,
                         const std::string& detector,
                         std::vector<TuneCandidate> candidates, const Timeline& line,
                         const TuneRequest& request, const TuneProgress& progress) {
  std::erase_if(candidates, [&](const TuneCandidate& candidate) {
    return !holds(program, candidate.settings);
  });
  double done = 0.0;
  const auto all = static_cast<double>(candidates.size());
  run_candidates(candidates, line, [&] { progress(++done / all); });
  TuneResult result =
      choose_among(detector, candidates, line, request, cost_of_a_detection(program));
  if (line.events.size() < 2) {
    result.notes.emplace_back("fewer than two " + events_called(line) +
                              ": the threshold is from background alone");
  }
  return result;
}

// Trees, with the line length beside them for when they cannot decide.
TuneResult tune_trees(const controller::TherapyProgram& program, const Timeline& line,
                      const TuneRequest& request, const TuneResult& beside,
                      const TuneProgress& progress) {
  const TreeTuner tuner(program.biomarkers, line, request.seed);
  TuneResult result{.detector = "gbdt"};
  const TherapyCost of_one = cost_of_a_detection(program);
  const std::vector<TuneFold> folds = chronological_folds(line);
  double done = 0.0;
  const auto step = [&] { progress(++done / static_cast<double>(folds.size() + 2)); };
  step();
  for (const TuneFold& fold : folds) {
    const auto candidates = tuner.candidates(fold.train);
    const auto chosen =
        choose(candidates, line, fold.train, request.most_false_alarms_per_h);
    result.folds.push_back(chosen ? judged(fold, candidates[*chosen].words,
                                           tuner.detections(candidates[*chosen]), line,
                                           of_one)
                                  : judged(fold, {}, {}, line, of_one));
    step();
  }
  const auto candidates = tuner.candidates(whole(line));
  const auto chosen =
      choose(candidates, line, whole(line), request.most_false_alarms_per_h);
  if (!chosen) {
    refuse_budget("gbdt", request.most_false_alarms_per_h,
                  fewest_false_alarms_per_h(candidates, line, whole(line)));
  }
  result.words = candidates[*chosen].words + "; beside them " + beside.words;
  result.settings = beside.settings;
  result.settings.trees = candidates[*chosen].settings.trees;
  result.fit = fit_of(candidates[*chosen].detections, line);
  result.notes.push_back(tuner.veto_words());
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
    return "the recordings hold " + std::to_string(line.events.size()) + " annotated " +
           events_called(line) +
           "; trees need two at least (line_length can set its "
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

void refuse_where(bool asked, const std::string& detector, const std::string& why) {
  if (asked && !why.empty()) throw UsageError("--detector " + detector + ": " + why);
}

// First, for it alone treats; the best of the others is for the diary.
void add_chain(TuneResult result, std::vector<TuneResult>& results) {
  if (!results.empty()) {
    result.settings = results.front().settings;
    result.words += "; in its diary " + results.front().words;
  }
  results.insert(results.begin(), std::move(result));
}

}  // namespace

AlarmFigures TuneResult::unseen() const {
  AlarmFigures sum;
  for (const TuneFoldResult& fold : folds) sum += fold.score;
  return sum;
}

void require_room(const controller::TherapyProgram& program, const TuneRequest& request) {
  refuse_where(request.detector == "rcs", "rcs", why_no_rcs(program));
}

std::vector<TuneResult> tune(const controller::TherapyProgram& program,
                             const Timeline& line, const TuneRequest& request,
                             const TuneProgress& progress) {
  require_enough(line);
  const std::string no_trees = why_no_trees(program, line);
  const std::string no_chain = why_no_rcs(program);
  require_room(program, request);
  refuse_where(request.detector == "gbdt", "gbdt", no_trees);
  const bool any = request.detector == "auto";
  const bool chain = no_chain.empty() && (any || request.detector == "rcs");
  const bool trees = no_trees.empty() && (any || request.detector == "gbdt");
  const bool half_waves = any || request.detector == "half_wave";
  const bool lengths = any || trees || request.detector == "line_length";
  const double parts = chain + lengths + half_waves + trees;
  double before = 0.0;
  const auto part = [&](double share) { progress((before + share) / parts); };
  std::vector<TuneResult> results;
  if (lengths) {
    results.push_back(tune_features(program, "line_length",
                                    line_length_candidates(program.biomarkers), line,
                                    request, part));
    ++before;
  }
  if (half_waves) {
    try {
      results.push_back(tune_features(program, "half_wave",
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
    ++before;
  }
  if (any && !no_trees.empty()) results.front().notes.push_back("no trees: " + no_trees);
  if (any) put_best_first(results);
  if (chain) {
    try {
      add_chain(tune_chain(program, line, request, part), results);
    } catch (const UsageError& error) {
      if (!any) throw;
      results.front().notes.push_back("the chain stays as it was: " +
                                      std::string(error.what()));
    }
  } else if (program.policy == controller::PolicyKind::kAdaptive) {
    results.front().notes.emplace_back(
        "the program's stimulation follows its chain, which stays as it was; this is for "
        "its diary (--detector rcs tunes the chain)");
  } else if (controller::follows_mood(program)) {
    results.front().notes.emplace_back(
        "the program's stimulation follows its mood biomarker, which stays as it was; "
        "this "
        "is for its diary, and nothing new is given during what it detects");
  }
  progress(1.0);
  return results;
}

}  // namespace homeostat::sim
