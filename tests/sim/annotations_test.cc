// Known seizures of a recording: what is mended and told, and what is refused.
#include "sim/annotations.h"

#include "tests/sim/events_tsv_fixture.h"

namespace homeostat::sim {
namespace {

using Events = std::vector<Interval>;
using Notes = std::vector<std::string>;

class KnownSeizures : public EventsTsv {
 protected:
  static std::string row(const std::string& onset, const std::string& duration,
                         const std::string& type = "sz") {
    return onset + "\t" + duration + "\t" + type + "\tn/a\tall\tn/a\t600.00\n";
  }
  Annotations known(const std::string& rows, double recording_s = 600.0) {
    (void)read(kHeader + rows);
    return read_annotations(path_, recording_s);
  }
  std::string refused(const std::string& rows, double recording_s = 600.0) {
    try {
      (void)known(rows, recording_s);
    } catch (const RecordingError& error) {
      return std::string(error.what()).substr(path_.string().size());
    }
    return "accepted";
  }
};

TEST_F(KnownSeizures, InOrderAndApartAreTakenAsTheyAre) {
  const Annotations got =
      known(row("10", "5") + row("15", "5") + row("0", "600", "bckg"));
  EXPECT_EQ(got.seizures, (Events{{10, 15}, {15, 20}}));
  EXPECT_TRUE(got.notes.empty());
}

TEST_F(KnownSeizures, OutOfOrderAreSortedAndItIsTold) {
  const Annotations got = known(row("50", "5") + row("10", "5"));
  EXPECT_EQ(got.seizures, (Events{{10, 15}, {50, 55}}));
  EXPECT_EQ(got.notes, Notes{"seizures were not in order of onset; sorted"});
}

TEST_F(KnownSeizures, InsideOneAnotherAreOneAndItIsTold) {
  const Annotations got =
      known(row("100", "200") + row("120", "20") + row("290", "20") + row("400", "1"));
  EXPECT_EQ(got.seizures, (Events{{100, 310}, {400, 401}}));
  EXPECT_EQ(got.notes, Notes{"seizures overlap: 4 joined into 2"});
}

TEST_F(KnownSeizures, RowsThatAreNeitherSeizureNorBackgroundAreTold) {
  const Annotations got = known(row("10", "5", "seizure") + row("50", "5"));
  EXPECT_EQ(got.seizures, (Events{{50, 55}}));
  EXPECT_EQ(got.notes, Notes{"1 row not counted, such as \"seizure\"; seizures are sz, "
                             "sz_... and sz-..."});
}

TEST_F(KnownSeizures, OfAnotherRecordingAreRefused) {
  EXPECT_EQ(refused(row("10", "5"), 601.0), "accepted");
  EXPECT_EQ(refused(row("10", "5"), 599.0), "accepted");
  EXPECT_EQ(refused(row("10", "5"), 601.01),
            ": recordingDuration is 600.00 s; accepted: the recording's 601.01 s, give "
            "or take 1 s");
  EXPECT_NE(refused(row("10", "5"), 598.99), "accepted");
}

TEST_F(KnownSeizures, PastTheEndOfTheRecordingAreRefused) {
  EXPECT_EQ(refused(row("590", "11")), "accepted");
  EXPECT_EQ(
      refused(row("590", "11.01")),
      ": the seizure at 590.00 s ends at 601.01 s; accepted: seizures that end with "
      "the recording, at 600.00 s, or before");
}

}  // namespace
}  // namespace homeostat::sim
