#include "models/afferent.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "models/cohort.h"

namespace homeostat::models {
namespace {

constexpr double kSecond = 1.0;
constexpr ElectrodePulse kPulse{.amplitude_ua = 2000.0, .width_us = 90.0};

AfferentSettings published() { return published_afferent(2000.0); }

double recruited(double amplitude_ua, double width_us, bool cathode, bool biphasic) {
  return Afferent(published(), kSecond)
      .recruited({amplitude_ua, width_us, cathode, biphasic});
}

TEST(Afferent, RecruitsByStrengthAndDuration) {
  // At rheobase and an endless pulse nothing, at twice the chronaxie's threshold less
  // far than at four times it.
  EXPECT_EQ(recruited(50.0, 1e9, true, false), 0.0);
  EXPECT_EQ(recruited(100.0, 200.0, true, false), 0.0);
  double before = 0.0;
  for (const double width_us : {30.0, 60.0, 90.0, 200.0, 450.0}) {
    const double now = recruited(3000.0, width_us, true, false);
    EXPECT_GT(now, before);
    before = now;
  }
}

TEST(Afferent, TwoPulsesOfEqualWeissStrengthRecruitEqually) {
  // I / (1 + chronaxie / width) is what counts.
  const double wide = 2000.0;
  const double narrow = wide * (1.0 + 200.0 / 90.0) / (1.0 + 200.0 / 450.0);
  EXPECT_NEAR(recruited(narrow, 90.0, true, false), recruited(wide, 450.0, true, false),
              1e-12);
}

TEST(Afferent, AnAnodeRecruitsLessUnlessACathodicPhaseFollows) {
  const double cathode = recruited(3000.0, 90.0, true, false);
  EXPECT_GT(cathode, recruited(3000.0, 90.0, false, false));
  EXPECT_EQ(cathode, recruited(3000.0, 90.0, false, true));
  EXPECT_EQ(cathode, recruited(3000.0, 90.0, true, true));
}

TEST(Afferent, VolleysCarryWhatTheSynapseReleases) {
  Afferent afferent(published(), kSecond);
  TsodyksMarkram synapse(kExcitatoryFacilitating);
  const double fraction = afferent.recruited(kPulse);
  ASSERT_GT(fraction, 0.0);
  for (int k = 0; k < 200; ++k) {
    const double onset = 0.013 + k / 130.0;
    const PulseTrain volley = afferent.volley(kPulse, onset);
    if (k > 0) synapse.rest(1000.0 / 130.0);
    EXPECT_NEAR(volley.amplitude, 2000.0 * synapse.pulse(fraction), 1e-9);
    EXPECT_DOUBLE_EQ(volley.start, onset + 1e-3);
    EXPECT_DOUBLE_EQ(volley.width, 1e-3);
    EXPECT_FALSE(volley.biphasic);
  }
  // At 130 Hz each pulse releases 0.0539 in the end.
  EXPECT_NEAR(afferent.volley(kPulse, 0.013 + 200 / 130.0).amplitude,
              2000.0 * fraction * 0.0539, 2.0);
}

TEST(Afferent, TimesFollowTheModelsUnit) {
  Afferent in_ms(published(), 1e-3);
  const PulseTrain volley = in_ms.volley(kPulse, 20.0);
  EXPECT_DOUBLE_EQ(volley.start, 21.0);
  EXPECT_DOUBLE_EQ(volley.width, 1.0);
}

// What the default way in is for: the second phase takes nothing back.
TEST(Afferent, ABalancedPulseMovesWendlingAsMuchAsACathodicOne) {
  const auto swing = [](bool through_afferent, bool biphasic) {
    Cohort cohort(*find_model("wendling"), 1, {});
    cohort.parameter(0, 1) = 40.0;
    cohort.advance(8000);
    const double rest_mv = cohort.observable(0);
    if (through_afferent) {
      Afferent afferent(published_afferent(20'000.0), kSecond);
      ElectrodePulse pulse{.amplitude_ua = 4000.0, .width_us = 90.0};
      pulse.biphasic = biphasic;
      for (int k = 0; k < 5; ++k) {
        cohort.stimulate(0, afferent.volley(pulse, 8.0 + k / 130.0));
      }
    } else {
      cohort.stimulate(0, {.start = 8.0,
                           .period = 1.0 / 130.0,
                           .pulses = 650,
                           .width = 90e-6,
                           .amplitude = 20'000.0,
                           .biphasic = biphasic});
    }
    double most = 0.0;
    for (int ms = 0; ms < 2000; ++ms) {
      cohort.advance(1);
      most = std::max(most, std::abs(cohort.observable(0) - rest_mv));
    }
    return most;
  };
  EXPECT_DOUBLE_EQ(swing(true, true), swing(true, false));
  EXPECT_GT(swing(true, true), 5.0);  // a spike: 12.4 mV
  EXPECT_GT(swing(false, false), 20.0 * swing(false, true));
}

TEST(Afferent, LightAndUltrasoundRecruitByDose) {
  for (const Modality modality : {Modality::kOptical, Modality::kUltrasound}) {
    AfferentSettings settings = published();
    settings.modality = modality;
    settings.dose = {.half = 0.01, .steepness = 2.0};
    const Afferent afferent(settings, kSecond);
    EXPECT_EQ(afferent.recruited({0.0, 5000.0}), 0.0);
    EXPECT_NEAR(afferent.recruited({2.0, 5000.0}), 0.5, 1e-12);  // 0.01 mJ/cm2
    EXPECT_NEAR(afferent.recruited({6.0, 5000.0}), 0.9, 1e-12);
  }
}

TEST(Afferent, RefusesWhatMeansNothing) {
  EXPECT_THROW(Afferent(published(), 0.0), std::invalid_argument);
  AfferentSettings settings = published();
  settings.path.dispersion_ms = 0.0;
  EXPECT_THROW(Afferent(settings, kSecond), std::invalid_argument);
  settings = published();
  settings.tissue.anode_to_cathode_threshold = 0.5;
  EXPECT_THROW(Afferent(settings, kSecond), std::invalid_argument);
  Afferent afferent(published(), kSecond);
  (void)afferent.volley(kPulse, 1.0);
  EXPECT_THROW((void)afferent.volley(kPulse, 0.5), std::invalid_argument);
}

}  // namespace
}  // namespace homeostat::models
