// A signal out of a table: what is read, and what is refused in one line that says where.
#include "sim/csv_signal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "sim/error.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {
namespace {

class CsvSignalFile : public ::testing::Test {
 protected:
  ~CsvSignalFile() override { std::filesystem::remove(file_); }

  CsvSignal read(const std::string& text, const std::vector<std::string>& labels = {},
                 double rate_hz = 250.0) const {
    std::ofstream(file_, std::ios::binary) << text;
    return read_csv_signal(file_, labels, rate_hz);
  }
  // What is said, without the file's path.
  std::string refusal(const std::string& text,
                      const std::vector<std::string>& labels = {},
                      double rate_hz = 250.0) const {
    try {
      (void)read(text, labels, rate_hz);
    } catch (const RecordingError& error) {
      const std::string line = error.what();
      EXPECT_EQ(line.find('\n'), std::string::npos);
      EXPECT_TRUE(line.starts_with(file_.string())) << line;
      return line.substr(file_.string().size());
    }
    return "read";
  }

  const std::filesystem::path file_ = homeostat::testing::scratch_path(".csv");
};

TEST_F(CsvSignalFile, MillivoltsBecomeMicrovoltsAndTimesTheirStart) {
  const CsvSignal read_back = read("t_s,A,B\n10,0.5,-1\n10.004,0.25,2e-3\n");
  EXPECT_EQ(read_back.start_s, 10.0);
  ASSERT_EQ(read_back.recording.channels.size(), 2U);
  EXPECT_EQ(read_back.recording.channels[0].samples_uv, (std::vector<float>{500, 250}));
  EXPECT_EQ(read_back.recording.channels[1].samples_uv, (std::vector<float>{-1000, 2}));
  EXPECT_EQ(read_back.recording.channels[1].label, "B");
}

TEST_F(CsvSignalFile, ColumnsAreTakenByTheirLabels) {
  const CsvSignal read_back = read("B,t_s,A\n1,0,2\n", {"A"});
  ASSERT_EQ(read_back.recording.channels.size(), 1U);
  EXPECT_EQ(read_back.recording.channels[0].samples_uv, (std::vector<float>{2000}));
}

TEST_F(CsvSignalFile, QuotesSpacesWindowsLinesAndAMarkInFrontArePutUpWith) {
  const CsvSignal read_back =
      read("\xef\xbb\xbf\"t_s\", \"A\"\r\n0 , 1\r\n0.004, 2 \r\n\r\n");
  EXPECT_EQ(read_back.recording.channels[0].samples_uv, (std::vector<float>{1000, 2000}));
}

TEST_F(CsvSignalFile, AGapAndAnEmptyCellAreMissingSamples) {
  const std::vector<float> samples =
      read("t_s,A\n0,1\n0.012,2\n0.016,\n0.020,nan\n0.024,n/a\n0.028,3\n")
          .recording.channels[0]
          .samples_uv;
  ASSERT_EQ(samples.size(), 8U);
  for (const std::size_t lost : {1U, 2U, 4U, 5U, 6U})
    EXPECT_TRUE(std::isnan(samples[lost]));
  EXPECT_EQ(samples[3], 2000.0F);
  EXPECT_EQ(samples[7], 3000.0F);
}

TEST_F(CsvSignalFile, TimesMayJitterByAFifthOfASample) {
  EXPECT_EQ(refusal("t_s,A\n0,1\n0.0047,1\n0.008,1\n"), "read");
  EXPECT_EQ(
      refusal("t_s,A\n0,1\n0.0049,1\n"),
      ":3: 0.0049 s after the row before; accepted: 0.004 s, for 250 Hz, or a whole "
      "number of them across a gap");
}

TEST_F(CsvSignalFile, AnotherRateIsNotThisOne) {
  EXPECT_NE(refusal("t_s,A\n0,1\n0.002,1\n").find("for 250 Hz"), std::string::npos);
  EXPECT_EQ(refusal("t_s,A\n0,1\n0.002,1\n", {}, 500.0), "read");
}

TEST_F(CsvSignalFile, TimesThatGoBackOrStandStillAreRefused) {
  EXPECT_NE(refusal("t_s,A\n0,1\n0,1\n").find(":3: 0 s after"), std::string::npos);
  EXPECT_NE(refusal("t_s,A\n0.004,1\n0,1\n").find(":3: -0.004 s after"),
            std::string::npos);
}

TEST_F(CsvSignalFile, MillisecondsAreNoSeconds) {
  std::string text = "t_s,A\n";
  for (int i = 0; i < 9; ++i) text += std::to_string(4 * i) + ",1\n";
  EXPECT_EQ(refusal(text),
            ": 9 rows for a time of 8001 samples; accepted: t_s in seconds, at 250 Hz");
  EXPECT_EQ(
      refusal("t_s,A\n0,1\n86401,1\n"),
      ":3: a gap of 86401 s; accepted: t_s in seconds, and no gap longer than a day");
}

// Three gaps of a day each are no signal, and need not fit into memory.
TEST_F(CsvSignalFile, AFileOfGapsIsRefusedBeforeItIsFilledUp) {
  EXPECT_NE(refusal("t_s,A\n0,1\n86000,1\n172000,1\n258000,1\nx,1\n")
                .find("rows for a time of"),
            std::string::npos);
}

TEST_F(CsvSignalFile, AMissingColumnIsToldWithThoseThatAreThere) {
  EXPECT_EQ(refusal("t_s,A\n0,1\n", {"STN"}),
            ":1: no column \"STN\"; there are \"t_s\", \"A\"; accepted: t_s, in seconds, "
            "and a column in mV for each channel");
  EXPECT_NE(refusal("time,A\n0,1\n").find(":1: no column \"t_s\""), std::string::npos);
  EXPECT_EQ(refusal("t_s,A,A\n0,1,2\n", {"A"}),
            ":1: two columns are called \"A\"; accepted: one");
}

TEST_F(CsvSignalFile, WhatIsNoNumberIsToldAtItsLine) {
  EXPECT_EQ(refusal("t_s,A\n0,x\n"),
            ":2: \"x\" is no voltage; accepted: a number of mV, or nothing");
  EXPECT_EQ(refusal("t_s,A\n0,inf\n"),
            ":2: \"inf\" is no voltage; accepted: a number of mV, or nothing");
  EXPECT_EQ(refusal("t_s,A\nnan,1\n"),
            ":2: \"nan\" is no time; accepted: t_s in seconds");
  EXPECT_EQ(refusal("t_s,A\n0,1,2\n"),
            ":2: the row has 3 cells; accepted: 2, as in the header");
}

TEST_F(CsvSignalFile, WhatHoldsNothingIsRefused) {
  EXPECT_EQ(refusal("t_s,A\n"), ": no samples");
  EXPECT_EQ(refusal("t_s\n0\n"),
            ":1: no channel beside t_s; accepted: a column in mV for each channel");
  EXPECT_NE(refusal("").find("no column \"t_s\""), std::string::npos);
  try {
    (void)read_csv_signal("no/such.csv", {}, 250.0);
    FAIL();
  } catch (const RecordingError& error) {
    EXPECT_NE(std::string(error.what()).find("no/such.csv: cannot be read"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace homeostat::sim
