// A page about one run of a model: trace, spectrum, phase plane. No network, prints.
#pragma once

#include <string>
#include <vector>

#include "models/model_list.h"
#include "sim/interval.h"

namespace homeostat::sim {

struct ModelSample {
  std::vector<double> state;
  double observable = 0.0;
};

// One-sided power spectral density of `signal`, mean removed, Hann windows of a power of
// two samples, at most a third of the signal, that overlap by half (Welch 1967). Element
// k belongs to the frequency k / (2 (size - 1) step). Empty for fewer than 48 samples.
std::vector<double> power_spectrum(const std::vector<double>& signal, double step);

class ModelPage {
 public:
  // `conditions`: how it was run, in words.
  ModelPage(const models::Model& model, double output_step, std::string conditions);

  void add(const ModelSample& sample);
  void mark_stimulation(const Interval& interval);  // in the model's unit of time
  std::string str() const;

 private:
  std::string trace() const;
  std::string spectrum() const;
  std::string phase_plane() const;

  const models::Model& model_;
  double step_;
  std::string conditions_;
  std::vector<Interval> stimulation_;
  std::vector<double> observable_;
  std::vector<double> first_;  // the two states of the phase plane
  std::vector<double> second_;
};

}  // namespace homeostat::sim
