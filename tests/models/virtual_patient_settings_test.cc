#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>

#include "tests/models/demo_patient.h"

namespace homeostat::models {
namespace {

std::set<std::string> faults_of(const VirtualPatientSettings& settings) {
  std::set<std::string> fields;
  for (const SettingsFault& fault : validate(settings)) {
    EXPECT_FALSE(fault.why.empty()) << fault.field;
    fields.insert(fault.field);
  }
  return fields;
}

TEST(VirtualPatientSettings, OfTheDemoPatientHold) {
  EXPECT_TRUE(faults_of(demo_patient()).empty());
}

TEST(VirtualPatientSettings, NothingHasADefaultThatPasses) {
  const auto faults = faults_of({});
  for (const char* field :
       {"name", "model", "seconds_per_unit", "contacts", "tissue.focus_radius_mm",
        "tissue.chronaxie_us", "tissue.current_distance_ua_per_mm2",
        "tissue.anode_to_cathode_threshold", "response.after_discharge_threshold_nc",
        "response.afferent.use", "response.afferent.dispersion_ms",
        "sensing.high_pass_hz", "sensing.low_pass_hz", "sensing.artefact_decay_us",
        "sensing.rail_uv", "sensing.step_uv", "impedance_check_period_s", "battery_mv",
        "temperature_mc"}) {
    EXPECT_TRUE(faults.count(field)) << field;
  }
}

TEST(VirtualPatientSettings, OfAnotherModelAreNotAsked) {
  VirtualPatientSettings s = demo_patient();
  s.epileptor.excitability = 99.0;
  EXPECT_TRUE(faults_of(s).empty());
  s.model = ModelKind::kEpileptor;
  EXPECT_EQ(faults_of(s), std::set<std::string>{"epileptor.excitability"});
}

TEST(VirtualPatientSettings, RangesIncludeTheirEnds) {
  VirtualPatientSettings s = demo_patient();
  for (const double good : {-2.5, -1.5}) {
    s.spike_wave.thalamic_drive = good;
    EXPECT_TRUE(faults_of(s).empty()) << good;
  }
  for (const double bad : {-2.5000001, -1.4999999}) {
    s.spike_wave.thalamic_drive = bad;
    EXPECT_EQ(faults_of(s), std::set<std::string>{"spike_wave.thalamic_drive"}) << bad;
  }
}

TEST(VirtualPatientSettings, OnlyTheSpikeWaveModelIsHeldToTheSecond) {
  VirtualPatientSettings s = demo_patient();
  for (const double other : {std::nextafter(1.0, 0.0), std::nextafter(1.0, 2.0), 2.0}) {
    s.seconds_per_unit = other;
    EXPECT_EQ(faults_of(s), std::set<std::string>{"seconds_per_unit"}) << other;
  }
  s.model = ModelKind::kEpileptor;
  s.epileptor.excitability = -2.0;
  for (const double good : {1e-4, 2.0, 1e3}) {
    s.seconds_per_unit = good;
    EXPECT_TRUE(faults_of(s).empty()) << good;
  }
}

TEST(VirtualPatientSettings, OfInterfacesAndLinksAreAskedWhereTheyAreGiven) {
  VirtualPatientSettings s = demo_patient();
  s.sensing.interface.given = true;
  s.sensing.packet_loss.given = true;
  EXPECT_EQ(faults_of(s),
            (std::set<std::string>{"sensing.interface.charge_transfer_ohm",
                                   "sensing.interface.double_layer_nf",
                                   "sensing.packet_loss.samples_per_packet",
                                   "sensing.packet_loss.mean_run_packets"}));
  s.sensing.interface.charge_transfer_ohm = 20e3;
  s.sensing.interface.double_layer_nf = 1000.0;
  s.sensing.packet_loss.samples_per_packet = 8;
  s.sensing.packet_loss.mean_run_packets = 3.0;
  EXPECT_TRUE(faults_of(s).empty());
  s.sensing.packet_loss.lost_share = 0.75;
  EXPECT_TRUE(faults_of(s).empty());
  s.sensing.packet_loss.lost_share = std::nextafter(0.75, 1.0);
  EXPECT_EQ(faults_of(s), std::set<std::string>{"sensing.packet_loss.lost_share"});
  s.sensing.packet_loss.given = false;
  s.sensing.gain_drift_per_day = 0.2;
  EXPECT_EQ(faults_of(s), std::set<std::string>{"sensing.gain_drift_per_day"});
}

TEST(VirtualPatientSettings, OfAnotherWayInAreNotAsked) {
  VirtualPatientSettings s = demo_patient();
  s.response.parameter_time_s = -1.0;
  EXPECT_TRUE(faults_of(s).empty());
  s.response.way_in = WayIn::kParameter;
  EXPECT_EQ(faults_of(s),
            (std::set<std::string>{"response.acute_effect", "response.parameter_time_s",
                                   "response.after_discharge_effect"}));
  s.response = jumping_patient().response;
  EXPECT_TRUE(faults_of(s).empty());
}

TEST(VirtualPatientSettings, AFieldNeedsPopulationsToPolarise) {
  VirtualPatientSettings s = demo_patient();
  s.response.way_in = WayIn::kField;
  EXPECT_TRUE(faults_of(s).empty());
  s.model = ModelKind::kEpileptor;
  s.epileptor.excitability = -2.0;
  EXPECT_EQ(faults_of(s), std::set<std::string>{"response.way_in"});
}

TEST(VirtualPatientSettings, NanNeverPasses) {
  VirtualPatientSettings s = demo_patient();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (double* field : {&s.seconds_per_unit, &s.spike_wave.noise_per_sqrt_s,
                        &s.tissue.rheobase_ua, &s.response.acute_effect,
                        &s.sensing.background_uv_rms, &s.contacts[0].impedance_ohm}) {
    const double kept = *field;
    *field = nan;
    EXPECT_EQ(faults_of(s).size(), 1U);
    *field = kept;
  }
}

std::string refusal(const std::function<void()>& make) {
  try {
    make();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "none";
}

TEST(VirtualPatientSettings, ThatDoNotHoldMakeNoPatient) {
  VirtualPatientSettings s = demo_patient();
  s.contacts[3].impedance_ohm = 0.0;
  const std::string what = refusal([&] { VirtualPatient(s, demo_setup(), {}); });
  EXPECT_NE(what.find("contacts[3].impedance_ohm"), std::string::npos) << what;
  EXPECT_NE(what.find("allowed"), std::string::npos) << what;
}

TEST(DeviceSetup, ThatDoesNotFitThePatientIsRefused) {
  const auto refusal_of = [](const std::function<void(DeviceSetup&)>& spoil) {
    DeviceSetup setup = demo_setup();
    spoil(setup);
    return refusal([&] { VirtualPatient(demo_patient(), setup, {}); });
  };
  EXPECT_EQ(refusal_of([](auto&) {}), "none");
  for (const double none : {0.0, 0.999, 100'000.5, std::nan("")}) {
    const auto spoil = [none](auto& s) { s.rate_hz = none; };
    EXPECT_NE(refusal_of(spoil).find("rate_hz"), std::string::npos) << none;
  }
  EXPECT_NE(
      refusal_of([](auto& s) { s.samples_per_frame = 65; }).find("samples_per_frame"),
      std::string::npos);
  EXPECT_EQ(refusal_of([](auto& s) { s.samples_per_frame = 64; }), "none");
  EXPECT_NE(refusal_of([](auto& s) { s.channels.clear(); }).find("channels"),
            std::string::npos);
  EXPECT_NE(refusal_of([](auto& s) { s.channels[0].plus_contact = 9; }).find("contact 9"),
            std::string::npos);
  EXPECT_EQ(refusal_of([](auto& s) { s.channels[0].minus_contact = -1; }), "none");
}

TEST(DeviceSetup, ThatDrivesAContactThePatientLacksIsRefused) {
  VirtualPatientSettings without_case = demo_patient();
  without_case.contacts[safety::kCan].present = false;
  EXPECT_EQ(refusal([&] { VirtualPatient(without_case, demo_setup(), {}); }),
            "device setup: configuration drives contact 16, which this patient does not "
            "have");
}

}  // namespace
}  // namespace homeostat::models
