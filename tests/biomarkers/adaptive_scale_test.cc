#include "biomarkers/adaptive_scale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace homeostat::biomarkers {
namespace {

SeizureFeatureValues all(float x) {
  SeizureFeatureValues values;
  values.fill(x);
  return values;
}

// Half seconds of a background around `middle`, each feature its own.
class Background {
 public:
  explicit Background(float middle = 5.0F, float spread = 1.0F)
      : normal_(middle, spread) {}
  SeizureFeatureValues next() {
    SeizureFeatureValues values;
    for (float& x : values) x = normal_(random_);
    return values;
  }

 private:
  std::mt19937 random_{1};
  std::normal_distribution<float> normal_;
};

AdaptiveScale calibrated(Background background = Background(), int hops = 2400) {
  AdaptiveScale scale;
  for (int i = 0; i < hops; ++i) scale.learn(background.next(), false);
  return scale;
}

// Where the scale puts its middle: the value that is normalised to zero.
float middle_of(const AdaptiveScale& scale, std::size_t feature = 1) {
  const float at_zero = scale.normalised(all(0.0F))[feature];
  const float at_one = scale.normalised(all(1.0F))[feature];
  return -at_zero / (at_one - at_zero);
}

TEST(AdaptiveScale, TellsAfterAMinute) {
  AdaptiveScale scale;
  for (int i = 0; i < kCalibrationHops; ++i) {
    EXPECT_FALSE(scale.calibrated());
    scale.learn(all(1.0F), false);
  }
  EXPECT_TRUE(scale.calibrated());
}

TEST(AdaptiveScale, FindsMiddleAndSpreadOfABackground) {
  const AdaptiveScale scale = calibrated();
  for (std::size_t feature = 0; feature < 13; ++feature) {
    EXPECT_NEAR(middle_of(scale, feature), 5.0, 0.2) << feature;
    EXPECT_NEAR(scale.normalised(all(7.0F))[feature], 2.0, 0.35) << feature;
  }
}

TEST(AdaptiveScale, AGainThatAddsToAllChangesNothingNormalised) {
  AdaptiveScale low;
  AdaptiveScale high;
  Background background;
  for (int i = 0; i < 600; ++i) {
    SeizureFeatureValues values = background.next();
    low.learn(values, false);
    SeizureFeatureValues more = values;
    for (float& x : more) x += 3.0F;
    high.learn(more, false);
    for (std::size_t f = 0; f < 13; ++f) {
      ASSERT_NEAR(low.normalised(values)[f], high.normalised(more)[f], 2e-3);
    }
  }
}

TEST(AdaptiveScale, NoOutlierMovesItFurtherThanItsClip) {
  AdaptiveScale once = calibrated();
  AdaptiveScale twice = once;
  SeizureFeatureValues far = all(5.0F);
  far[1] = 1.0e6F;
  once.learn(far, false);
  far[1] = 1.0e9F;
  twice.learn(far, false);
  EXPECT_EQ(middle_of(once), middle_of(twice));
  EXPECT_NEAR(middle_of(once), 5.0, 0.2);
}

TEST(AdaptiveScale, StandsStillWhileTheSignalIsNoBackground) {
  AdaptiveScale scale = calibrated();
  const float before = middle_of(scale);
  for (int i = 0; i < kLongestFreezeHops; ++i) scale.learn(all(6.0F), true);
  EXPECT_EQ(middle_of(scale), before);
}

TEST(AdaptiveScale, StandsStillForTenMinutesAtMost) {
  AdaptiveScale scale = calibrated();
  const float before = middle_of(scale);
  for (int i = 0; i < kLongestFreezeHops; ++i) scale.learn(all(6.0F), true);
  ASSERT_EQ(middle_of(scale), before);
  scale.learn(all(6.0F), true);
  EXPECT_GT(middle_of(scale), before);
  scale.learn(all(5.0F), false);  // background: another ten minutes may follow
  const float after = middle_of(scale);
  scale.learn(all(6.0F), true);
  EXPECT_EQ(middle_of(scale), after);
}

TEST(AdaptiveScale, ALineLengthFourSigmaAboveIsNoBackground) {
  const AdaptiveScale scale = calibrated();
  const float per_sigma =
      1.0F / (scale.normalised(all(1.0F))[0] - scale.normalised(all(0.0F))[0]);
  const float middle = middle_of(scale, 0);
  for (const float sigma : {3.99F, 4.01F}) {
    AdaptiveScale next = scale;
    SeizureFeatureValues values = all(6.0F);
    values[0] = middle + sigma * per_sigma;
    next.learn(values, false);
    EXPECT_EQ(middle_of(next) == middle_of(scale), sigma > 4.0F) << sigma;
  }
  AdaptiveScale lower = scale;
  SeizureFeatureValues values = all(6.0F);
  values[0] = middle - 8.0F * per_sigma;
  lower.learn(values, false);
  EXPECT_NE(middle_of(lower), middle_of(scale)) << "less than usual is background";
}

TEST(AdaptiveScale, ASignalThatNeverChangesKeepsASpread) {
  AdaptiveScale scale;
  for (int i = 0; i < 20000; ++i) scale.learn(all(2.0F), false);
  for (const float x : scale.normalised(all(2.5F))) {
    EXPECT_TRUE(std::isfinite(x));
    EXPECT_LT(x, 150.0F);
  }
  EXPECT_EQ(scale.normalised(all(2.0F)), all(0.0F));
}

TEST(AdaptiveScale, FollowsADriftWithinTenMinutesOrSo) {
  AdaptiveScale scale = calibrated();
  Background louder(6.5F);
  for (int i = 0; i < 2400; ++i) scale.learn(louder.next(), false);
  EXPECT_NEAR(middle_of(scale), 6.5, 0.3);
}

TEST(AdaptiveScale, BeforeItHeardAnythingAllIsUsual) {
  EXPECT_EQ(AdaptiveScale().normalised(all(7.0F)), all(0.0F));
}

}  // namespace
}  // namespace homeostat::biomarkers
