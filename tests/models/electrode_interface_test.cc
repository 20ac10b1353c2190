#include "models/electrode_interface.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

namespace homeostat::models {
namespace {

constexpr double kPi = 3.141592653589793;
constexpr double kSeries_ohm = 1000.0;

// Ten milliseconds of leak; a tenth of a volt for 100 nC.
InterfaceSettings platinum() {
  return {.given = true,
          .charge_transfer_ohm = 10'000.0,
          .double_layer_nf = 1000.0,
          .recharge_ohm = 500.0};
}

ContactPulse pulse(double current_ua, double width_us) {
  return {.onset_us = 0.0, .current_ua = current_ua, .width_us = width_us};
}

void run_to(ElectrodeInterface& contact, double time_us) {
  while (contact.holds_until_us() <= time_us) {
    contact.advance_to(contact.holds_until_us());
  }
  contact.advance_to(time_us);
}

TEST(ElectrodeInterface, AStepOfCurrentChargesTheLayerThroughItsLeak) {
  ElectrodeInterface contact(platinum(), kSeries_ohm);
  contact.begin(pulse(100.0, 1e6));
  for (const double time_us : {1.0, 500.0, 10'000.0, 90'000.0}) {
    run_to(contact, time_us);
    const double expected_uv = 1e6 * (1.0 - std::exp(-time_us / 10'000.0));
    EXPECT_NEAR(contact.layer_now_uv(), expected_uv, 1e-12 * 1e6) << time_us;
  }
}

// The spectrum of what the contact does in time, over that of the current it was given.
TEST(ElectrodeInterface, ItsPulseResponseHasTheImpedanceOfTheCircuit) {
  for (const double frequency_hz : {5.0, 16.0, 100.0, 1000.0}) {
    ElectrodeInterface contact(platinum(), kSeries_ohm);
    contact.begin({.onset_us = 0.0,
                   .current_ua = 100.0,
                   .width_us = 300.0,
                   .second_phase_ratio = 4.0});
    std::complex<double> voltage = 0.0, current = 0.0;
    // Time constants before the end: 2e-9 is left.
    for (double time_us = 0.5; time_us < 200'000.0; time_us += 1.0) {
      run_to(contact, time_us);
      const double now_ua = contact.current_ua().level;
      const double phase = -2.0 * kPi * frequency_hz * time_us * 1e-6;
      const std::complex<double> turn(std::cos(phase), std::sin(phase));
      voltage += (kSeries_ohm * now_ua + contact.layer_now_uv()) * turn;
      current += now_ua * turn;
    }
    const std::complex<double> measured = voltage / current;
    const std::complex<double> ratio(0.0, 2.0 * kPi * frequency_hz * 0.01);
    const std::complex<double> circuit = kSeries_ohm + 10'000.0 / (1.0 + ratio);
    EXPECT_NEAR(std::abs(measured - circuit) / std::abs(circuit), 0.0, 2e-4)
        << frequency_hz;
    const Impedance said = impedance_of(platinum(), kSeries_ohm, frequency_hz);
    EXPECT_NEAR(said.resistance_ohm, circuit.real(), 1e-9 * std::abs(circuit));
    EXPECT_NEAR(said.reactance_ohm, circuit.imag(), 1e-9 * std::abs(circuit));
  }
}

TEST(ElectrodeInterface, BalancedPhasesLeaveNothingOnALayerThatDoesNotLeak) {
  InterfaceSettings settings = platinum();
  settings.charge_transfer_ohm = 1e9;
  for (const double ratio : {1.0, 4.0, 10.0}) {
    ElectrodeInterface contact(settings, kSeries_ohm);
    contact.begin({.current_ua = -1000.0,
                   .width_us = 200.0,
                   .gap_us = 100.0,
                   .second_phase_ratio = ratio});
    run_to(contact, 200.0);
    EXPECT_NEAR(contact.layer_now_uv(), -200'000.0, 1.0);
    run_to(contact, 300.0);
    EXPECT_NEAR(contact.layer_now_uv(), -200'000.0, 1.0);
    run_to(contact, 300.0 + 200.0 * ratio);
    EXPECT_NEAR(contact.layer_now_uv(), 0.0, 1.0) << ratio;
  }
}

TEST(ElectrodeInterface, WhatTheSecondPhaseFallsShortByStaysOnTheLayer) {
  InterfaceSettings settings = platinum();
  settings.charge_transfer_ohm = 1e9;
  settings.imbalance_share = 0.01;
  ElectrodeInterface contact(settings, kSeries_ohm);
  contact.begin(pulse(-1000.0, 200.0));
  run_to(contact, 400.0);
  EXPECT_NEAR(contact.layer_now_uv(), -2000.0, 1.0);  // 2 nC on 1 uF
}

TEST(ElectrodeInterface, RechargeDrainsTheLayerAndDrivesACurrentThroughTheTissue) {
  InterfaceSettings settings = platinum();
  settings.imbalance_share = 0.05;
  ElectrodeInterface contact(settings, kSeries_ohm);
  ContactPulse given = pulse(-1000.0, 200.0);
  given.recharge_us = 3000.0;
  contact.begin(given);
  run_to(contact, 400.0);
  const double left_uv = contact.layer_now_uv();
  ASSERT_LT(left_uv, -5000.0);
  EXPECT_NEAR(contact.current_ua().swing, -left_uv / 1500.0, 1e-9);
  const double both_ohm = 1.0 / (1.0 / 1500.0 + 1.0 / 10'000.0);
  EXPECT_NEAR(contact.time_us(), both_ohm, 1e-9);  // on 1 uF
  run_to(contact, 2400.0);
  EXPECT_NEAR(contact.layer_now_uv(), left_uv * std::exp(-2000.0 / both_ohm),
              1e-9 * std::abs(left_uv));
  run_to(contact, 3400.0);
  EXPECT_NEAR(contact.time_us(), 10'000.0, 1e-9);  // open again
  EXPECT_EQ(contact.current_ua().swing, 0.0);
}

TEST(ElectrodeInterface, HowOftenItIsAskedChangesNothing) {
  ElectrodeInterface often(platinum(), kSeries_ohm), seldom(platinum(), kSeries_ohm);
  ContactPulse given = pulse(-2000.0, 160.0);
  given.recharge_us = 1500.0;
  often.begin(given);
  seldom.begin(given);
  for (double time_us = 7.0; time_us < 5000.0; time_us += 7.0) run_to(often, time_us);
  run_to(often, 5000.0);
  run_to(seldom, 5000.0);
  EXPECT_NEAR(often.layer_now_uv(), seldom.layer_now_uv(), 1e-6);
  EXPECT_NE(seldom.layer_now_uv(), 0.0);
}

}  // namespace
}  // namespace homeostat::models
