#include "models/sensing_chain.h"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>
#include <vector>

#include "biomarkers/sample_frame.h"

namespace homeostat::models {
namespace {

constexpr double kRate_hz = 250.0;
constexpr double kPeriod_us = 4000.0;

double uv(const SensedSample& sample) { return static_cast<double>(sample.microvolts); }

// A front end that adds nothing of its own; each test turns one thing on.
class SensingTest : public ::testing::Test {
 protected:
  SensingTest() {
    contacts_[0] = {true, 2.0, 1000.0, 1000.0};
    contacts_[1] = {true, 4.0, 400.0, 1000.0};
    contacts_[2] = {true, 6.0, 400.0, 1000.0};
    settings_.high_pass_hz = 0.001;
    settings_.low_pass_hz = 1e5;
    settings_.artefact_decay_us = 2000.0;
    settings_.rail_uv = 1e6;
    settings_.step_uv = 1e-3;
  }
  SensingChain chain(std::vector<SensedPair> pairs = {{0, 1}}, NoiseKey key = {1, 0, 0}) {
    out_.resize(pairs.size());
    return {settings_, contacts_, pairs, kRate_hz, key};
  }
  // Samples number `index` at its own time.
  const std::vector<SensedSample>& take(SensingChain& chain, std::uint64_t index,
                                        double observable) {
    chain.sample(index, static_cast<double>(index) * kPeriod_us, observable, out_);
    return out_;
  }

