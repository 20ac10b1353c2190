// A frame in the C header's shape becomes the core's, field by field, whatever was there.
#include "controller/abi_frame.h"

#include <gtest/gtest.h>

#include <cstring>

#include "tests/support/c_frame.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::SampleFrame;

// Every field another number, every list full.
SampleFrame full_frame() {
  SampleFrame frame;
  frame.time = Instant(123'456'789);
  frame.sequence = 77;
  frame.channel_count = biomarkers::kMaxChannels;
  frame.sample_count = biomarkers::kMaxSamples;
  float next = 0.5F;
  for (auto& channel : frame.samples_uv)
    for (float& sample : channel) sample = next += 1.0F;
  std::uint8_t flags = 31;
  for (std::uint8_t& channel : frame.front_end) channel = flags--;
  std::int32_t ohms = 1000;
  for (safety::ContactImpedance& contact : frame.impedances) {
    contact = {Ohms(ohms), Microseconds(ohms * 7), ohms % 2 == 0};
    ++ohms;
  }
  frame.magnet_present = frame.mri_mode = frame.midnight = true;
  frame.minute_of_day = 1439;
  frame.clinician_events = 63;
  frame.patient_events = 1;
  frame.battery = Millivolts(3601);
  frame.temperature = Millicelsius(37'123);
  frame.reset_cause = biomarkers::ResetCause::kSoftware;
  std::int32_t number = 5;
  for (safety::OutputEcho& echo : frame.echo) {
    echo.count = safety::kEchoSegments;
    for (safety::PulseSegment& segment : echo.segments) {
      segment = {.first_pulse = Instant(static_cast<std::uint64_t>(number) + 1),
                 .period = Microseconds(number + 2),
                 .pulses = static_cast<std::uint32_t>(number + 3),
                 .amplitude = Microamps(number + 4),
                 .pulse_width = Microseconds(number + 5),
                 .charge1 = Picocoulombs(number + 6),
                 .charge2 = Picocoulombs(number + 7),
                 .residual = Microvolts(number + 8),
                 .configuration = static_cast<std::uint8_t>(number % 4),
                 .flags = static_cast<std::uint8_t>(number % 16)};
      number += 11;
    }
  }
  return frame;
}

void expect_same(const SampleFrame& a, const SampleFrame& b) {
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.sequence, b.sequence);
  EXPECT_EQ(a.channel_count, b.channel_count);
  EXPECT_EQ(a.sample_count, b.sample_count);
  for (std::size_t c = 0; c < a.channel_count; ++c) {
    EXPECT_EQ(a.front_end[c], b.front_end[c]);
    for (std::size_t i = 0; i < a.sample_count; ++i)
      EXPECT_EQ(a.samples_uv[c][i], b.samples_uv[c][i]);
  }
  for (std::size_t c = 0; c < a.impedances.size(); ++c) {
    EXPECT_EQ(a.impedances[c].value, b.impedances[c].value);
    EXPECT_EQ(a.impedances[c].age, b.impedances[c].age);
    EXPECT_EQ(a.impedances[c].valid, b.impedances[c].valid);
  }
  EXPECT_EQ(a.magnet_present, b.magnet_present);
  EXPECT_EQ(a.mri_mode, b.mri_mode);
  EXPECT_EQ(a.midnight, b.midnight);
  EXPECT_EQ(a.minute_of_day, b.minute_of_day);
  EXPECT_EQ(a.clinician_events, b.clinician_events);
  EXPECT_EQ(a.patient_events, b.patient_events);
  EXPECT_EQ(a.battery, b.battery);
  EXPECT_EQ(a.temperature, b.temperature);
  EXPECT_EQ(a.reset_cause, b.reset_cause);
  for (std::size_t o = 0; o < a.echo.size(); ++o) {
    EXPECT_EQ(a.echo[o].count, b.echo[o].count);
    for (std::size_t s = 0; s < a.echo[o].segments.size(); ++s) {
      const safety::PulseSegment& left = a.echo[o].segments[s];
      const safety::PulseSegment& right = b.echo[o].segments[s];
      EXPECT_EQ(left.first_pulse, right.first_pulse);
      EXPECT_EQ(left.period, right.period);
      EXPECT_EQ(left.pulses, right.pulses);
      EXPECT_EQ(left.amplitude, right.amplitude);
      EXPECT_EQ(left.pulse_width, right.pulse_width);
      EXPECT_EQ(left.charge1, right.charge1);
      EXPECT_EQ(left.charge2, right.charge2);
      EXPECT_EQ(left.residual, right.residual);
      EXPECT_EQ(left.configuration, right.configuration);
      EXPECT_EQ(left.flags, right.flags);
    }
  }
}

