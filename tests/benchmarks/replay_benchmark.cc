// What a person waits for: an hour of recording replayed into a folder, files and report
// included. Target: under 2 s on one core.
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <sstream>

#include "clinical_configs/load.h"
#include "sim/edf_writer.h"
#include "sim/replay_command.h"

namespace homeostat::sim {
namespace {

constexpr double kRate_hz = 250.0;
constexpr std::size_t kHour = 3600 * 250;
constexpr const char* kProgram = "epilepsy/responsive";

// Background of +-30 uV with a minute of large 3 Hz discharge every ten minutes.
std::vector<float> an_hour_of_signal(std::uint32_t seed) {
  std::vector<float> signal(kHour);
  for (std::size_t i = 0; i < kHour; ++i) {
    seed = seed * 1664525U + 1013904223U;
    const double noise = static_cast<double>(seed >> 8) / 16777216.0 - 0.5;
    const double t_s = static_cast<double>(i) / kRate_hz;
    const bool seizing = std::fmod(t_s, 600.0) > 540.0;
    signal[i] = static_cast<float>(
        60.0 * noise + (seizing ? 400.0 * std::sin(2 * M_PI * 3.0 * t_s) : 0.0));
  }
  return signal;
}

std::filesystem::path write_recording(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const auto program =
      clinical_configs::load_program(clinical_configs::find_program(kProgram));
  std::vector<EdfChannel> channels;
  std::vector<std::vector<float>> signals;
  for (std::size_t i = 0; i < program.biomarkers.channel_count; ++i) {
    channels.push_back(
        {.label = program.biomarkers.channels[i].label.data(), .rate_hz = kRate_hz});
    signals.push_back(an_hour_of_signal(static_cast<std::uint32_t>(i)));
  }
  EdfWriter writer(folder / "hour.edf", channels);
  writer.append(std::vector<std::span<const float>>(signals.begin(), signals.end()));
  writer.close();
  return folder / "hour.edf";
}

void replay_an_hour_of_four_channels(benchmark::State& state) {
  const auto folder = std::filesystem::temp_directory_path() / "homeostat_bench";
  const ReplayOptions options{
      .program = kProgram, .recording = write_recording(folder), .out = folder / "out"};
  const std::atomic<bool> stop{false};
  std::ostringstream out;
  for (auto _ : state) {
    benchmark::DoNotOptimize(replay_recording(options, {out, out, false, stop}));
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(replay_an_hour_of_four_channels)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace homeostat::sim
