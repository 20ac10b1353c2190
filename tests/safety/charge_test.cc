// Charge per phase: the worked figures of the reference pages, and both bounds exactly.
#include <gtest/gtest.h>

#include <cmath>

#include "safety/guard.h"
#include "safety/lead.h"
#include "safety/limits.h"
#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

std::uint32_t area(LeadModel lead, int contact = 0) {
  return describe(lead).area_um2[contact];
}
double limit_uc(std::uint32_t area_um2, int density, int k) {
  return static_cast<double>(max_charge_per_phase(area_um2, density, k).count()) * 1e-6;
}
constexpr int kNoDensity = 25'000;

struct Worked {
  LeadModel lead;
  int contact;
  double density_25, shannon_150, shannon_175;
};
// shared/reference/safety.md, "Worked Qmax".
constexpr Worked kWorked[] = {
    {LeadModel::kDbsRing127x150, 0, 1.50, 1.38, 1.83},
    {LeadModel::kDepthRing127x200, 0, 1.99, 1.59, 2.12},
    {LeadModel::kStripDisc318, 0, 1.99, 1.58, 2.11},
    {LeadModel::kSeeg080x200, 0, 1.26, 1.26, 1.68},
    {LeadModel::kDirectional127x150, 1, 0.40, 0.71, 0.95},
};

TEST(ChargeTest, Saf004_AgreesWithTheWorkedTableWhicheverBoundIsLower) {
  for (const Worked& w : kWorked) {
    const std::uint32_t a = area(w.lead, w.contact);
    EXPECT_NEAR(limit_uc(a, kNoDensity, 150), std::min(w.density_25, w.shannon_150),
                0.006)
        << describe(w.lead).name;
    EXPECT_NEAR(limit_uc(a, kNoDensity, 175), std::min(w.density_25, w.shannon_175),
                0.006)
        << describe(w.lead).name;
  }
}