class AbiFrame : public ::testing::Test {
 protected:
  homeostat::testing::CFrame writer_;
  homeostat_frame frame_ = *writer_.of(full_frame());
  SampleFrame read_;
};

TEST_F(AbiFrame, Saf350_IsReadInFullAtItsLargest) {
  ASSERT_TRUE(read_frame(frame_, read_));
  expect_same(full_frame(), read_);
}

// What the last frame left is gone.
TEST_F(AbiFrame, Saf350_OverwritesWhatWasThere) {
  read_ = full_frame();
  SampleFrame small;
  small.echo[1].count = 2;
  small.echo[1].segments[1].pulses = 9;
  homeostat::testing::CFrame writer;
  ASSERT_TRUE(read_frame(*writer.of(small), read_));
  expect_same(small, read_);
}

TEST_F(AbiFrame, Saf350_ImpedancesThatAreNotGivenWereNotMeasured) {
  read_ = full_frame();
  frame_.impedances = nullptr;
  ASSERT_TRUE(read_frame(frame_, read_));
  SampleFrame expected = full_frame();
  expected.impedances = {};
  expect_same(expected, read_);
}

TEST_F(AbiFrame, Saf350_AFlagIsOnWhateverItsNumber) {
  frame_.magnet_present = frame_.mri_mode = frame_.midnight = 2;
  ASSERT_TRUE(read_frame(frame_, read_));
  EXPECT_TRUE(read_.magnet_present && read_.mri_mode && read_.midnight);
}

TEST_F(AbiFrame, Saf350_TheTimeOfDayIsKnownFromOneOnAndNoLaterThanADay) {
  read_.minute_of_day = 77;
  for (const auto& [told, minute] :
       {std::pair{0, int{biomarkers::kUnknownMinute}}, {1, 0}, {2, 1}, {1440, 1439}}) {
    frame_.minute_of_day_plus_1 = static_cast<std::uint16_t>(told);
    ASSERT_TRUE(read_frame(frame_, read_)) << told;
    EXPECT_EQ(read_.minute_of_day, minute) << told;
  }
  frame_.minute_of_day_plus_1 = 1441;
  EXPECT_FALSE(read_frame(frame_, read_));
}

TEST_F(AbiFrame, Saf350_OneMoreThanThereCanBeIsRefused) {
  const homeostat_frame good = frame_;
  const float samples[(biomarkers::kMaxChannels + 1) * biomarkers::kMaxSamples] = {};
  const std::uint8_t quiet[biomarkers::kMaxChannels + 1] = {};
  frame_.channel_count = biomarkers::kMaxChannels + 1;
  frame_.samples_uv = samples;
  frame_.front_end = quiet;
  EXPECT_FALSE(read_frame(frame_, read_));
  frame_ = good;
  frame_.reset_cause = HOMEOSTAT_RESET_SOFTWARE + 1;
  EXPECT_FALSE(read_frame(frame_, read_));
  frame_ = good;
  const std::uint8_t unknown[HOMEOSTAT_CHANNELS] = {0, 32};
  frame_.front_end = unknown;
  EXPECT_FALSE(read_frame(frame_, read_));
}

TEST_F(AbiFrame, AFrameWithoutChannelsNeedsNoRows) {
  frame_.channel_count = 0;
  frame_.samples_uv = nullptr;
  frame_.front_end = nullptr;
  EXPECT_TRUE(read_frame(frame_, read_));
  EXPECT_EQ(0, read_.channel_count);
}

}  // namespace
}  // namespace homeostat::controller::testing
