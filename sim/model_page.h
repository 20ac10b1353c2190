// A page about one run of a model: trace, spectrum, phase plane. No network, prints.
#pragma once

#include <string>
#include <vector>

#include "models/model_list.h"

namespace homeostat::sim {

struct ModelSample {
  std::vector<double> state;
  double observable = 0.0;
};

// One-sided power spectral density of `signal`, mean removed, Hann windows of a power of
// two samples that overlap by half (Welch 1967). Element k belongs to the frequency
// k / (2 (size - 1) step). Empty for fewer than 16 samples.
std::vector<double> power_spectrum(const std::vector<double>& signal, double step);

class ModelPage {
 public:
  ModelPage(const models::Model& model, double output_step);

  void add(const ModelSample& sample);
  std::string str() const;

 private:
  std::string trace() const;
  std::string spectrum() const;
  std::string phase_plane() const;

  const models::Model& model_;
  double step_;
  std::vector<double> observable_;
  std::vector<double> first_;  // the two states of the phase plane
  std::vector<double> second_;
};

}  // namespace homeostat::sim
