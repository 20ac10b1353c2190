// Events files as they are written: what is written can be read again.
#include <limits>
#include <random>
#include <vector>

#include "tests/sim/events_tsv_fixture.h"

namespace homeostat::sim {
namespace {

TEST_F(EventsTsv, WritesTheColumnsOfTheFormatWithTwoDecimals) {
  EventFile file{
      .events = {{10, 5.5, "sz", 0.75, "F8,T4"}, {20.126, 1, "sz_foc", {}, ""}},
      .recording_duration_s = 600,
      .date_time = "2026-01-31 23:59:59"};
  EXPECT_EQ(written(file),
            kHeader + "10.00\t5.50\tsz\t0.75\tF8,T4\t2026-01-31 23:59:59\t600.00\n" +
                "20.13\t1.00\tsz_foc\tn/a\tn/a\t2026-01-31 23:59:59\t600.00\n");
}

TEST_F(EventsTsv, WritesARecordingWithoutEventsAsOneRowOfBackground) {
  EXPECT_EQ(written({.events = {}, .recording_duration_s = 182.0, .date_time = ""}),
            kHeader + "0.00\t182.00\tbckg\tn/a\tall\tn/a\t182.00\n");
}

TEST_F(EventsTsv, KeepsChineseTextAsItIs) {
  (void)written({.events = {{1, 2, "sz", {}, "\xe9\xa2\x9e\xe5\x8f\xb6"}},
                 .recording_duration_s = 60,
                 .date_time = ""});
  EXPECT_EQ(read_events(path_).events[0].channels, "\xe9\xa2\x9e\xe5\x8f\xb6");
}

TEST_F(EventsTsv, RefusesToWriteWhatItWouldNotRead) {
  const auto with = [](const Event& event) {
    return EventFile{.events = {{1, 2, "sz", {}, ""}, event},
                     .recording_duration_s = 60,
                     .date_time = ""};
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal_of(with({-1, 2, "sz", {}, ""})),
            ":3: onset is -1; accepted: seconds from 0 to 1e9, such as 12.50");
  EXPECT_EQ(refusal_of(with({nan, 2, "sz", {}, ""})),
            ":3: onset is nan; accepted: seconds from 0 to 1e9, such as 12.50");
  EXPECT_NE(refusal_of(with({1, 2, "", {}, ""})), "accepted");
  EXPECT_NE(refusal_of(with({1, 2, "sz", 1.5, ""})), "accepted");
  EXPECT_NE(refusal_of(with({1, 2, "s\tz", {}, ""})), "accepted");
  EXPECT_NE(refusal_of(with({1, 2, "sz", {}, "F8\nT4"})), "accepted");
  EXPECT_NE(refusal_of({.events = {}, .recording_duration_s = 0, .date_time = ""}),
            "accepted");
  EXPECT_NE(refusal_of({.events = {}, .recording_duration_s = 60, .date_time = "today"}),
            "accepted");
  EXPECT_FALSE(std::filesystem::exists(path_)) << "a refused file must not be begun";
}

TEST_F(EventsTsv, SaysThatAFileCannotBeWritten) {
  const EventFile file{.events = {}, .recording_duration_s = 60, .date_time = ""};
  EXPECT_THROW(write_events(path_.parent_path() / "absent" / "x.tsv", file),
               RecordingError);
  if (std::filesystem::exists("/dev/full")) {
    EXPECT_THROW(write_events("/dev/full", file), RecordingError);
  }
}

TEST_F(EventsTsv, WhatIsWrittenIsReadBackToTheHundredthOfASecond) {
  std::mt19937 random(20260101);
  std::uniform_real_distribution<double> seconds(0.0, 86400.0);
  std::uniform_real_distribution<double> share(0.0, 1.0);
  const std::vector<std::string> labels = {"sz", "sz_foc_ia", "bckg", "stim"};
  for (int round = 0; round < 100; ++round) {
    EventFile file{.events = {}, .recording_duration_s = 86400.0, .date_time = ""};
    for (int i = 0; i <= round % 7; ++i) {
      file.events.push_back({seconds(random), seconds(random),
                             labels[random() % labels.size()], share(random), "F8"});
    }
    write_events(path_, file);
    const EventFile back = read_events(path_);
    ASSERT_EQ(back.events.size(), file.events.size());
    for (std::size_t i = 0; i < back.events.size(); ++i) {
      ASSERT_NEAR(back.events[i].onset_s, file.events[i].onset_s, 0.005 + 1e-9);
      ASSERT_NEAR(back.events[i].duration_s, file.events[i].duration_s, 0.005 + 1e-9);
      ASSERT_EQ(back.events[i].event_type, file.events[i].event_type);
      ASSERT_EQ(back.events[i].confidence, file.events[i].confidence);
      ASSERT_EQ(back.events[i].channels, file.events[i].channels);
    }
    // Once rounded, another round changes nothing.
    const std::string once = written(back);
    ASSERT_EQ(written(read_events(path_)), once);
  }
}

}  // namespace
}  // namespace homeostat::sim
