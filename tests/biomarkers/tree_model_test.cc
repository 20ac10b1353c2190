// SAF-270: a model of trees is used only if every byte of it holds.
#include "biomarkers/tree_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "tests/support/tree_models.h"

namespace homeostat::biomarkers {
namespace {

using homeostat::testing::made_of;
using homeostat::testing::put;
using homeostat::testing::Question;
using homeostat::testing::seal;
using homeostat::testing::TreeModelParts;

std::string fault(const TreeModel& model) {
  const char* words = fault_of(model);
  return words == nullptr ? "" : words;
}

TreeModel with_byte(std::size_t at, int value) {
  TreeModel model = made_of({});
  model.bytes[at] = static_cast<std::uint8_t>(value);
  seal(model);
  return model;
}

TreeModel with_number(std::size_t at, float value) {
  TreeModel model = made_of({});
  put(model, at, std::bit_cast<std::uint32_t>(value), 4);
  seal(model);
  return model;
}

float odds(const TreeModelParts& parts, const TreeLevels& levels) {
  return odds_of(made_of(parts), levels).seizure;
}

TEST(TreeModel, Saf270_OneByteChangedAnywhereIsRefused) {
  const TreeModel good = made_of({});
  ASSERT_EQ(fault(good), "");
  for (std::size_t at = 0; at < good.size; ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      TreeModel model = good;
      model.bytes[at] = static_cast<std::uint8_t>(model.bytes[at] ^ (1 << bit));
      ASSERT_NE(fault(model), "") << "byte " << at << " bit " << bit;
    }
  }
}

TEST(TreeModel, Saf270_ItsSizeIsWhatItsTreesTake) {
  TreeModel model = made_of({});
  EXPECT_EQ(model.size, 254);
  for (const int size : {0, 1, 4, 253, 255, 2048, 2049, 65535}) {
    model.size = static_cast<std::uint16_t>(size);
    EXPECT_NE(fault(model), "") << size;
  }
}

TEST(TreeModel, Saf270_HeadersBeyondTheirRangeAreRefused) {
  EXPECT_NE(fault(with_byte(0, 'S')), "");
  EXPECT_NE(fault(with_byte(1, 2)), "");
  EXPECT_EQ(fault(with_byte(2, 5)), "features of 6 to 8 bits");
  EXPECT_EQ(fault(with_byte(2, 9)), "features of 6 to 8 bits");
  EXPECT_EQ(fault(with_byte(3, 0)), "1 to 60 trees");
  EXPECT_EQ(fault(with_byte(3, 61)), "1 to 60 trees");
  EXPECT_EQ(fault(with_byte(4, 21)), "at most 20 trees of the veto");
  for (const std::size_t spare : {5U, 10U, 11U}) {
    EXPECT_EQ(fault(with_byte(spare, 1)), "spare bytes are zero");
  }
}

TEST(TreeModel, Saf270_TheLargestModelIsTaken) {
  TreeModelParts parts;
  parts.trees.resize(kMostTrees);
  parts.veto.resize(kMostVetoTrees);
  EXPECT_EQ(fault(made_of(parts)), "");
  EXPECT_EQ(made_of(parts).size, 1992);
}

TEST(TreeModel, Saf270_UnitsAndQuantisersAreFiniteAndAboveZero) {
  constexpr float kInfinite = std::numeric_limits<float>::infinity();
  for (const std::size_t unit : {12U, 16U}) {
    EXPECT_EQ(fault(with_number(unit, 1.0F)), "");
    EXPECT_NE(fault(with_number(unit, 1.001F)), "");
    EXPECT_NE(fault(with_number(unit, 0.0F)), "");
    EXPECT_NE(fault(with_number(unit, std::nanf(""))), "");
  }
  for (const std::size_t feature : {0U, 25U}) {
    EXPECT_NE(fault(with_number(20 + 8 * feature, kInfinite)), "");
    EXPECT_NE(fault(with_number(20 + 8 * feature, std::nanf(""))), "");
    EXPECT_NE(fault(with_number(24 + 8 * feature, 0.0F)), "");
    EXPECT_NE(fault(with_number(24 + 8 * feature, -1.0F)), "");
    EXPECT_NE(fault(with_number(24 + 8 * feature, kInfinite)), "");
  }
}

TEST(TreeModel, Saf270_NodesAskForAFeatureThatThereIsAndALevelThatItHas) {
  EXPECT_EQ(fault(with_byte(228, 25)), "");
  EXPECT_EQ(fault(with_byte(228, 26)), "a node asks for one of 26 features");
  EXPECT_EQ(fault(with_byte(228 + 12, 26)), "a node asks for one of 26 features");
  TreeModelParts parts{.bits = 6};
  parts.trees[0].threshold = 63;
  EXPECT_EQ(fault(made_of(parts)), "");
  parts.trees[0].threshold = 64;
  EXPECT_EQ(fault(made_of(parts)), "a threshold is one of the feature's levels");
  parts = {.veto = {{.feature = 26}}};
  EXPECT_EQ(fault(made_of(parts)), "a node asks for one of 26 features");
}

TEST(TreeModel, LevelsAreRoundedDownAndHeldWithinTheirBits) {
  const TreeModel model = made_of({.bits = 6, .lowest = -2.0F, .levels_per_unit = 4.0F});
  SeizureFeatureValues absolute{};
  SeizureFeatureValues normalised{};
  absolute[0] = -2.25F;
  absolute[1] = -2.0F;
  absolute[2] = -1.76F;
  absolute[3] = -1.75F;
  normalised[0] = 13.74F;
  normalised[1] = 13.75F;
  normalised[2] = 1.0e30F;
  normalised[12] = std::nanf("");
  const TreeLevels levels = levels_of(model, absolute, normalised);
  EXPECT_EQ(levels[0], 0);
  EXPECT_EQ(levels[1], 0);
  EXPECT_EQ(levels[2], 0);
  EXPECT_EQ(levels[3], 1);
  EXPECT_EQ(levels[13], 62);
  EXPECT_EQ(levels[14], 63);
  EXPECT_EQ(levels[15], 63);
  EXPECT_EQ(levels[25], 0);
}

TEST(TreeModel, AtMostTheThresholdGoesToTheLeft) {
  const TreeModelParts parts{
      .trees = {{.feature = 3, .threshold = 7, .left = -20, .right = 5}}, .unit = 0.5F};
  TreeLevels levels{};
  levels[3] = 7;
  EXPECT_EQ(odds(parts, levels), -10.0F);
  levels[3] = 8;
  EXPECT_EQ(odds(parts, levels), 2.5F);
}

TEST(TreeModel, TheThreeQuestionsOfATreeLeadToEachOfItsLeaves) {
  TreeModel model = made_of({});
  for (std::size_t node = 0; node < 7; ++node) {  // each its own feature, at level 0
    model.bytes[228 + 2 * node] = static_cast<std::uint8_t>(node);
    model.bytes[229 + 2 * node] = 0;
  }
  for (std::size_t leaf = 0; leaf < 8; ++leaf) {
    model.bytes[242 + leaf] = static_cast<std::uint8_t>(leaf + 1);
  }
  seal(model);
  ASSERT_EQ(fault(model), "");
  for (unsigned leaf = 0; leaf < 8; ++leaf) {
    TreeLevels levels{};
    const unsigned first = leaf >> 2 & 1U;
    const unsigned second = leaf >> 1 & 1U;
    levels[0] = static_cast<std::uint8_t>(first);
    levels[1 + first] = static_cast<std::uint8_t>(second);
    levels[3 + 2 * first + second] = static_cast<std::uint8_t>(leaf & 1U);
    EXPECT_EQ(odds_of(model, levels).seizure, static_cast<float>(leaf + 1));
  }
}

TEST(TreeModel, TreesAddUpUponTheBaseAndTheVetoApart) {
  const TreeModelParts parts{.trees = {{.threshold = 0, .left = 3, .right = 4},
                                       {.threshold = 0, .left = -128, .right = 127}},
                             .veto = {{.threshold = 0, .left = 9, .right = -9}},
                             .base = -300,
                             .veto_base = 2,
                             .veto_unit = 0.25F};
  const TreeOdds low = odds_of(made_of(parts), {});
  EXPECT_EQ(low.seizure, -300.0F + 3.0F - 128.0F);
  EXPECT_EQ(low.artefact, 11.0F * 0.25F);
  TreeLevels levels{};
  levels[0] = 1;
  const TreeOdds high = odds_of(made_of(parts), levels);
  EXPECT_EQ(high.seizure, -300.0F + 4.0F + 127.0F);
  EXPECT_EQ(high.artefact, -7.0F * 0.25F);
  EXPECT_EQ(odds_of(made_of({.veto_base = 5}), {}).artefact, 0.0F) << "there is no veto";
}

// Bytes that changed in memory after they were judged: read within bounds, until the
// checksum is found wrong.
TEST(TreeModel, Saf270_AnyBytesAreEvaluatedWithinBounds) {
  std::mt19937 random(1);
  TreeModel model = made_of({});
  for (int trial = 0; trial < 2000; ++trial) {
    for (std::uint8_t& byte : model.bytes) byte = static_cast<std::uint8_t>(random());
    const TreeLevels levels = levels_of(model, {}, {});
    (void)odds_of(model, levels);
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
