// From labelled half seconds to a model of trees that a device evaluates: quantises the
// features, boosts on the levels, then rounds leaves to a byte.
//
// Knows no recording. What is trained on is what the device computes, level by level, so
// that thresholds lose nothing; only leaves are rounded. Equal examples give equal bytes.
// Format: biomarkers/tree_model.h. Source: shared reference "detection" 3.5, 3.6.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "biomarkers/tree_model.h"
#include "sim/boosting.h"

namespace homeostat::sim {

using TreeFeatures = std::array<float, biomarkers::kTreeFeatures>;

struct TreeExample {
  TreeFeatures features{};  // absolute, then normalised
  bool seizure = false;
  bool artefact = false;
  float weight = 1.0F;
};

struct TreeFitSettings {
  int trees = biomarkers::kMostTrees;
  int veto_trees = 12;  // none where no example is an artefact
  int bits = 8;         // a feature, 6 to 8
  double learning_rate = 0.2;
  std::uint64_t seed = 1;
};

// The same half second at another gain of the amplifier: only logarithms move.
TreeFeatures at_gain(const TreeFeatures& features, double gain);

// Quantises as the device does.
biomarkers::TreeLevels levels_of(const biomarkers::TreeModel& model,
                                 const TreeFeatures& features);

// Throws std::invalid_argument unless both labels are there, std::runtime_error where
// XGBoost fails.
biomarkers::TreeModel fit_trees(const std::vector<TreeExample>& examples,
                                const TreeFitSettings& settings);

}  // namespace homeostat::sim
