// Mistakes in a virtual patient, told as those in a program are.
#include <gtest/gtest.h>

#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

TEST(Patient, AMissingFieldIsToldWithItsRange) {
  const Written file = patient().without("battery_mv: 3000");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.field, "battery_mv");
  EXPECT_EQ(finding.what, "missing");
  EXPECT_EQ(finding.allowed, "1 to 10000 mV");
}

// Its settings say per second: in another unit of time they would lie.
TEST(Patient, OfTheSpikeWaveModelHasTheSecondForItsUnitOfTime) {
  const Finding finding =
      patient().with("seconds_per_unit: 1", "seconds_per_unit: 2").only_finding();
  EXPECT_EQ(finding.field, "seconds_per_unit");
  EXPECT_EQ(finding.what, "2: the spike-wave model is written in seconds: give 1");
}

// The models count contacts by number, the file by position: 16 is the ninth.
TEST(Patient, ANumberOutOfRangeIsToldAtItsContact) {
  const Written file = patient().with("impedance_ohm: 300", "impedance_ohm: 0.5");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("impedance_ohm: 0.5"));
  EXPECT_EQ(finding.field, "contacts[8].impedance_ohm");
  EXPECT_EQ(finding.allowed, "1 to 1000000 ohm");
  EXPECT_EQ(finding.nearest, "1 ohm");
}

TEST(Patient, AContactIsListedOnceAndExists) {
  EXPECT_EQ(patient().with("contact: 1\n", "contact: 0\n").only_finding().what,
            "0: listed twice");
  EXPECT_EQ(patient().with("contact: 1\n", "contact: 17\n").only_finding().what,
            "17: no such contact");
}

TEST(Patient, TheOtherModelsSectionIsRefused) {
  const Finding finding =
      patient()
          .with("tissue {",
                "epileptor { excitability: -2.1 slow_noise_per_sqrt_unit: 0 "
                "fast_noise_per_sqrt_unit: 0 }\ntissue {")
          .only_finding();
  EXPECT_EQ(finding.field, "epileptor");
}

TEST(Patient, TheModelsOwnUnitsAreTranslated) {
  const Finding finding =
      patient()
          .with("temperature_millicelsius: 37000", "temperature_millicelsius: 50001")
          .only_finding();
  EXPECT_EQ(finding.field, "temperature_millicelsius");
  EXPECT_EQ(finding.nearest, "50000 mdegC");
}

TEST(Patient, AnotherUnitIsTold) {
  EXPECT_EQ(patient()
                .with("artefact_uv_per_ma: ", "artefact_mv_per_ma: ")
                .only_finding()
                .what.substr(0, 60),
            "no such field; artefact_uv_per_ma is in uV/mA, not mV/mA: wr");
}

TEST(Patient, ArrivesInTheModelsSettings) {
  const models::VirtualPatientSettings settings = load_patient("patients/temporal_lobe");
  EXPECT_EQ(settings.model, models::ModelKind::kSpikeWave);
  EXPECT_EQ(settings.seconds_per_unit, 1.0);
  EXPECT_TRUE(settings.contacts[0].present);
  EXPECT_FALSE(settings.contacts[7].present);
  EXPECT_GT(settings.contacts[0].impedance_ohm, 0.0);
  EXPECT_EQ(settings.temperature_mc, 37000);
  EXPECT_TRUE(models::validate(settings).empty());
}

TEST(Patient, MayHaveASlowStateAndSaysAllOfIt) {
  const std::string slow =
      "slow { cycles { period_s: 86400 depth: 0.02 peak_s: 0 } medication { start_s: 10 "
      "effect: -0.1 wash_in_s: 3600 } plasticity { depth: 0.1 half_pulses_per_day: 1000 "
      "time_s: 7776000 } }\ntissue {";
  EXPECT_TRUE(patient().with("tissue {", slow).check().empty());
  EXPECT_TRUE(patient().with("tissue {", "slow { }\ntissue {").check().empty());
  const Finding missing =
      patient().with("tissue {", slow).without(" peak_s: 0").only_finding();
  EXPECT_EQ(missing.field, "slow.cycles[0].peak_s");
  const Finding range = patient()
                            .with("tissue {", slow)
                            .with("period_s: 86400", "period_s: 1")
                            .only_finding();
  EXPECT_EQ(range.field, "slow.cycles[0].period_s");
  EXPECT_EQ(range.allowed, "60 to 34560000 s");
}

