#include "sim/edf_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "sim/edf_header.h"
#include "sim/edf_reader.h"
#include "sim/error.h"
#include "tests/sim/edf_bytes.h"

namespace homeostat::sim {
namespace {

using testing::ScratchFile;
using Samples = std::vector<float>;

Samples sine(std::size_t count, double amplitude_uv, double cycles_per_sample) {
  Samples samples(count);
  for (std::size_t i = 0; i < count; ++i)
    samples[i] = static_cast<float>(
        amplitude_uv *
        std::sin(2.0 * std::numbers::pi * cycles_per_sample * static_cast<double>(i)));
  return samples;
}

class EdfWriterTest : public ::testing::Test {
 protected:
  EdfWriter& open(std::vector<EdfChannel> channels = {{"F4", 250.0}}) {
    return writer_.emplace(file_.path(), std::move(channels), "2001-02-03 04:05:06");
  }
  void append(const Samples& samples) {
    writer_->append(std::array{std::span<const float>(samples)});
  }
  // Seconds of silence on the one channel at 250 Hz.
  void be_silent(std::size_t seconds) { append(Samples(250 * seconds)); }
  Recording close_and_read() {
    writer_->close();
    return read_edf(file_.path());
  }
  EdfHeader header() const { return read_edf_header(file_.path()); }

