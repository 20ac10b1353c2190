// What validate() says of a mistake, word by word: one mistake, one fault, in the unit
// and with the bounds of its field.
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

std::vector<LimitsFault> faults_of(const Limits& limits) {
  std::vector<LimitsFault> all;
  (void)validate(
      limits,
      [](void* context, const LimitsFault& fault) {
        static_cast<std::vector<LimitsFault>*>(context)->push_back(fault);
      },
      &all);
  return all;
}

// The only fault of these limits.
LimitsFault fault_of(const Limits& limits) {
  const auto all = faults_of(limits);
  EXPECT_EQ(1U, all.size());
  return all.empty() ? LimitsFault{} : all.front();
}

void expect_fault(const LimitsFault& fault, const std::string& field, std::int64_t value,
                  std::int64_t lowest, std::int64_t highest, int index = -1) {
  ASSERT_NE(nullptr, fault.field) << field;
  EXPECT_EQ(field, fault.field);
  EXPECT_EQ(value, fault.value) << field;
  EXPECT_EQ(lowest, fault.lowest) << field;
  EXPECT_EQ(highest, fault.highest) << field;
  EXPECT_EQ(index, fault.index) << field;
}

TEST(LimitsFaults, Saf001_AFaultSaysItsFieldsValueAndBounds) {
  Limits l = responsive_limits();
  l.max_ramp_ua_per_ms = 25'001;
  expect_fault(fault_of(l), "limits.max_ramp_ua_per_ms", 25'001, 1, 25'000);
  l = responsive_limits();
  l.compliance = Microvolts(20'001'000);
  expect_fault(fault_of(l), "limits.compliance_mv", 20'001, 1, 20'000);
}

TEST(LimitsFaults, Saf011_AContactsFaultSaysWhichContact) {
  const std::string name = "limits.configurations[0].contacts";
  Limits l = responsive_limits();
  l.configurations[0].contacts[3].worst_case_share_permille = 7;
  expect_fault(fault_of(l), name + ".worst_case_share_permille", 7, 0, 0, 3);
  l = responsive_limits();
  l.configurations[0].contacts[2] = {Polarity::kAnode, 1001};
  expect_fault(fault_of(l), name + ".worst_case_share_permille", 1001, 1, 1000, 2);
  l.configurations[0].contacts[2] = {static_cast<Polarity>(3), 5};
  expect_fault(fault_of(l), name, 3, 1, 2, 2);
  l.configurations[0].contacts[2] = {};
  l.configurations[0].contacts[4] = {Polarity::kAnode, 1000};  // a depth lead has four
  expect_fault(fault_of(l), name, 0, 1, 1, 4);
}

TEST(LimitsFaults, Saf011_TheSideThatDoesNotShareAllOfTheCurrentIsNamed) {
  for (const bool anodes : {true, false}) {
    const auto with = [&](std::uint16_t share) {
      Limits l = responsive_limits();
      l.configurations[0].contacts[anodes ? 1 : 0].worst_case_share_permille = share;
      return l;
    };
    const LimitsFault fault = fault_of(with(999));
    expect_fault(fault, "limits.configurations[0].contacts", 999, 1000, 17'000);
    EXPECT_NE(nullptr, std::strstr(fault.why, anodes ? " anodes" : " cathodes"));
    EXPECT_TRUE(faults_of(with(1000)).empty());
  }
}

TEST(LimitsFaults, Saf001_LeadsAndConfigurationsAreCountedFromTheirEnds) {
  Limits l = responsive_limits();
  l.configuration_count = 1;
  l.leads[1] = LeadModel::kNone;
  EXPECT_TRUE(faults_of(l).empty())
      << "a port may be empty, and one configuration is one";
  l.leads[1] = static_cast<LeadModel>(kLeadModels - 1);
  EXPECT_TRUE(faults_of(l).empty());
  l.leads[1] = static_cast<LeadModel>(kLeadModels);
  expect_fault(fault_of(l), "limits.leads", kLeadModels, 0, kLeadModels - 1);
  l = responsive_limits();
  l.configuration_count = 0;
  expect_fault(fault_of(l), "limits.configurations", 0, 1, 4);
  l.configuration_count = 5;
  expect_fault(fault_of(l), "limits.configurations", 5, 1, 4);
}

TEST(LimitsFaults, Saf001_TheLastOfFourConfigurationsIsLookedAtToo) {
  Limits l = responsive_limits();
  l.configuration_count = 4;
  l.configurations[3] = bipolar(2, 3);
  EXPECT_TRUE(faults_of(l).empty());
  l.configurations[3].second_phase_ratio = 11;
  EXPECT_EQ(1U, faults_of(l).size());
}

// ---- The longest pulse in the longest period.

class OccupiedTest : public ::testing::Test {
 protected:
  OccupiedTest() { limits_.max_period = 3000_us; }
  ElectrodeConfiguration& at(std::size_t i) { return limits_.configurations[i]; }
  Limits limits_ = responsive_limits();
};

TEST_F(OccupiedTest, Saf007_EachConfigurationsPulseMustFitAndThoseBeyondTheCountNeedNot) {
  EXPECT_TRUE(faults_of(limits_).empty());
  for (std::size_t i = 0; i < kMaxConfigurations; ++i) {
    Limits l = limits_;
    l.configurations[3] = bipolar(2, 3);
    l.configurations[i].recharge = 2201_us;  // and 800 us of both phases
    if (i < l.configuration_count) {
      expect_fault(fault_of(l), "limits.max_period_us", 3000, 3001, 2'000'000);
    } else {
      EXPECT_TRUE(faults_of(l).empty());
    }
    l.configurations[i].recharge = 2200_us;
    EXPECT_TRUE(faults_of(l).empty());
  }
}

TEST_F(OccupiedTest, Saf007_GapAndRechargeAndWidthCountFromZeroToTheirCeilings) {
  at(0).interphase_gap = 0_us;
  at(0).recharge = 2201_us;
  expect_fault(fault_of(limits_), "limits.max_period_us", 3000, 3001, 2'000'000);
  at(0).interphase_gap = 1000_us;
  at(0).recharge = 1201_us;
  expect_fault(fault_of(limits_), "limits.max_period_us", 3000, 3001, 2'000'000);
  at(0).interphase_gap = 1000_us;
  at(0).recharge = 0_us;
  limits_.max_pulse_width = 1000_us;
  at(1).recharge = at(2).recharge = 0_us;
  at(0).second_phase_ratio = 2;
  expect_fault(fault_of(limits_), "limits.max_period_us", 3000, 4000, 2'000'000);
  at(0).interphase_gap = 0_us;
  EXPECT_TRUE(faults_of(limits_).empty());
  at(0).recharge = 20'000_us;
  expect_fault(fault_of(limits_), "limits.max_period_us", 3000, 23'000, 2'000'000);
}

TEST_F(OccupiedTest, Saf007_ATimeThatCannotBeIsToldByItselfAlone) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t us : {std::int64_t{3'000'000}, kMost, -kMost / 2 - 1}) {
    Limits l = limits_;
    l.configurations[0].interphase_gap = Microseconds(us);
    EXPECT_STREQ("limits.configurations[0].interphase_gap_us", fault_of(l).field);
    l = limits_;
    l.configurations[0].recharge = Microseconds(us);
    EXPECT_STREQ("limits.configurations[0].recharge_us", fault_of(l).field);
    l = limits_;
    l.configurations[0].second_phase_ratio = 2;
    l.max_pulse_width = Microseconds(us);
    EXPECT_STREQ("limits.max_pulse_width_us", fault_of(l).field);
  }
}

}  // namespace
}  // namespace homeostat::safety::testing
