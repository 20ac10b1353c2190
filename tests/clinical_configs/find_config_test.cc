// Names of programs and patients, and the folders in which they are looked for.
#include "clinical_configs/find_config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "clinical_configs/finding.h"
#include "tests/support/scratch.h"

namespace homeostat::clinical_configs {
namespace {

namespace fs = std::filesystem;

// An own folder of configs for as long as the test runs.
class FindConfig : public ::testing::Test {
 protected:
  FindConfig() {
    fs::remove_all(root_);
    add("epilepsy/one");
    add("epilepsy/two");
    add("mood/two");
    add("patients/one");
    add("profiles/one");
    setenv("HOMEOSTAT_CONFIGS", root_.c_str(), 1);
  }
  ~FindConfig() override {
    unsetenv("HOMEOSTAT_CONFIGS");
    fs::remove_all(root_);
  }
  void add(const std::string& name) const {
    const fs::path file = root_ / (name + ".textproto");
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "# empty\n";
  }
  static std::string refusal(const std::string& name) {
    try {
      return find_program(name).string();
    } catch (const ConfigError& error) {
      return error.what();
    }
  }

  const fs::path root_ = homeostat::testing::scratch_path();
};

TEST_F(FindConfig, WholeAndShortNamesFindTheSameFile) {
  const fs::path file = root_ / "epilepsy/one.textproto";
  EXPECT_EQ(find_program("epilepsy/one"), file);
  EXPECT_EQ(find_program("one"), file);
  EXPECT_EQ(find_program("one.textproto"), file);
}

TEST_F(FindConfig, ProgramsPatientsAndProfilesDoNotMix) {
  EXPECT_EQ(find_patient("one"), root_ / "patients/one.textproto");
  EXPECT_EQ(find_patient("patients/one"), root_ / "patients/one.textproto");
  EXPECT_EQ(find_profile("one"), root_ / "profiles/one.textproto");
  EXPECT_EQ(profile_names(), std::vector<std::string>{"profiles/one"});
  EXPECT_THROW((void)find_patient("two"), ConfigError);
  EXPECT_THROW((void)find_profile("two"), ConfigError);
}

TEST_F(FindConfig, AFileIsTakenAsItIs) {
  const fs::path file = root_ / "patients/one.textproto";
  EXPECT_EQ(find_program(file), file);
}

// Else the one who edits the file would run the shipped program, or the other way round.
TEST_F(FindConfig, AFileHereThatHasAShippedNameMustBeNamedByItsPath) {
  const fs::path before = fs::current_path();
  const fs::path here = root_ / "here";
  fs::create_directories(here / "epilepsy");
  fs::current_path(here);
  for (const char* file : {"epilepsy/one", "epilepsy/one.textproto"}) {
    std::ofstream(file) << "# mine\n";
    const std::string said = refusal("epilepsy/one");
    EXPECT_NE(said.find(std::string("write ./") + file + " for the file, or "),
              std::string::npos)
        << said;
    EXPECT_NE(said.find((root_ / "epilepsy/one.textproto").string()), std::string::npos);
    EXPECT_EQ(find_program(std::string("./") + file), std::string("./") + file);
    EXPECT_EQ(find_program(here / file), here / file);
    fs::remove(file);
  }
  std::ofstream("epilepsy/one.textproto") << "# mine\n";
  EXPECT_EQ(find_program("epilepsy/one.textproto"), "epilepsy/one.textproto");
  fs::current_path(root_);
  EXPECT_EQ(find_program("epilepsy/two"), root_ / "epilepsy/two.textproto");
  fs::current_path(before);
}

TEST_F(FindConfig, AFolderIsCalledAFolder) {
  EXPECT_EQ(refusal((root_ / "epilepsy").string()),
            (root_ / "epilepsy").string() +
                ": a folder; give a program's file, or the name of one that is shipped: "
                "epilepsy/one, epilepsy/two, mood/two");
}

TEST_F(FindConfig, ANameThatFitsTwiceListsBoth) {
  EXPECT_EQ(refusal("two"),
            "two: more than one program of that name; choose one of epilepsy/two, "
            "mood/two");
}

TEST_F(FindConfig, ANameThatFitsNothingListsWhatThereIs) {
  EXPECT_EQ(refusal("three"),
            "three: no such file and no program of that name; shipped: epilepsy/one, "
            "epilepsy/two, mood/two");
  EXPECT_THROW((void)find_program(""), ConfigError);
  EXPECT_THROW((void)find_program("wo"), ConfigError);
}

TEST_F(FindConfig, WithoutAnyFolderNothingIsFound) {
  fs::remove_all(root_);
  EXPECT_TRUE(program_names().empty());
  EXPECT_EQ(refusal("one"),
            "one: no such file and no program of that name; shipped: none");
}

TEST_F(FindConfig, AnEmptyVariableChoosesNoFolder) {
  setenv("HOMEOSTAT_CONFIGS", "", 1);
  EXPECT_EQ(find_program("responsive").filename(), "responsive.textproto");
}

TEST(FindShipped, TheSourcesProgramsAreFoundByName) {
  unsetenv("HOMEOSTAT_CONFIGS");
  EXPECT_EQ(find_program("responsive").filename(), "responsive.textproto");
  EXPECT_EQ(find_program("replay/scalp").filename(), "scalp.textproto");
  EXPECT_EQ(find_patient("temporal_lobe").filename(), "temporal_lobe.textproto");
}

}  // namespace
}  // namespace homeostat::clinical_configs
