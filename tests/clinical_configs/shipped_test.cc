// What is shipped: every file passes, says what it means, and holds nothing superfluous.
#include <gtest/gtest.h>

#include "clinical_configs/find_config.h"
#include "safety/limits.h"
#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

using namespace homeostat::literals;

std::vector<std::string> all_names() {
  std::vector<std::string> names = program_names();
  for (const std::string& name : patient_names()) names.push_back(name);
  for (const std::string& name : profile_names()) names.push_back(name);
  return names;
}

class Shipped : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Files, Shipped, ::testing::ValuesIn(all_names()),
                         [](const auto& param) {
                           std::string name = param.param;
                           std::replace(name.begin(), name.end(), '/', '_');
                           return name;
                         });

TEST_P(Shipped, Saf183_PassesWithoutEvenAWarning) {
  EXPECT_EQ(words_of(Written(GetParam()).check()), std::vector<std::string>{});
}

// A law: no line can be lost unnoticed.
TEST_P(Shipped, NoLineIsSuperfluous) {
  const std::vector<std::string> lines = lines_of(Written(GetParam()).text());
  for (std::size_t gone = 0; gone < lines.size(); ++gone) {
    const std::size_t start = lines[gone].find_first_not_of(' ');
    if (start == std::string::npos || lines[gone][start] == '#') continue;
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i != gone) text += lines[i] + '\n';
    }
    EXPECT_FALSE(Written::text(text).check().empty())
        << "line " << gone + 1 << " can be deleted: " << lines[gone];
  }
}

// A law: no current can be a thousand times another unnoticed.
TEST(ShippedPrograms, Saf182_MilliampsForMicroampsAndBackAreNoticedInEveryLine) {
  for (const std::string& name : program_names()) {
    const std::vector<std::string> lines = lines_of(Written(name).text());
    for (const std::string& line : lines) {
      const std::size_t at = line.find("_ua: ");
      if (at == std::string::npos) continue;
      const std::size_t end = line.find_first_not_of("0123456789", at + 5);
      for (const char* digits : {"000", "/1000"}) {
        std::string value = line.substr(at + 5, end - (at + 5));
        value =
            digits[0] == '0' ? value + digits : std::to_string(std::stoi(value) / 1000);
        Written changed(name);
        changed.with('\n' + line + '\n', '\n' + line.substr(0, at + 5) + value + '\n');
        EXPECT_FALSE(changed.check().empty()) << name << ": " << line << " as " << value;
      }
    }
  }
}

TEST(ShippedPrograms, AreThose) {
  EXPECT_EQ(program_names(),
            (std::vector<std::string>{
                "depression/amygdala_gamma_dosed", "depression/scc_open_loop",
                "depression/vs_schedule", "epilepsy/adaptive", "epilepsy/open_loop",
                "epilepsy/responsive", "replay/scalp"}));
  EXPECT_EQ(patient_names(), (std::vector<std::string>{
                                 "patients/recurrent_depression",
                                 "patients/temporal_lobe", "patients/treatment_resistant",
                                 "patients/treatment_resistant_no_effect"}));
}

TEST(ShippedPrograms, Saf183_EveryOneStatesAConservativeShannonK) {
  for (const std::string& name : program_names()) {
    EXPECT_LE(load_program(name).limits.shannon_k_hundredths, 150) << name;
    EXPECT_LE(load_program(name).limits.charge_density_nc_per_cm2, 25000) << name;
  }
}

