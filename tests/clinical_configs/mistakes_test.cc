// Every kind of mistake that a person makes in a program: told at its line, with what
// would be accepted.
#include <gtest/gtest.h>

#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

const std::string kFirstBurst = "responsive.therapies[0].bursts[0].outputs[0].";

TEST(Mistakes, AnUnknownFieldIsToldWithTheNameThatWasMeant) {
  const Written file = responsive().with("amplitude_ua: 2000", "amplitud_ua: 2000");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("amplitud_ua"));
  EXPECT_EQ(finding.field, kFirstBurst + "amplitud_ua");
  EXPECT_EQ(finding.what, "no such field; did you mean amplitude_ua?");
}

TEST(Mistakes, AFieldInTheWrongSectionIsToldWhereItBelongs) {
  const Written file =
      responsive().with("policy: RESPONSIVE", "blanking_us: 1\npolicy: RESPONSIVE");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("blanking_us: 1\n"));
  EXPECT_EQ(finding.what, "no such field here; it belongs in biomarkers");
}

TEST(Mistakes, Saf181_AMissingFieldIsToldWithItsRange) {
  const Written file = responsive().without("shannon_k_hundredths: 150");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("limits {"));
  EXPECT_EQ(finding.field, "limits.shannon_k_hundredths");
  EXPECT_EQ(finding.what, "missing");
  EXPECT_EQ(finding.allowed, "100 to 175 hundredths");
}

TEST(Mistakes, AMissingSectionIsToldOnceAndNotWhatRestsOnIt) {
  const Written file = Written::text(
      responsive().text().substr(0, responsive().text().find("\nlimits {")));
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.field, "limits");
  EXPECT_EQ(finding.what, "missing");
}

TEST(Mistakes, Saf182_MilliampsByNameAreToldInMicroamps) {
  const Written file = responsive().with("amplitude_ua: 2000", "amplitude_ma: 2.5");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("amplitude_ma"));
  EXPECT_EQ(finding.what,
            "no such field; amplitude_ua is in uA, not mA: write amplitude_ua: 2500");
}

TEST(Mistakes, Saf182_MilliampsByValueAreToldInMicroamps) {
  const Written file = responsive().with("amplitude_ua: 2000", "amplitude_ua: 3");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("amplitude_ua: 3\n"));
  EXPECT_EQ(finding.field, kFirstBurst + "amplitude_ua");
  EXPECT_EQ(finding.what, "looks like mA: 3 mA is 3000 uA");
  EXPECT_EQ(finding.nearest, "3000 uA");
}

TEST(Mistakes, WhatIsToldAsAllowedIsWhatTheProgramsLimitsLeave) {
  const Finding finding =
      responsive().with("amplitude_ua: 2000", "amplitude_ua: 2").only_finding();
  EXPECT_EQ(finding.allowed, "25 to 4000 uA");
  EXPECT_EQ(finding.nearest, "2000 uA");
  EXPECT_EQ(responsive()
                .with("pulse_width_us: 160", "pulse_width_us: 1")
                .only_finding()
                .nearest,
            "240 us");
}

TEST(Mistakes, ACurrentBelowZeroIsNotCalledTooHigh) {
  for (const char* amplitude : {"-2000", "0"}) {
    const Finding finding =
        responsive()
            .with("amplitude_ua: 2000", std::string("amplitude_ua: ") + amplitude)
            .only_finding();
    EXPECT_EQ(finding.field, kFirstBurst + "amplitude_ua");
    EXPECT_EQ(finding.what,
              amplitude + std::string(" uA: current that stimulates is at least 1 uA"));
    EXPECT_EQ(finding.allowed, "25 to 4000 uA");
    EXPECT_EQ(finding.nearest, "25 uA");
  }
}

TEST(Mistakes, CurrentsTogetherAboveTheSumAreToldWithWhatIsLeft) {
  const Finding finding =
      responsive()
          .with("max_sum_amplitude_ua: 6000", "max_sum_amplitude_ua: 3900")
          .with("max_amplitude_ua: 6000", "max_amplitude_ua: 6000 ")
          .check()
          .front();
  EXPECT_EQ(finding.what, "4000 uA: together above limits.max_sum_amplitude_ua");
  EXPECT_EQ(finding.nearest, "3900 uA");
}

TEST(Mistakes, AMinimumIsAdvisedBelowItsMaximum) {
  const Finding finding = responsive()
                              .with("min_impedance_ohm: 250", "min_impedance_ohm: 25000")
                              .check()
                              .front();
  EXPECT_EQ(finding.field, "limits.min_impedance_ohm");
  EXPECT_EQ(finding.nearest, "3500 ohm");
}

