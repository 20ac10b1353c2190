#include "sim/model_fit.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/cohort.h"
#include "sim/error.h"

namespace homeostat::sim {
namespace {

constexpr std::size_t kAcross = 12;  // values of susceptibility in a grid
constexpr std::size_t kDown = 8;     // values of noise
constexpr int kRounds = 3;
constexpr double kForget_s = 5.0;
constexpr double kLongest_s = 3600.0;  // every life of a grid is held
// One decibel of the spectrum weighs as much as a tenth of a factor e in seizures.
constexpr double kPerFactor_db = 10.0;
constexpr double kOneSeizure_per_h = 1.0;

struct Candidate {
  double susceptibility;
  double noise;
};

struct Range {
  double lowest;
  double highest;

  double at(std::size_t i, std::size_t count) const {
    return lowest +
           (highest - lowest) * static_cast<double>(i) / static_cast<double>(count - 1);
  }
  // Half as wide about `middle`, within what it was.
  Range about(double middle) const {
    const double quarter = 0.25 * (highest - lowest);
    return {std::max(lowest, middle - quarter), std::min(highest, middle + quarter)};
  }
};

std::vector<Candidate> grid(const Range& susceptibility, const Range& log_noise) {
  std::vector<Candidate> all;
  for (std::size_t i = 0; i < kAcross; ++i) {
    for (std::size_t k = 0; k < kDown; ++k) {
      all.push_back({susceptibility.at(i, kAcross), std::exp(log_noise.at(k, kDown))});
    }
  }
  return all;
}

// The observables of every candidate at the recording's rate.
std::vector<std::vector<double>> lives(const models::Model& model, double rate_hz,
                                       const FitSetup& setup,
                                       const std::vector<Candidate>& candidates) {
  const double sample = 1.0 / (rate_hz * setup.seconds_per_unit);
  const double every = std::ceil(sample / model.facts.step - 1e-9);
  models::Cohort cohort(model, candidates.size(),
                        {.step = sample / every,
                         .noise = models::NoiseKey{.seed = setup.seed},
                         .threads = setup.threads});
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    cohort.parameter(i, setup.susceptibility) = candidates[i].susceptibility;
    for (const models::NoiseFacts& source : model.noise) {
      cohort.parameter(i, source.intensity) = candidates[i].noise;
    }
  }
  const auto steps_of = [&](double seconds) {
    return static_cast<std::uint64_t>(std::llround(seconds * rate_hz * every));
  };
  cohort.advance(steps_of(kForget_s));
  const std::uint64_t steps = steps_of(setup.seconds);
  const auto apart = static_cast<std::uint64_t>(every);
  const std::uint64_t before = cohort.steps_done();
  std::vector<double> rows(((before + steps) / apart - before / apart) *
                           candidates.size());
  cohort.advance(steps, rows, static_cast<std::size_t>(apart));
  std::vector<std::vector<double>> all(candidates.size());
  for (std::size_t at = 0; at < rows.size(); ++at) {
    all[at % candidates.size()].push_back(rows[at]);
  }
  return all;
}

Misfit misfit_of(const SignalFeatures& patient, const SignalFeatures& recording) {
  Misfit misfit;
  double sum = 0.0;
  for (std::size_t i = 0; i < recording.power.size(); ++i) {
    const double db =
        10.0 * std::log10((patient.power[i] + 1e-12) / (recording.power[i] + 1e-12));
    sum += db * db;
  }
  misfit.spectrum_db = std::sqrt(sum / static_cast<double>(recording.power.size()));
  misfit.line_length_percent =
      100.0 * (patient.line_length_uv_per_s / recording.line_length_uv_per_s - 1.0);
  misfit.seizures_per_h = patient.seizures_per_h - recording.seizures_per_h;
  misfit.total =
      misfit.spectrum_db +
      kPerFactor_db * std::abs(std::log((patient.seizures_per_h + kOneSeizure_per_h) /
                                        (recording.seizures_per_h + kOneSeizure_per_h)));
  return misfit;
}

std::optional<ModelFit> judged(const std::vector<double>& life, double rate_hz,
                               const Candidate& candidate,
                               const SignalFeatures& recording) {
  ModelFit fit{.susceptibility = candidate.susceptibility, .noise = candidate.noise};
  fit.patient = features_of(life, rate_hz);
  if (!(fit.patient.line_length_uv_per_s > 0.0)) return std::nullopt;
  fit.gain_uv = recording.line_length_uv_per_s / fit.patient.line_length_uv_per_s;
  fit.patient.line_length_uv_per_s *= fit.gain_uv;
  for (double& p : fit.patient.power) p *= fit.gain_uv * fit.gain_uv;
  fit.misfit = misfit_of(fit.patient, recording);
  if (!std::isfinite(fit.misfit.total)) return std::nullopt;
  return fit;
}

void need(bool good, const std::string& what) {
  if (!good) throw std::invalid_argument("fit: " + what);
}

void check(const models::Model& model, const FitSetup& s) {
  need(s.susceptibility < model.parameters.size() && s.lowest < s.highest,
       "give a parameter as susceptibility and its range, lowest below highest");
  need(s.lowest_noise > 0.0 && s.lowest_noise < s.highest_noise,
       "give a range of noise above 0: lowest below highest");
  need(s.seconds_per_unit > 0.0,
       "say how many seconds the model's unit of time lasts, above 0");
  need(s.seconds >= 20.0 && s.seconds <= kLongest_s,
       "seconds of a life: allowed 20 to 3600");
}

struct Known {
  std::string_view model;
  std::string_view parameter;
  double lowest;
  double highest;
};
constexpr Known kKnown[] = {{"epileptor", "x0", -2.4, -1.6},
                            {"jansen_rit", "p", 60.0, 320.0},
                            {"taylor_wang", "ht", -2.1, -1.8},
                            {"wendling", "B", 5.0, 50.0}};

}  // namespace

FitSetup usual_fit(const models::Model& model) {
  FitSetup setup;
  for (const Known& known : kKnown) {
    if (known.model != model.name) continue;
    setup.susceptibility = model.parameter(known.parameter);
    setup.lowest = known.lowest;
    setup.highest = known.highest;
  }
  const double noise = model.parameters[model.noise[0].intensity].value;
  setup.lowest_noise = noise / 8.0;
  setup.highest_noise = noise * 8.0;
  setup.seconds_per_unit = model.facts.seconds_per_unit;
  return setup;
}

ModelFit fit(const models::Model& model, const SignalFeatures& recording, double rate_hz,
             const FitSetup& setup) {
  check(model, setup);
  Range susceptibility{setup.lowest, setup.highest};
  Range log_noise{std::log(setup.lowest_noise), std::log(setup.highest_noise)};
  std::optional<ModelFit> best;
  std::size_t candidates = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto all = grid(susceptibility, log_noise);
    const auto lived = lives(model, rate_hz, setup, all);
    for (std::size_t i = 0; i < all.size(); ++i, ++candidates) {
      auto one = judged(lived[i], rate_hz, all[i], recording);
      if (one && (!best || one->misfit.total < best->misfit.total)) best = std::move(one);
    }
    if (!best) throw RecordingError("fit: no candidate of the model moves at all");
    susceptibility = susceptibility.about(best->susceptibility);
    log_noise = log_noise.about(std::log(best->noise));
  }
  best->candidates = candidates;
  return *best;
}

}  // namespace homeostat::sim
