// EDF+D and BDF+D: files of records that each state their own time, built byte by byte.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/edf_reader.h"
#include "sim/error.h"
#include "tests/sim/edf_bytes.h"

namespace homeostat::sim {
namespace {

using testing::RawFile;
using testing::ScratchFile;

// "L" for a lost sample, else its count in steps of 0.1 uV.
std::string shape(const Channel& channel) {
  std::string text;
  for (const float sample : channel.samples_uv)
    text += (text.empty() ? "" : " ") +
            (std::isnan(sample) ? "L" : std::to_string(std::lround(10.0f * sample)));
  return text;
}

// Records of one second and four samples at these times; the samples count up from 1.
class Discontinuous {
 public:
  explicit Discontinuous(const std::vector<std::string>& times,
                         const std::string& kind = "EDF+D")
      : file_(RawFile::plus(kind)) {
    file_.records = std::to_string(times.size());
    int next = 1;
    for (const std::string& time : times) {
      file_.samples16({next, next + 1, next + 2, next + 3});
      file_.texts(time + "\x14\x14" + std::string(1, '\0') + time +
                  "\x14"
                  "at\x14");
      next += 4;
    }
  }

  Recording read() const { return read_edf(ScratchFile(file_).path()); }
  std::string refusal() const {
    try {
      read();
    } catch (const RecordingError& error) {
      const std::string what = error.what();
      return what.substr(what.find(".edf: ") + 6);
    }
    return "read without an error";
  }