TEST(Mistakes, WhatIsWantedIsToldAsADemand) {
  EXPECT_EQ(responsive()
                .with("max_pulse_width_us: 240", "max_pulse_width_us: 39")
                .check()
                .back()
                .what,
            "39 us: must not be below min_pulse_width_us");
  EXPECT_EQ(responsive().with("duration_ms: 100", "duration_ms: 0").only_finding().what,
            "0 ms: must be from 1 ms to limits.episodes.max_burst_ms");
}

// Nearly all else rests on it, and would be told first.
TEST(Mistakes, ASampleRateThatCannotBeIsToldAlone) {
  for (const char* rate : {"0", "1000000000"}) {
    const Finding finding =
        responsive()
            .with("sample_rate_hz: 250", std::string("sample_rate_hz: ") + rate)
            .only_finding();
    EXPECT_EQ(finding.field, "biomarkers.sample_rate_hz");
    EXPECT_EQ(finding.allowed, "32 to 2000 Hz");
  }
}

// The lowest treats the most: nobody who wrote nonsense is sent there.
TEST(Mistakes, AThresholdThatCannotBeHasNoNearest) {
  for (const char* threshold : {"nan", "inf", "-3.5", "0"}) {
    const Finding finding =
        responsive()
            .with("threshold: 3.5\n", std::string("threshold: ") + threshold + '\n')
            .only_finding();
    EXPECT_EQ(finding.allowed, "1 to 1000") << threshold;
    EXPECT_EQ(finding.nearest, "") << threshold;
  }
}

TEST(Mistakes, AUnitBesideTheValueIsToldInTheFieldsUnit) {
  const Written file = responsive().with("amplitude_ua: 2000", "amplitude_ua: 2 mA");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("2 mA"));
  EXPECT_TRUE(finding.what.starts_with("'mA' after the value")) << finding.what;
  EXPECT_EQ(finding.nearest, "2000 uA");
}

TEST(Mistakes, ARateWhereAPeriodIsWantedIsToldAsAPeriod) {
  const Finding finding =
      responsive().with("period_us: 5000", "period_us: 200").only_finding();
  EXPECT_NE(finding.what.find("looks like Hz: 200 Hz is 5000 us"), std::string::npos);
  EXPECT_EQ(finding.nearest, "5000 us");
}

TEST(Mistakes, AMinimumAboveItsMaximumIsToldOnce) {
  const Written file =
      responsive().with("min_pulse_width_us: 40", "min_pulse_width_us: 241");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("max_pulse_width_us"));
  EXPECT_EQ(finding.field, "limits.max_pulse_width_us");
  EXPECT_EQ(finding.allowed, "241 to 1000 us");
  EXPECT_EQ(finding.nearest, "241 us");
}

// At 160 us the contact's k = 1.5 allows 9928 uA.
Written at_charge_limit(int amplitude_ua) {
  return responsive()
      .with("tested_amplitude_ua: 4000", "tested_amplitude_ua: 12000")
      .with("max_amplitude_ua: 6000", "max_amplitude_ua: 12000")
      .with("max_sum_amplitude_ua: 6000", "max_sum_amplitude_ua: 12000")
      .with("max_rise_per_window_ua: 6000", "max_rise_per_window_ua: 12000")
      .with("amplitude_ua: 2000", "amplitude_ua: " + std::to_string(amplitude_ua));
}

TEST(Mistakes, Saf001_AmplitudeAtTheChargeLimitOfItsPulseWidthPasses) {
  EXPECT_EQ(words_of(at_charge_limit(9927).check()), std::vector<std::string>{});
  EXPECT_EQ(words_of(at_charge_limit(9928).check()), std::vector<std::string>{});
}

TEST(Mistakes, Saf001_AmplitudeAboveTheChargeLimitOfItsPulseWidthIsRefused) {
  const Written file = at_charge_limit(9929);
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.severity, Severity::kError);
  EXPECT_EQ(finding.line, file.line_of("amplitude_ua: 9929"));
  EXPECT_EQ(finding.what, "9929 uA: too much charge per phase at this pulse width");
  EXPECT_EQ(finding.allowed, "25 to 9928 uA");
  EXPECT_EQ(finding.nearest, "9928 uA");
}

TEST(Mistakes, SensingOnAStimulatingContactWarns) {
  const Written file = responsive().with("minus_contact: 3", "minus_contact: 2");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.severity, Severity::kWarning);
  EXPECT_TRUE(finding.field.starts_with("biomarkers.channels[0].")) << finding.field;
  EXPECT_NE(finding.what.find("senses on a contact that also stimulates"),
            std::string::npos);
}

TEST(Mistakes, SensingBesideTheMiddleOfStimulationWarns) {
  const Written file = open_loop().with("minus_contact: 2", "minus_contact: 3");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.severity, Severity::kWarning);
  EXPECT_EQ(finding.line, file.line_of("minus_contact: 3"));
  EXPECT_NE(finding.what.find("not symmetric"), std::string::npos);
}

