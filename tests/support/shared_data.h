// The shared recordings and reference answers, for tests that need them.
//
// They lie beside the checkout, or where HOMEOSTAT_DATA in the environment says. A test
// without its data is skipped on a desk and fails where CI is set in the environment:
// there, what was not tested must not pass for tested.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace homeostat::testing {

// `path` below the folder of the data, whether or not it is there.
std::filesystem::path shared_data(const std::string& path);

// True where CI is set in the environment.
bool in_ci();

}  // namespace homeostat::testing

// Leaves the test where `path` is not among the data.
#define HOMEOSTAT_NEEDS(path)                                      \
  do {                                                             \
    const auto needed_ = ::homeostat::testing::shared_data(path);  \
    if (std::filesystem::exists(needed_)) break;                   \
    if (::homeostat::testing::in_ci()) FAIL() << "no " << needed_; \
    GTEST_SKIP() << "no " << needed_;                              \
  } while (false)
