// Events that no score should rest on: each named by its line, with what would do.
#include "sim/strict_events.h"

#include <gtest/gtest.h>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

Event seizure(double onset_s, double duration_s, const char* type = "sz") {
  return {onset_s, duration_s, type, {}, "all"};
}

EventFile file_of(std::vector<Event> events) {
  return {.events = std::move(events), .recording_duration_s = 600.0, .date_time = {}};
}

std::string refusal(std::vector<Event> events) {
  try {
    require_sound(file_of(std::move(events)), "a.tsv");
  } catch (const RecordingError& error) {
    return error.what();
  }
  return "sound";
}

TEST(StrictEvents, InOrderAndApartAreSound) {
  EXPECT_EQ(refusal({}), "sound");
  EXPECT_EQ(refusal({seizure(100, 10), seizure(110, 10), seizure(130, 470)}), "sound");
}

TEST(StrictEvents, OutOfOrderAreRefused) {
  EXPECT_EQ(refusal({seizure(200, 10), seizure(100, 10)}),
            "a.tsv:3: the seizure at 100.00 s stands after one that begins later; "
            "accepted: rows sorted by onset");
}

TEST(StrictEvents, OverOneAnotherAreRefused) {
  const std::string tail =
      "; accepted: seizures that do not overlap, each ending before the next begins";
  EXPECT_EQ(refusal({seizure(100, 20), seizure(110, 20)}),
            "a.tsv:3: the seizure at 110.00 s begins before the one ahead of it ends, at "
            "120.00 s" +
                tail);
  // Inside the first, and after the end of the second.
  EXPECT_EQ(refusal({seizure(100, 100), seizure(120, 10), seizure(150, 1)}),
            "a.tsv:3: the seizure at 120.00 s begins before the one ahead of it ends, at "
            "200.00 s" +
                tail);
  EXPECT_EQ(
      flaws_of(file_of({seizure(100, 100), seizure(120, 10), seizure(150, 1)})).size(),
      2U);
}

TEST(StrictEvents, AHundredthOfASecondIsRounding) {
  EXPECT_EQ(refusal({seizure(100, 10), seizure(109.99, 10)}), "sound");
  EXPECT_NE(refusal({seizure(100, 10), seizure(109.98, 10)}), "sound");
  EXPECT_EQ(refusal({seizure(590, 10.01)}), "sound");
  EXPECT_NE(refusal({seizure(590, 10.02)}), "sound");
}

TEST(StrictEvents, OfNoLengthAreRefused) {
  EXPECT_EQ(refusal({seizure(100, 10), seizure(120, 0)}),
            "a.tsv:3: the seizure at 120.00 s has no length; accepted: a duration of "
            "0.01 s or more");
}

TEST(StrictEvents, PastTheEndAreRefused) {
  EXPECT_EQ(refusal({seizure(590, 20)}),
            "a.tsv:2: the seizure at 590.00 s ends at 610.00 s, after the recording of "
            "600.00 s; accepted: seizures that end with the recording or before");
}

TEST(StrictEvents, RowsThatAreNoSeizuresCountLines) {
  EXPECT_EQ(refusal({seizure(0, 600, "bckg"), seizure(100, 10), seizure(100, 0, "bckg")}),
            "sound");
  EXPECT_TRUE(
      refusal({seizure(0, 600, "bckg"), seizure(100, 0)}).starts_with("a.tsv:3:"));
}

TEST(StrictEvents, AWarningNamesTheFirstAndCountsTheRest) {
  EXPECT_EQ(warning_of(file_of({seizure(1, 2)}), "a.tsv"), std::nullopt);
  const std::string one = warning_of(file_of({seizure(1, 0)}), "a.tsv").value();
  EXPECT_TRUE(
      one.starts_with("a.tsv:2: the seizure at 1.00 s has no length; scored as "));
  const std::string two =
      warning_of(file_of({seizure(1, 0), seizure(0, 1)}), "a.tsv").value();
  EXPECT_NE(two.find("; and 1 more; scored as the public scorer does"),
            std::string::npos);
  EXPECT_EQ(two.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace homeostat::sim
