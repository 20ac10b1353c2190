// Files that are damaged, cut short, or lie. Each is refused in one line or read; none
// may crash, hang, or make the reader allocate on its word.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "sim/edf_reader.h"
#include "sim/error.h"
#include "tests/sim/edf_bytes.h"

namespace homeostat::sim {
namespace {

using testing::RawFile;
using testing::ScratchFile;

RawFile two_records() { return RawFile().samples16({1, 2, 3, 4, 5, 6, 7, 8}); }

RawFile with_texts(const std::string& kind) {
  RawFile file = RawFile::plus(kind);
  file.samples16({1, 2, 3, 4})
      .texts("+0\x14\x14" + std::string(1, '\0') +
             "+0.5\x15"
             "2\x14"
             "sz\x14");
  file.samples16({5, 6, 7, 8}).texts("+1\x14\x14");
  return file;
}

std::string refusal(const std::string& bytes) {
  const ScratchFile scratch(bytes);
  try {
    read_edf(scratch.path());
  } catch (const RecordingError& error) {
    return std::string(error.what()).substr(scratch.path().string().size() + 2);
  }
  return "read without an error";
}

// True where the file reads; the samples are then finite or lost, and as many as
// announced.
bool reads(const ScratchFile& scratch) {
  try {
    const Recording recording = read_edf(scratch.path());
    EXPECT_GT(recording.duration_s, 0.0);
    for (const Channel& channel : recording.channels)
      EXPECT_FALSE(channel.samples_uv.empty());
    return true;
  } catch (const RecordingError& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return false;
  }
}

TEST(EdfCorrupt, SaysWhatIsNotARecording) {
  EXPECT_EQ(refusal(""), "the file is empty; an EDF, EDF+ or BDF recording is expected");
  EXPECT_EQ(refusal("0"),
            "cut short: a header of 256 bytes is expected, the file holds 1");
  EXPECT_EQ(refusal(std::string(4096, 'x')),
            "neither EDF nor BDF: it does not begin with their version field");
  EXPECT_THROW(read_edf("/no/such/file.edf"), RecordingError);
  EXPECT_THROW(read_edf(::testing::TempDir()), RecordingError);
}

TEST(EdfCorrupt, RefusesEveryLengthButTheRightOne) {
  for (const char* kind : {"EDF+C", "EDF+D"}) {
    const std::string whole = with_texts(kind).bytes();
    const ScratchFile scratch(whole + "x");
    EXPECT_FALSE(reads(scratch));
    for (std::size_t length = whole.size() + 1; length-- > 0;) {
      std::filesystem::resize_file(scratch.path(), length);
      EXPECT_EQ(reads(scratch), length == whole.size()) << length;
    }
  }
}

TEST(EdfCorrupt, TellsHowManyRecordsAreMissingOrTooMany) {
  const std::string whole = two_records().bytes();
  EXPECT_EQ(refusal(whole.substr(0, whole.size() - 1)),
            "cut short: its header announces 2 data records, the file holds 1");
  EXPECT_EQ(
      refusal(whole + "abc"),
      "longer than it says: its header announces 2 data records, the file holds 3 bytes "
      "more");
}

TEST(EdfCorrupt, RefusesCountsThatCannotBe) {
  const std::pair<const char*, const char*> cases[] = {
      {"-1",
       "was never closed: its header counts -1 data records; to read the 2 whole ones "
       "that it holds, write '2' there, bytes 237 to 244, and cut what is left over"},
      {"0", "header: 0 data records; 1 or more are expected"},
      {"-7", "header: -7 data records; 1 or more are expected"},
      {"two", "header: number of data records is 'two'; an integer is expected"},
      {"2.0", "header: number of data records is '2.0'; an integer is expected"},
      {"99999999",
       "cut short: its header announces 99999999 data records, the file holds 2"}};
  for (const auto& [records, expected] : cases) {
    RawFile file = two_records();
    file.records = records;
    EXPECT_EQ(refusal(file.bytes()), expected);
  }
}

TEST(EdfCorrupt, RefusesNumbersOfSignalsThatCannotBe) {
  for (const char* count : {"0", "-1", "9999", "x", "2"}) {
    std::string bytes = two_records().bytes();
    bytes.replace(252, 4, testing::field(count, 4));
    EXPECT_EQ(refusal(bytes).substr(0, 6), "header") << count;
    bytes.replace(184, 8, testing::field("2560000", 8));  // as 9999 signals would have it
    EXPECT_NE(refusal(bytes), "read without an error");
  }
}

TEST(EdfCorrupt, RefusesDurationsThatCannotBe) {
  for (const char* duration : {"0", "-1", "nan", "inf", "", "1,5", "1 s"}) {
    RawFile file = two_records();
    file.record_s = duration;
    EXPECT_EQ(refusal(file.bytes()).substr(0, 6), "header") << duration;
  }
}

TEST(EdfCorrupt, RefusesSampleCountsThatCannotBe) {
  for (const char* samples : {"0", "-4", "x", "99999999"}) {
    RawFile file = two_records();
    file.signals[0].samples_per_record = samples;
    EXPECT_EQ(refusal(file.bytes()).substr(0, 6), "header") << samples;
  }
}

TEST(EdfCorrupt, RefusesRangesThatCannotBe) {
  const std::pair<const char*, const char*> digital[] = {
      {"5", "5"},   {"6", "5"}, {"-32769", "1"}, {"0", "32768"},
      {"0", "1.5"}, {"", "5"},  {"x", "5"}};
  for (const auto& [low, high] : digital) {
    RawFile file = two_records();
    file.signals[0].digital_min = low;
    file.signals[0].digital_max = high;
    EXPECT_EQ(refusal(file.bytes()),
              "channel 'F4': its digital range is not two rising integers that fit into "
              "2 bytes")
        << low << " to " << high;
  }
  const std::pair<const char*, const char*> physical[] = {
      {"5", "5"},   {"", "5"},     {"0", "x"},   {"0", "1e400"},
      {"0", "nan"}, {"-inf", "0"}, {"0", "1e99"}};
  for (const auto& [low, high] : physical) {
    RawFile file = two_records();
    file.signals[0].physical_min = low;
    file.signals[0].physical_max = high;
    EXPECT_EQ(refusal(file.bytes()),
              "channel 'F4': its physical range is not two different numbers")
        << low << " to " << high;
  }
}

TEST(EdfCorrupt, RefusesAFileOfAnnotationsAlone) {
  RawFile file = RawFile::plus("EDF+C");
  file.records = "1";
  file.signals.erase(file.signals.begin());
  file.texts("+0\x14\x14");
  EXPECT_EQ(refusal(file.bytes()),
            "holds annotations only; a recording of signals is expected");
}

TEST(EdfCorrupt, RefusesARecordingThatEndedAtOnce) {
  RawFile file = RawFile::plus("EDF+C");
  file.records = "1";
  file.samples16({0, 0, 0, 0})
      .texts("+0\x14\x14" + std::string(1, '\0') + "+0\x14Recording ends\x14");
  EXPECT_EQ(refusal(file.bytes()), "holds no samples; the recording ended at once");
}

// 1.2 GB that are not on the disk: the file has a hole.
TEST(EdfCorrupt, RefusesMoreSamplesThanItWillHoldInMemory) {
  RawFile file;
  file.records = "600";
  file.signals[0].samples_per_record = "1000000";
  const std::string header = file.bytes();
  const ScratchFile scratch(header);
  std::filesystem::resize_file(scratch.path(), header.size() + 600u * 2'000'000u);
  try {
    read_edf(scratch.path());
    ADD_FAILURE() << "read without an error";
  } catch (const RecordingError& error) {
    EXPECT_NE(std::string(error.what()).find("600000000 samples; at most 536870912"),
              std::string::npos)
        << error.what();
  }
}

// --- Laws

class EdfCorruptLaws : public ::testing::TestWithParam<const char*> {
 protected:
  static std::string valid() {
    const std::string kind = GetParam();
    if (kind == "EDF") return two_records().bytes();
    if (kind == "BDF") return RawFile::bdf().samples24({1, 2, 3, 4, 5, 6, 7, 8}).bytes();
    return with_texts(kind).bytes();
  }
};

TEST_P(EdfCorruptLaws, NoByteOfTheHeaderCanDoHarm) {
  const std::string whole = valid();
  const std::size_t header =
      256 * (whole.find("Annotations") == std::string::npos ? 2 : 3);
  const ScratchFile scratch(whole);
  int read = 0;
  for (std::size_t at = 0; at < header; ++at) {
    for (const char replacement : std::string("\0\x14 -09.eEX\x7F\xFF", 12)) {
      scratch.put(at, replacement);
      read += reads(scratch);
    }
    scratch.put(at, whole[at]);
  }
  EXPECT_GT(read, 0);  // most fields decide nothing that is read
  EXPECT_TRUE(reads(scratch));
}

TEST_P(EdfCorruptLaws, NoByteOfTheDataCanDoHarm) {
  const std::string whole = valid();
  const ScratchFile scratch(whole);
  for (std::size_t at = 512; at < whole.size(); ++at) {
    for (const char replacement : std::string("\0\x14\x15+-9Z\xFF", 8)) {
      scratch.put(at, replacement);
      reads(scratch);
    }
    scratch.put(at, whole[at]);
  }
  EXPECT_TRUE(reads(scratch));
}

TEST_P(EdfCorruptLaws, NoHeapOfDamageCanDoHarm) {
  const std::string whole = valid();
  const ScratchFile scratch(whole);
  std::mt19937 random(1);
  for (int round = 0; round < 1000; ++round) {
    std::vector<std::size_t> damaged(random() % 8 + 1);
    for (std::size_t& at : damaged) {
      at = random() % whole.size();
      scratch.put(at, static_cast<char>(random() % 2 ? '0' + random() % 10 : random()));
    }
    reads(scratch);
    for (const std::size_t at : damaged) scratch.put(at, whole[at]);
  }
  EXPECT_TRUE(reads(scratch));
}

INSTANTIATE_TEST_SUITE_P(Kinds, EdfCorruptLaws,
                         ::testing::Values("EDF", "EDF+C", "EDF+D", "BDF"),
                         [](const auto& kind) {
                           std::string name = kind.param;
                           return name.replace(3, 1, name.size() > 3 ? "plus" : "");
                         });

}  // namespace
}  // namespace homeostat::sim
