#include "sim/edf_layout.h"

#include <gtest/gtest.h>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

EdfLayout plan(const std::vector<double>& rates_hz) {
  std::vector<EdfChannel> channels;
  for (const double rate_hz : rates_hz)
    channels.push_back({"ch" + std::to_string(channels.size()), rate_hz});
  return plan_layout(channels, "2000-01-01 00:00:00");
}

std::string refusal(const EdfChannel& channel) {
  try {
    plan_layout({channel}, "");
  } catch (const RecordingError& error) {
    return error.what();
  }
  return "planned without an error";
}

TEST(EdfLayout, TakesRecordsOfOneSecondForWholeRates) {
  const EdfLayout layout = plan({250, 256, 64, 1});
  EXPECT_EQ(layout.record_10us, 100'000);
  EXPECT_EQ(layout.samples_per_record, (std::vector<int>{250, 256, 64, 1}));
}

TEST(EdfLayout, KeepsOtherRatesToOnePartInTenMillion) {
  for (const double rate_hz :
       {173.61, 0.5, 0.1, 102.4, 422.0 / 3.0, 24414.0625, 99.999}) {
    const EdfLayout layout = plan({rate_hz});
    const double written_hz = layout.samples_per_record[0] / layout.record_s();
    EXPECT_NEAR(written_hz, rate_hz, 1e-7 * rate_hz) << rate_hz;
    EXPECT_LE(layout.record_s(), 60.0);
  }
}

TEST(EdfLayout, FindsOneRecordForRatesThatShareAPeriod) {
  const EdfLayout layout = plan({250, 12.5});
  EXPECT_EQ(layout.record_s(), 0.16);
  EXPECT_EQ(layout.samples_per_record, (std::vector<int>{40, 2}));
}

TEST(EdfLayout, RefusesRatesThatNoRecordHolds) {
  EXPECT_THROW(plan({1.0 / 61.0}), RecordingError);
  EXPECT_EQ(plan({1.0 / 60.0}).record_s(), 60.0);
  EXPECT_THROW(plan({2e7}), RecordingError);
}

TEST(EdfLayout, KeepsTheStepOfATenthOfAMicrovolt) {
  EXPECT_DOUBLE_EQ(plan({250}).step_uv(0), 0.1);
}

TEST(EdfLayout, RoundsARangeToWhatTheHeaderCanState) {
  const EdfLayout layout = plan_layout({{"F4", 250, -1000.0 / 3.0, 12345.6789}}, "");
  EXPECT_EQ(layout.channels[0].physical_min_uv, -333.333);
  EXPECT_EQ(layout.channels[0].physical_max_uv, 12345.68);
}

TEST(EdfLayout, RefusesChannelsThatEdfCannotName) {
  const double hz = 250.0;
  EXPECT_EQ(refusal({"sixteen letters.", hz}), "planned without an error");
  for (const char* label :
       {"", "seventeen letters", "\u00B5", "a\tb", " F4", "F4 ", "EDF Annotations"})
    EXPECT_NE(refusal({label, hz}).find("1 to 16 printable ASCII"), std::string::npos)
        << label;
  EXPECT_THROW(plan_layout({{"F4", hz}, {"F4", hz}}, ""), RecordingError);
  EXPECT_THROW(plan_layout({}, ""), RecordingError);
}

TEST(EdfLayout, RefusesRatesAndRangesThatAreNone) {
  for (const double rate_hz : {0.0, -1.0, 1.0 / 0.0, 0.0 / 0.0})
    EXPECT_NE(refusal({"F4", rate_hz}).find("rate"), std::string::npos);
  EXPECT_NE(refusal({"F4", 250, 1, 1}).find("range"), std::string::npos);
  EXPECT_NE(refusal({"F4", 250, 2, 1}).find("range"), std::string::npos);
  EXPECT_NE(refusal({"F4", 250, 0, 1e-9}).find("range"), std::string::npos);
  EXPECT_NE(refusal({"F4", 250, 0, 123456789}).find("range"), std::string::npos);
}

TEST(EdfLayout, AddsAnnotationSignalsUpToEdflibsSixtyFour) {
  const EdfLayout layout = plan({250});
  EXPECT_EQ(with_room_for(0, 10, layout).annotation_signals, 1);
  EXPECT_EQ(with_room_for(10, 10, layout).annotation_signals, 1);
  EXPECT_EQ(with_room_for(11, 10, layout).annotation_signals, 2);
  EXPECT_EQ(with_room_for(640, 10, layout).annotation_signals, 64);
  EXPECT_EQ(with_room_for(640, 10, layout).record_10us, 100'000);
}

TEST(EdfLayout, CutsRecordsIntoEqualPartsWhereSixtyFourDoNotSuffice) {
  const EdfLayout layout = with_room_for(641, 10, plan({250, 100}));
  EXPECT_EQ(layout.record_10us, 50'000);
  EXPECT_EQ(layout.samples_per_record, (std::vector<int>{125, 50}));
  EXPECT_EQ(layout.annotation_signals, 33);
}

TEST(EdfLayout, RefusesMoreAnnotationsThanAnyPartsHold) {
  const EdfLayout layout = plan({250});
  EXPECT_EQ(with_room_for(64 * 250, 1, layout).record_10us, 400);
  EXPECT_THROW(with_room_for(64 * 250 + 1, 1, layout), RecordingError);
}

}  // namespace
}  // namespace homeostat::sim
