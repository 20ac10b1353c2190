// What must hold of sensing whatever the signal.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <random>

#include "biomarkers/biomarker_bank.h"
#include "tests/biomarkers/sensor.h"
#include "tests/support/heap_guard.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kMinute = 1875;  // frames

// Three channels with all filters; each feature against its baseline, one absolute.
BiomarkerSettings everything() {
  BiomarkerSettings settings = bare_settings();
  settings.channel_count = 3;
  for (ChannelSettings& channel : settings.channels) {
    channel.high_pass_hz = 1.0F;
    channel.low_pass_hz = 90.0F;
    channel.notch_hz = 50.0F;
  }
  settings.blanking = 2_ms;
  settings.detector_count = 4;
  settings.detectors[0] = line_length_ratio(2.0F);
  settings.detectors[1] = line_length_ratio(2.0F);
  settings.detectors[1].channel = 1;
  settings.detectors[1].feature = Feature::kArea;
  settings.detectors[2] = line_length_ratio(4.0F);
  settings.detectors[2].channel = 2;
  settings.detectors[2].feature = Feature::kBandPower;
  settings.detectors[2].band_low_hz = 4.0F;
  settings.detectors[2].band_high_hz = 30.0F;
  settings.detectors[3] = settings.detectors[0];
  settings.detectors[3].long_window = {};
  settings.detectors[3].threshold = 60.0F;
  settings.persistence.votes = 2;
  settings.warm_up = 10_s;
  return settings;
}

// Background with a seizure in the last quarter of each minute.
float patient_uv(int channel, int sample) {
  const bool seizing = sample / kSamples % kMinute > kMinute * 3 / 4;
  return (seizing ? 6.0F : 1.0F) * background_uv(channel, sample);
}

bool same_bits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

void expect_same(const DetectorReading& a, const DetectorReading& b) {
  ASSERT_TRUE(same_bits(a.value, b.value)) << a.value << " " << b.value;
  ASSERT_TRUE(same_bits(a.threshold, b.threshold)) << a.threshold << " " << b.threshold;
  ASSERT_EQ(a.valid, b.valid);
  ASSERT_EQ(a.fires, b.fires);
}

void expect_same(const Biomarkers& a, const Biomarkers& b) {
  for (std::size_t d = 0; d < kMaxDetectors; ++d) {
    ASSERT_NO_FATAL_FAILURE(expect_same(a.detectors[d], b.detectors[d]));
  }
  for (std::size_t c = 0; c < kMaxChannels; ++c) {
    ASSERT_EQ(a.channels[c].verdict, b.channels[c].verdict);
    ASSERT_EQ(a.channels[c].flags, b.channels[c].flags);
  }
  ASSERT_EQ(a.votes, b.votes);
  ASSERT_EQ(a.warmed_up, b.warmed_up);
  ASSERT_EQ(a.signal_valid, b.signal_valid);
  ASSERT_EQ(a.seizure, b.seizure);
}

TEST(BiomarkerLaws, ASignalTwiceAsLargeIsReadAsTwiceAsLargeAndDecidedAlike) {
  BiomarkerSettings settings = everything();
  settings.detector_count = 3;  // those that compare with a baseline
  settings.quality.rail_uv = 1.0e6F;
  settings.quality.flat_uv = 0.0F;
  for (const float gain : {0.25F, 2.0F, 64.0F}) {
    BiomarkerBank plain(settings), scaled(settings);
    FrameSource a(settings), b(settings);
    int seizure_frames = 0;
    for (int i = 0; i < 2 * kMinute; ++i) {
      const Biomarkers x = plain.update(a.next(patient_uv), false);
      const Biomarkers y = scaled.update(
          b.next([&](int c, int n) { return gain * patient_uv(c, n); }), false);
      for (std::size_t d = 0; d < 3; ++d) {
        const float unit = d == 2 ? gain * gain : gain;  // power is a square
        ASSERT_TRUE(same_bits(y.detectors[d].value, unit * x.detectors[d].value));
        ASSERT_TRUE(same_bits(y.detectors[d].threshold, unit * x.detectors[d].threshold));
        ASSERT_EQ(y.detectors[d].fires, x.detectors[d].fires);
      }
      ASSERT_EQ(y.seizure, x.seizure);
      seizure_frames += x.seizure ? 1 : 0;
    }
    EXPECT_GT(seizure_frames, kMinute / 4) << "the law was asked of a seizure too";
  }
}

TEST(BiomarkerLaws, AnotherTimeOfDayGivesTheSameAnswers) {
  const BiomarkerSettings settings = everything();
  BiomarkerBank early(settings), late(settings);
  FrameSource a(settings), b(settings, Instant(123'456'789'012'345));
  b.frame().sequence = ~std::uint32_t{0} - 100;  // wraps on the way
  for (int i = 0; i < 2 * kMinute; ++i) {
    const Biomarkers x = early.update(a.next(patient_uv), false);
    const Biomarkers y = late.update(b.next(patient_uv), false);
    ASSERT_NO_FATAL_FAILURE(expect_same(x, y)) << i;
  }
}

