// A place for the files of a test: its own, and of this process, because another checkout
// may be running the same test.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace homeostat::testing {

// In the temporary folder; the same for as long as the test runs. Nothing is made.
inline std::filesystem::path scratch_path(const std::string& ending = "") {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string("homeostat_") + test->test_suite_name() + '_' +
                     test->name() + '_' + std::to_string(getpid()) + ending;
  std::replace(name.begin(), name.end(), '/', '_');  // of a parameterised test
  return std::filesystem::path(::testing::TempDir()) / name;
}

}  // namespace homeostat::testing