TEST(ChargeTest, Saf004_DensityBindsASegmentAndShannonARing) {
  const std::uint32_t ring = area(LeadModel::kDbsRing127x150);
  const std::uint32_t segment = area(LeadModel::kDirectional127x150, 1);
  EXPECT_EQ(max_charge_per_phase(segment, 25'000, 150).count(), segment / 4);
  EXPECT_LT(max_charge_per_phase(ring, 25'000, 150).count(), ring / 4);
}

// shared/reference/devices.md 2.2: the depth lead at 25 uC/cm2.
TEST(ChargeTest, Saf004_ResponsiveDepthLeadVectors) {
  const auto limit = max_charge_per_phase(7'979'645, 25'000, 175);
  EXPECT_EQ(limit, 1'994'911_pC);
  EXPECT_LE(12'000_uA * 160_us, limit);
  EXPECT_LE(12'000_uA * 166_us, limit);
  EXPECT_GT(12'000_uA * 167_us, limit);
  EXPECT_EQ(limit / 1000_us, 1994_uA);
}

TEST(ChargeTest, Saf004_EveryEntryOfTheTableIsTheFloorOfItsPower) {
  for (int k = 100; k <= 175; ++k) {
    // An area of 1 um2 at this k: q^2 <= floor(10^k * 10^4).
    const auto exact = static_cast<double>(std::pow(10.0L, k / 100.0L) * 1e4L);
    const auto q =
        guard_charge_limit_pc(4'000'000, 25'000, static_cast<std::uint32_t>(k));
    const double root = std::sqrt(std::floor(exact) * 4e6);
    EXPECT_EQ(q, std::min(std::floor(root), 1e6)) << k;
  }
}

TEST(ChargeTest, Saf004_TheRootIsExactBelowOnAndAboveASquare) {
  // k = 1.00: q^2 <= 100'000 * area. 1'000'000 um2 gives q = 316'227.
  for (std::uint32_t a : {999'999U, 1'000'000U, 1'000'001U, 10U, 1U, 90'000U}) {
    const auto q = static_cast<std::uint64_t>(guard_charge_limit_pc(a, 25'000, 100));
    const std::uint64_t square = std::uint64_t{100'000} * a;
    const std::uint64_t density = std::uint64_t{25'000} * a / 100'000;
    EXPECT_LE(q * q, square);
    EXPECT_LE(q, density);
    EXPECT_TRUE((q + 1) * (q + 1) > square || q + 1 > density);
  }
}

TEST(ChargeTest, Saf004_TheRootOfASquareIsItsRootAndNoRootIsAboveTheCeiling) {
  // k = 1.00 on 10 mm2: the square of a million; density alone would allow 2.5 times it.
  EXPECT_EQ(1'000'000U, guard_charge_limit_pc(10'000'000, 25'000, 100));
  EXPECT_EQ(std::uint32_t{CEILING_CHARGE_PC},
            guard_charge_limit_pc(UINT32_MAX, 25'000, 175));
}

TEST(ChargeTest, Saf004_AKOutsideTheTableAllowsNothing) {
  EXPECT_GT(max_charge_per_phase(1'000'000, 25'000, 100), 0_pC);
  EXPECT_GT(max_charge_per_phase(1'000'000, 25'000, 175), 0_pC);
  EXPECT_EQ(max_charge_per_phase(1'000'000, 25'000, 99), 0_pC);
  EXPECT_EQ(max_charge_per_phase(1'000'000, 25'000, 176), 0_pC);
  EXPECT_EQ(max_charge_per_phase(1'000'000, 25'000, -150), 0_pC);
  EXPECT_EQ(max_charge_per_phase(1'000'000, 25'001, 150), 0_pC);
  EXPECT_EQ(max_charge_per_phase(1'000'000, -1, 150), 0_pC);
}

TEST(ChargeTest, ALargerAreaNeverAllowsLess) {
  Picocoulombs before;
  for (std::uint32_t a = 0; a < 20'000'000; a += 9'973) {
    const Picocoulombs q = max_charge_per_phase(a, 25'000, 150);
    ASSERT_GE(q, before);
    before = q;
  }
}

TEST(ChargeTest, Saf004_TheAmplitudeOfAConfigurationIsItsTightestContacts) {
  Limits l = responsive_limits();
  // Shannon k = 1.5 on 7.98 mm2: 1'588'520 pC.
  const auto charge = max_charge_per_phase(7'979'645, 25'000, 150);
  EXPECT_EQ(max_amplitude_for(l, 0, 160_us), charge / 160_us);
  l.configurations[0].contacts[1].worst_case_share_permille = 500;
  l.configurations[0].contacts[2] = {Polarity::kAnode, 500};
  EXPECT_EQ(max_amplitude_for(l, 0, 160_us), charge / 160_us) << "the cathode binds";
  l.configurations[0].contacts[0].worst_case_share_permille = 250;
  EXPECT_EQ(max_amplitude_for(l, 0, 160_us).count(), charge.count() * 1000 / (500 * 160));
}

TEST(ChargeTest, Saf004_TheLeastShareAndTheLeastWidthBoundToo) {
  guard_configuration c{};
  std::uint32_t room[GUARD_CONTACTS] = {5};
  EXPECT_EQ(std::uint32_t{CEILING_AMPLITUDE_UA}, guard_charge_bound_ua(&c, room, 1));
  c.share_permille[0] = 1;
  EXPECT_EQ(5000U, guard_charge_bound_ua(&c, room, 1));
  EXPECT_EQ(2500U, guard_charge_bound_ua(&c, room, 2));
  EXPECT_EQ(0U, guard_charge_bound_ua(&c, room, 0)) << "no width, no pulse";
}

TEST(ChargeTest, AnInvalidConfigurationOrWidthHasNoAmplitude) {
  const Limits l = responsive_limits();
  EXPECT_EQ(max_amplitude_for(l, -1, 160_us), 0_uA);
  EXPECT_EQ(max_amplitude_for(l, 3, 160_us), 0_uA);
  EXPECT_EQ(max_amplitude_for(l, 0, 39_us), 0_uA);
  EXPECT_EQ(max_amplitude_for(l, 0, 401_us), 0_uA);
  EXPECT_GT(max_amplitude_for(l, 0, 40_us), 0_uA);
  EXPECT_GT(max_amplitude_for(l, 0, 400_us), 0_uA);
}

TEST(LeadTest, AreasAreTheGeometryRoundedDown) {
  const double pi = 3.14159265358979323846;
  EXPECT_EQ(area(LeadModel::kDepthRing127x200), std::floor(pi * 1270 * 2000));
  EXPECT_EQ(area(LeadModel::kStripDisc318), std::floor(pi * 3180 * 3180 / 4));
  EXPECT_EQ(area(LeadModel::kDbsRing127x150), std::floor(pi * 1270 * 1500));
  EXPECT_EQ(area(LeadModel::kDbsOctal127x150, 7), std::floor(pi * 1270 * 1500));
  EXPECT_EQ(area(LeadModel::kSeeg080x200, 7), std::floor(pi * 800 * 2000));
  EXPECT_EQ(area(LeadModel::kDirectional127x150, 0), std::floor(pi * 1270 * 1500));
  for (int i = 1; i < 7; ++i) {
    EXPECT_EQ(area(LeadModel::kDirectional127x150, i),
              std::floor(pi * 1270 * 1500 * 96 / 360));
  }
}

TEST(LeadTest, ContactsThatDoNotExistHaveNoArea) {
  for (int m = 0; m < kLeadModels; ++m) {
    const LeadDescription& d = describe(static_cast<LeadModel>(m));
    for (int i = 0; i < kContactsPerLead; ++i) {
      EXPECT_EQ(d.area_um2[i] > 0, i < d.contacts) << d.name << " contact " << i;
    }
  }
}

TEST(LeadTest, AnUnknownModelIsNoLead) {
  EXPECT_EQ(describe(static_cast<LeadModel>(200)).contacts, 0);
  EXPECT_STREQ(describe(static_cast<LeadModel>(kLeadModels)).name, "none");
}

}  // namespace
}  // namespace homeostat::safety::testing
