// Half waves and the tools of the `rns` profile, by hand.
#include "biomarkers/rns_tool.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/biomarkers/rns_bench.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kWindow = 8;  // samples

std::vector<RnsHalfWave> half_waves(const std::vector<float>& uv, float hysteresis_uv) {
  RnsHalfWaves detector(hysteresis_uv);
  std::vector<RnsHalfWave> found;
  for (const float each : uv) {
    RnsHalfWave wave;
    if (detector.update(each, wave)) found.push_back(wave);
  }
  return found;
}

TEST(RnsHalfWaves, GoFromTurnToTurn) {
  const auto found = half_waves({0, 5, 10, 5, 0, -5, -10, 0, 8, 3}, 2.0F);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].amplitude_uv, 10.0F);
  EXPECT_EQ(found[0].samples, 2);
  EXPECT_EQ(found[1].amplitude_uv, 20.0F);
  EXPECT_EQ(found[1].samples, 4);
  EXPECT_EQ(found[2].amplitude_uv, 18.0F);
  EXPECT_EQ(found[2].samples, 2);
}

TEST(RnsHalfWaves, ComingBackByTheHysteresisIsNoTurnYet) {
  EXPECT_EQ(half_waves({0, 10, 8, 20, 0}, 2.0F).size(), 1U);  // 10 to 8 is none
  EXPECT_EQ(half_waves({0, 10, 7.9F, 20, 0}, 2.0F).size(), 3U);
}

TEST(RnsHalfWaves, ATopThatIsFlatEndsAtItsEnd) {
  const auto found = half_waves({0, 10, 10, 10, 0}, 2.0F);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].samples, 3);
}

TEST(RnsHalfWaves, TheFirstMayGoEitherWay) {
  EXPECT_EQ(half_waves({0, -10, 0}, 2.0F).front().amplitude_uv, 10.0F);
  EXPECT_EQ(half_waves({0, 10, 0}, 2.0F).front().amplitude_uv, 10.0F);
  EXPECT_TRUE(half_waves({0, 1, 0, 1, 0}, 2.0F).empty());
}

TEST(RnsHalfWaves, NoneReachesOverAGap) {
  RnsHalfWaves detector(2.0F);
  RnsHalfWave wave;
  for (const float uv : {0.0F, 10.0F}) EXPECT_FALSE(detector.update(uv, wave));
  detector.restart();
  for (const float uv : {0.0F, -10.0F}) EXPECT_FALSE(detector.update(uv, wave));
  EXPECT_TRUE(detector.update(0.0F, wave));
  EXPECT_EQ(wave.amplitude_uv, 10.0F);
}

// Feeds windows; each is a wave of that amplitude and so many samples a half wave.
class Fed {
 public:
  explicit Fed(const RnsToolSettings& tool) : tool_(tool, with_tool(tool)) {}

  RnsReading window(float uv, int half_wave = 4) {
    for (int i = 0; i < kWindow; ++i, ++n_) {
      tool_.see(n_ / half_wave % 2 == 0 ? uv : -uv);
    }
    return tool_.judge();
  }
  // On or off after each of the windows.
  std::string windows(const std::vector<float>& amplitudes, int half_wave = 4) {
    std::string seen;
    for (const float each : amplitudes) seen += window(each, half_wave).on ? '1' : '0';
    return seen;
  }
  RnsTool& tool() { return tool_; }

 private:
  RnsTool tool_;
  int n_ = 0;
};

TEST(RnsTool, AreaIsTheMeanOfTheAmplitude) {
  Fed fed(fixed_tool(RnsToolKind::kArea, 10.0));
  EXPECT_EQ(fed.window(7.0F).value, 7.0F);
  EXPECT_FALSE(fed.window(10.0F).on);
  EXPECT_TRUE(fed.window(10.5F).on);
}

// A square wave of 4 and 4 samples jumps twice in eight: 2 * 2 * 7 / 8.
TEST(RnsTool, LineLengthIsTheMeanOfTheSteps) {
  Fed fed(fixed_tool(RnsToolKind::kLineLength, 3.4));
  (void)fed.window(7.0F);
  const RnsReading reading = fed.window(7.0F);
  EXPECT_EQ(reading.value, 3.5F);
  EXPECT_TRUE(reading.on);
}

TEST(RnsTool, TheShortWindowIsHeldAgainstTheLong) {
  Fed fed(trend_tool(RnsToolKind::kArea));
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(fed.window(10.0F).on);
  // Short mean 15; long mean (7 * 10 + 20) / 8 = 11.25, half as much again 16.875.
  RnsReading reading = fed.window(20.0F);
  EXPECT_EQ(reading.value, 15.0F);
  EXPECT_EQ(reading.threshold, 16.875F);
  EXPECT_FALSE(reading.on);
  // 20 against 1.5 * (6 * 10 + 2 * 20) / 8 = 18.75
  reading = fed.window(20.0F);
  EXPECT_EQ(reading.threshold, 18.75F);
  EXPECT_TRUE(reading.on);
}

