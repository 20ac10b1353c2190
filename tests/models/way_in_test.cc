// By which way pulses come into a patient, one at a time and through a whole patient.
#include "models/way_in.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "tests/models/demo_patient.h"

namespace homeostat::models {
namespace {

constexpr TissuePulse kPulse{.onset_s = 2.0,
                             .recruited = 0.5,
                             .effect = -8.0,
                             .current_ma = 3.0,
                             .width_us = 90.0,
                             .gap_us = 50.0,
                             .second_phase_ratio = 4.0};

ResponseSettings response(WayIn way_in) {
  ResponseSettings settings = demo_patient().response;
  settings.way_in = way_in;
  settings.parameter_time_s = 2.0;
  return settings;
}

double area(std::span<const PulseTrain> trains) {
  double sum = 0.0;
  for (const PulseTrain& train : trains) sum += train.width * train.amplitude;
  return sum;
}

TEST(PulseEntry, AVolleyHasTheAreaOfWhatIsReleased) {
  PulseEntry entry(response(WayIn::kAfferent), 0.05);
  const auto trains = entry.deliver(kPulse);
  ASSERT_EQ(trains.size(), 1U);
  EXPECT_NEAR(area(trains), -8.0 * 0.5 * 0.016 * 1e-3 / 0.05, 1e-15);
  EXPECT_NEAR(trains[0].start, 1e-3 / 0.05, 1e-15);
  TissuePulse none = kPulse;
  none.recruited = 0.0;
  EXPECT_TRUE(entry.deliver(none).empty());
}

TEST(PulseEntry, AJumpHasNoWidth) {
  PulseEntry entry(response(WayIn::kJump), 1.0);
  const auto trains = entry.deliver(kPulse);
  ASSERT_EQ(trains.size(), 1U);
  EXPECT_TRUE(trains[0].jumps);
  EXPECT_EQ(trains[0].amplitude, -4.0);
  EXPECT_EQ(trains[0].start, 0.0);
}

TEST(PulseEntry, ACurrentHasBothPhasesAndNoChargeLeft) {
  for (const WayIn way : {WayIn::kCurrent, WayIn::kField}) {
    PulseEntry entry(response(way), 1e-3);
    const auto trains = entry.deliver(kPulse);
    ASSERT_EQ(trains.size(), 2U);
    EXPECT_EQ(trains[0].amplitude, -24.0);
    EXPECT_NEAR(trains[0].width, 0.090, 1e-15);
    EXPECT_NEAR(trains[1].start, 0.140, 1e-15);
    EXPECT_NEAR(trains[1].width, 0.360, 1e-15);
    EXPECT_NEAR(area(trains), 0.0, 1e-12 * 24.0 * 0.09);
  }
}

TEST(PulseEntry, AShiftOfTheParameterAddsUpAndFades) {
  PulseEntry entry(response(WayIn::kParameter), 1.0);
  EXPECT_TRUE(entry.deliver(kPulse).empty());
  EXPECT_TRUE(entry.deliver(kPulse).empty());
  EXPECT_EQ(entry.shift(), -8.0);
  entry.fade(2.0);
  EXPECT_NEAR(entry.shift(), -8.0 / std::exp(1.0), 1e-12);
  entry.fade(1e3);
  EXPECT_EQ(entry.shift(), 0.0);
}

// How far three pulses in quiet move what is sensed within 96 ms, in the model's unit;
// the way in alone tells the patients apart.
double moved(WayIn way_in, double effect, ModelKind model = ModelKind::kSpikeWave) {
  VirtualPatientSettings settings = demo_patient();
  settings.model = model;
  settings.spike_wave.noise_per_sqrt_s = 0.0;
  settings.epileptor.excitability = -2.3;
  settings.response = response(way_in);
  settings.response.acute_effect = effect;
  settings.response.after_discharge_effect = 0.0;
  settings.sensing = {.high_pass_hz = 0.001,
                      .low_pass_hz = 1e5,
                      .artefact_uv_per_ma = 0.0,
                      .artefact_decay_us = 1.0,
                      .rail_uv = 1e6,
                      .step_uv = 1e-6};
  VirtualPatient still(settings, demo_setup(), {1, 0, 0});
  VirtualPatient pulsed(settings, demo_setup(), {1, 0, 0});
  double most = 0.0;
  for (int frame = 0; frame < 3; ++frame) {
    const auto a = step(still);
    const auto b = step(pulsed, forge(burst(2000, 10'123, 15'000)));
    for (std::size_t i = 0; i < 8; ++i) {
      const double uv = b.samples_uv[0][i] - a.samples_uv[0][i];
      most = std::max(most, std::abs(uv) / (3000.0 - 1200.0));
    }
  }
  return most;
}

TEST(WaysIntoAPatient, EachMovesItAndABalancedCurrentNearlyCancels) {
  EXPECT_EQ(moved(WayIn::kAfferent, 0.0), 0.0);
  EXPECT_GT(moved(WayIn::kAfferent, -100.0), 0.005);
  EXPECT_GT(moved(WayIn::kJump, -0.04), 0.01);
  EXPECT_GT(moved(WayIn::kParameter, 0.1), 1e-5);
  EXPECT_GT(moved(WayIn::kField, 5.0), 1e-5);
  // 160 us of a stimulus of 2 per mA and 2 mA are a push of 0.017: of the balanced pulse
  // the model keeps a hundredth.
  const double kept = moved(WayIn::kCurrent, 2.0);
  EXPECT_GT(kept, 1e-6);
  EXPECT_LT(kept, 0.002);
}

TEST(WaysIntoAPatient, AreTheEpileptorsToo) {
  for (const WayIn way : {WayIn::kAfferent, WayIn::kJump, WayIn::kCurrent}) {
    EXPECT_GT(moved(way, way == WayIn::kJump ? -0.1 : -100.0, ModelKind::kEpileptor),
              1e-6);
  }
}

}  // namespace
}  // namespace homeostat::models
