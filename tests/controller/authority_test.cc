// Who is in control, in words.
#include "controller/authority.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace homeostat::controller {
namespace {

TEST(AuthorityNames, EachIsItsOwn) {
  std::set<std::string> names;
  for (int i = 0; i < kAuthorities; ++i) {
    EXPECT_TRUE(names.insert(name_of(static_cast<Authority>(i))).second) << i;
  }
  EXPECT_STREQ("nobody", name_of(Authority::kNobody));
  EXPECT_STREQ("guard", name_of(Authority::kGuard));
}

}  // namespace
}  // namespace homeostat::controller