TEST(RnsTool, NothingIsOnBeforeTheLongWindowHasBeenFull) {
  Fed fed(trend_tool(RnsToolKind::kArea));
  EXPECT_EQ(fed.windows({1, 1, 1, 1, 1, 1, 90}), "0000000");
  EXPECT_EQ(fed.windows({90}), "1");
  RnsToolSettings inverted = trend_tool(RnsToolKind::kArea);
  inverted.inverted = true;
  EXPECT_EQ(Fed(inverted).windows({1, 1, 1, 1, 1, 1, 1, 1, 1}), "000000011");
}

TEST(RnsTool, AnInvertedToolIsOnWhereItWouldBeOff) {
  RnsToolSettings tool = fixed_tool(RnsToolKind::kArea, 10.0);
  tool.inverted = true;
  EXPECT_EQ(Fed(tool).windows({5, 10, 11, 5}), "1101");
}

TEST(RnsTool, MissingSamplesAreNeitherSilenceNorSignal) {
  RnsToolSettings tool = fixed_tool(RnsToolKind::kArea, 10.0);
  tool.inverted = true;  // silence would be on
  Fed fed(tool);
  for (int i = 0; i < kWindow; ++i) fed.tool().see(std::nanf(""));
  EXPECT_FALSE(fed.tool().judge().on);
  for (int i = 0; i < kWindow; ++i) fed.tool().see(i < 4 ? std::nanf("") : 30.0F);
  EXPECT_EQ(fed.tool().judge().value, 30.0F);
}

TEST(RnsTool, AStepOverAGapIsNoLineLength) {
  Fed fed(fixed_tool(RnsToolKind::kLineLength, 1.0));
  for (const float uv : {0.0F, 0.0F, std::nanf(""), 900.0F, 900.0F, 900.0F, 900.0F}) {
    fed.tool().see(uv);
  }
  EXPECT_EQ(fed.tool().judge().value, 0.0F);
}

// Half waves of 8 samples are 15.6 Hz, of 4 samples 31 Hz, of 16 samples 7.8 Hz.
TEST(RnsTool, ABandpassKnowsItsHalfWavesByDuration) {
  Fed in_band(bandpass_tool());
  (void)in_band.windows({100, 100}, 8);
  EXPECT_EQ(in_band.windows({100, 100}, 8), "11");
  EXPECT_EQ(Fed(bandpass_tool()).windows({100, 100, 100, 100}, 4), "0000");
  EXPECT_EQ(Fed(bandpass_tool()).windows({100, 100, 100, 100}, 16), "0000");
}

// 25 Hz is 5 samples and 10 Hz is 12.5: both edges belong to the band.
TEST(RnsTool, ABandsEdgesBelongToIt) {
  const auto hits = [](double low_hz, double high_hz) {
    RnsToolSettings tool = bandpass_tool();
    tool.bandpass.low_hz = low_hz;
    tool.bandpass.high_hz = high_hz;
    Fed fed(tool);
    (void)fed.windows({100, 100}, 8);
    return fed.windows({100, 100}, 8);
  };
  EXPECT_EQ(hits(15.625, 15.625), "11");
  EXPECT_EQ(hits(15.63, 20.0), "00");
  EXPECT_EQ(hits(10.0, 15.62), "00");
}

// From -25 to 25 uV are 50 uV, 5 % of full scale.
TEST(RnsTool, ABandpassKnowsItsHalfWavesByAmplitude) {
  const auto hits = [](float uv) {
    Fed fed(bandpass_tool());
    (void)fed.windows({uv, uv}, 8);
    return fed.windows({uv, uv}, 8);
  };
  EXPECT_EQ(hits(24.9F), "00");
  EXPECT_EQ(hits(25.0F), "11");
  EXPECT_EQ(hits(250.0F), "11");
  EXPECT_EQ(hits(250.1F), "00");
}

TEST(RnsTool, ABandpassWantsSoManyHitsOfTheLatestWindows) {
  RnsToolSettings tool = bandpass_tool();
  tool.bandpass.windows_hit = 3;
  tool.bandpass.windows_looked_at = 4;
  Fed fed(tool);
  // A half wave counts in the window in which its end is seen: the next one.
  (void)fed.windows({0, 0}, 8);
  EXPECT_EQ(fed.windows({100, 100, 100, 100, 100, 100, 0, 0, 0, 0, 0}, 8), "00011111000");
}

TEST(RnsTool, ABandpassWantsSoManyHalfWavesAWindow) {
  RnsToolSettings tool = bandpass_tool();
  tool.bandpass.half_waves = 2;
  Fed once(tool);
  (void)once.windows({100, 100}, 8);
  EXPECT_EQ(once.windows({100, 100, 100}, 8), "000");
  tool.bandpass.half_waves = 1;
  Fed enough(tool);
  (void)enough.windows({100, 100}, 8);
  EXPECT_EQ(enough.windows({100, 100, 100}, 8), "111");
}

}  // namespace
}  // namespace homeostat::biomarkers