TEST(Mistakes, SensingWhereThereIsNoLeadIsRefused) {
  const Written file =
      responsive().with("  leads: DEPTH_RING_127X200\n", "").with("RH1-RH2", "R");
  const std::vector<Finding> findings = file.check();
  ASSERT_EQ(findings.size(), 6U) << ::testing::PrintToString(words_of(findings));
  EXPECT_EQ(findings[0].line, file.line_of("plus_contact: 8"));
  EXPECT_EQ(findings[0].what, "8: the lead in this port has no such contact");
}

TEST(Mistakes, TwoChannelsOfOneNameAreRefused) {
  const Written file = responsive().with("label: \"RH2-RH3\"", "label: \"RH1-RH2\" ");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.severity, Severity::kError);
  EXPECT_EQ(finding.line, file.line_of("label: \"RH1-RH2\" \n"));
  EXPECT_EQ(finding.field, "biomarkers.channels[2].label");
}

TEST(Mistakes, Saf172_AnotherVersionOfTheSchemaIsRefusedUnread) {
  const Finding finding = responsive()
                              .with("schema_version: 1", "schema_version: 2")
                              .without("warm_up_s: 60")
                              .only_finding();
  EXPECT_EQ(finding.field, "schema_version");
}

TEST(Mistakes, ASectionOfAnotherPolicyIsRefused) {
  const Written file = responsive().with("policy: RESPONSIVE", "policy: OPEN_LOOP");
  const std::vector<std::string> words = words_of(file.check());
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0], ":1: open_loop: missing");
  EXPECT_NE(words[1].find("responsive: given, but the policy is not RESPONSIVE"),
            std::string::npos);
}

TEST(Mistakes, BothKindsOfSessionLimitsAreRefused) {
  const Written file = responsive().with(
      "  episodes {", "  continuous { max_on_s: 0 min_off_s: 0 }\n  episodes {");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.field, "limits.episodes");
  EXPECT_NE(finding.what.find("exactly one"), std::string::npos);
}

TEST(Mistakes, ABandWithoutBandPowerIsRefused) {
  const Finding finding =
      responsive()
          .with("threshold: 3.5\n", "threshold: 3.5\n    band_low_hz: 4\n")
          .only_finding();
  EXPECT_EQ(finding.field, "biomarkers.detectors[0].band_low_hz");
}

TEST(Mistakes, AContactThatTheLeadHasNotIsToldAtItsEntry) {
  const Written file = responsive().with("contact: 2\n", "contact: 5\n");
  const std::vector<Finding> findings = file.check();
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.line == file.line_of("contact: 5\n") - 1 &&
           finding.field == "limits.configurations[0].contacts[1]" &&
           finding.what == "the lead in this port has no such contact";
  })) << ::testing::PrintToString(words_of(findings));
}

// Another contact, channel or configuration is another place, not a nearer one.
TEST(Mistakes, Saf177_NoPlaceIsNearToOneThatIsNone) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"contact: 2\n", "contact: 40\n"},
      {"plus_contact: 8\n", "plus_contact: 40\n"},
      {"minus_contact: 9\n", "minus_contact: 40\n"},
      {"    channel: 0\n", "    channel: 9\n"},
  };
  for (const auto& [right, wrong] : mistakes) {
    const std::vector<Finding> findings = responsive().with(right, wrong).check();
    EXPECT_TRUE(refused(findings)) << wrong;
    for (const Finding& finding : findings) EXPECT_EQ("", finding.nearest) << wrong;
  }
}

// A second is what 1000 ms would be, and more than max_period_us.
TEST(Mistakes, Saf182_WhatWasMeantInAnotherUnitIsNearestOnlyWhereItIsAllowed) {
  const Finding finding =
      responsive().with("min_period_us: 3003", "min_period_us: 1000").only_finding();
  EXPECT_EQ(finding.what,
            "1000 us: time from pulse to pulse (looks like ms: 1000 ms is 1000000 us)");
  EXPECT_EQ(finding.allowed, "2000 to 20000 us");
  EXPECT_EQ(finding.nearest, "20000 us");
}

TEST(Mistakes, AContactListedTwiceIsRefused) {
  const Written file = responsive().with("contact: 2\n", "contact: 1\n");
  const std::vector<Finding> findings = file.check();
  ASSERT_FALSE(findings.empty());
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.field == "limits.configurations[0].contacts[1].contact" &&
           finding.what.find("listed twice") != std::string::npos;
  }));
}

TEST(Mistakes, Saf194_ANotchThatDoesNotSpeakOfItsHarmonicsIsAdvisedTo) {
  const Written file = responsive().without("    notch_harmonics: 1\n");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.severity, Severity::kWarning);
  EXPECT_EQ(finding.field, "biomarkers.channels[0].notch_harmonics");
  Written said = responsive();
  said.with("    notch_harmonics: 1\n", "    notch_harmonics: 0\n");
  EXPECT_TRUE(said.check().empty());
}

}  // namespace
}  // namespace homeostat::clinical_configs
