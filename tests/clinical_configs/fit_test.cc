// A program and a patient that are good each by itself and do not belong together.
#include "clinical_configs/fit.h"

#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

const std::string kShipped = HOMEOSTAT_SOURCE_DIR "/clinical_configs/";
const std::string kPatient = kShipped + "patients/temporal_lobe.textproto";

// The shipped patient without one of its contacts.
Written patient_without(int contact) {
  const std::string text = patient().text();
  const std::size_t number = text.find("contact: " + std::to_string(contact) + "\n");
  const std::size_t start = text.rfind("contacts {", number);
  const std::size_t end = text.find("}\n", number) + 2;
  return Written::text(text.substr(0, start) + text.substr(end));
}

std::vector<Finding> misfits_of(const Written& program, const std::string& patient) {
  const std::filesystem::path file = program.save();
  const std::vector<Finding> findings = misfits(file, patient);
  std::filesystem::remove(file);
  return findings;
}

std::vector<Finding> misfits_of(const std::string& program, const Written& patient) {
  const std::filesystem::path file = patient.save();
  const std::vector<Finding> findings = misfits(kShipped + program, file);
  std::filesystem::remove(file);
  return findings;
}

// Against the case, as a monopolar program does.
Written against_the_case() { return responsive().with("contact: 2\n", "contact: 16\n"); }

TEST(Fit, TheShippedProgramsFitTheShippedPatient) {
  EXPECT_EQ(words_of(misfits_of(responsive(), kPatient)), std::vector<std::string>{});
  EXPECT_EQ(words_of(misfits_of(open_loop(), kPatient)), std::vector<std::string>{});
  EXPECT_EQ(words_of(misfits_of(against_the_case(), kPatient)),
            std::vector<std::string>{});
}

TEST(Fit, AStimulatingContactThatThePatientLacksIsToldAtItsLine) {
  const auto findings = misfits_of("epilepsy/responsive.textproto", patient_without(2));
  ASSERT_EQ(findings.size(), 1U) << ::testing::PrintToString(words_of(findings));
  EXPECT_EQ(findings[0].line, responsive().line_of("contact: 2\n"));
  EXPECT_EQ(findings[0].field, "limits.configurations[0].contacts[1].contact");
  EXPECT_TRUE(findings[0].what.starts_with("contact 2: the patient "));
  EXPECT_EQ(findings[0].allowed, "contacts 0, 1, 3, 8, 9, 10, 11, 16");
}

TEST(Fit, TheCaseIsAContactLikeAnyOther) {
  const std::filesystem::path program = against_the_case().save();
  const std::filesystem::path lacking = ::testing::TempDir() + "without_case.textproto";
  std::ofstream(lacking) << patient_without(16).text();
  const auto findings = misfits(program, lacking);
  ASSERT_EQ(findings.size(), 1U) << ::testing::PrintToString(words_of(findings));
  EXPECT_TRUE(findings[0].what.starts_with("contact 16 (the case): "));
  std::filesystem::remove(program);
  std::filesystem::remove(lacking);
}

TEST(Fit, ASensedContactThatThePatientLacksIsTold) {
  const auto findings = misfits_of("epilepsy/responsive.textproto", patient_without(9));
  ASSERT_EQ(findings.size(), 2U) << ::testing::PrintToString(words_of(findings));
  EXPECT_EQ(findings[0].field, "biomarkers.channels[1].minus_contact");
  EXPECT_EQ(findings[1].field, "biomarkers.channels[2].plus_contact");
  EXPECT_EQ(findings[1].line, responsive().line_of("plus_contact: 9"));
}

TEST(Fit, AProgramOfScalpElectrodesHasNothingToSenseInAVirtualPatient) {
  const auto findings = misfits_of(Written("replay/scalp"), kPatient);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0].field, "biomarkers.channels[0].plus_contact");
  EXPECT_NE(findings[0].what.find("neither input of this channel"), std::string::npos);
}

TEST(Fit, OneInputMayBeAFarReference) {
  const Written program = responsive().with("minus_contact: 3", "minus_contact: -1");
  EXPECT_EQ(words_of(misfits_of(program, kPatient)), std::vector<std::string>{});
}

TEST(Fit, TheRefusalIsOneLineThatNamesTheFirstAndCountsTheRest) {
  const std::filesystem::path lacking = patient_without(9).save();
  try {
    require_fit(kShipped + "epilepsy/responsive.textproto", lacking);
    ADD_FAILURE() << "accepted";
  } catch (const ConfigError& error) {
    const std::string line = error.what();
    EXPECT_NE(line.find("minus_contact: contact 9: the patient "), std::string::npos);
    EXPECT_TRUE(line.ends_with(" (and 1 more)")) << line;
  }
  std::filesystem::remove(lacking);
}

}  // namespace
}  // namespace homeostat::clinical_configs