TEST(ShippedPrograms, ResponsiveArrivesInTheCoresUnits) {
  const controller::TherapyProgram program = load_program("epilepsy/responsive");
  EXPECT_EQ(program.schema_version, 1U);
  EXPECT_STREQ(program.name.data(), "responsive, hippocampal depth leads");
  EXPECT_EQ(program.policy, controller::PolicyKind::kResponsive);
  EXPECT_TRUE(program.start_armed);
  EXPECT_FALSE(program.has_fallback);

  const biomarkers::BiomarkerSettings& sensing = program.biomarkers;
  ASSERT_EQ(sensing.channel_count, 4);
  EXPECT_STREQ(sensing.channels[0].label.data(), "LH1-LH4");
  EXPECT_EQ(sensing.channels[0].plus_contact, 0);
  EXPECT_EQ(sensing.channels[3].minus_contact, 11);
  EXPECT_EQ(sensing.sample_rate_hz, 250.0F);
  EXPECT_EQ(sensing.samples_per_frame, 8);
  EXPECT_EQ(sensing.blanking, 8_ms);
  EXPECT_EQ(sensing.channels[0].notch_hz, 50.0F);
  EXPECT_EQ(sensing.channels[0].notch_harmonics, 1);
  ASSERT_EQ(sensing.detector_count, 4);
  EXPECT_EQ(sensing.persistence.votes, 3);
  EXPECT_EQ(sensing.detectors[0].feature, biomarkers::Feature::kLineLength);
  EXPECT_EQ(sensing.detectors[0].short_window, 1024_ms);
  EXPECT_EQ(sensing.detectors[0].long_window, 60_s);
  EXPECT_EQ(sensing.quality.episode_hold, 60_s);

  ASSERT_EQ(program.responsive.therapy_count, 5);
  const controller::TherapySettings& last = program.responsive.therapies[4];
  EXPECT_EQ(last.bursts[0].outputs[0].amplitude, 4000_uA);
  EXPECT_EQ(last.bursts[0].outputs[0].pulse_width, 160_us);
  EXPECT_EQ(last.bursts[0].outputs[0].period, 5000_us);
  EXPECT_EQ(last.bursts[0].outputs[1].amplitude, 0_uA);
  EXPECT_EQ(last.bursts[1].duration, 200_ms);
  EXPECT_EQ(last.pause, 500_ms);

  const safety::Limits& limits = program.limits;
  EXPECT_EQ(limits.leads[1], safety::LeadModel::kDepthRing127x200);
  ASSERT_EQ(limits.configuration_count, 1);
  EXPECT_EQ(limits.configurations[0].contacts[1].polarity, safety::Polarity::kCathode);
  EXPECT_EQ(limits.configurations[0].contacts[2].polarity, safety::Polarity::kAnode);
  EXPECT_EQ(limits.configurations[0].contacts[0].polarity, safety::Polarity::kUnused);
  EXPECT_EQ(limits.compliance, Microvolts(11'000'000));
  EXPECT_EQ(limits.max_impedance_age, Microseconds(604'800'000'000));
  EXPECT_TRUE(limits.episodic);
  EXPECT_EQ(limits.episodes.max_burst, 250_ms);
  EXPECT_EQ(limits.fast_budget.capacity, 1'600'000'000_pC);
  EXPECT_EQ(limits.fast_budget.refill_pc_per_s, 1'000'000);
  EXPECT_EQ(limits.max_energy_nj, 50'000'000);
  EXPECT_EQ(limits.max_power_nw, 500'000);
  EXPECT_EQ(limits.max_residual, Microvolts(100'000));
}

TEST(ShippedPrograms, EveryOneWatchesForMainsAloneAndForMuscle) {
  for (const std::string& name : program_names()) {
    const biomarkers::QualitySettings quality = load_program(name).biomarkers.quality;
    EXPECT_EQ(quality.line_hz, 50.0F) << name;
    EXPECT_EQ(quality.line_percent, 80) << name;
    EXPECT_EQ(quality.muscle_hz, 30.0F) << name;
    EXPECT_EQ(quality.muscle_percent, 50) << name;
  }
}

TEST(ShippedPrograms, OpenLoopLeavesRoomBelowTheChargeLimit) {
  const controller::TherapyProgram program = load_program("epilepsy/open_loop");
  for (int output = 0; output < safety::kOutputs; ++output) {
    const auto& pulses = program.open_loop.outputs[static_cast<std::size_t>(output)];
    EXPECT_EQ(pulses.amplitude, 5000_uA);
    EXPECT_GT(safety::max_amplitude_for(program.limits, pulses.configuration,
                                        pulses.pulse_width),
              pulses.amplitude);
  }
  EXPECT_FALSE(program.limits.episodic);
  EXPECT_EQ(program.open_loop.on_time, 60_s);
  EXPECT_EQ(program.open_loop.off_time, 300_s);
}

TEST(ShippedPrograms, ARefusedProgramThrowsItsFirstErrorAndKeepsAll) {
  const std::filesystem::path file = responsive()
                                         .with("warm_up_s: 60", "warm_up_s: soon")
                                         .without("battery_floor_mv: 2500")
                                         .save();
  try {
    (void)load_program(file);
    FAIL() << "loaded";
  } catch (const ConfigError& error) {
    EXPECT_EQ(error.findings().size(), 2U);
    const std::string what = error.what();
    EXPECT_NE(what.find("warm_up_s: cannot be soon"), std::string::npos) << what;
    EXPECT_NE(what.find("and 1 more"), std::string::npos) << what;
    EXPECT_EQ(what.find('\n'), std::string::npos);
  }
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace homeostat::clinical_configs