TEST(BiomarkerLaws, NoChannelKnowsOfAnother) {
  BiomarkerSettings settings = everything();
  BiomarkerBank quiet(settings), noisy(settings);
  FrameSource a(settings), b(settings);
  std::mt19937 random(5);
  for (int i = 0; i < kMinute; ++i) {
    const Biomarkers x = quiet.update(a.next(patient_uv), false);
    const Biomarkers y = noisy.update(b.next([&](int c, int n) {
      return c == 1 ? std::bit_cast<float>(static_cast<std::uint32_t>(random()))
                    : patient_uv(c, n);
    }),
                                      false);
    if (x.seizure || y.seizure) continue;  // a seizure freezes every baseline
    ASSERT_NO_FATAL_FAILURE(expect_same(x.detectors[2], y.detectors[2])) << i;
  }
}

// Anything that bytes can say: values, flags, shapes, times, echoes.
class Garbage {
 public:
  void fill(SampleFrame& frame) {
    for (auto& channel : frame.samples_uv) {
      for (float& uv : channel) uv = std::bit_cast<float>(word());
    }
    for (std::uint8_t& flags : frame.front_end) flags = byte();
    if (word() % 4 == 0) frame.channel_count = byte();
    if (word() % 4 == 0) frame.sample_count = byte();
    if (word() % 4 == 0) frame.time = Instant(std::uint64_t{word()} << 32U | word());
    if (word() % 4 == 0) frame.sequence = word();
    for (safety::OutputEcho& echo : frame.echo) {
      echo.count = word() % 4 == 0 ? byte() : std::uint8_t{0};
      for (safety::PulseSegment& segment : echo.segments) {
        segment.first_pulse = frame.time - Microseconds(word() % 100'000);
        segment.period = Microseconds(static_cast<std::int32_t>(word()));
        segment.pulses = word();
        segment.flags = byte();
      }
    }
  }

 private:
  std::uint32_t word() { return static_cast<std::uint32_t>(random_()); }
  std::uint8_t byte() { return static_cast<std::uint8_t>(word()); }
  std::mt19937 random_{11};
};

bool finite(const Biomarkers& seen) {
  for (const DetectorReading& reading : seen.detectors) {
    if (!std::isfinite(reading.value) || !std::isfinite(reading.threshold)) return false;
  }
  return true;
}

TEST(BiomarkerLaws, Saf116_GarbageNeverPoisonsAndIsForgotten) {
  const BiomarkerSettings settings = everything();
  BiomarkerBank calm(settings), shaken(settings);
  FrameSource a(settings), b(settings);
  Garbage garbage;
  for (int i = 0; i < kMinute / 2; ++i) {
    calm.update(a.next(background_uv), false);
    shaken.update(b.next(background_uv), false);
  }
  SampleFrame frame = b.frame();
  for (int i = 0; i < 5000; ++i) {
    frame.time = frame.time + kFrame;
    ++frame.sequence;
    frame.channel_count = settings.channel_count;
    frame.sample_count = settings.samples_per_frame;
    garbage.fill(frame);
    ASSERT_TRUE(finite(shaken.update(frame, i % 3 == 0))) << i;
  }
  // Recovery and the long windows together, and as much again for the filters.
  for (int i = 0; i < kMinute / 2; ++i) {
    const Biomarkers x = calm.update(a.next(background_uv), false);
    const Biomarkers y = shaken.update(b.next(background_uv), false);
    ASSERT_TRUE(finite(y));
    if (i < kMinute / 2 - 10) continue;
    EXPECT_TRUE(y.signal_valid);
    EXPECT_FALSE(y.seizure);
    for (std::size_t d = 0; d < settings.detector_count; ++d) {
      EXPECT_EQ(y.detectors[d].valid, x.detectors[d].valid);
      EXPECT_NEAR(y.detectors[d].value, x.detectors[d].value,
                  1.0e-4F * x.detectors[d].value);
      EXPECT_NEAR(y.detectors[d].threshold, x.detectors[d].threshold,
                  0.05F * x.detectors[d].threshold);  // blocks begin elsewhere
    }
  }
}

TEST(BiomarkerLaws, Saf116_TheSmallestNumbersAreSilenceAndNotATrap) {
  const BiomarkerSettings settings = everything();
  BiomarkerBank bank(settings);
  FrameSource source(settings);
  for (int i = 0; i < kMinute; ++i) {
    const Biomarkers seen = bank.update(source.next([](int, int n) {
      return n % 2 == 0 ? std::numeric_limits<float>::denorm_min() : -1.0e-44F;
    }),
                                        false);
    ASSERT_TRUE(finite(seen));
    ASSERT_FALSE(seen.seizure);
  }
}

TEST(BiomarkerLaws, Saf160_EqualFramesGiveEqualBitsAndNothingIsAllocated) {
  const BiomarkerSettings settings = everything();
  const auto first = std::make_unique<BiomarkerBank>(settings);
  const auto second = std::make_unique<BiomarkerBank>(settings);
  const auto source = std::make_unique<FrameSource>(settings);
  Garbage garbage;
  int allocations = 0;  // of the updates alone: the assertions' own are not asked about
  for (int i = 0; i < kMinute; ++i) {
    SampleFrame frame = source->next(patient_uv);
    if (i % 500 == 250) garbage.fill(frame);
    const testing::HeapGuard guard;
    const Biomarkers x = first->update(frame, i % 900 < 100);
    const Biomarkers y = second->update(frame, i % 900 < 100);
    allocations += guard.allocations();
    ASSERT_NO_FATAL_FAILURE(expect_same(x, y)) << i;
  }
  EXPECT_EQ(allocations, 0);
}

}  // namespace
}  // namespace homeostat::biomarkers
