#include "sim/duration.h"

#include <gtest/gtest.h>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

TEST(Duration, ReadsEveryUnit) {
  EXPECT_DOUBLE_EQ(parse_duration_s("250ms"), 0.25);
  EXPECT_DOUBLE_EQ(parse_duration_s("600s"), 600.0);
  EXPECT_DOUBLE_EQ(parse_duration_s("10m"), 600.0);
  EXPECT_DOUBLE_EQ(parse_duration_s("1.5h"), 5400.0);
  EXPECT_DOUBLE_EQ(parse_duration_s("180d"), 180.0 * 86400.0);
}

TEST(Duration, RefusesWhatHasNoMeaning) {
  for (const char* text : {"", "10", "m", "-5m", "0s", "10 m", "10min", "nans", "infs",
                           "1e9d", "10m5", "0x10s"}) {
    EXPECT_THROW(parse_duration_s(text), UsageError) << text;
  }
}

TEST(Duration, OfNothingIsReadWhereItIsAskedFor) {
  EXPECT_EQ(parse_duration_or_zero_s("0s"), 0.0);
  EXPECT_EQ(parse_duration_or_zero_s("30s"), 30.0);
  for (const char* text : {"", "0", "30", "-1s", "nans", "4000d"}) {
    EXPECT_THROW(parse_duration_or_zero_s(text), UsageError) << text;
  }
}

TEST(Duration, SaysWhatWouldBeAccepted) {
  try {
    parse_duration_s("10");
    FAIL() << "a number without a unit was accepted";
  } catch (const UsageError& error) {
    EXPECT_NE(std::string(error.what()).find("such as 600s, 10m"), std::string::npos);
  }
}

TEST(Duration, IsSpelledForPeople) {
  EXPECT_EQ(spell_duration(8.5), "8.5 s");
  EXPECT_EQ(spell_duration(600.0), "10 min");
  EXPECT_EQ(spell_duration(2625.0), "43 min 45 s");
  EXPECT_EQ(spell_duration(5400.0), "1 h 30 min");
  EXPECT_EQ(spell_duration(90000.0), "1 d 1 h");
}

}  // namespace
}  // namespace homeostat::sim
