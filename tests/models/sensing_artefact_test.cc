// What stimulation, time and the link do to a sensing chain.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "biomarkers/sample_frame.h"
#include "models/sensing_chain.h"
#include "tests/models/demo_patient.h"

namespace homeostat::models {
namespace {

constexpr double kRate_hz = 250.0;
constexpr double kPeriod_us = 4000.0;

double uv(const SensedSample& sample) { return static_cast<double>(sample.microvolts); }

safety::ElectrodeConfiguration configuration(int cathode, int anode) {
  safety::ElectrodeConfiguration c;
  c.contacts[static_cast<std::size_t>(cathode)] = {safety::Polarity::kCathode, 1000};
  c.contacts[static_cast<std::size_t>(anode)] = {safety::Polarity::kAnode, 1000};
  c.second_phase_ratio = 1;
  c.interphase_gap = Microseconds(50);
  c.recharge = Microseconds(2000);
  return c;
}

// Four contacts and a can; nothing but what stimulation leaves.
class ArtefactTest : public ::testing::Test {
 protected:
  ArtefactTest() {
    for (std::size_t i = 0; i < 4; ++i) contacts_[i] = {true, 2.0, 0.0, 1000.0};
    contacts_[safety::kCan] = {true, 100.0, 0.0, 300.0};
    settings_.high_pass_hz = 0.5;
    settings_.low_pass_hz = 100.0;
    settings_.artefact_decay_us = 2000.0;
    settings_.rail_uv = 1e6;
    settings_.step_uv = 1e-4;
    settings_.interface = {.given = true,
                           .charge_transfer_ohm = 20'000.0,
                           .double_layer_nf = 1000.0,
                           .recharge_ohm = 500.0,
                           .imbalance_share = 0.02,
                           .spread_ohm = 20.0};
  }

  SensingChain chain(const std::vector<SensedPair>& pairs) const {
    return {settings_, contacts_, pairs, kRate_hz, {1, 0, 0}};
  }

  // What each channel shows at the `count` samples from 0 on, when 2 mA of 160 us go
  // through `stimulated` at 3 ms.
  std::vector<std::vector<double>> traces(
      const std::vector<SensedPair>& pairs,
      const safety::ElectrodeConfiguration& stimulated, std::uint64_t count) const {
    SensingChain sensing = chain(pairs);
    std::vector<SensedSample> out(pairs.size());
    std::vector<std::vector<double>> seen(pairs.size());
    for (std::uint64_t i = 0; i < count; ++i) {
      if (i == 1) sensing.polarise(stimulated, 3000.0, 2000.0, 160.0);
      sensing.sample(i, static_cast<double>(i) * kPeriod_us, 0.0, out);
      for (std::size_t c = 0; c < pairs.size(); ++c) seen[c].push_back(uv(out[c]));
    }
    return seen;
  }

