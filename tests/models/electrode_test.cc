#include "models/electrode.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/response.h"

namespace homeostat::models {
namespace {

using namespace homeostat::literals;

constexpr TissueSettings kTissue{.focus_radius_mm = 3.0,
                                 .chronaxie_us = 200.0,
                                 .rheobase_ua = 50.0,
                                 .current_distance_ua_per_mm2 = 100.0,
                                 .anode_to_cathode_threshold = 3.0};

TEST(Recruitment, AtTheChronaxieTakesTwiceTheRheobase) {
  EXPECT_EQ(recruitment_radius_mm(100.0, 200.0, kTissue), 0.0);
  EXPECT_GT(recruitment_radius_mm(100.001, 200.0, kTissue), 0.0);
  EXPECT_EQ(recruitment_radius_mm(99.999, 200.0, kTissue), 0.0);
}

// Weiss: threshold charge grows on a straight line with width.
TEST(Recruitment, FollowsWeissLaw) {
  for (const double width : {40.0, 60.0, 160.0, 450.0, 1000.0}) {
    const double threshold = 50.0 * (1.0 + 200.0 / width);
    EXPECT_EQ(recruitment_radius_mm(threshold * 0.9999, width, kTissue), 0.0) << width;
    EXPECT_GT(recruitment_radius_mm(threshold * 1.0001, width, kTissue), 0.0) << width;
  }
}

TEST(Recruitment, ReachesAsTheRootOfTheCurrent) {
  // Twice the rheobase-equivalent surplus: sqrt(2) times as far.
  const double near = recruitment_radius_mm(2.0 * (50.0 + 200.0), 200.0, kTissue);
  const double far = recruitment_radius_mm(2.0 * (50.0 + 400.0), 200.0, kTissue);
  EXPECT_NEAR(near, std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(far / near, std::sqrt(2.0), 1e-12);
}

TEST(Recruitment, NeedsACurrentAndATime) {
  EXPECT_EQ(recruitment_radius_mm(0.0, 160.0, kTissue), 0.0);
  EXPECT_EQ(recruitment_radius_mm(5000.0, 0.0, kTissue), 0.0);
  EXPECT_EQ(recruitment_radius_mm(std::nan(""), 160.0, kTissue), 0.0);
}

TEST(Overlap, TakesNothingBeforeItTouchesAndAllOnceItEncloses) {
  EXPECT_EQ(overlap_fraction(1.0, 3.0, 4.0), 0.0);
  EXPECT_GT(overlap_fraction(1.001, 3.0, 4.0), 0.0);
  EXPECT_EQ(overlap_fraction(7.0, 3.0, 4.0), 1.0);
  EXPECT_LT(overlap_fraction(6.999, 3.0, 4.0), 1.0);
  EXPECT_EQ(overlap_fraction(0.0, 3.0, 0.0), 0.0);
}

TEST(Overlap, IsTheVolumeOfASmallBallWithinTheFocus) {
  EXPECT_NEAR(overlap_fraction(1.5, 3.0, 0.0), 0.125, 1e-15);
  EXPECT_NEAR(overlap_fraction(1.5, 3.0, 1.5), 0.125, 1e-12);
}

// Two equal balls a radius apart share 5/16 of one.
TEST(Overlap, IsTheKnownLensOfTwoEqualBalls) {
  EXPECT_NEAR(overlap_fraction(3.0, 3.0, 3.0), 5.0 / 16.0, 1e-15);
}

TEST(Overlap, NeverFallsWithReach) {
  for (const double distance : {0.0, 0.5, 2.0, 3.0, 4.5}) {
    double before = 0.0;
    for (double reach = 0.0; reach < 9.0; reach += 0.01) {
      const double now = overlap_fraction(reach, 3.0, distance);
      EXPECT_GE(now, before - 1e-12) << reach << " at " << distance;
      EXPECT_LE(now, 1.0);
      before = now;
    }
    EXPECT_EQ(before, 1.0);
  }
}

class ElectrodeTest : public ::testing::Test {
 protected:
  ElectrodeTest() {
    contacts_[0] = {true, 2.0, 0.0, 1000.0};
    contacts_[1] = {true, 6.0, 0.0, 1000.0};
    contacts_[safety::kCan] = {true, 150.0, 0.0, 300.0};
    configuration_.second_phase_ratio = 1;
  }
  void drive(int contact, safety::Polarity polarity, int share = 1000) {
    configuration_.contacts[static_cast<std::size_t>(contact)] = {
        polarity, static_cast<std::uint16_t>(share)};
  }
  double recruited(std::int32_t amplitude_ua) const {
    return recruited_fraction(configuration_, Microamps(amplitude_ua), 160_us, contacts_,
                              kTissue);
  }

  ContactMap contacts_{};
  safety::ElectrodeConfiguration configuration_;
};

TEST_F(ElectrodeTest, RecruitsMoreWithMoreCurrentAndNothingWithNone) {
  drive(0, safety::Polarity::kCathode);
  drive(safety::kCan, safety::Polarity::kAnode);
  EXPECT_EQ(recruited(0), 0.0);
  EXPECT_EQ(recruited(112), 0.0);  // rheobase * (1 + 200/160) = 112.5
  EXPECT_GT(recruited(113), 0.0);
  double before = 0.0;
  for (int ua = 0; ua < 12'000; ua += 100) {
    EXPECT_GE(recruited(ua), before) << ua;
    before = recruited(ua);
  }
  EXPECT_EQ(before, 1.0);
}

TEST_F(ElectrodeTest, ThePolarityOfTheFirstPhaseMattersLessWhenTheSecondIsAsStrong) {
  drive(0, safety::Polarity::kCathode);
  const double cathode_first = recruited(2000);
  drive(0, safety::Polarity::kAnode);
  EXPECT_EQ(recruited(2000), cathode_first);
  configuration_.second_phase_ratio = 10;  // long and weak: it recruits less
  EXPECT_LT(recruited(2000), cathode_first);
  EXPECT_GT(recruited(2000), 0.0);
}

TEST_F(ElectrodeTest, AnAnodeAloneRecruitsAsACathodeOfAThirdOfTheCurrent) {
  drive(0, safety::Polarity::kAnode);
  configuration_.second_phase_ratio = 200;  // leaves nothing to the second phase
  const double anodic = recruited(3000);
  drive(0, safety::Polarity::kCathode);
  EXPECT_NEAR(recruited(1000), anodic, 1e-12);
}

TEST_F(ElectrodeTest, AFarContactRecruitsLess) {
  drive(0, safety::Polarity::kCathode);
  const double near = recruited(3000);
  configuration_.contacts[0] = {};
  drive(1, safety::Polarity::kCathode);
  EXPECT_LT(recruited(3000), near);
}

TEST_F(ElectrodeTest, CurrentIsSharedBetweenContactsOfOnePolarity) {
  drive(0, safety::Polarity::kCathode);
  const double alone = recruited(2000);
  drive(1, safety::Polarity::kCathode);
  EXPECT_EQ(recruited(4000), alone);
}

TEST_F(ElectrodeTest, AContactThePatientLacksRecruitsNothing) {
  drive(5, safety::Polarity::kCathode);
  EXPECT_EQ(recruited(12'000), 0.0);
}

class ResponseTest : public ::testing::Test {
 protected:
  // Were all recruited.
  static double effect(std::int32_t amplitude_ua, std::int64_t width_us = 160) {
    safety::PulseTrain train;
    train.amplitude = Microamps(amplitude_ua);
    train.pulse_width = Microseconds(width_us);
    const ResponseSettings response{.acute_effect = -0.04,
                                    .after_discharge_threshold_nc = 800.0,
                                    .after_discharge_effect = -0.8};
    return effect_of(charge_nc(train), 800.0, response);
  }
};

TEST_F(ResponseTest, IsTheAcuteEffectUpToTheThreshold) {
  for (const int ua : {0, 500, 2000, 4999, 5000}) EXPECT_EQ(effect(ua), -0.04) << ua;
}

TEST_F(ResponseTest, ProvokesFromTheFirstNanocoulombAboveTheThreshold) {
  EXPECT_LT(effect(5001), -0.04);
  EXPECT_NEAR(effect(10'000), -0.04 - 0.8, 1e-12);
}

TEST_F(ResponseTest, CountsChargeAndNotCurrentForTheThreshold) {
  EXPECT_EQ(effect(8000, 100), -0.04);
  EXPECT_LT(effect(4000, 201), -0.04);
}

TEST_F(ElectrodeTest, TheNearestContactsFirstPhaseGivesTheCurrentItsSign) {
  drive(0, safety::Polarity::kCathode);
  EXPECT_EQ(nearest_current_ua(configuration_, 2000_uA, contacts_), 2000.0);
  drive(0, safety::Polarity::kAnode);
  EXPECT_EQ(nearest_current_ua(configuration_, 2000_uA, contacts_), -2000.0);
  EXPECT_EQ(nearest_current_ua({}, 2000_uA, contacts_), 0.0);
}

// From nothing to 1200 nC within `ramp_s`, at 130 Hz: the largest surplus over the
// threshold, in thresholds' worth.
double worst_surplus(double share, double ramp_s) {
  Accommodation accommodation({.after_discharge_threshold_nc = 800.0,
                               .accommodation_share = share,
                               .accommodation_time_s = 2.0});
  double worst = -1.0;
  for (int k = 0; k < 130 * 40; ++k) {
    const double onset_s = 100.0 + k / 130.0;
    const double charge = 1200.0 * std::min(1.0, (k / 130.0) / ramp_s);
    worst = std::max(worst, charge / accommodation.meet(charge, onset_s) - 1.0);
  }
  return worst;
}

TEST(AccommodationTest, ARampProvokesLessThanAStepAndALongOneNotAtAll) {
  EXPECT_NEAR(worst_surplus(0.0, 0.001), 0.5, 1e-12);
  EXPECT_NEAR(worst_surplus(0.0, 30.0), 0.5, 1e-12);
  EXPECT_GT(worst_surplus(0.5, 0.001), 0.45);
  EXPECT_LT(worst_surplus(0.5, 4.0), 0.3);
  EXPECT_LT(worst_surplus(0.5, 30.0), 0.0);
}

TEST(AccommodationTest, IsForgottenInAPause) {
  Accommodation accommodation({.after_discharge_threshold_nc = 800.0,
                               .accommodation_share = 0.5,
                               .accommodation_time_s = 2.0});
  for (int k = 0; k < 1300; ++k) (void)accommodation.meet(1000.0, k / 130.0);
  EXPECT_NEAR(accommodation.meet(1000.0, 10.0), 1300.0, 10.0);
  EXPECT_NEAR(accommodation.meet(1000.0, 40.0), 800.0, 1.0);
}

}  // namespace
}  // namespace homeostat::models
