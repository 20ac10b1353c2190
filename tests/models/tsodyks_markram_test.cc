#include "models/tsodyks_markram.h"

#include <gtest/gtest.h>

namespace homeostat::models {
namespace {

double steady_release(const SynapseSettings& settings, double rate_hz,
                      FacilitationForm form) {
  TsodyksMarkram synapse(settings, form);
  double release = 0.0;
  for (int i = 0; i < 5000; ++i) {
    release = synapse.pulse();
    synapse.rest(1000.0 / rate_hz);
  }
  return release;
}

// shared/reference/models.md 9, at 1, 10, 50 and 130 Hz.
struct Row {
  SynapseSettings settings;
  FacilitationForm form;
  double release[4];
};

TEST(TsodyksMarkram, SettlesAtTheMeasuredReleaseInBothForms) {
  constexpr auto kZero = FacilitationForm::kDecaysToZero;
  constexpr auto kBase = FacilitationForm::kDecaysToBaseline;
  const Row rows[] = {{kExcitatoryFacilitating, kZero, {0.1131, 0.2992, 0.1297, 0.0539}},
                      {kExcitatoryPseudolinear, kZero, {0.2955, 0.2241, 0.0585, 0.0231}},
                      {kExcitatoryDepressing, kZero, {0.4365, 0.1217, 0.0288, 0.0114}},
                      {kExcitatoryFacilitating, kBase, {0.193, 0.326, 0.130, 0.054}},
                      {kExcitatoryDepressing, kBase, {0.616, 0.132, 0.029, 0.0114}}};
  constexpr double kRates_hz[] = {1.0, 10.0, 50.0, 130.0};
  for (const Row& row : rows) {
    for (int i = 0; i < 4; ++i) {
      EXPECT_NEAR(steady_release(row.settings, kRates_hz[i], row.form), row.release[i],
                  6e-4)
          << row.settings.use << " at " << kRates_hz[i];
    }
  }
}

TEST(TsodyksMarkram, PassesOnLittleOfHighRates) {
  constexpr auto kZero = FacilitationForm::kDecaysToZero;
  const std::pair<SynapseSettings, double> rows[] = {{kExcitatoryFacilitating, 7.0},
                                                     {kExcitatoryPseudolinear, 3.0},
                                                     {kExcitatoryDepressing, 1.48}};
  for (const auto& [settings, per_s] : rows) {
    EXPECT_NEAR(130.0 * steady_release(settings, 130.0, kZero), per_s, 0.02 * per_s);
    EXPECT_NEAR(50.0 * steady_release(settings, 50.0, kZero), per_s, 0.1 * per_s);
  }
}

TEST(TsodyksMarkram, ReleasesWhatItHasAndRecoversAllOfIt) {
  TsodyksMarkram synapse(kExcitatoryDepressing);
  EXPECT_DOUBLE_EQ(synapse.pulse(), 0.5);
  EXPECT_DOUBLE_EQ(synapse.resources(), 0.5);
  EXPECT_DOUBLE_EQ(synapse.current(), 0.5);
  synapse.rest(1e5);
  EXPECT_NEAR(synapse.resources(), 1.0, 1e-15);
  EXPECT_NEAR(synapse.current(), 0.0, 1e-15);
}

TEST(TsodyksMarkram, DoesNotCareHowItsRestIsDivided) {
  TsodyksMarkram whole(kInhibitoryPseudolinear), parts(kInhibitoryPseudolinear);
  whole.pulse();
  parts.pulse();
  whole.rest(10.0);
  for (int i = 0; i < 100; ++i) parts.rest(0.1);
  EXPECT_NEAR(whole.pulse(), parts.pulse(), 1e-14);
}

TEST(TsodyksMarkram, PassesOnWhatWasRecruited) {
  TsodyksMarkram all(kExcitatoryFacilitating), half(kExcitatoryFacilitating);
  EXPECT_DOUBLE_EQ(half.pulse(0.5), 0.5 * all.pulse());
}

}  // namespace
}  // namespace homeostat::models