TEST(Patient, MayGetUsedToSlowRamps) {
  EXPECT_TRUE(patient()
                  .with("after_discharge_effect: -400",
                        "after_discharge_effect: -400 accommodation_share: 0.5 "
                        "accommodation_time_s: 10")
                  .check()
                  .empty());
  const Finding finding =
      patient()
          .with("after_discharge_effect: -400",
                "after_discharge_effect: -400 accommodation_share: 0.5")
          .only_finding();
  EXPECT_EQ(finding.field, "response.accommodation_time_s");
}

TEST(Patient, MayHaveContactsThatPolariseAndALinkThatLosesPackets) {
  const std::string extras =
      "step_uv: 0.5 interface { charge_transfer_ohm: 20000 double_layer_nf: 1000 "
      "recharge_ohm: 500 imbalance_share: 0.01 spread_ohm: 20 } gain_drift_per_day: "
      "-0.001 packet_loss { samples_per_packet: 8 lost_share: 0.02 mean_run_packets: 3 }";
  const Written whole = patient().with("step_uv: 0.5", extras);
  EXPECT_TRUE(whole.check().empty());
  const models::SensingSettings read = load_patient(whole.save()).sensing;
  EXPECT_TRUE(read.interface.given);
  EXPECT_EQ(read.interface.spread_ohm, 20.0);
  EXPECT_EQ(read.gain_drift_per_day, -0.001);
  EXPECT_TRUE(read.packet_loss.given);
  EXPECT_EQ(read.packet_loss.mean_run_packets, 3.0);

  const Finding missing = patient()
                              .with("step_uv: 0.5", extras)
                              .without(" imbalance_share: 0.01")
                              .only_finding();
  EXPECT_EQ(missing.field, "sensing.interface.imbalance_share");
  const Finding range = patient()
                            .with("step_uv: 0.5", extras)
                            .with("double_layer_nf: 1000", "double_layer_nf: 0")
                            .only_finding();
  EXPECT_EQ(range.field, "sensing.interface.double_layer_nf");
  EXPECT_EQ(range.allowed, "0.01 to 1000000 nF");
  const Finding unit = patient()
                           .with("step_uv: 0.5", extras)
                           .with("double_layer_nf: 1000", "double_layer_uf: 1")
                           .only_finding();
  EXPECT_NE(unit.what.find("nF, not uF"), std::string::npos) << unit.what;
}

TEST(Patient, SaysNothingOfWhatItDoesNotHave) {
  const models::SensingSettings read = load_patient("patients/temporal_lobe").sensing;
  EXPECT_FALSE(read.interface.given);
  EXPECT_FALSE(read.packet_loss.given);
  EXPECT_EQ(read.gain_drift_per_day, 0.0);
}

TEST(Patient, ChoosesByWhichWayPulsesComeIn) {
  const auto settings = load_patient("patients/temporal_lobe");
  EXPECT_EQ(settings.response.way_in, models::WayIn::kAfferent);
  EXPECT_GT(settings.response.afferent.use, 0.0);
}

TEST(Patient, AProgramIsNoPatientAndNeitherTheOtherWay) {
  EXPECT_THROW((void)load_patient(find_program("epilepsy/responsive")), ConfigError);
  EXPECT_THROW((void)load_program(find_patient("temporal_lobe")), ConfigError);
}

}  // namespace
}  // namespace homeostat::clinical_configs
