#include "sim/tree_fit.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>

#include "safety/crc32.h"

namespace homeostat::sim {
namespace {

using namespace biomarkers;

// Little-endian, in the order of tree_model.h.
class Writer {
 public:
  explicit Writer(TreeModel& model) : model_(model) { model_.size = 0; }

  void byte(int value) { model_.bytes[model_.size++] = static_cast<std::uint8_t>(value); }
  void int16(int value) {
    byte(value & 0xFF);
    byte(value >> 8 & 0xFF);
  }
  void word(std::uint32_t value) {
    for (int i = 0; i < 4; ++i) byte(static_cast<int>(value >> (8 * i) & 0xFFU));
  }
  void number(float value) { word(std::bit_cast<std::uint32_t>(value)); }
  void checksum() {
    word(safety::crc32(reinterpret_cast<const std::byte*>(model_.bytes.data()),
                       model_.size));
  }

 private:
  TreeModel& model_;
};

struct Quantiser {
  float lowest = 0.0F;
  float levels_per_unit = 1.0F;
};
using Quantisers = std::array<Quantiser, kTreeFeatures>;

// From the 0.2th to the 99.8th percentile and a twentieth beyond: levels are for what
// happens, not for the one largest artefact.
Quantiser quantiser_of(std::vector<float> values, int bits) {
  const auto at = [&](double share) {
    const auto i =
        static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + i, values.end());
    return values[static_cast<std::size_t>(i)];
  };
  const float low = at(0.002);
  const float high = at(0.998);
  const float span = std::max(high - low, 1.0e-3F);
  return {.lowest = low - 0.05F * span,
          .levels_per_unit = static_cast<float>(1 << bits) / (1.1F * span)};
}

Quantisers quantisers_of(const std::vector<TreeExample>& examples, int bits) {
  Quantisers quantisers;
  std::vector<float> column(examples.size());
  for (std::size_t f = 0; f < quantisers.size(); ++f) {
    for (std::size_t i = 0; i < examples.size(); ++i) column[i] = examples[i].features[f];
    quantisers[f] = quantiser_of(column, bits);
  }
  return quantisers;
}

struct RoundedTrees {
  std::vector<BoostedTree> trees;
  float unit = 1.0F;  // log-odds of a leaf's unit
};

RoundedTrees rounded(const Boosting& boosting) {
  RoundedTrees all{.trees = boosting.trees()};
  double largest = 1.0e-3;
  for (const BoostedTree& tree : all.trees) {
    for (const double leaf : tree.leaf) largest = std::max(largest, std::abs(leaf));
  }
  all.unit = static_cast<float>(std::min(1.0, largest / 127.0));
  return all;
}

// Levels are whole: less than a threshold is at most the whole number below it. Every
// threshold lies above a level that was seen, so above zero.
int level_below(double threshold, int bits) {
  const double highest = (1 << bits) - 1;
  return static_cast<int>(std::clamp(std::ceil(threshold) - 1.0, 0.0, highest));
}

void write_tree(Writer& out, const BoostedTree& tree, float unit, int bits) {
  for (std::size_t node = 0; node < tree.feature.size(); ++node) {
    out.byte(tree.feature[node]);
    out.byte(level_below(tree.threshold[node], bits));
  }
  for (const double leaf : tree.leaf) {
    const double units = leaf / static_cast<double>(unit);
    out.byte(static_cast<int>(std::clamp(std::round(units), -127.0, 127.0)));
  }
}

TreeModel written(const Quantisers& quantisers, const RoundedTrees& seizure,
                  const RoundedTrees& veto, int bits) {
  TreeModel model;
  Writer out(model);
  out.byte('T');
  out.byte(kTreeModelVersion);
  out.byte(bits);
  out.byte(static_cast<int>(seizure.trees.size()));
  out.byte(static_cast<int>(veto.trees.size()));
  out.byte(0);
  for (int spare = 0; spare < 3; ++spare) out.int16(0);  // bases: even odds
  out.number(seizure.unit);
  out.number(veto.unit);
  for (const Quantiser& quantiser : quantisers) {
    out.number(quantiser.lowest);
    out.number(quantiser.levels_per_unit);
  }
  for (const BoostedTree& tree : seizure.trees) write_tree(out, tree, seizure.unit, bits);
  for (const BoostedTree& tree : veto.trees) write_tree(out, tree, veto.unit, bits);
  out.checksum();
  return model;
}

// Each class weighs as much as the other: even odds are then no evidence.
void balance(BoostingRows& rows) {
  double sums[2] = {0.0, 0.0};
  for (std::size_t i = 0; i < rows.count(); ++i) {
    sums[rows.labels[i] > 0.5F] += static_cast<double>(rows.weights[i]);
  }
  const double half = 0.5 * (sums[0] + sums[1]);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    rows.weights[i] *= static_cast<float>(half / sums[rows.labels[i] > 0.5F]);
  }
}

