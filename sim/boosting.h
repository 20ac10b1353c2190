// Gradient boosting on rows of quantised features, by XGBoost (the one door to it).
//
// Knows no seizure and no device. One thread, one seed, sorted histograms: equal rows
// give equal trees, bit for bit, on one machine and version of the library. Throws
// std::runtime_error with the library's own words where it fails.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace homeostat::sim {

// Row by row, `columns` numbers each; a label and a weight a row.
struct BoostingRows {
  std::size_t columns = 0;
  std::vector<float> values;
  std::vector<float> labels;   // 0 or 1
  std::vector<float> weights;  // more than 0

  std::size_t count() const { return labels.size(); }
};

struct BoostingSettings {
  int trees = 60;
  double learning_rate = 0.2;
  double smallest_child = 2.0;  // sum of second derivatives
  double l2 = 2.0;
  std::uint64_t seed = 1;
};

// Complete, of depth three: seven nodes as in biomarkers/tree_model.h, eight leaves. To
// the left where the value is less than the threshold.
struct BoostedTree {
  std::array<int, 7> feature{};
  std::array<double, 7> threshold{};  // infinite where a branch ended early
  std::array<double, 8> leaf{};       // log-odds
};

class Boosting {
 public:
  // Needs a row at least of either label.
  Boosting(const BoostingRows& rows, const BoostingSettings& settings);
  ~Boosting();
  Boosting(const Boosting&) = delete;
  Boosting& operator=(const Boosting&) = delete;

  const std::vector<BoostedTree>& trees() const { return trees_; }
  // The library's own evaluation in floating point, log-odds.
  std::vector<float> log_odds(std::span<const float> values) const;

 private:
  struct Library;
  std::unique_ptr<Library> library_;
  std::size_t columns_;
  std::vector<BoostedTree> trees_;
};

}  // namespace homeostat::sim