  ScratchFile file_;
  std::optional<EdfWriter> writer_;
};

TEST_F(EdfWriterTest, GivesEverySampleBackToHalfAStep) {
  open();
  const Samples written = sine(2500, 3276.0, 0.0123);
  append(written);
  const Recording read = close_and_read();
  ASSERT_EQ(read.channels[0].samples_uv.size(), written.size());
  for (std::size_t i = 0; i < written.size(); ++i)
    EXPECT_NEAR(read.channels[0].samples_uv[i], written[i], 0.05 + 1e-4) << i;
  EXPECT_EQ(read.channels[0].label, "F4");
  EXPECT_EQ(read.channels[0].rate_hz, 250.0);
  EXPECT_EQ(read.duration_s, 10.0);
  EXPECT_EQ(read.start_date_time, "2001-02-03 04:05:06");
  EXPECT_EQ(writer_->clipped_samples(), 0);
}

TEST_F(EdfWriterTest, StoresSamplesAlikeWhateverTheBlocks) {
  open();
  const Samples written = sine(1000, 1000.0, 0.01);
  for (std::size_t i = 0; i < written.size(); i += 8)
    append(Samples(written.begin() + static_cast<std::ptrdiff_t>(i),
                   written.begin() + static_cast<std::ptrdiff_t>(i + 8)));
  writer_->close();
  const std::string in_blocks = file_.read();
  open();
  append(written);
  writer_->close();
  EXPECT_EQ(file_.read(), in_blocks);
}

TEST_F(EdfWriterTest, ClipsAtTheEndsOfTheRangeAndCounts) {
  open();
  append({3276.7f, 3276.8f, 3276.76f, -3276.8f, -3276.9f, 3.0e38f,
          std::numeric_limits<float>::infinity()});
  const Samples read = close_and_read().channels[0].samples_uv;
  EXPECT_EQ(read,
            (Samples{3276.7f, 3276.7f, 3276.7f, -3276.8f, -3276.8f, 3276.7f, 3276.7f}));
  EXPECT_EQ(writer_->clipped_samples(), 5);
}

TEST_F(EdfWriterTest, StoresLostSignalAsTheLowerEndOfTheRange) {
  open();
  append({0.0f, std::nanf(""), 1.0f});
  EXPECT_EQ(close_and_read().channels[0].samples_uv, (Samples{0.0f, -3276.8f, 1.0f}));
  EXPECT_EQ(writer_->clipped_samples(), 0);
}

TEST_F(EdfWriterTest, KeepsTheRangeThatAChannelAsksFor) {
  open({{"F4", 250.0, -5.0, 5.0}, {"wide", 250.0, -100000.0, 200000.0}});
  const Samples narrow = {4.9999f, -5.0f, 0.00011f};
  const Samples wide = {199999.0f, -100000.0f, 0.0f};
  writer_->append(
      std::array{std::span<const float>(narrow), std::span<const float>(wide)});
  const Recording read = close_and_read();
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(read.channels[0].samples_uv[i], narrow[i], 5.0 / 65535 + 1e-6);
    EXPECT_NEAR(read.channels[1].samples_uv[i], wide[i], 150000.0 / 65535 + 0.02);
  }
}

TEST_F(EdfWriterTest, KeepsChannelsOfUnequalRate) {
  open({{"F4", 250.0}, {"slow", 12.5}});
  const Samples fast = sine(2000, 100.0, 0.01);
  const Samples slow = sine(100, 100.0, 0.1);
  writer_->append(std::array{std::span<const float>(fast), std::span<const float>(slow)});
  const Recording read = close_and_read();
  EXPECT_EQ(read.channels[0].rate_hz, 250.0);
  EXPECT_EQ(read.channels[1].rate_hz, 12.5);
  ASSERT_EQ(read.channels[1].samples_uv.size(), slow.size());
  for (std::size_t i = 0; i < slow.size(); ++i)
    EXPECT_NEAR(read.channels[1].samples_uv[i], slow[i], 0.0501);
  EXPECT_EQ(read.channels[0].samples_uv.size(), fast.size());
}

TEST_F(EdfWriterTest, WritesRatesThatAreNotWhole) {
  open({{"bonn", 173.61}});
  const Samples written = sine(4097, 500.0, 0.03);
  append(written);
  const Recording read = close_and_read();
  EXPECT_NEAR(read.channels[0].rate_hz, 173.61, 2e-5);
  ASSERT_EQ(read.channels[0].samples_uv.size(), written.size());
  EXPECT_NEAR(read.channels[0].samples_uv.back(), written.back(), 0.0501);
}

// Every remainder that a block of 8 samples can leave in a record of 250.
TEST_F(EdfWriterTest, EndsWhereTheSamplesEnd) {
  for (const std::size_t count : {1u, 8u, 248u, 249u, 250u, 251u, 256u, 499u, 500u}) {
    open();
    append(Samples(count, 7.0f));
    const Recording read = close_and_read();
    EXPECT_EQ(read.channels[0].samples_uv, Samples(count, 7.0f));
    EXPECT_NEAR(read.duration_s, static_cast<double>(count) / 250.0, 1e-4);
    EXPECT_TRUE(read.annotations.empty()) << "the mark of the end is no event";
  }
}

// --- Annotations

TEST_F(EdfWriterTest, GivesAnnotationsBackInTimeOrder) {
  open();
  be_silent(10);
  writer_->annotate(5.0, 0.0, "burst");
  writer_->annotate(1.2345, 6.7891, "sz");
  writer_->annotate(0.0, 1e5, "long");
  const Recording read = close_and_read();
  ASSERT_EQ(read.annotations.size(), 3u);
  EXPECT_EQ(read.annotations[0].text, "long");
  EXPECT_EQ(read.annotations[0].duration_s, 1e5);
  EXPECT_NEAR(read.annotations[1].onset_s, 1.2345, 1e-9);
  EXPECT_NEAR(read.annotations[1].duration_s, 6.7891, 1e-9);
  EXPECT_EQ(read.annotations[1].text, "sz");
  EXPECT_EQ(read.annotations[2].onset_s, 5.0);
  EXPECT_EQ(read.annotations[2].duration_s, 0.0);
}

TEST_F(EdfWriterTest, LosesNoneOfNineThousandAnnotations) {
  open();
  const Samples samples = sine(250 * 3600, 1000.0, 0.02);
  append(samples);
  for (int i = 0; i < 9000; ++i)
    writer_->annotate(0.4 * i, i % 2 ? 0.1 : 0.0, "B" + std::to_string(i));
  const Recording read = close_and_read();
  ASSERT_EQ(read.annotations.size(), 9000u);
  for (std::size_t i = 0; i < 9000; ++i) {
    EXPECT_NEAR(read.annotations[i].onset_s, 0.4 * static_cast<double>(i), 1e-9);
    EXPECT_EQ(read.annotations[i].text, "B" + std::to_string(i));
  }
  EXPECT_EQ(header().signals.size(), 1u + 3u);
  ASSERT_EQ(read.channels[0].samples_uv.size(), samples.size());
  EXPECT_NEAR(read.channels[0].samples_uv[123456], samples[123456], 0.0501);
  EXPECT_FALSE(std::filesystem::exists(file_.path().string() + ".part"));
}

TEST_F(EdfWriterTest, AddsNoAnnotationSignalUntilOneARecordIsTooFew) {
  for (const int count : {9, 10, 11}) {
    open();
    be_silent(10);
    for (int i = 0; i < count; ++i) writer_->annotate(0.0, 0.0, "x");
    EXPECT_EQ(close_and_read().annotations.size(), static_cast<std::size_t>(count));
    EXPECT_EQ(header().signals.size(), count <= 10 ? 2u : 3u);
  }
}

TEST_F(EdfWriterTest, ShortensTheRecordsWhereSixtyFourAnnotationsInEachAreTooFew) {
  for (const int count : {64, 65, 640}) {
    open({{"F4", 250.0}, {"F3", 250.0}});
    const Samples a = sine(250, 100.0, 0.01);
    const Samples b = sine(250, 100.0, 0.02);
    writer_->append(std::array{std::span<const float>(a), std::span<const float>(b)});
    for (int i = 0; i < count; ++i) writer_->annotate(0.001 * i, 0.0, "x");
    const Recording read = close_and_read();
    EXPECT_EQ(read.annotations.size(), static_cast<std::size_t>(count));
    EXPECT_EQ(read.channels[0].rate_hz, 250.0);
    for (std::size_t i = 0; i < 250; ++i) {
      EXPECT_NEAR(read.channels[0].samples_uv[i], a[i], 0.0501);
      EXPECT_NEAR(read.channels[1].samples_uv[i], b[i], 0.0501);
    }
  }
}

TEST_F(EdfWriterTest, SaysSoWhereTheAnnotationsHaveNoRoomAndKeepsTheSamples) {
  open({{"F4", 2.0}});
  append({1.0f, 2.0f});
  for (int i = 0; i < 129; ++i) writer_->annotate(0.0, 0.0, "x");
  EXPECT_THROW(writer_->close(), RecordingError);
  EXPECT_EQ(read_edf(file_.path()).channels[0].samples_uv, (Samples{1.0f, 2.0f}));
}

TEST_F(EdfWriterTest, HasRoomForTheLongestAnnotation) {
  open({{"F4", 173.61}});
  append(Samples(1000));
  writer_->annotate(999'999'999.9999, 999'999'999.9999, std::string(40, 'x'));
  const Recording read = close_and_read();
  ASSERT_EQ(read.annotations.size(), 1u);
  EXPECT_NEAR(read.annotations[0].onset_s, 999'999'999.9999, 1e-5);
  EXPECT_NEAR(read.annotations[0].duration_s, 999'999'999.9999, 1e-5);
  EXPECT_EQ(read.annotations[0].text, std::string(40, 'x'));
}

TEST_F(EdfWriterTest, RefusesTextsThatEdflibWouldChange) {
  open();
  EXPECT_NO_THROW(writer_->annotate(0, 0, std::string(40, 'x')));
  for (const std::string& text :
       {std::string(41, 'x'), std::string(), std::string("\u766B"), std::string("a\nb"),
        std::string("a\x14"), std::string("Recording ends")})
    EXPECT_THROW(writer_->annotate(0, 0, text), RecordingError) << text;
}

TEST_F(EdfWriterTest, RefusesTimesThatAreNone) {
  open();
  EXPECT_NO_THROW(writer_->annotate(1e9, 1e9, "x"));
  for (const double time_s :
       {-0.1, 1.000001e9, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(writer_->annotate(time_s, 0, "x"), RecordingError);
    EXPECT_THROW(writer_->annotate(0, time_s, "x"), RecordingError);
  }
}

// --- The end of a run

TEST_F(EdfWriterTest, LeavesAValidFileWhenARunIsCutOff) {
  open();
  append(Samples(300, 7.0f));
  writer_->annotate(0.5, 0.0, "sz");
  writer_.reset();
  const Recording read = read_edf(file_.path());
  EXPECT_EQ(read.channels[0].samples_uv.size(), 300u);
  EXPECT_EQ(read.annotations.size(), 1u);
}

TEST_F(EdfWriterTest, KeepsTheAnnotationsOfARunCutOffBeforeItsFirstSample) {
  open();
  writer_->annotate(0.0, 0.0, "start");
  writer_->close();
  EXPECT_EQ(header().records, 1);
  EXPECT_THROW(read_edf(file_.path()), RecordingError);  // it holds no samples
}

TEST_F(EdfWriterTest, ClosesOnceAndTakesNothingAfterwards) {
  open();
  be_silent(1);
  writer_->close();
  EXPECT_NO_THROW(writer_->close());
  EXPECT_THROW(be_silent(1), RecordingError);
}

TEST_F(EdfWriterTest, RefusesABlockOfOtherChannels) {
  open();
  EXPECT_THROW(writer_->append({}), RecordingError);
}

TEST_F(EdfWriterTest, RefusesAPathThatCannotBeWritten) {
  EXPECT_THROW(EdfWriter("/no/such/folder/x.edf", {{"F4", 250.0}}), RecordingError);
}

TEST_F(EdfWriterTest, RefusesAStartThatIsNone) {
  for (const char* start : {"yesterday", "1984-12-31 23:59:59", "2085-01-01 00:00:00",
                            "2000-13-01 00:00:00", "2000-01-01"})
    EXPECT_THROW(EdfWriter(file_.path(), {{"F4", 250.0}}, start), RecordingError)
        << start;
  { EdfWriter unknown(file_.path(), {{"F4", 250.0}}, ""); }
  EXPECT_EQ(header().start_date_time, "1985-01-01 00:00:00");
}

TEST_F(EdfWriterTest, WritesTwoFilesAtOnce) {
  const ScratchFile other;
  open();
  EdfWriter second(other.path(), {{"F3", 250.0}});
  be_silent(1);
  const Samples samples(250, 1.0f);
  second.append(std::array{std::span<const float>(samples)});
  second.close();
  EXPECT_EQ(close_and_read().channels[0].samples_uv, Samples(250, 0.0f));
  EXPECT_EQ(read_edf(other.path()).channels[0].samples_uv, samples);
}

}  // namespace
}  // namespace homeostat::sim
