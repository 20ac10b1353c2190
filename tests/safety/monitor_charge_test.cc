// What the monitor counts, to the picocoulomb: charge of a phase, and what a contact
// keeps.
#include <gtest/gtest.h>

#include <cstring>

#include "tests/safety/monitor_bench.h"

namespace homeostat::safety::testing {
namespace {

// ---- Charge.

class ChargeEdgeTest : public MonitorEdgeTest {
 protected:
  ChargeEdgeTest() {
    limits_.max_echo_error_permille = 0;  // the meter is perfect
    limits_.shannon_k_hundredths = 175;
    renew();
  }
  bool borne(std::int64_t first_pc, std::int64_t second_pc,
             std::uint8_t configuration = 0) {
    renew();
    PulseSegment s = segment(in_force(1000_uA, 5000_us, configuration), 0_us);
    s.charge1 = Picocoulombs(first_pc);
    s.charge2 = Picocoulombs(second_pc);
    return reason({s}) != MonitorReason::kCharge;
  }
};

TEST_F(ChargeEdgeTest, Saf090_TheLargerOfTheTwoPhasesIsHeldToTheDensityExactly) {
  // 20 uC/cm2 on 7'979'645 um2: 1'595'929 pC and not a thousandth more.
  limits_.charge_density_nc_per_cm2 = 20'000;
  for (const std::int64_t less : {0, 1000}) {
    EXPECT_TRUE(borne(1'595'929, 1'595'929 - less));
    EXPECT_TRUE(borne(1'595'929 - less, 1'595'929));
    EXPECT_FALSE(borne(1'595'930, 1'595'930 - less));
    EXPECT_FALSE(borne(1'595'930 - less, 1'595'930));
  }
}

TEST_F(ChargeEdgeTest, Saf090_EachContactIsLookedAtAndTheCanBearsMuchMore) {
  for (std::size_t c = 0; c < kContacts; ++c) {
    // One contact carries all; the other side is spread so thin that it bears anything.
    ElectrodeConfiguration& only = limits_.configurations[0];
    only.contacts.fill({});
    only.contacts[c] = {Polarity::kCathode, 1000};
    limits_.leads = {LeadModel::kSeeg080x200, LeadModel::kSeeg080x200};
    EXPECT_TRUE(borne(1'256'637, 1'256'637)) << c << ": 25 uC/cm2 on 5'026'548 um2";
    EXPECT_EQ(c == kCan, borne(1'256'638, 1'256'638)) << c;
  }
}

TEST_F(ChargeEdgeTest, Saf090_AShannonKAboveTwoBearsWhatTwoDoes) {
  limits_.charge_density_nc_per_cm2 = 1'000'000;
  limits_.shannon_k_hundredths = 200;
  std::int64_t most = 0;
  for (std::int64_t step = 1 << 24; step > 0; step /= 2) {
    if (borne(most + step, 0)) most += step;
  }
  ASSERT_GT(most, 1'000'000);
  for (const int k : {201, 202, INT32_MAX}) {
    limits_.shannon_k_hundredths = k;
    EXPECT_TRUE(borne(most, 0));
    EXPECT_FALSE(borne(most + 1, 0));
  }
}

TEST_F(ChargeEdgeTest, Saf090_SegmentsBeyondTheCountCarryNoCharge) {
  const PulseTrain t = in_force(1000_uA);
  Echo echo{};
  echo[0].count = 1;
  echo[0].segments[0] = segment(t, 0_us);
  echo[0].segments[1] = segment(t, 5000_us);
  echo[0].segments[1].charge1 = echo[0].segments[1].charge2 = 900'000'000_pC;
  now_ = now_ + kFrame;
  EXPECT_EQ(MonitorReason::kNone,
            monitor_.judge(echo, now_ - kFrame, now_, false).reason);
  echo[0].count = 2;
  for (PulseSegment& s : echo[0].segments) s.first_pulse = s.first_pulse + kFrame;
  now_ = now_ + kFrame;
  EXPECT_EQ(MonitorReason::kCharge,
            monitor_.judge(echo, now_ - kFrame, now_, false).reason);
}

// ---- Balance: contacts of 7'979'645 um2 keep 15 pC under 10 uV.

class BalanceEdgeTest : public MonitorEdgeTest {
 protected:
  static constexpr std::int64_t kBound_pc = 15;

