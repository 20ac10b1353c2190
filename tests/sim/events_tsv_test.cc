// Events files: what is read, and what is refused with which line
// (shared/reference/detection.md 1.2).
#include <cstdint>
#include <random>

#include "tests/sim/events_tsv_fixture.h"

namespace homeostat::sim {
namespace {

// ---- what is read

TEST_F(EventsTsv, ReadsEveryColumn) {
  const EventFile file = read(
      kHeader + "12.50\t30.25\tsz_foc_ia\t0.75\tF8,T4\t2026-01-31 23:59:59\t600.00\n");
  ASSERT_EQ(file.events.size(), 1u);
  EXPECT_EQ(file.events[0].onset_s, 12.5);
  EXPECT_EQ(file.events[0].duration_s, 30.25);
  EXPECT_EQ(file.events[0].event_type, "sz_foc_ia");
  EXPECT_EQ(file.events[0].confidence, 0.75);
  EXPECT_EQ(file.events[0].channels, "F8,T4");
  EXPECT_EQ(file.date_time, "2026-01-31 23:59:59");
  EXPECT_EQ(file.recording_duration_s, 600.0);
}

TEST_F(EventsTsv, TakesAbsentValuesAsAbsent) {
  const EventFile file = read(kHeader + "1\t2\tsz\tn/a\tn/a\tn/a\t600\n");
  EXPECT_EQ(file.events[0].confidence, std::nullopt);
  EXPECT_EQ(file.events[0].channels, "");
  EXPECT_EQ(file.date_time, "");
}

TEST_F(EventsTsv, FindsColumnsByNameInAnyOrderAndIgnoresOthers) {
  const EventFile file =
      read("recordingDuration\tnote\tevent\tduration\tonset\n600\tx\tsz\t5\t10\n");
  EXPECT_EQ(seizures(file), (std::vector<Interval>{{10.0, 15.0}}));
  EXPECT_EQ(file.recording_duration_s, 600.0);
}

TEST_F(EventsTsv, PutsUpWithCrlfByteOrderMarkAndEmptyLinesAtTheEnd) {
  const EventFile file = read(
      "\xef\xbb\xbfonset\tduration\teventType\trecordingDuration\r\n10\t5\tsz\t600\r\n\r"
      "\n"
      " \t\r\n\n");
  EXPECT_EQ(seizures(file), (std::vector<Interval>{{10.0, 15.0}}));
}

TEST_F(EventsTsv, PutsUpWithALastLineThatDoesNotEnd) {
  EXPECT_EQ(read(kHeader + kRow.substr(0, kRow.size() - 1)).events.size(), 1u);
}

TEST_F(EventsTsv, KeepsTheOrderOfTheFileAndEventsPastItsEnd) {
  const EventFile file =
      read(kHeader + "50\t5\tsz\tn/a\tall\tn/a\t60\n" + "10\t5\tsz\tn/a\tall\tn/a\t60\n" +
           "70\t5\tsz\tn/a\tall\tn/a\t60\n");
  EXPECT_EQ(seizures(file), (std::vector<Interval>{{50, 55}, {10, 15}, {70, 75}}));
}

TEST_F(EventsTsv, ARowMayLeaveTheRecordingToTheOthers) {
  const EventFile file = read(kHeader + "1\t2\tsz\tn/a\tall\tn/a\tn/a\n" + kRow);
  EXPECT_EQ(file.recording_duration_s, 600.0);
  EXPECT_EQ(file.date_time, "2026-01-31 23:59:59");
}

TEST_F(EventsTsv, FollowsALink) {
  (void)read(kHeader + kRow);
  std::filesystem::create_symlink(path_, path_.parent_path() / "link.tsv");
  EXPECT_EQ(read_events(path_.parent_path() / "link.tsv").events.size(), 1u);
}

// ---- which labels are seizures

TEST(EventType, SeizuresAreSzAndWhateverFollowsSzWithADashOrUnderscore) {
  for (const char* label : {"sz", "sz_foc_ia", "sz-foc-ia", "sz_gen_m_tonicClonic"}) {
    EXPECT_TRUE(is_seizure(label)) << label;
  }
  for (const char* label : {"bckg", "", "s", "szfoc", "SZ", "seizure", "Sz_foc", "xsz"}) {
    EXPECT_FALSE(is_seizure(label)) << label;
  }
}

TEST_F(EventsTsv, BackgroundIsNoSeizure) {
  EXPECT_TRUE(seizures(read(kHeader + "0\t600\tbckg\tn/a\tall\tn/a\t600\n")).empty());
}

// ---- what is refused

TEST_F(EventsTsv, RefusesAMissingFile) {
  try {
    (void)read_events(path_.parent_path() / "absent.tsv");
    FAIL();
  } catch (const RecordingError& error) {
    EXPECT_NE(std::string(error.what()).find("absent.tsv: cannot be opened; accepted: "),
              std::string::npos);
  }
}

TEST_F(EventsTsv, RefusesAFolder) {
  try {
    (void)read_events(path_.parent_path());
    FAIL();
  } catch (const RecordingError& error) {
    EXPECT_NE(std::string(error.what()).find(": is a folder; accepted: "),
              std::string::npos);
  }
}

TEST_F(EventsTsv, RefusesAFileOfSixtyFourMebibytesAndOneByte) {
  (void)read(kHeader + kRow);
  std::filesystem::resize_file(path_, (std::uintmax_t{64} << 20) + 1);
  try {
    (void)read_events(path_);
    FAIL();
  } catch (const RecordingError& error) {
    EXPECT_NE(std::string(error.what()).find(": is larger than 64 MiB; accepted: "),
              std::string::npos);
  }
}

TEST_F(EventsTsv, NamesTheFirstColumnThatIsMissing) {
  const std::string accepted =
      "; accepted: a tab separated header: onset duration eventType confidence channels "
      "dateTime recordingDuration";
  EXPECT_EQ(refusal(""), ":1: no column \"onset\"" + accepted);
  EXPECT_EQ(refusal("\xef\xbb\xbf\r\n\r\n"), ":1: no column \"onset\"" + accepted);
  EXPECT_EQ(refusal("onset,duration,eventType,recordingDuration\n"),
            ":1: no column \"onset\"" + accepted);
  EXPECT_EQ(refusal("onset\teventType\trecordingDuration\n"),
            ":1: no column \"duration\"" + accepted);
  EXPECT_EQ(refusal("onset\tduration\trecordingDuration\n"),
            ":1: no column \"eventType\"" + accepted);
  EXPECT_EQ(refusal("onset\tduration\teventType\n1\t2\tsz\n"),
            ":1: no column \"recordingDuration\"" + accepted);
}

TEST_F(EventsTsv, RefusesTwoColumnsOfOneMeaning) {
  EXPECT_EQ(refusal("onset\tonset\tduration\teventType\trecordingDuration\n"),
            ":1: two columns hold \"onset\"; accepted: one column of each name");
  EXPECT_EQ(refusal("onset\tduration\teventType\tevent\trecordingDuration\n"),
            ":1: two columns hold \"eventType\"; accepted: one column of each name");
}

TEST_F(EventsTsv, RefusesAHeaderWithoutRowsAndShowsTheRowToAdd) {
  const std::string refused =
      ":2: no row follows the header; accepted: one row an event; for an hour without "
      "seizures add ";
  EXPECT_EQ(refusal(kHeader),
            refused + "0.00<tab>3600.00<tab>bckg<tab>n/a<tab>n/a<tab>n/a<tab>3600.00");
  EXPECT_EQ(refusal("recordingDuration\tevent\tduration\tonset\n"),
            refused + "3600.00<tab>bckg<tab>3600.00<tab>0.00");
}

TEST_F(EventsTsv, RefusesQuotationMarksAndShowsTheValueWithoutThem) {
  EXPECT_EQ(refusal(kHeader + "\"12.5\"\t5\tsz\tn/a\tall\tn/a\t600\n"),
            ":2: onset stands in quotation marks; accepted: the same without them: 12.5");
  EXPECT_EQ(
      refusal(kHeader + "12.5\t5\t\"sz\"\tn/a\tall\tn/a\t600\n"),
      ":2: eventType stands in quotation marks; accepted: the same without them: sz");
  EXPECT_EQ(refusal(kHeader + "\"\t5\tsz\tn/a\tall\tn/a\t600\n"),
            ":2: onset is \"\"\"; accepted: seconds from 0 to 1e9, such as 12.50");
}

TEST_F(EventsTsv, RefusesRowsThatAreNotAsWideAsTheHeader) {
  const std::string accepted = "; accepted: 7 tab separated columns, as in the header";
  EXPECT_EQ(refusal(kHeader + kRow + "1\t2\tsz\n"),
            ":3: the row has 3 columns" + accepted);
  EXPECT_EQ(refusal(kHeader + "\n" + kRow), ":2: the row has 1 column" + accepted);
  EXPECT_EQ(refusal(kHeader + "1\t2\tsz\tn/a\tall\tn/a\t600\t\n"),
            ":2: the row has 8 columns" + accepted);
}

TEST_F(EventsTsv, RefusesSecondsThatAreNoNumber) {
  const std::string accepted = "; accepted: seconds from 0 to 1e9, such as 12.50";
  for (const std::string bad :
       {"", "n/a", "ten", "1,5", "1 2", "+1", "0x10", "1e", "1e999"}) {
    EXPECT_EQ(refusal(kHeader + bad + "\t5\tsz\tn/a\tall\tn/a\t600\n"),
              ":2: onset is \"" + bad + "\"" + accepted);
    EXPECT_EQ(refusal(kHeader + "5\t" + bad + "\tsz\tn/a\tall\tn/a\t600\n"),
              ":2: duration is \"" + bad + "\"" + accepted);
  }
}

TEST_F(EventsTsv, RefusesSecondsOutsideTheirRange) {
  const std::string accepted = "; accepted: seconds from 0 to 1e9, such as 12.50";
  const auto with_onset = [](const std::string& cell) {
    return kHeader + cell + "\t5\tsz\tn/a\tall\tn/a\t600\n";
  };
  EXPECT_EQ(refusal(with_onset("-0.01")), ":2: onset is -0.01" + accepted);
  EXPECT_EQ(refusal(with_onset("0")), "accepted");
  EXPECT_EQ(refusal(with_onset("1e9")), "accepted");
  EXPECT_EQ(refusal(with_onset("1000000000.01")),
            ":2: onset is 1000000000.01" + accepted);
  EXPECT_EQ(refusal(with_onset("nan")), ":2: onset is nan" + accepted);
  EXPECT_EQ(refusal(with_onset("inf")), ":2: onset is inf" + accepted);
  EXPECT_EQ(refusal(kHeader + "5\t-1\tsz\tn/a\tall\tn/a\t600\n"),
            ":2: duration is -1" + accepted);
}

TEST_F(EventsTsv, RefusesAnAbsentEventType) {
  const std::string refused =
      ":2: eventType is absent; accepted: a label such as sz, sz_foc_ia or bckg";
  EXPECT_EQ(refusal(kHeader + "1\t2\t\tn/a\tall\tn/a\t600\n"), refused);
  EXPECT_EQ(refusal(kHeader + "1\t2\tn/a\tn/a\tall\tn/a\t600\n"), refused);
}

TEST_F(EventsTsv, RefusesControlCharactersInText) {
  EXPECT_EQ(refusal(kHeader + "1\t2\tsz\tn/a\tF8\x01T4\tn/a\t600\n"),
            ":2: channels is \"F8?T4\"; accepted: text without tabs, line ends and other "
            "control characters");
}

TEST_F(EventsTsv, RefusesAConfidenceThatIsNoShare) {
  const std::string accepted = "; accepted: a number from 0 to 1, or n/a";
  const auto with = [](const std::string& cell) {
    return kHeader + "1\t2\tsz\t" + cell + "\tall\tn/a\t600\n";
  };
  EXPECT_EQ(refusal(with("0")), "accepted");
  EXPECT_EQ(refusal(with("1")), "accepted");
  EXPECT_EQ(refusal(with("")), "accepted");
  EXPECT_EQ(refusal(with("1.01")), ":2: confidence is 1.01" + accepted);
  EXPECT_EQ(refusal(with("-0.01")), ":2: confidence is -0.01" + accepted);
  EXPECT_EQ(refusal(with("nan")), ":2: confidence is nan" + accepted);
  EXPECT_EQ(refusal(with("high")), ":2: confidence is \"high\"" + accepted);
}

TEST_F(EventsTsv, RefusesWhatIsNoDateAndTime) {
  const auto with = [](const std::string& cell) {
    return kHeader + "1\t2\tsz\tn/a\tall\t" + cell + "\t600\n";
  };
  for (const std::string good : {"2024-02-29 00:00:00", "2026-12-31 23:59:59"}) {
    EXPECT_EQ(refusal(with(good)), "accepted") << good;
  }
  for (const std::string bad :
       {"2026-02-29 00:00:00", "2026-01-31T23:59:59", "2026-13-01 00:00:00",
        "2026-01-31 24:00:00", "2026-01-31 23:60:00", "2026-01-31 23:59:60",
        "2026-1-31 23:59:59", "2026-01-31 23:59", "20a6-01-31 23:59:59"}) {
    EXPECT_EQ(refusal(with(bad)),
              ":2: dateTime is \"" + bad +
                  "\"; accepted: the start of the recording as YYYY-MM-DD hh:mm:ss, the "
                  "same in every row, or n/a");
  }
}

TEST_F(EventsTsv, RefusesRowsOfDifferentRecordings) {
  EXPECT_EQ(
      refusal(kHeader + kRow + "1\t2\tsz\tn/a\tall\tn/a\t601\n"),
      ":3: recordingDuration is \"601\", earlier 600; accepted: seconds from 0.01 to "
      "1e9, the same number in every row");
  EXPECT_EQ(
      refusal(kHeader + kRow + "1\t2\tsz\tn/a\tall\t2026-02-01 00:00:00\t600\n"),
      ":3: dateTime is \"2026-02-01 00:00:00\", earlier \"2026-01-31 23:59:59\"; "
      "accepted: the start of the recording as YYYY-MM-DD hh:mm:ss, the same in every "
      "row, or n/a");
}

TEST_F(EventsTsv, RefusesARecordingWithoutItsDuration) {
  const std::string accepted =
      "; accepted: seconds from 0.01 to 1e9, the same number in every row";
  const auto with = [](const std::string& cell) {
    return kHeader + "1\t2\tsz\tn/a\tall\tn/a\t" + cell + "\n";
  };
  EXPECT_EQ(refusal(with("n/a")),
            ":2: recordingDuration is absent in every row" + accepted);
  EXPECT_EQ(refusal(with("0.01")), "accepted");
  EXPECT_EQ(refusal(with("0")), ":2: recordingDuration is 0" + accepted);
  EXPECT_EQ(refusal(with("-5")), ":2: recordingDuration is -5" + accepted);
  EXPECT_EQ(refusal(with("long")), ":2: recordingDuration is \"long\"" + accepted);
}

TEST_F(EventsTsv, AMessageStaysShortAndOnOneLineWhateverTheFileHolds) {
  EXPECT_EQ(refusal(kHeader + std::string(5000, 'x') + "\t5\tsz\tn/a\tall\tn/a\t600\n"),
            ":2: onset is \"" + std::string(40, 'x') +
                "...\"; accepted: seconds from 0 to 1e9, such as 12.50");
  // A character of three bytes across the cut is left out whole.
  EXPECT_EQ(refusal(kHeader + std::string(38, 'x') + "\xe7\x99\xab\xe7\x97\xab" +
                    "\t5\tsz\tn/a\tall\tn/a\t600\n"),
            ":2: onset is \"" + std::string(38, 'x') +
                "...\"; accepted: seconds from 0 to 1e9, such as 12.50");
  EXPECT_EQ(refusal(kHeader + "\x1b[31m\t5\tsz\tn/a\tall\tn/a\t600\n"),
            ":2: onset is \"?[31m\"; accepted: seconds from 0 to 1e9, such as 12.50");
}

TEST_F(EventsTsv, AnyBytesAreReadOrRefusedInOneLine) {
  std::mt19937 random(20260101);
  const std::string letters =
      "0123456789.-\t\t\t\t\n\nen/asz_ \r\xff" + std::string(1, '\0');
  std::uniform_int_distribution<std::size_t> letter(0, letters.size() - 1);
  int refused = 0;
  for (int i = 0; i < 500; ++i) {
    std::string text = i % 2 == 0 ? "" : kHeader;
    for (int n = 0; n < 60; ++n) text += letters[letter(random)];
    if (refusal(text) != "accepted") ++refused;
  }
  EXPECT_GT(refused, 450);
}

}  // namespace
}  // namespace homeostat::sim
