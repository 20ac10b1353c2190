// A gradient-boosted model of seizures as bytes: quantised features, trees of depth
// three, one byte a leaf. At most 2 kB, judged byte by byte before it is used.
//
// Knows no channel and no time (tree_detector.h). Whole numbers from the quantised
// features on, so that every host gives the same log-odds. Little-endian:
//
//    0  'T', version 1, bits a feature (6 to 8), trees (1 to 60), trees of the veto (0 to
//       20), 0
//    6  int16 base, int16 base of the veto, in leaf units; int16 0
//   12  float32 log-odds of a leaf unit, the same of the veto
//   20  26 times (float32 lowest, float32 levels per unit): a feature's level is
//       (value - lowest) * levels, rounded down, from 0 to 2^bits - 1
//  228  trees, then those of the veto: seven nodes (byte feature, byte threshold; to the
//       left where level <= threshold; node i leads to 2i+1 and 2i+2), then eight int8
//       leaves from left to right
//  end  CRC-32 of all before
//
// Features: the thirteen of seizure_features.h, then the same adaptively normalised. The
// veto tells artefacts: where its log-odds are above zero nothing speaks for a seizure.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/seizure_features.h"

namespace homeostat::biomarkers {

inline constexpr int kTreeFeatures = 2 * kSeizureFeatures;
inline constexpr int kMostTreeModelBytes = 2048;
inline constexpr int kMostTrees = 60;
inline constexpr int kMostVetoTrees = 20;
inline constexpr int kTreeNodes = 7;
inline constexpr int kTreeLeaves = 8;
inline constexpr int kTreeBytes = 2 * kTreeNodes + kTreeLeaves;
inline constexpr int kTreeQuantiserAt = 20;
inline constexpr int kTreesAt = kTreeQuantiserAt + 8 * kTreeFeatures;
inline constexpr std::uint8_t kTreeModelVersion = 1;

constexpr int tree_model_bytes(int trees, int veto_trees) noexcept {
  return kTreesAt + kTreeBytes * (trees + veto_trees) + 4;
}
static_assert(tree_model_bytes(kMostTrees, kMostVetoTrees) <= kMostTreeModelBytes);

// As in the program; no bytes: no model.
struct TreeModel {
  std::uint16_t size = 0;
  std::array<std::uint8_t, kMostTreeModelBytes> bytes{};
};

// What is wrong with it, in a person's words; null where it may be used.
const char* fault_of(const TreeModel& model) noexcept;

// As many as any node may name once it is masked, so that a flipped bit reads nothing
// else.
inline constexpr int kTreeLevelMask = 31;
using TreeLevels = std::array<std::uint8_t, kTreeLevelMask + 1>;
static_assert(kTreeFeatures <= kTreeLevelMask + 1);

struct TreeOdds {
  float seizure = 0.0F;   // natural log-odds
  float artefact = 0.0F;  // of the veto; zero without one
};

// Both of a model without fault.
TreeLevels levels_of(const TreeModel& model, const SeizureFeatureValues& absolute,
                     const SeizureFeatureValues& normalised) noexcept;
TreeOdds odds_of(const TreeModel& model, const TreeLevels& levels) noexcept;

}  // namespace homeostat::biomarkers
