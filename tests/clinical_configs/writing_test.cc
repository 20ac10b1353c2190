// Mistakes of writing: values of the wrong kind, brackets, quotes, what stands twice. One
// mistake never hides the next, and never makes up another.
#include <gtest/gtest.h>

#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

using Words = std::vector<std::string>;

TEST(Writing, AfterEachMistakeTheRestIsStillChecked) {
  Written file = responsive();
  file.with("warm_up_s: 60", "warm_up_s: soon")
      .with("LINE_LENGTH", "LINE_LENGHT")
      .with("start_armed: true", "start_armed: yes")
      .with("shannon_k_hundredths: 150", "shannon_k_hundredths: 1.5")
      .with("compliance_mv: 11000", "compliance_mv: 20001")
      .with("battery_floor_mv: 2500", "battery_flor_mv: 2500");
  const std::vector<Finding> findings = file.check();
  ASSERT_EQ(findings.size(), 6U) << ::testing::PrintToString(words_of(findings));
  EXPECT_EQ(findings[0].line, file.line_of("LINE_LENGHT"));
  EXPECT_EQ(findings[0].what, "cannot be LINE_LENGHT; did you mean LINE_LENGTH?");
  EXPECT_EQ(findings[1].line, file.line_of("soon"));
  EXPECT_EQ(findings[1].allowed, "a whole number, 0 to 3600 s");
  EXPECT_EQ(findings[2].line, file.line_of("yes"));
  EXPECT_EQ(findings[2].allowed, "true or false");
  EXPECT_EQ(findings[3].line, file.line_of("1.5\n"));
  EXPECT_EQ(findings[3].allowed, "a whole number, 100 to 175 hundredths");
  EXPECT_EQ(findings[4].field, "limits.compliance_mv");
  EXPECT_EQ(findings[4].nearest, "20000 mV");
  EXPECT_EQ(findings[5].what, "no such field; did you mean battery_floor_mv?");
}

TEST(Writing, AFieldGivenTwiceIsToldAtTheSecond) {
  const Written file =
      responsive().with("start_armed: true", "start_armed: true\nstart_armed: false");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("start_armed: false"));
  EXPECT_EQ(finding.what, "given twice, first in line " +
                              std::to_string(file.line_of("start_armed: true")));
}

TEST(Writing, ASectionThatIsNotClosedIsToldWhereItOpens) {
  const Written file = responsive().with("  warm_up_s: 60\n}", "  warm_up_s: 60\n");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("biomarkers {"));
  EXPECT_EQ(finding.what, "opened here and not closed by '}' before line " +
                              std::to_string(file.line_of("policy:")));
}

TEST(Writing, ABracketTooManyIsToldAndNothingElse) {
  const Written file = responsive().with("  warm_up_s: 60\n}", "  warm_up_s: 60\n}}");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.line, file.line_of("}}"));
  EXPECT_EQ(finding.what, "'}' closes nothing");
}

TEST(Writing, WithABracketMissingRangesAreStillChecked) {
  Written file = responsive();
  file.with("  warm_up_s: 60\n}", "  warm_up_s: 60\n")
      .with("compliance_mv: 11000", "compliance_mv: 20001");
  const std::vector<Finding> findings = file.check();
  ASSERT_EQ(findings.size(), 2U) << ::testing::PrintToString(words_of(findings));
  EXPECT_EQ(findings[1].field, "limits.compliance_mv");
}

TEST(Writing, AQuoteThatIsNotClosedIsToldAtItsLine) {
  const Written file = responsive().with("\"LH1-LH4\"", "\"LH1-LH4");
  const std::vector<Finding> findings = file.check();
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0].line, file.line_of("\"LH1-LH4"));
  EXPECT_EQ(findings[0].what, "a quote that is not closed");
}

TEST(Writing, AColonOrAValueLeftOutIsTold) {
  EXPECT_EQ(responsive().with("warm_up_s: 60", "warm_up_s 60").only_finding().what,
            "':' is expected after the name");
  EXPECT_EQ(responsive().with("warm_up_s: 60", "warm_up_s:").only_finding().what,
            "no value after the name");
  EXPECT_EQ(responsive().with("ramp_off_ms: 0", "ramp_off_ms:").only_finding().what,
            "no value after the name");
}

TEST(Writing, ANumberThatItsFieldCannotHoldIsTold) {
  for (const char* number : {"-1", "300", "99999999999", "8.5", "1e3"}) {
    const Finding finding = responsive()
                                .with("samples_per_frame: 8 ",
                                      std::string("samples_per_frame: ") + number + ' ')
                                .only_finding();
    EXPECT_EQ(finding.field, "biomarkers.samples_per_frame") << number;
    EXPECT_NE(finding.allowed.find("1 to 64"), std::string::npos) << finding.allowed;
  }
}

