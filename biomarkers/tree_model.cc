#include "biomarkers/tree_model.h"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "safety/crc32.h"
#include "safety/words.h"

namespace homeostat::biomarkers {
namespace {

enum At : std::size_t {
  kMark = 0,
  kVersion,
  kBits,
  kTreeCount,
  kVetoCount,
  kSpare,
  kBase = 6,
  kVetoBase = 8,
  kSpareWord = 10,
  kUnit = 12,
  kVetoUnit = 16,
};

constexpr int kFewestBits = 6;
constexpr int kMostBits = 8;

// Reads the model's numbers; its size is known to hold them.
class Reader {
 public:
  explicit Reader(const TreeModel& model) : model_(model) {}

  int byte(std::size_t at) const { return model_.bytes[at]; }
  int int16(std::size_t at) const {
    return static_cast<std::int16_t>(byte(at) | byte(at + 1) << 8);
  }
  std::uint32_t word(std::size_t at) const {
    std::uint32_t all = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      all |= std::uint32_t{model_.bytes[at + i]} << (8 * i);
    }
    return all;
  }
  float number(std::size_t at) const { return std::bit_cast<float>(word(at)); }

 private:
  const TreeModel& model_;
};

constexpr std::size_t tree_at(int tree) {
  return static_cast<std::size_t>(kTreesAt + kTreeBytes * tree);
}

bool is_unit(float x) { return x > 0.0F && x <= 1.0F; }

bool is_finite(float x) { return x - x == 0.0F; }

const char* fault_of_header(const Reader& in) {
  if (in.byte(kMark) != 'T' || in.byte(kVersion) != kTreeModelVersion) {
    return safety::told("not a model of trees of version 1");
  }
  if (in.byte(kBits) < kFewestBits || in.byte(kBits) > kMostBits)
    return safety::told("features of 6 to 8 bits");
  if (in.byte(kTreeCount) < 1 || in.byte(kTreeCount) > kMostTrees)
    return safety::told("1 to 60 trees");
  if (in.byte(kVetoCount) > kMostVetoTrees)
    return safety::told("at most 20 trees of the veto");
  if (in.byte(kSpare) != 0 || in.int16(kSpareWord) != 0)
    return safety::told("spare bytes are zero");
  return nullptr;
}

const char* fault_of_numbers(const Reader& in) {
  if (!is_unit(in.number(kUnit)) || !is_unit(in.number(kVetoUnit))) {
    return safety::told("a leaf's unit lies above 0 and up to 1");
  }
  for (std::size_t i = 0; i < kTreeFeatures; ++i) {
    const std::size_t at = kTreeQuantiserAt + 8 * i;
    const float levels = in.number(at + 4);
    if (!is_finite(in.number(at)) || !(levels > 0.0F && is_finite(levels))) {
      return safety::told(
          "each feature has a lowest value and levels per unit, both finite");
    }
  }
  return nullptr;
}

const char* fault_of_trees(const Reader& in) {
  const int trees = in.byte(kTreeCount) + in.byte(kVetoCount);
  const int highest = (1 << in.byte(kBits)) - 1;
  for (int tree = 0; tree < trees; ++tree) {
    for (std::size_t node = 0; node < kTreeNodes; ++node) {
      const std::size_t at = tree_at(tree) + 2 * node;
      if (in.byte(at) >= kTreeFeatures)
        return safety::told("a node asks for one of 26 features");
      if (in.byte(at + 1) > highest)
        return safety::told("a threshold is one of the feature's levels");
    }
  }
  return nullptr;
}

bool checksum_holds(const TreeModel& model) {
  const std::size_t end = model.size - 4U;
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < end; ++i) {
    const auto byte = static_cast<std::byte>(model.bytes[i]);
    crc = safety::crc32(&byte, 1, crc);
  }
  return crc == Reader(model).word(end);
}

// The sum of the leaves that one tree after the other leads to.
int sum_of(const TreeModel& model, int first, int count, const TreeLevels& levels) {
  int sum = 0;
  const std::uint8_t* tree = model.bytes.data() + tree_at(first);
  for (int t = 0; t < count; ++t, tree += kTreeBytes) {
    unsigned node = 0;
    for (int depth = 0; depth < 3; ++depth) {
      node = 2 * node + 1 +
             (levels[tree[2 * node] & kTreeLevelMask] > tree[2 * node + 1] ? 1U : 0U);
    }
    sum += static_cast<std::int8_t>(tree[2 * kTreeNodes + node - kTreeNodes]);
  }
  return sum;
}

std::uint8_t level_of(float value, float lowest, float levels_per_unit, float highest) {
  const float level = (value - lowest) * levels_per_unit;
  if (!(level > 0.0F)) return 0;
  return static_cast<std::uint8_t>(level < highest ? level : highest);
}

}  // namespace

const char* fault_of(const TreeModel& model) noexcept {
  constexpr int kFewestBytes = tree_model_bytes(1, 0);
  if (model.size < kFewestBytes || model.size > kMostTreeModelBytes) {
    return safety::told("a model of trees takes 254 to 2048 bytes");
  }
  const Reader in(model);
  if (const char* fault = fault_of_header(in)) return fault;
  if (model.size != tree_model_bytes(in.byte(kTreeCount), in.byte(kVetoCount))) {
    return safety::told("more or fewer bytes than its trees take");
  }
  if (!checksum_holds(model)) return safety::told("its checksum does not hold");
  if (const char* fault = fault_of_numbers(in)) return fault;
  return fault_of_trees(in);
}

TreeLevels levels_of(const TreeModel& model, const SeizureFeatureValues& absolute,
                     const SeizureFeatureValues& normalised) noexcept {
  const Reader in(model);
  const int bits = std::min(in.byte(kBits), kMostBits);
  const auto highest = static_cast<float>((1 << bits) - 1);
  TreeLevels levels{};
  for (std::size_t i = 0; i < kTreeFeatures; ++i) {
    const std::size_t at = kTreeQuantiserAt + 8 * i;
    const float value =
        i < kSeizureFeatures ? absolute[i] : normalised[i - kSeizureFeatures];
    levels[i] = level_of(value, in.number(at), in.number(at + 4), highest);
  }
  return levels;
}

TreeOdds odds_of(const TreeModel& model, const TreeLevels& levels) noexcept {
  const Reader in(model);
  const int trees = std::min(in.byte(kTreeCount), kMostTrees);
  const int veto_trees = std::min(in.byte(kVetoCount), kMostVetoTrees);
  const int seizure = in.int16(kBase) + sum_of(model, 0, trees, levels);
  TreeOdds odds;
  odds.seizure = static_cast<float>(seizure) * in.number(kUnit);
  if (veto_trees == 0) return odds;
  const int artefact = in.int16(kVetoBase) + sum_of(model, trees, veto_trees, levels);
  odds.artefact = static_cast<float>(artefact) * in.number(kVetoUnit);
  return odds;
}

}  // namespace homeostat::biomarkers