  BalanceEdgeTest() {
    limits_.max_residual = Microvolts(10);
    limits_.max_echo_error_permille = 1'000'000;  // only the balance is asked here
    renew();
  }
  // So much more in the first phase than in the second; below 50 pC nothing is noise. The
  // frame ends with its pulse, so that nothing flows off.
  MonitorReason add(std::int64_t pc, std::uint8_t configuration = 0) {
    PulseSegment s = segment(in_force(1_uA, 5000_us, configuration), 0_us);
    s.charge1 = Picocoulombs(pc > 0 ? pc : 0);
    s.charge2 = Picocoulombs(pc > 0 ? 0 : -pc);
    const MonitorReason found = reason({s}, 1_us);
    now_ = now_ + 10'000_us;  // unseen by the monitor, so that pulses do not crowd
    return found;
  }
  void expect_left(std::int64_t pc) {
    const Monitor then = monitor_;
    const Instant when = now_;
    EXPECT_EQ(MonitorReason::kNone, add(kBound_pc - pc)) << pc;
    monitor_ = then;
    now_ = when;
    EXPECT_EQ(MonitorReason::kBalance, add(kBound_pc - pc + 1)) << pc;
    monitor_ = then;
    now_ = when;
  }
};

TEST_F(BalanceEdgeTest, Saf092_WhatIsLeftAddsUpToTheBoundOnEitherSide) {
  expect_left(0);
  EXPECT_EQ(MonitorReason::kNone, add(7));
  expect_left(7);
  EXPECT_EQ(MonitorReason::kNone, add(-9));
  expect_left(-2);
  EXPECT_EQ(MonitorReason::kNone, add(-13));
  EXPECT_EQ(MonitorReason::kBalance, add(-1));
}

TEST_F(BalanceEdgeTest, Saf092_TimeTakesAPicocoulombEveryTenMicrosecondsToTheRest) {
  ASSERT_EQ(MonitorReason::kNone, add(14));
  // Each frame of add() is a microsecond long, and takes part.
  const std::pair<Microseconds, std::int64_t> waits[] = {
      {7_us, 14}, {0_us, 14}, {1_us, 13}, {25_us, 11}, {14_us, 10},
      {11_us, 8}, {79_us, 1}, {1_us, 0},  {1_s, 0}};
  for (const auto& [span, left] : waits) {
    monitor_.advance_idle(span);
    expect_left(left);
  }
}

TEST_F(BalanceEdgeTest, Saf092_AnAreaOrAVoltageBelowZeroBearsNothing) {
  for (const std::int64_t word : {std::int64_t{7'979'645}, std::int64_t{10}}) {
    renew();
    auto* bytes = reinterpret_cast<unsigned char*>(&monitor_);
    int flipped = 0;
    for (std::size_t at = 0; at + 8 <= sizeof monitor_; at += 8) {
      if (std::memcmp(bytes + at, &word, 8) != 0) continue;
      bytes[at + 7] = static_cast<unsigned char>(bytes[at + 7] ^ 0x80U);
      ++flipped;
    }
    ASSERT_GE(flipped, 1) << word;
    EXPECT_EQ(MonitorReason::kBalance, reason({})) << word;
  }
}

TEST_F(BalanceEdgeTest, Saf092_TheSegmentsOfAFrameAddUp) {
  for (const std::int64_t second : {7, 8}) {
    renew();
    const PulseTrain t = in_force(1_uA);
    Segments both = {segment(t, 0_us), segment(t, 5000_us)};
    both[0].charge1 = 8_pC;
    both[1].charge1 = Picocoulombs(second);
    both[0].charge2 = both[1].charge2 = 0_pC;
    EXPECT_EQ(second > 7 ? MonitorReason::kBalance : MonitorReason::kNone,
              reason(both, 6000_us));
  }
}

TEST_F(BalanceEdgeTest, Saf092_WhatAContactGivesInOnePlaceItTakesInAnother) {
  limits_.configurations[0] = bipolar(1, kCan);
  limits_.configurations[1] = bipolar(kCan, 1);
  renew();
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(MonitorReason::kNone, add(10, 0)) << i;
    ASSERT_EQ(MonitorReason::kNone, add(10, 1)) << i;
  }
  EXPECT_EQ(MonitorReason::kNone, add(10, 0));
  EXPECT_EQ(MonitorReason::kBalance, add(10, 0));
}

TEST_F(BalanceEdgeTest, Saf092_OnlyAResetThatClearsSomethingForgetsWhatIsLeft) {
  ASSERT_EQ(MonitorReason::kNone, add(10));
  ASSERT_EQ(MonitorReason::kNone, judged({}, 1_us, true).reason);
  expect_left(10);
  ASSERT_EQ(MonitorReason::kBalance, add(6));
  ASSERT_EQ(MonitorReason::kBalance, judged({}, 1_us).reason);
  EXPECT_EQ(MonitorReason::kBalance, judged({}, 1_us, true).reason) << "it is left still";
  (void)judged({}, 1_us);
  EXPECT_EQ(MonitorReason::kNone, judged({}, 1_us, true).reason);
  expect_left(0);
}

TEST_F(BalanceEdgeTest, Saf092_EachContactOfAPulseKeepsWhatIsLeft) {
  for (std::size_t c = 0; c < kCan; ++c) {
    limits_.configurations[0] = bipolar(c, kCan);
    limits_.leads = {LeadModel::kSeeg080x200, LeadModel::kSeeg080x200};
    renew();  // 5'026'548 um2 keep 10 pC
    EXPECT_EQ(MonitorReason::kNone, add(10)) << c;
    EXPECT_EQ(MonitorReason::kBalance, add(1)) << c;
  }
}

}  // namespace
}  // namespace homeostat::safety::testing