// Protobuf would read the first as octal, 1024.
TEST(Writing, ANumberThatIsNotDecimalIsRefusedAndToldInDecimal) {
  for (const char* number : {"02000", "002000", "0x7d0", "0X7D0"}) {
    const Finding finding =
        responsive()
            .with("amplitude_ua: 2000", std::string("amplitude_ua: ") + number)
            .only_finding();
    EXPECT_EQ(finding.severity, Severity::kError);
    EXPECT_EQ(finding.field, "responsive.therapies[0].bursts[0].outputs[0].amplitude_ua");
    EXPECT_EQ(finding.what, std::string("cannot be ") + number + ": write 2000");
    EXPECT_TRUE(finding.allowed.starts_with("a whole number, in decimal")) << number;
  }
  EXPECT_EQ(responsive().with("ramp_off_ms: 0", "ramp_off_ms: 00").only_finding().what,
            "cannot be 00: write 0");
}

TEST(Writing, DigitsThatOctalDoesNotHaveAreNoOtherMistake) {
  EXPECT_EQ(responsive().with("threshold: 3.5\n", "threshold: 09\n").only_finding().what,
            "cannot be 09: write 9");
  EXPECT_EQ(responsive().with("plus_contact: 8", "plus_contact: 08").only_finding().what,
            "cannot be 08: write 8");
  EXPECT_EQ(responsive().with("threshold: 3.5\n", "threshold: 03.5\n").check()[0].what,
            "a number that begins with 0 or 0x; write it in decimal");
}

TEST(Writing, NotANumberAndInfinityAreTold) {
  for (const char* number : {"nan", "inf", "-inf", "1e60"}) {
    const Finding finding =
        responsive()
            .with("threshold: 3.5\n", std::string("threshold: ") + number + '\n')
            .only_finding();
    EXPECT_EQ(finding.field, "biomarkers.detectors[0].threshold") << number;
  }
}

TEST(Writing, AChoiceByUnknownNumberIsTold) {
  const Finding finding =
      responsive().with("policy: RESPONSIVE", "policy: 9").only_finding();
  EXPECT_EQ(finding.what, "cannot be 9");
  EXPECT_EQ(finding.allowed,
            "one of DETECTION_ONLY, RESPONSIVE, OPEN_LOOP, ADAPTIVE, DOSED, "
            "PROPORTIONAL, SCHEDULE");
}

TEST(Writing, ALabelThatIsTooLongOrNotAsciiIsTold) {
  const std::string longest(16, 'a');
  EXPECT_EQ(words_of(responsive().with("LH1-LH4", longest).check()), Words{});
  for (const char* second : {"a", " "}) {  // the cut one must be no second fault
    const Finding finding =
        responsive().with("LH1-LH4", longest.substr(1) + second + 'a').only_finding();
    EXPECT_EQ(finding.what, "17 characters");
    EXPECT_EQ(finding.allowed, "1 to 16 plain ASCII characters");
  }
  EXPECT_EQ(responsive().with("LH1-LH4", "").only_finding().what, "0 characters");
  for (const char* name : {"\xE5\xB7\xA6", "\\377", "\\n"}) {
    EXPECT_EQ(responsive().with("LH1-LH4", name).only_finding().what, "not plain ASCII");
  }
}

TEST(Writing, OneTooManyOfAListIsTold) {
  const std::string lead = "  leads: DEPTH_RING_127X200\n";
  const Finding finding = responsive().with(lead, lead + lead).only_finding();
  EXPECT_EQ(finding.field, "limits.leads[2]");
  EXPECT_EQ(finding.allowed, "1 to 2");
}

TEST(Writing, AnUnknownSectionIsSkippedWhole) {
  const Written file =
      responsive().with("policy: RESPONSIVE",
                        "thermostat { on { at: 3 } list: [1, 2] }\npolicy: RESPONSIVE");
  const Finding finding = file.only_finding();
  EXPECT_EQ(finding.field, "thermostat");
}

TEST(Writing, ProtobufsOtherFormsAreRead) {
  Written file = responsive();
  file.with("policy: RESPONSIVE", "policy: 2,")
      .with("  leads: DEPTH_RING_127X200\n  leads: DEPTH_RING_127X200\n",
            "  leads: [DEPTH_RING_127X200, DEPTH_RING_127X200];\n")
      .with("biomarkers {", "biomarkers: {")
      .with("\"LH1-LH4\"", "'LH1' \"-LH4\"")
      .with("threshold: 3.5\n", "threshold: 2.0f\n");
  EXPECT_EQ(words_of(file.check()), Words{});
}

}  // namespace
}  // namespace homeostat::clinical_configs
