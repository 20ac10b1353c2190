#include "sim/replay_plant.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace homeostat::sim {
namespace {

class ReplayPlantTest : public ::testing::Test {
 protected:
  ReplayPlantTest() {
    program_.biomarkers.channel_count = 2;
    program_.biomarkers.sample_rate_hz = 256.0F;
    program_.biomarkers.samples_per_frame = 8;
  }
  ReplayPlant plant(std::size_t samples) const {
    std::vector<float> up(samples);
    for (std::size_t i = 0; i < samples; ++i) up[i] = static_cast<float>(i);
    std::vector<float> down = up;
    for (float& value : down) value = -value;
    return {{up, down}, program_};
  }
  static biomarkers::SampleFrame next(ReplayPlant& plant) {
    biomarkers::SampleFrame frame;
    const safety::StimCommand off = safety::StimCommand::off();
    plant.advance({&off, 1}, {&frame, 1});
    return frame;
  }

  controller::TherapyProgram program_;
};

TEST_F(ReplayPlantTest, SamplesComeInOrderAndOnce) {
  ReplayPlant replay = plant(80);
  for (int frame = 0; frame < 10; ++frame) {
    const biomarkers::SampleFrame got = next(replay);
    EXPECT_EQ(got.sequence, static_cast<std::uint32_t>(frame));
    EXPECT_EQ(got.samples_uv[0][3], static_cast<float>(frame * 8 + 3));
    EXPECT_EQ(got.samples_uv[1][3], -static_cast<float>(frame * 8 + 3));
  }
}

TEST_F(ReplayPlantTest, AShorterRestIsNotReplayed) {
  EXPECT_EQ(plant(79).frames(), 9);
  EXPECT_EQ(plant(80).frames(), 10);
  EXPECT_EQ(plant(7).frames(), 0);
}

TEST_F(ReplayPlantTest, TimeDoesNotDriftWhereAFrameIsNoWholeMicrosecond) {
  program_.biomarkers.sample_rate_hz = 300.0F;  // 8 samples: 26666.67 us
  ReplayPlant replay = plant(8 * 300);
  biomarkers::SampleFrame last;
  for (int i = 0; i < 300; ++i) last = next(replay);
  EXPECT_EQ(last.time, Instant(8'000'000));
}

TEST_F(ReplayPlantTest, TheDeviceThatIsNotThereIsWithinTheProgramsLimits) {
  struct Case {
    Millivolts floor;
    Ohms lowest, highest;
    Millivolts battery;
    Ohms impedance;
  };
  using namespace homeostat::literals;
  for (const Case& c : {Case{{}, {}, {}, 3000_mV, 1000_ohm},  // never stimulates
                        {2800_mV, 200_ohm, 4000_ohm, 3000_mV, 1000_ohm},
                        {3300_mV, 1500_ohm, 4000_ohm, 3300_mV, 1500_ohm},
                        {2800_mV, 200_ohm, 800_ohm, 3000_mV, 800_ohm}}) {
    program_.limits.battery_floor = c.floor;
    program_.limits.min_impedance = c.lowest;
    program_.limits.max_impedance = c.highest;
    ReplayPlant replay = plant(80);
    const biomarkers::SampleFrame frame = next(replay);
    EXPECT_EQ(frame.battery, c.battery);
    EXPECT_EQ(frame.impedances[0].value, c.impedance);
  }
}

TEST_F(ReplayPlantTest, AGapIsMissingAndNotASignal) {
  std::vector<float> gap(16, 1.0F);
  gap[11] = std::numeric_limits<float>::quiet_NaN();
  ReplayPlant replay({gap, std::vector<float>(16, 2.0F)}, program_);
  EXPECT_EQ(next(replay).front_end[0], 0);
  const biomarkers::SampleFrame second = next(replay);
  EXPECT_NE(second.front_end[0] & biomarkers::kMissing, 0);
  EXPECT_EQ(second.front_end[1], 0);
}

}  // namespace
}  // namespace homeostat::sim
