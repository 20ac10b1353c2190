#include "tests/support/shared_data.h"

#include <gtest/gtest-spi.h>

#include <cstdlib>
#include <optional>

namespace homeostat::testing {
namespace {

// A variable of the environment, another value for as long as this lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* kept = std::getenv(name)) kept_ = kept;
    set(value);
  }
  ~Variable() { set(kept_ ? kept_->c_str() : nullptr); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  void set(const char* value) const {
    if (value == nullptr) {
      unsetenv(name_);
    } else {
      setenv(name_, value, 1);
    }
  }

  const char* name_;
  std::optional<std::string> kept_;
};

void test_with(const char* path, bool& went_on) {
  HOMEOSTAT_NEEDS(path);
  went_on = true;
}

// What became of a test that needs `path`.
std::string fate_of_test_with(const char* path) {
  ::testing::TestPartResultArray results;
  bool went_on = false;
  {
    const ::testing::ScopedFakeTestPartResultReporter listening(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD,
        &results);
    test_with(path, went_on);
  }
  if (results.size() == 0) return went_on ? "went on" : "left without a word";
  if (went_on) return "spoke and went on";
  return results.GetTestPartResult(0).skipped() ? "skipped" : "failed";
}

TEST(SharedData, ATestWithoutItsDataIsSkippedOnADeskAndFailsInCi) {
  const Variable data("HOMEOSTAT_DATA", HOMEOSTAT_SOURCE_DIR "/tests/support");
  for (const auto& [ci, fate] : {std::pair{"true", "failed"}, {"", "failed"}}) {
    const Variable in_ci("CI", ci);
    EXPECT_EQ(fate_of_test_with("no_such_data"), fate) << ci;
    EXPECT_EQ(fate_of_test_with("shared_data.h"), "went on");
  }
  const Variable on_a_desk("CI", nullptr);
  EXPECT_EQ(fate_of_test_with("no_such_data"), "skipped");
  EXPECT_EQ(fate_of_test_with("shared_data.h"), "went on");
}

TEST(SharedData, AnEmptyVariableChoosesNoFolder) {
  const Variable data("HOMEOSTAT_DATA", "");
  EXPECT_EQ(shared_data("x"), std::filesystem::path(HOMEOSTAT_SHARED_DATA) / "x");
}

}  // namespace
}  // namespace homeostat::testing
