#include "biomarkers/carried.h"

#include <gtest/gtest.h>

namespace homeostat::biomarkers {
namespace {

constexpr std::uint32_t bit(Feature feature) {
  return 1U << static_cast<std::uint32_t>(feature);
}
constexpr std::uint32_t kNothing = bit(Feature::kNone);

TEST(Carried, AHostCarriesEverything) {
  for (const FeatureEntry& entry : kFeatures) EXPECT_TRUE(carries(entry.feature));
  EXPECT_TRUE(kCarriesRcsChain);
  EXPECT_FALSE(carries(static_cast<Feature>(kFeatures.size())));
}

TEST(Carried, Saf301_AListNamesWhatItNames) {
  EXPECT_EQ(features_named("area"), kNothing | bit(Feature::kArea));
  EXPECT_EQ(features_named("none"), kNothing);
  EXPECT_EQ(features_named("phase_amplitude,line_length"),
            kNothing | bit(Feature::kPhaseAmplitude) | bit(Feature::kLineLength));
  for (const FeatureEntry& entry : kFeatures) {
    EXPECT_EQ(features_named(entry.name), kNothing | bit(entry.feature));
  }
}

TEST(Carried, Saf301_AWordThatNamesNoFeatureLeavesNothing) {
  for (const char* list : {"are", "areas", "area,", ",area", "area,,rms", "area, rms",
                           "area;rms", "Area", " area", "line", "power"}) {
    EXPECT_EQ(features_named(list), 0U) << list;
  }
}

}  // namespace
}  // namespace homeostat::biomarkers
