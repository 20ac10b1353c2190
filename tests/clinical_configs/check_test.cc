// The `homeostat check` command: what it prints, and its exit code.
#include "clinical_configs/check.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

struct Checked {
  int exit_code;
  std::string printed;
};

Checked check(const std::vector<std::filesystem::path>& files) {
  std::ostringstream out;
  const int exit_code = check_command(files, out);
  return {exit_code, out.str()};
}

TEST(Check, AGoodFileIsOneLineAndZero) {
  const std::filesystem::path file = responsive().save();
  const Checked checked = check({file});
  EXPECT_EQ(checked.exit_code, 0);
  EXPECT_EQ(checked.printed, file.string() + ": ok\n");
  std::filesystem::remove(file);
}

TEST(Check, WarningsAreCountedAndDoNotRefuse) {
  const Written written = open_loop().with("minus_contact: 2", "minus_contact: 3");
  const std::filesystem::path file = written.save();
  const Checked checked = check({file});
  EXPECT_EQ(checked.exit_code, 0);
  EXPECT_EQ(checked.printed,
            file.string() + ':' + std::to_string(written.line_of("minus_contact: 3")) +
                ": warning: biomarkers.channels[0].minus_contact: 3: the pair is not "
                "symmetric about the stimulating contacts\n" +
                file.string() + ": ok (1 warning)\n");
  std::filesystem::remove(file);
}

TEST(Check, Saf181_AnErrorIsFileLineFieldWhatAllowedNearestAndTwo) {
  const Written written =
      responsive().with("compliance_mv: 11000", "compliance_mv: 20001");
  const std::filesystem::path file = written.save();
  const Checked checked = check({file});
  EXPECT_EQ(checked.exit_code, 2);
  EXPECT_EQ(checked.printed,
            file.string() + ':' + std::to_string(written.line_of("compliance_mv")) +
                ": limits.compliance_mv: 20001 mV: voltage of the source; allowed 500 to "
                "20000 mV; nearest safe value 20000 mV\n");
  std::filesystem::remove(file);
}

TEST(Check, OneBadFileAmongGoodOnesIsTwo) {
  const Checked checked = check({"epilepsy/responsive", "none/such", "temporal_lobe"});
  EXPECT_EQ(checked.exit_code, 2);
  EXPECT_NE(checked.printed.find("responsive.textproto: ok\nnone/such: no such file"),
            std::string::npos)
      << checked.printed;
  EXPECT_TRUE(checked.printed.ends_with("temporal_lobe.textproto: ok\n"));
}

}  // namespace
}  // namespace homeostat::clinical_configs
