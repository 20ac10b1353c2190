// The depressed patient sample by sample, and that its samples hold what its bins tell.
#include "models/mood_signal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "tests/models/resistant_patient.h"

namespace homeostat::models {
namespace {

using biomarkers::SampleFrame;

constexpr NoiseKey kKey{.seed = 9};
constexpr std::size_t kSecond = 250;

DeviceSetup setup() {
  safety::ElectrodeConfiguration monopolar;
  monopolar.contacts[9] = {safety::Polarity::kCathode, 1000};
  monopolar.contacts[safety::kCan] = {safety::Polarity::kAnode, 1000};
  monopolar.second_phase_ratio = 1;
  return {.rate_hz = 250,
          .samples_per_frame = 50,
          .channels = {{0, 1}, {2, 3}},
          .configurations = {monopolar}};
}

SampleFrame step(MoodSignal& signal,
                 const safety::StimCommand& command = safety::StimCommand::off()) {
  SampleFrame frame;
  signal.advance({&command, 1}, {&frame, 1});
  return frame;
}

// 100 Hz, 1 mA, 120 us.
safety::PulseTrain train(std::uint64_t from_us, std::uint64_t length_us) {
  safety::PulseTrain train;
  train.amplitude = Microamps(1000);
  train.pulse_width = Microseconds(120);
  train.period = Microseconds(10'000);
  train.first_pulse = Instant(from_us);
  train.valid_until = Instant(from_us + length_us);
  return train;
}

// Samples of one channel over `seconds`, without stimulation.
std::vector<double> sensed(MoodSignal& signal, int seconds, std::size_t channel) {
  std::vector<double> x;
  for (int i = 0; i < seconds * 5; ++i) {
    const SampleFrame frame = step(signal);
    for (std::size_t k = 0; k < frame.sample_count; ++k) {
      x.push_back(static_cast<double>(frame.samples_uv[channel][k]));
    }
  }
  return x;
}

// Power of a second in whole hertz from low to high, through a Hann window; the ends of
// the band halve their bins.
double band_power(const double* x, int low_hz, int high_hz) {
  double sum = 0.0;
  for (int f = low_hz; f <= high_hz; ++f) {
    double c = 0.0;
    double s = 0.0;
    for (std::size_t i = 0; i < kSecond; ++i) {
      const double turn = 2.0 * std::numbers::pi * static_cast<double>(i) / kSecond;
      const double windowed = x[i] * (1.0 - std::cos(turn));
      c += windowed * std::cos(turn * f);
      s += windowed * std::sin(turn * f);
    }
    const double power = (c * c + s * s) * 2.0 / (1.5 * kSecond * kSecond);
    sum += f == low_hz || f == high_hz ? 0.5 * power : power;
  }
  return sum;
}

double median_log10(const std::vector<double>& x, int low_hz, int high_hz) {
  std::vector<double> seconds;
  for (std::size_t i = 0; i + kSecond <= x.size(); i += kSecond) {
    seconds.push_back(std::log10(band_power(x.data() + i, low_hz, high_hz)));
  }
  std::nth_element(seconds.begin(), seconds.begin() + seconds.size() / 2, seconds.end());
  return seconds[seconds.size() / 2];
}

struct Band {
  int low_hz;
  int high_hz;
  double tolerance;  // of log10
};
constexpr Band kBands[] = {{1, 4, 0.1}, {4, 8, 0.1}, {13, 30, 0.03}, {30, 90, 0.02}};

// Awake at eight in the morning, asleep at two in the night.
TEST(MoodSignal, HoldsInItsSamplesWhatItsBinsTell) {
  for (const double minute : {480.0, 120.0}) {
    VirtualPatientSettings patient = resistant_patient();
    patient.mood.start_minute = minute;
    MoodSignal signal(patient, setup(), kKey);
    MoodPatient bins(patient, 250.0, kKey);
    for (const std::size_t channel : {0U, 1U}) {
      std::vector<double> x = sensed(signal, 600, channel);
      for (const Band& band : kBands) {
        EXPECT_NEAR(
            median_log10(x, band.low_hz, band.high_hz),
            bins.band_power_log10(setup().channels[channel], band.low_hz, band.high_hz),
            band.tolerance)
            << minute << ", channel " << channel << ", " << band.low_hz << " Hz";
      }
      bins.advance({});
    }
  }
}

TEST(MoodSignal, LivesTheSameMoodAsThePatientOfBins) {
  MoodSignal signal(resistant_patient(), setup(), kKey);
  MoodPatient bins(resistant_patient(), 250.0, kKey);
  for (int bin = 0; bin < 3; ++bin) {
    const auto from_us = static_cast<std::uint64_t>(bin) * 600'000'000 + 60'000'000;
    const auto command = forge(train(from_us, 6'000'000));
    MoodDelivery delivered;
    for (int i = 0; i < 3000; ++i) {
      const SampleFrame frame = step(signal, command);
      delivered += delivery_of(frame.echo[0], setup().configurations,
                               resistant_patient().contacts, resistant_patient().tissue);
    }
    EXPECT_NEAR(delivered.on_s, 6.0, 1e-9);
    EXPECT_NEAR(delivered.charge_uc, 72.0, 1e-9);
    EXPECT_NEAR(delivered.recruited(), 0.4, 0.01);
    bins.advance(delivered);
    EXPECT_NEAR(signal.patient().mood(), bins.mood(), 1e-12);
    EXPECT_NEAR(signal.patient().slow().plasticity(), bins.slow().plasticity(), 1e-12);
    EXPECT_GT(bins.slow().plasticity(), 0.0);
  }
}

TEST(MoodSignal, TellsTheLocalTimeAndItsMidnight) {
  VirtualPatientSettings patient = resistant_patient();
  patient.mood.start_minute = 1439.0;
  MoodSignal signal(patient, setup(), kKey);
  EXPECT_EQ(step(signal).minute_of_day, 1439);
  int midnights = 0;
  for (int i = 1; i < 299; ++i) midnights += step(signal).midnight;
  EXPECT_EQ(midnights, 0);
  const SampleFrame frame = step(signal);
  EXPECT_TRUE(frame.midnight);
  EXPECT_EQ(frame.minute_of_day, 0);
  EXPECT_FALSE(step(signal).midnight);
}

TEST(MoodSignal, ABurstSilencesTheNodeAndLeavesAnArtefactAndAnEcho) {
  MoodSignal treated(resistant_patient(), setup(), kKey);
  MoodSignal sham(resistant_patient(), setup(), kKey);
  const auto command = forge(train(1'000'000, 6'000'000));
  bool recovering = false;
  std::uint32_t pulses = 0;
  for (int i = 0; i < 50; ++i) {
    const SampleFrame frame = step(treated, command);
    (void)step(sham);
    recovering = recovering || (frame.front_end[0] & biomarkers::kRecovering) != 0;
    if (frame.echo[0].count > 0) pulses += frame.echo[0].segments[0].pulses;
  }
  EXPECT_TRUE(recovering);
  EXPECT_EQ(pulses, 600U);
  // Seconds after the burst nothing is left of it.
  for (int i = 0; i < 50; ++i) {
    (void)step(treated);
    (void)step(sham);
  }
  const SampleFrame after = step(treated);
  const SampleFrame never = step(sham);
  for (std::size_t k = 0; k < after.sample_count; ++k) {
    EXPECT_NEAR(after.samples_uv[0][k], never.samples_uv[0][k], 0.6F);
  }
}

TEST(MoodSignal, IsTheSameHoweverTheTimeIsCut) {
  DeviceSetup fine = setup();
  fine.samples_per_frame = 10;
  MoodSignal coarse(resistant_patient(), setup(), kKey);
  MoodSignal cut(resistant_patient(), fine, kKey);
  const auto command = forge(train(3'000, 900'000));
  for (int i = 0; i < 20; ++i) {
    const SampleFrame whole = step(coarse, command);
    for (std::size_t part = 0; part < 5; ++part) {
      const SampleFrame frame = step(cut, command);
      for (std::size_t k = 0; k < 10; ++k) {
        ASSERT_EQ(frame.samples_uv[0][k], whole.samples_uv[0][10 * part + k]);
      }
    }
  }
}

TEST(MoodSignal, RefusesAContactThatThePatientDoesNotHave) {
  DeviceSetup bad = setup();
  bad.channels[0].plus_contact = 5;
  EXPECT_THROW(MoodSignal(resistant_patient(), bad, kKey), std::invalid_argument);
  EXPECT_THROW(MoodSignal(demo_patient(), demo_setup(), kKey), std::invalid_argument);
  EXPECT_THROW(VirtualPatient(resistant_patient(), setup(), kKey), std::invalid_argument);
}

}  // namespace
}  // namespace homeostat::models