  ContactMap contacts_{};
  SensingSettings settings_;
  std::vector<SensedSample> out_;
};

TEST_F(SensingTest, ShowsTheDifferenceOfTwoContacts) {
  auto sensing = chain({{0, 1}, {0, -1}, {1, 2}});
  take(sensing, 0, 0.0);
  take(sensing, 1, 0.5);
  EXPECT_NEAR(out_[0].microvolts, 300.0, 0.02);
  EXPECT_NEAR(out_[1].microvolts, 500.0, 0.02);
  EXPECT_NEAR(out_[2].microvolts, 0.0, 0.02);
}

TEST_F(SensingTest, StartsSettledWhateverThePotentialAtRest) {
  auto sensing = chain();
  EXPECT_NEAR(take(sensing, 0, 0.7)[0].microvolts, 0.0, 1e-3);
}

TEST_F(SensingTest, HalvesThePowerAtItsCorners) {
  for (const auto& [high_pass, low_pass, at] :
       {std::tuple{2.0, 1e5, 2.0}, {0.001, 5.0, 5.0}}) {
    settings_.high_pass_hz = high_pass;
    settings_.low_pass_hz = low_pass;
    auto sensing = chain();
    double power = 0.0;
    for (std::uint64_t i = 0; i < 4000; ++i) {
      const double phase =
          2.0 * 3.141592653589793 * at * static_cast<double>(i) / kRate_hz;
      const double v = uv(take(sensing, i, std::sin(phase))[0]);
      if (i >= 2000) power += v * v / 2000.0;
    }
    EXPECT_NEAR(power / (600.0 * 600.0 / 2.0), 0.5, 0.06) << at;
  }
}

TEST_F(SensingTest, QuantisesToItsSteps) {
  settings_.step_uv = 0.5;
  auto sensing = chain({{0, -1}});
  take(sensing, 0, 0.0);
  EXPECT_FLOAT_EQ(take(sensing, 1, 0.0101)[0].microvolts, 10.0F);
  EXPECT_FLOAT_EQ(take(sensing, 2, 0.01035)[0].microvolts, 10.5F);
}

TEST_F(SensingTest, SaysAtWhichRailItIs) {
  settings_.rail_uv = 500.0;
  auto sensing = chain({{0, -1}});
  take(sensing, 0, 0.0);
  EXPECT_EQ(take(sensing, 1, 0.49)[0].front_end, 0);
  EXPECT_EQ(take(sensing, 2, 0.51)[0].front_end, biomarkers::kRailHigh);
  EXPECT_FLOAT_EQ(out_[0].microvolts, 500.0F);
  EXPECT_EQ(take(sensing, 3, -0.6)[0].front_end, biomarkers::kRailLow);
  EXPECT_FLOAT_EQ(out_[0].microvolts, -500.0F);
}

TEST_F(SensingTest, APulseLeavesAnArtefactThatDecaysFromItsEnd) {
  settings_.artefact_uv_per_ma = 500.0;
  auto sensing = chain();
  take(sensing, 0, 0.0);
  sensing.stimulate(0, 3000.0, 2000.0, 320.0);
  take(sensing, 1, 0.0);  // at 4000 us: 680 us after the end
  EXPECT_NEAR(out_[0].microvolts, 1000.0 * std::exp(-680.0 / 2000.0), 0.1);
  take(sensing, 2, 0.0);
  EXPECT_NEAR(out_[0].microvolts, 1000.0 * std::exp(-4680.0 / 2000.0), 0.1);
}

TEST_F(SensingTest, ArtefactsOfATrainAddUp) {
  settings_.artefact_uv_per_ma = 500.0;
  auto sensing = chain();
  take(sensing, 0, 0.0);
  sensing.stimulate(0, 1000.0, 2000.0, 320.0);
  sensing.stimulate(0, 3000.0, 2000.0, 320.0);
  take(sensing, 1, 0.0);
  EXPECT_NEAR(out_[0].microvolts,
              1000.0 * (std::exp(-680.0 / 2000.0) + std::exp(-2680.0 / 2000.0)), 0.2);
}

TEST_F(SensingTest, APulseOfTheOtherOutputEndsNoArtefactThatStillGoesOn) {
  settings_.artefact_uv_per_ma = 500.0;
  settings_.recovery_us = 1000.0;
  auto sensing = chain();
  take(sensing, 0, 0.0);
  sensing.stimulate(0, 1000.0, 2000.0, 6500.0);  // until 7500 us
  sensing.stimulate(1, 1200.0, 1000.0, 320.0);   // until 1520 us
  take(sensing, 1, 0.0);                         // at 4000 us, within the first
  EXPECT_NEAR(out_[0].microvolts, 1000.0 + 500.0 * std::exp(-2480.0 / 2000.0), 0.2);
  EXPECT_EQ(out_[0].front_end, biomarkers::kRecovering);
  take(sensing, 2, 0.0);  // at 8000 us, after both
  EXPECT_NEAR(out_[0].microvolts,
              1000.0 * std::exp(-500.0 / 2000.0) + 500.0 * std::exp(-6480.0 / 2000.0),
              0.2);
  EXPECT_EQ(out_[0].front_end, biomarkers::kRecovering);
  EXPECT_EQ(take(sensing, 3, 0.0)[0].front_end, 0);
}

TEST_F(SensingTest, SaysThatItRecoversForAsLongAsItDoes) {
  settings_.recovery_us = 3680.0;
  auto sensing = chain();
  EXPECT_EQ(take(sensing, 0, 0.0)[0].front_end, 0);
  sensing.stimulate(0, 0.0, 1000.0, 320.0);  // recovers until 4000 us
  EXPECT_EQ(take(sensing, 1, 0.0)[0].front_end, 0);
  sensing.stimulate(0, 4001.0, 1000.0, 320.0);  // until 8001 us
  EXPECT_EQ(take(sensing, 2, 0.0)[0].front_end, biomarkers::kRecovering);
  EXPECT_EQ(take(sensing, 3, 0.0)[0].front_end, 0);
}

TEST_F(SensingTest, BackgroundHasItsPowerAndFallsWithFrequency) {
  settings_.high_pass_hz = 0.05;
  settings_.background_uv_rms = 20.0;
  auto sensing = chain({{0, -1}});
  double power = 0.0, steps = 0.0, strides = 0.0;
  std::vector<double> trace;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    trace.push_back(uv(take(sensing, i, 0.0)[0]));
  }
  for (std::size_t i = 32; i < trace.size(); ++i) {
    power += trace[i] * trace[i] / 1e5;
    steps += std::pow(trace[i] - trace[i - 1], 2) / 1e5;
    strides += std::pow(trace[i] - trace[i - 32], 2) / 1e5;
  }
  EXPECT_NEAR(std::sqrt(power), 20.0, 1.5);
  // Of the three parts' decay over 4 and 128 ms; white noise would have both at 2.
  EXPECT_NEAR(steps / power, 0.27, 0.05);
  EXPECT_NEAR(strides / power, 1.3, 0.15);
}

TEST_F(SensingTest, ChannelsThatShareAContactShareItsBackground) {
  settings_.high_pass_hz = 0.05;
  settings_.background_uv_rms = 20.0;
  auto sensing = chain({{0, -1}, {0, 1}, {2, -1}});
  double shared = 0.0, separate = 0.0;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    take(sensing, i, 0.0);
    shared += uv(out_[0]) * uv(out_[1]) / 5e4;
    separate += uv(out_[0]) * uv(out_[2]) / 5e4;
  }
  EXPECT_NEAR(shared / 400.0, 1.0, 0.15);
  EXPECT_NEAR(separate / 400.0, 0.0, 0.15);
}

TEST_F(SensingTest, AmplifierNoiseIsWhiteAndOfItsOwnChannel) {
  settings_.amplifier_noise_uv_rms = 3.0;
  auto sensing = chain({{0, 1}, {0, 1}});
  double power = 0.0, neighbours = 0.0, across = 0.0, before = 0.0;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    take(sensing, i, 0.0);
    const double v = uv(out_[0]);
    power += v * v / 5e4;
    neighbours += v * before / 5e4;
    across += v * uv(out_[1]) / 5e4;
    before = v;
  }
  EXPECT_NEAR(power, 9.0, 0.3);
  EXPECT_NEAR(neighbours, 0.0, 0.3);
  EXPECT_NEAR(across, 0.0, 0.3);
}

}  // namespace
}  // namespace homeostat::models
