// In every mode somebody is in control, and nothing is asked for that nobody answers for.
#include "controller/authority.h"

#include <gtest/gtest.h>

#include "tests/model/asking.h"

namespace homeostat::controller::model {
namespace {

TEST(Authority, Saf087_IsTheControllersOrTheBaselinesWhereverAnythingIsAskedFor) {
  for (int m = 0; m < kModes; ++m) {
    const auto mode = static_cast<Mode>(m);
    const Authority who = who_controls(mode);
    if (asked_in(mode) == Asks::kNothing) continue;
    EXPECT_TRUE(may_stimulate(mode)) << name_of(mode);
    EXPECT_EQ(mode == Mode::kFallback ? Authority::kBaseline : Authority::kController,
              who)
        << name_of(mode);
  }
}

TEST(Authority, HasANameOfItsOwn) {
  for (int a = 0; a < kAuthorities; ++a) {
    for (int b = 0; b < a; ++b) {
      EXPECT_STRNE(name_of(static_cast<Authority>(a)),
                   name_of(static_cast<Authority>(b)));
    }
  }
  EXPECT_STREQ("guard", name_of(Authority::kGuard));
}

}  // namespace
}  // namespace homeostat::controller::model
