#include "sim/stimulation_tally.h"

#include <gtest/gtest.h>

namespace homeostat::sim {
namespace {

using namespace homeostat::literals;

class StimulationTallyTest : public ::testing::Test {
 protected:
  // One frame whose echo holds `pulses` of 4 mA and 160 us, 5 ms apart.
  void deliver(std::uint64_t first_us, std::uint32_t pulses, int output = 0) {
    biomarkers::SampleFrame frame;
    auto& echo = frame.echo[static_cast<std::size_t>(output)];
    echo.count = 1;
    echo.segments[0] = {.first_pulse = Instant(first_us),
                        .period = 5_ms,
                        .pulses = pulses,
                        .amplitude = 4000_uA,
                        .pulse_width = 160_us,
                        .charge1 = 640'000_pC};
    tally_.see(frame, {});
  }

  StimulationTally tally_;
};

TEST_F(StimulationTallyTest, ABurstOverSeveralFramesIsOneBurst) {
  deliver(1'000'000, 6);
  deliver(1'030'000, 7);
  deliver(1'065'000, 7);
  ASSERT_EQ(tally_.bursts().size(), 1U);
  const DeliveredBurst& burst = tally_.bursts().front();
  EXPECT_DOUBLE_EQ(burst.onset_s, 1.0);
  EXPECT_NEAR(burst.duration_s, 0.1, 1e-9);
  EXPECT_EQ(burst.pulses, 20);
  EXPECT_NEAR(burst.charge_uc, 12.8, 1e-9);
}

TEST_F(StimulationTallyTest, MoreThanTwoPeriodsOfSilenceBeginANewBurst) {
  deliver(0, 1);
  deliver(10'000, 1);
  EXPECT_EQ(tally_.bursts().size(), 1U);
  deliver(20'001, 1);
  EXPECT_EQ(tally_.bursts().size(), 2U);
}

TEST_F(StimulationTallyTest, OutputsAreCountedApart) {
  deliver(0, 3, 0);
  deliver(0, 3, 1);
  EXPECT_EQ(tally_.bursts().size(), 2U);
  EXPECT_EQ(tally_.pulses(), 6);
  EXPECT_NEAR(tally_.charge_uc(), 6 * 0.64, 1e-9);
}

}  // namespace
}  // namespace homeostat::sim