template <class Label>
RoundedTrees boosted(const TreeModel& quantising,
                     const std::vector<TreeExample>& examples, int trees,
                     const TreeFitSettings& settings, const Label& label) {
  BoostingRows rows{.columns = kTreeFeatures};
  for (const TreeExample& example : examples) {
    const TreeLevels levels = levels_of(quantising, example.features);
    rows.values.insert(rows.values.end(), levels.begin(), levels.begin() + kTreeFeatures);
    rows.labels.push_back(label(example) ? 1.0F : 0.0F);
    rows.weights.push_back(example.weight);
  }
  balance(rows);
  return rounded(Boosting(
      rows,
      {.trees = trees, .learning_rate = settings.learning_rate, .seed = settings.seed}));
}

template <class Label>
bool both_there(const std::vector<TreeExample>& examples, const Label& label) {
  return std::ranges::any_of(examples, label) && !std::ranges::all_of(examples, label);
}

}  // namespace

TreeFeatures at_gain(const TreeFeatures& features, double gain) {
  TreeFeatures scaled = features;
  const auto octaves = static_cast<float>(std::log2(gain));
  const auto add = [&](SeizureFeature feature, float more) {
    scaled[static_cast<std::size_t>(feature)] += more;
  };
  add(SeizureFeature::kLineLength, octaves);
  add(SeizureFeature::kRms, octaves);
  add(SeizureFeature::kTeagerEnergy, 2.0F * octaves);
  const auto first_band = static_cast<std::size_t>(SeizureFeature::kBandPower);
  for (std::size_t band = 0; band < kSeizureBands; ++band) {
    scaled[first_band + band] += 2.0F * octaves;
  }
  return scaled;
}

TreeLevels levels_of(const TreeModel& model, const TreeFeatures& features) {
  SeizureFeatureValues absolute;
  SeizureFeatureValues normalised;
  std::copy_n(features.begin(), kSeizureFeatures, absolute.begin());
  std::copy_n(features.begin() + kSeizureFeatures, kSeizureFeatures, normalised.begin());
  return biomarkers::levels_of(model, absolute, normalised);
}

TreeModel fit_trees(const std::vector<TreeExample>& examples,
                    const TreeFitSettings& settings) {
  const auto is_seizure = [](const TreeExample& example) { return example.seizure; };
  const auto is_artefact = [](const TreeExample& example) { return example.artefact; };
  if (!both_there(examples, is_seizure)) {
    throw std::invalid_argument("trees: needs examples of seizure and of background");
  }
  const Quantisers quantisers = quantisers_of(examples, settings.bits);
  const TreeModel quantising = written(quantisers, {}, {}, settings.bits);
  const RoundedTrees seizure =
      boosted(quantising, examples, settings.trees, settings, is_seizure);
  RoundedTrees veto;
  if (settings.veto_trees > 0 && both_there(examples, is_artefact)) {
    veto = boosted(quantising, examples, settings.veto_trees, settings, is_artefact);
  }
  return written(quantisers, seizure, veto, settings.bits);
}

}  // namespace homeostat::sim