  // The same by Euler steps of a tenth of a microsecond: Randles circuit of contact 0,
  // its recharge, spread or not, and the amplifier.
  std::vector<double> by_small_steps(bool own, std::uint64_t count) const {
    constexpr double kStep_us = 0.1;
    const double layer_uf = 1.0, leak_ohm = 20'000.0, series_ohm = 1000.0;
    const double high = 6.283185307179586e-6 * 0.5, low = 6.283185307179586e-6 * 100.0;
    double layer_uv = 0.0, high_uv = 0.0, low_uv = 0.0;
    std::vector<double> seen{0.0};
    for (std::uint64_t step = 0; seen.size() < count; ++step) {
      const double since_us = static_cast<double>(step) * kStep_us - 3000.0;
      double current_ua = 0.0;
      if (since_us >= 0.0 && since_us < 160.0) current_ua = -2000.0;
      if (since_us >= 210.0 && since_us < 370.0) current_ua = 2000.0 * 0.98;
      if (since_us >= 370.0 && since_us < 2370.0) current_ua = -layer_uv / 1500.0;
      const double input_uv =
          own ? series_ohm * current_ua + layer_uv : 20.0 * current_ua;
      layer_uv += kStep_us * (current_ua - layer_uv / leak_ohm) / layer_uf;
      const double passed_uv = input_uv - high_uv;
      high_uv += kStep_us * high * passed_uv;
      low_uv += kStep_us * low * (passed_uv - low_uv);
      if ((step + 1) % 40'000 == 0) seen.push_back(low_uv);
    }
    return seen;
  }

  ContactMap contacts_{};
  SensingSettings settings_;
};

TEST_F(ArtefactTest, IsWhatCircuitAndAmplifierMakeOfThePulseAndItsRecharge) {
  const auto seen = traces({{0, -1}, {2, 3}}, configuration(0, safety::kCan), 6);
  const auto own = by_small_steps(true, 6);
  const auto spread = by_small_steps(false, 6);
  for (std::size_t i = 0; i < own.size(); ++i) {
    EXPECT_NEAR(seen[0][i], own[i], 1e-3 * std::abs(own[1])) << i;
    EXPECT_NEAR(seen[1][i], spread[i], 2e-3 * std::abs(spread[1])) << i;
  }
  EXPECT_GT(std::abs(own[1]), 100.0);  // 230 us after the recharge: it can be seen
  EXPECT_GT(std::abs(spread[1]), 10.0);
}

TEST_F(ArtefactTest, HasTheSignOfTheSideOnWhichItsContactStands) {
  const auto seen = traces({{0, -1}, {-1, 0}}, configuration(0, safety::kCan), 4);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_NE(seen[0][i], 0.0);
    EXPECT_NEAR(seen[0][i], -seen[1][i], 1e-3);
  }
}

TEST_F(ArtefactTest, TheSpreadOfABipolarPairCancels) {
  const auto seen = traces({{2, 3}}, configuration(0, 1), 4);
  for (const double trace_uv : seen[0]) EXPECT_NEAR(trace_uv, 0.0, 1e-3);
}

TEST_F(ArtefactTest, StimulatedContactsThatAreSensedAgainstEachOtherAddUp) {
  const auto one = traces({{0, -1}}, configuration(0, safety::kCan), 4);
  const auto both = traces({{0, 1}}, configuration(0, 1), 4);
  settings_.interface.spread_ohm = 0.0;
  const auto alone = traces({{0, -1}}, configuration(0, 1), 4);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_NEAR(both[0][i], 2.0 * one[0][i], 1e-3) << i;
    EXPECT_NEAR(alone[0][i], one[0][i], 1e-3) << i;
  }
}

TEST_F(ArtefactTest, ALongRechargeLeavesLessForLater) {
  settings_.interface.charge_transfer_ohm = 1e6;  // what is left, stays: 6400 uV
  settings_.high_pass_hz = 0.05;
  safety::ElectrodeConfiguration open = configuration(0, safety::kCan);
  open.recharge = Microseconds(0);
  safety::ElectrodeConfiguration longer = open;
  longer.recharge = Microseconds(8000);
  const double without_uv = std::abs(traces({{0, -1}}, open, 12)[0].back());
  const double with_uv = std::abs(traces({{0, -1}}, longer, 12)[0].back());
  EXPECT_GT(without_uv, 5000.0);
  EXPECT_LT(with_uv, 0.05 * without_uv);
}

TEST_F(ArtefactTest, RunsIntoTheRailAndSaysSo) {
  settings_.rail_uv = 500.0;
  safety::ElectrodeConfiguration open = configuration(0, safety::kCan);
  open.recharge = Microseconds(0);
  SensingChain sensing = chain({{0, -1}});
  std::vector<SensedSample> out(1);
  sensing.sample(0, 0.0, 0.0, out);
  sensing.polarise(open, 3000.0, 2000.0, 160.0);
  sensing.sample(1, kPeriod_us, 0.0, out);
  EXPECT_EQ(std::abs(uv(out[0])), 500.0);
  EXPECT_TRUE(out[0].front_end == biomarkers::kRailHigh ||
              out[0].front_end == biomarkers::kRailLow);
}

TEST_F(ArtefactTest, NothingIsPolarisedWithoutInterfaces) {
  settings_.interface.given = false;
  const auto seen = traces({{0, 1}}, configuration(0, 1), 6);
  for (const double trace_uv : seen[0]) EXPECT_EQ(trace_uv, 0.0);
}

class DriftTest : public ArtefactTest {
 protected:
  // What 100 uV at the input have become, `days` after the start.
  double after(double days) {
    contacts_[0].focus_gain_uv = 1000.0;
    settings_.low_pass_hz = 1e5;
    settings_.high_pass_hz = 0.001;
    SensingChain sensing = chain({{0, -1}});
    std::vector<SensedSample> out(1);
    sensing.sample(0, 0.0, 0.0, out);
    sensing.sample(1, days * 86'400e6, 0.1, out);
    return uv(out[0]);
  }
};

TEST_F(DriftTest, GainGoesExponentiallyWithTheDays) {
  EXPECT_NEAR(after(100.0), 100.0, 0.01);
  settings_.gain_drift_per_day = -0.005;
  for (const double days : {0.0, 1.0, 30.0, 100.0}) {
    EXPECT_NEAR(after(days), 100.0 * std::exp(-0.005 * days), 0.01) << days;
  }
  settings_.gain_drift_per_day = 0.005;
  EXPECT_NEAR(after(30.0), 100.0 * std::exp(0.15), 0.01);
}

TEST_F(ArtefactTest, LostPacketsAreUnknownInEveryChannelAndSaySo) {
  settings_.packet_loss = {.given = true,
                           .samples_per_packet = 8,
                           .lost_share = 0.25,
                           .mean_run_packets = 2.0};
  contacts_[0].focus_gain_uv = 1000.0;
  SensingChain sensing = chain({{0, 1}, {2, 3}});
  settings_.packet_loss.given = false;
  SensingChain whole = chain({{0, 1}, {2, 3}});
  std::vector<SensedSample> out(2), known(2);
  int lost = 0;
  for (std::uint64_t i = 0; i < 8000; ++i) {
    const double time_us = static_cast<double>(i) * kPeriod_us;
    const double observable = std::sin(static_cast<double>(i));
    sensing.sample(i, time_us, observable, out);
    whole.sample(i, time_us, observable, known);
    for (std::size_t c = 0; c < 2; ++c) {
      if (std::isnan(out[c].microvolts)) {
        EXPECT_EQ(out[c].front_end, biomarkers::kMissing);
        EXPECT_TRUE(std::isnan(out[1 - c].microvolts));
      } else {
        EXPECT_EQ(uv(out[c]), uv(known[c]));  // a loss leaves no trace in what follows
        EXPECT_EQ(out[c].front_end, known[c].front_end);
      }
    }
    if (std::isnan(out[0].microvolts)) ++lost;
  }
  EXPECT_NEAR(lost / 8000.0, 0.25, 0.08);  // four standard errors of 1000 packets
}

TEST_F(ArtefactTest, TheConverterCountsWholeStepsOfItsRange) {
  settings_.step_uv = 0.5;
  settings_.rail_uv = 1024.0;
  settings_.low_pass_hz = 1e5;
  settings_.high_pass_hz = 1e-9;
  contacts_[0].focus_gain_uv = 1.0;
  SensingChain sensing = chain({{0, -1}});
  std::vector<SensedSample> out(1);
  sensing.sample(0, 0.0, 0.0, out);
  for (std::uint64_t i = 1; i < 2000; ++i) {
    const double input_uv = static_cast<double>(i) * 1.0301 - 1000.0;
    sensing.sample(i, static_cast<double>(i), input_uv, out);
    const double counts = uv(out[0]) / 0.5;
    EXPECT_EQ(counts, std::nearbyint(counts));
    const double held_uv = std::clamp(input_uv, -1024.0, 1024.0);
    EXPECT_NEAR(uv(out[0]), held_uv, 0.27);  // half a step, and what the band takes
    EXPECT_LE(std::abs(counts), 2048.0);
  }
}

// What the program says of gap, recharge and contacts reaches the chain of a patient.
TEST(PolarisedPatient, ShowsThePulseItsRechargeAndTheLossesInItsFrames) {
  VirtualPatientSettings settings = demo_patient();
  settings.spike_wave.noise_per_sqrt_s = 0.0;
  settings.response.acute_effect = 0.0;
  settings.sensing.background_uv_rms = 0.0;
  settings.sensing.amplifier_noise_uv_rms = 0.0;
  settings.sensing.artefact_uv_per_ma = 0.0;
  settings.sensing.step_uv = 1e-3;
  settings.sensing.rail_uv = 1e6;
  const auto shown_by = [&settings](std::int64_t recharge_us) {
    DeviceSetup setup = demo_setup();
    setup.configurations[0].recharge = Microseconds(recharge_us);
    VirtualPatient patient(settings, setup, {1, 0, 0});
    const auto frame = step(patient, forge(burst(2000, 9'137, 1)));
    return uv({frame.samples_uv[0][7]});  // 18 ms after the pulse
  };
  const double silent_uv = shown_by(0);
  settings.sensing.interface = {.given = true,
                                .charge_transfer_ohm = 20'000.0,
                                .double_layer_nf = 1000.0,
                                .recharge_ohm = 500.0,
                                .imbalance_share = 0.02,
                                .spread_ohm = 20.0};
  const double open_uv = shown_by(0) - silent_uv;
  const double recharged_uv = shown_by(10'000) - silent_uv;
  EXPECT_LT(open_uv, -1000.0);  // 2 mA * 160 us * 2 % on 1 uF: 6400 uV, less the leak
  EXPECT_LT(std::abs(recharged_uv), 0.2 * std::abs(open_uv));

  settings.sensing.packet_loss = {
      .given = true, .samples_per_packet = 4, .lost_share = 0.3, .mean_run_packets = 2.0};
  VirtualPatient patient(settings, demo_setup(), {1, 0, 0});
  int lost = 0, frames_that_say_so = 0;
  for (int i = 0; i < 500; ++i) {
    const auto frame = step(patient);
    bool here = false;
    for (std::size_t k = 0; k < 8; ++k) {
      if (!std::isnan(frame.samples_uv[0][k])) continue;
      here = true;
      ++lost;
    }
    EXPECT_EQ((frame.front_end[0] & biomarkers::kMissing) != 0, here) << i;
    EXPECT_EQ(frame.front_end[0], frame.front_end[1]) << i;
    if (here) ++frames_that_say_so;
  }
  EXPECT_NEAR(lost / 4000.0, 0.3, 0.1);
  EXPECT_GT(frames_that_say_so, 100);
}

}  // namespace
}  // namespace homeostat::models
