#include "sim/boosting.h"

#include <xgboost/c_api.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace homeostat::sim {
namespace {

constexpr int kDepth = 3;
constexpr unsigned kMargin = 1;  // log-odds instead of a probability

void expect(int result) {
  if (result != 0) throw std::runtime_error(std::string("XGBoost: ") + XGBGetLastError());
}

class Matrix {
 public:
  Matrix(std::span<const float> values, std::size_t columns) {
    expect(XGDMatrixCreateFromMat(values.data(), values.size() / columns, columns,
                                  std::numeric_limits<float>::quiet_NaN(), &handle_));
  }
  ~Matrix() { XGDMatrixFree(handle_); }
  Matrix(const Matrix&) = delete;
  Matrix& operator=(const Matrix&) = delete;

  void set(const char* field, const std::vector<float>& values) {
    expect(XGDMatrixSetFloatInfo(handle_, field, values.data(), values.size()));
  }
  DMatrixHandle handle() const { return handle_; }

 private:
  DMatrixHandle handle_ = nullptr;
};

using Json = nlohmann::json;

const Json& child(const Json& node, const char* which) {
  for (const Json& each : node.at("children")) {
    if (each.at("nodeid") == node.at(which)) return each;
  }
  throw std::runtime_error("XGBoost: a tree names a child that it does not have");
}

// A branch that ended early goes on to the left, where its leaf waits.
void spread(const Json& node, std::size_t place, int depth, BoostedTree& tree) {
  if (depth == kDepth) {
    tree.leaf[place - 7] = node.at("leaf").get<double>();
    return;
  }
  const std::size_t left = 2 * place + 1;
  if (node.contains("leaf")) {
    tree.feature[place] = 0;
    tree.threshold[place] = std::numeric_limits<double>::infinity();
    spread(node, left, depth + 1, tree);
    spread(node, left + 1, depth + 1, tree);
    return;
  }
  tree.feature[place] = std::stoi(node.at("split").get<std::string>().substr(1));  // f12
  tree.threshold[place] = node.at("split_condition").get<double>();
  spread(child(node, "yes"), left, depth + 1, tree);
  spread(child(node, "no"), left + 1, depth + 1, tree);
}

}  // namespace

struct Boosting::Library {
  explicit Library(DMatrixHandle rows) { expect(XGBoosterCreate(&rows, 1, &booster)); }
  ~Library() { XGBoosterFree(booster); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  void set(const char* name, const std::string& value) {
    expect(XGBoosterSetParam(booster, name, value.c_str()));
  }
  BoosterHandle booster = nullptr;
};

Boosting::Boosting(const BoostingRows& rows, const BoostingSettings& settings)
    : columns_(rows.columns) {
  Matrix matrix(rows.values, rows.columns);
  matrix.set("label", rows.labels);
  matrix.set("weight", rows.weights);
  library_ = std::make_unique<Library>(matrix.handle());
  library_->set("objective", "binary:logistic");
  library_->set("base_score", "0.5");
  library_->set("tree_method", "hist");
  library_->set("max_bin", "256");
  library_->set("nthread", "1");
  library_->set("seed", std::to_string(settings.seed));
  library_->set("max_depth", std::to_string(kDepth));
  library_->set("eta", std::to_string(settings.learning_rate));
  library_->set("min_child_weight", std::to_string(settings.smallest_child));
  library_->set("lambda", std::to_string(settings.l2));
  library_->set("verbosity", "0");
  for (int i = 0; i < settings.trees; ++i) {
    expect(XGBoosterUpdateOneIter(library_->booster, i, matrix.handle()));
  }
  bst_ulong count = 0;
  const char** texts = nullptr;
  expect(XGBoosterDumpModelEx(library_->booster, "", 0, "json", &count, &texts));
  for (bst_ulong i = 0; i < count; ++i) {
    spread(Json::parse(texts[i]), 0, 0, trees_.emplace_back());
  }
}

Boosting::~Boosting() = default;

std::vector<float> Boosting::log_odds(std::span<const float> values) const {
  const Matrix matrix(values, columns_);
  bst_ulong count = 0;
  const float* results = nullptr;
  expect(XGBoosterPredict(library_->booster, matrix.handle(), kMargin, 0, 0, &count,
                          &results));
  return {results, results + count};
}

}  // namespace homeostat::sim