 private:
  RawFile file_;
};

TEST(EdfDiscontinuous, KeepsAGapAsAGap) {
  const Recording recording = Discontinuous({"+0", "+1", "+4.5", "+5.5"}).read();
  EXPECT_EQ(shape(recording.channels[0]),
            "1 2 3 4 5 6 7 8 L L L L L L L L L L 9 10 11 12 13 14 15 16");
  ASSERT_EQ(recording.gaps.size(), 1u);
  EXPECT_EQ(recording.gaps[0].start_s, 2.0);
  EXPECT_EQ(recording.gaps[0].duration_s, 2.5);
  EXPECT_EQ(recording.duration_s, 6.5);
}

TEST(EdfDiscontinuous, KeepsAnnotationsAtTheirTime) {
  const Recording recording = Discontinuous({"+0", "+3"}).read();
  ASSERT_EQ(recording.annotations.size(), 2u);
  EXPECT_EQ(recording.annotations[1].onset_s, 3.0);
}

TEST(EdfDiscontinuous, ReadsAFileWithoutGaps) {
  const Recording recording = Discontinuous({"+0", "+1", "+2"}).read();
  EXPECT_EQ(shape(recording.channels[0]), "1 2 3 4 5 6 7 8 9 10 11 12");
  EXPECT_TRUE(recording.gaps.empty());
}

TEST(EdfDiscontinuous, TakesAFractionOfTheFirstSecondForTheTimeOfTheStart) {
  const Recording recording = Discontinuous({"+0.25", "+2.25"}).read();
  EXPECT_EQ(shape(recording.channels[0]), "1 2 3 4 L L L L 5 6 7 8");
  EXPECT_EQ(recording.gaps[0].start_s, 1.0);
  EXPECT_EQ(recording.annotations[0].onset_s, 0.0);
  EXPECT_EQ(recording.annotations[1].onset_s, 2.0);
}

TEST(EdfDiscontinuous, TakesALaterFirstRecordForOneBehindAGap) {
  const Recording recording = Discontinuous({"+1", "+2"}).read();
  EXPECT_EQ(shape(recording.channels[0]), "L L L L 1 2 3 4 5 6 7 8");
  EXPECT_EQ(recording.gaps[0].start_s, 0.0);
  EXPECT_EQ(recording.gaps[0].duration_s, 1.0);
  EXPECT_EQ(recording.annotations[0].onset_s, 1.0);
}

TEST(EdfDiscontinuous, CallsHalfASampleNoGapAndAnythingLongerOne) {
  EXPECT_TRUE(Discontinuous({"+0", "+1.125"}).read().gaps.empty());
  EXPECT_EQ(Discontinuous({"+0", "+1.1251"}).read().gaps.size(), 1u);
}

TEST(EdfDiscontinuous, DoesNotLetACreepingClockAddUpToAGap) {
  const Recording recording =
      Discontinuous({"+0", "+1.1", "+2.2", "+3.3", "+4.4", "+5.5"}).read();
  EXPECT_TRUE(recording.gaps.empty());
  EXPECT_EQ(recording.channels[0].samples_uv.size(), 24u);
}

TEST(EdfDiscontinuous, RefusesRecordsThatOverlap) {
  EXPECT_TRUE(Discontinuous({"+0", "+0.875"}).read().gaps.empty());
  EXPECT_EQ(Discontinuous({"+0", "+0.8749"}).refusal(),
            "data record 2 begins at 0.874900 s, before the one ahead of it ends");
  EXPECT_EQ(Discontinuous({"+5", "+1"}).refusal(),
            "data record 2 begins at 1.000000 s, before the one ahead of it ends");
}

TEST(EdfDiscontinuous, RefusesAGapTooLongToFill) {
  EXPECT_EQ(Discontinuous({"+0", "+134217729"}).refusal(),
            "data record 2 begins at 134217729.000000 s; the gap before it is too long: "
            "with it the chosen channels have more than 536870912 samples; choose fewer, "
            "or cut the file");
  EXPECT_EQ(Discontinuous({"+0", "+99999999999999999999999"}).refusal().substr(0, 13),
            "data record 2");
}

TEST(EdfDiscontinuous, RefusesARecordWithoutAReadableTime) {
  for (const char* time : {"0", "+", "+x", "+1e5", "+nan", "+-1", "++1", "+1.0.0"})
    EXPECT_EQ(Discontinuous({"+0", time}).refusal(),
              "data record 2 has an unreadable time stamp; '+seconds' is expected")
        << time;
  RawFile file = RawFile::plus("EDF+D");
  file.records = "1";
  file.samples16({1, 2, 3, 4}).texts("");
  EXPECT_THROW(read_edf(ScratchFile(file).path()), RecordingError);
  file.signals[1].label = "not annotations";
  file.signals[1].unit = "uV";
  EXPECT_THROW(read_edf(ScratchFile(file).path()), RecordingError);
}

TEST(EdfDiscontinuous, FindsTheGapInAFileThatCallsItselfContinuous) {
  const Recording recording = Discontinuous({"+0", "+2"}, "EDF+C").read();
  EXPECT_EQ(shape(recording.channels[0]), "1 2 3 4 L L L L 5 6 7 8");
  EXPECT_EQ(recording.gaps.size(), 1u);
}

TEST(EdfDiscontinuous, ReadsBdfOf24Bits) {
  RawFile file = RawFile::plus("BDF+D");
  file.version = RawFile::bdf().version;
  file.signals[1].digital_min = "-8388608";
  file.signals[1].digital_max = "8388607";
  file.samples24({1, -1, -1000, 1000}).texts("+0\x14\x14", 60);
  file.samples24({5, 6, 7, 8}).texts("+2\x14\x14", 60);
  const Recording recording = read_edf(ScratchFile(file).path());
  EXPECT_EQ(shape(recording.channels[0]), "1 -1 -1000 1000 L L L L 5 6 7 8");
}

TEST(EdfDiscontinuous, FillsChannelsOfUnequalRateByTheirOwnRate) {
  RawFile file = RawFile::plus("EDF+D");
  file.signals.insert(file.signals.begin() + 1,
                      testing::RawSignal{.label = "slow", .samples_per_record = "1"});
  file.samples16({1, 2, 3, 4}).samples16({10}).texts("+0\x14\x14");
  file.samples16({5, 6, 7, 8}).samples16({20}).texts("+3\x14\x14");
  const Recording recording = read_edf(ScratchFile(file).path());
  EXPECT_EQ(shape(recording.channels[0]), "1 2 3 4 L L L L L L L L 5 6 7 8");
  EXPECT_EQ(shape(recording.channels[1]), "10 L L 20");
}

}  // namespace
}  // namespace homeostat::sim
