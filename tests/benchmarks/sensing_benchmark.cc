// What sensing as a whole costs a sample and channel on this machine: a bank of eight
// detectors on four channels, and the chains of the `rcs` and `rns` profiles. Each
// filter, quality rule and window is included; a control period is 8 samples.
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/rcs_chain.h"
#include "biomarkers/rns_chain.h"
#include "tests/biomarkers/rcs_bench.h"
#include "tests/biomarkers/rns_bench.h"

namespace homeostat::biomarkers {
namespace {

using namespace homeostat::literals;

constexpr std::size_t kChannels = 4;
constexpr int kSamples = 8;

// A minute of noise with some rhythm on each channel, a row a sample.
std::vector<std::array<float, kChannels>> a_minute(int rate_hz) {
  std::vector<std::array<float, kChannels>> rows(static_cast<std::size_t>(60 * rate_hz));
  std::uint32_t noise = 1;
  std::array<float, kChannels> rhythm_uv{};
  for (auto& row : rows) {
    for (std::size_t c = 0; c < kChannels; ++c) {
      noise = noise * 1664525U + 1013904223U;
      const float step = static_cast<float>(noise >> 16) / 819.2F - 40.0F;
      rhythm_uv[c] += 0.1F * (step - rhythm_uv[c]);
      row[c] = 4.0F * rhythm_uv[c];
    }
  }
  return rows;
}

void tell(benchmark::State& state, std::size_t samples_of_a_channel) {
  state.counters["a_sample"] = benchmark::Counter(
      static_cast<double>(samples_of_a_channel * kChannels),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BiomarkerSettings four_channels() {
  BiomarkerSettings settings;
  settings.channel_count = kChannels;
  for (std::size_t c = 0; c < kChannels; ++c) {
    settings.channels[c].high_pass_hz = 1.0F;
    settings.channels[c].low_pass_hz = 90.0F;
    settings.channels[c].notch_hz = 50.0F;
  }
  settings.sample_rate_hz = 250.0F;
  settings.samples_per_frame = kSamples;
  settings.blanking = 2_ms;
  settings.persistence = {.votes = 8, .onset = 512_ms, .termination = 2_s};
  settings.quality = {.rail_uv = 3000.0F,
                      .rail_time = 500_ms,
                      .flat_uv = 0.5F,
                      .flat_time = 2_s,
                      .max_frame_age = 200_ms,
                      .recovery_time = 1_s,
                      .episode_hold = 60_s,
                      .min_good_channels = 1};
  return settings;
}

DetectorSettings following(Feature feature, std::size_t channel) {
  DetectorSettings detector{.channel = static_cast<std::uint8_t>(channel),
                            .feature = feature,
                            .short_window = 1024_ms,
                            .long_window = 60_s,
                            .threshold = 1000.0F};
  if (wants(feature, kNeedsBand)) {
    detector.band_low_hz = 4.0F;
    detector.band_high_hz = 30.0F;
  }
  if (wants(feature, kNeedsStretch)) detector.stretch_samples = 256;
  return detector;
}

// Two detectors a channel, or one and none of the other.
BiomarkerSettings bank_of(Feature first, Feature second) {
  BiomarkerSettings settings = four_channels();
  for (std::size_t c = 0; c < kChannels; ++c) {
    settings.detectors[settings.detector_count++] = following(first, c);
  }
  for (std::size_t c = 0; c < kChannels && second != Feature::kNone; ++c) {
    settings.detectors[settings.detector_count++] = following(second, c);
  }
  return settings;
}

void a_bank(benchmark::State& state, Feature first, Feature second) {
  const auto rows = a_minute(250);
  const auto bank = std::make_unique<BiomarkerBank>(bank_of(first, second));
  SampleFrame frame;
  frame.channel_count = kChannels;
  frame.sample_count = kSamples;
  for (auto _ : state) {
    for (std::size_t at = 0; at + kSamples <= rows.size(); at += kSamples) {
      for (std::size_t i = 0; i < kSamples; ++i) {
        for (std::size_t c = 0; c < kChannels; ++c) {
          frame.samples_uv[c][i] = rows[at + i][c];
        }
      }
      frame.time = frame.time + 32_ms;
      ++frame.sequence;
      benchmark::DoNotOptimize(bank->update(frame, false));
    }
  }
  tell(state, rows.size() / kSamples * kSamples);
}
BENCHMARK_CAPTURE(a_bank, eight_line_lengths, Feature::kLineLength, Feature::kLineLength)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(a_bank, line_length_and_band_power, Feature::kLineLength,
                  Feature::kBandPower)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(a_bank, four_spectra, Feature::kFftBandPower, Feature::kNone)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(a_bank, four_sliding, Feature::kSlidingBandPower, Feature::kNone)
    ->Unit(benchmark::kMillisecond);

// Two bands of three bins a channel, every 50 ms: as much as the device has, near as
// often as it can.
void rcs_chain(benchmark::State& state, int fft_size) {
  RcsSettings settings = one_bin(fft_size, fft_size / 16);
  settings.channel_count = kChannels;
  settings.fft_interval_ms = 50;
  settings.band_count = kRcsBands;
  const double bin_hz = 500.0 / fft_size;
  for (std::size_t c = 0; c < kChannels; ++c) {
    settings.channels[c] = {{static_cast<char>('A' + c)}, 236};
  }
  for (std::size_t b = 0; b < kRcsBands; ++b) {
    const double first_hz = static_cast<double>(fft_size / 16 + b) * bin_hz;
    settings.bands[b] = {static_cast<int>(b / kRcsBandsPerChannel), first_hz - bin_hz / 2,
                         first_hz + bin_hz * 2.5};
  }
  if (!validate(settings)) {
    state.SkipWithError("no such settings");
    return;
  }
  const auto rows = a_minute(500);
  const auto chain = std::make_unique<RcsChain>(settings);
  for (auto _ : state) {
    for (const auto& row : rows) {
      RcsCounts counts{};
      for (std::size_t c = 0; c < kChannels; ++c) {
        counts[c] = static_cast<std::int32_t>(row[c] * 9.3F);
      }
      benchmark::DoNotOptimize(chain->update(counts));
    }
  }
  tell(state, rows.size());
}
BENCHMARK_CAPTURE(rcs_chain, of_64, 64)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(rcs_chain, of_256, 256)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(rcs_chain, of_1024, 1024)->Unit(benchmark::kMillisecond);

// A tool on each channel.
void rns_chain(benchmark::State& state, const RnsToolSettings& tool) {
  RnsSettings settings = with_tool(tool);
  settings.channel_count = settings.tool_count = kChannels;
  for (std::size_t c = 0; c < kChannels; ++c) {
    settings.channels[c] = {static_cast<char>('A' + c)};
    settings.tools[c] = tool;
    settings.tools[c].channel = static_cast<int>(c);
  }
  const auto rows = a_minute(250);
  const auto chain = std::make_unique<RnsChain>(settings);
  for (auto _ : state) {
    for (const auto& row : rows) benchmark::DoNotOptimize(chain->update(row));
  }
  tell(state, rows.size());
}
BENCHMARK_CAPTURE(rns_chain, line_length, trend_tool(RnsToolKind::kLineLength))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(rns_chain, area, trend_tool(RnsToolKind::kArea))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(rns_chain, bandpass, bandpass_tool())->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace homeostat::biomarkers
