// What a rig takes: the emulated board behind its link, in lockstep and in real time.
//
//   build/release/homeostat_bench --benchmark_filter=link
//
// Needs preset firmware. Goals on an idle machine: lockstep at 32 samples a frame at
// least 15 times real time; paced at 250 Hz, a frame each 4 ms, 99 % of round trips
// within 10 ms.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>

#include "hil/rig/hil_command.h"

namespace homeostat::hil {
namespace {

namespace fs = std::filesystem;

// The shipped program with frames of so many samples, old after two of them at the least.
fs::path program_with(const fs::path& folder, std::int64_t samples) {
  std::ifstream shipped(HOMEOSTAT_SOURCE_DIR
                        "/clinical_configs/epilepsy/responsive.textproto");
  std::stringstream text;
  text << shipped.rdbuf();
  std::string changed =
      std::regex_replace(text.str(), std::regex("samples_per_frame: \\d+"),
                         "samples_per_frame: " + std::to_string(samples));
  changed = std::regex_replace(changed, std::regex("max_frame_age_ms: \\d+"),
                               "max_frame_age_ms: 256");
  const fs::path file = folder / "program.textproto";
  std::ofstream(file) << changed;
  return file;
}

nlohmann::json run(std::int64_t samples, bool paced, double duration_s) {
  const fs::path folder = fs::temp_directory_path() / "homeostat_link_bench";
  fs::create_directories(folder);
  const HilOptions options{.rig = "qemu",
                           .program = program_with(folder, samples).string(),
                           .patient = "temporal_lobe",
                           .duration_s = duration_s,
                           .out = folder / "out",
                           .paced = paced};
  const std::atomic<bool> stop{false};
  std::ostringstream nowhere;
  (void)run_on_rig(options, {nowhere, nowhere, false, stop});
  nlohmann::json link = nlohmann::json::parse(std::ifstream(options.out / "link.json"));
  fs::remove_all(folder);
  return link;
}

void tell(benchmark::State& state, const nlohmann::json& link) {
  const auto ms = [](const nlohmann::json& us) { return us.get<double>() / 1e3; };
  const nlohmann::json& trip = link["round_trip_us"];
  state.counters["times_real_time"] =
      link["simulated_s"].get<double>() / link["wall_s"].get<double>();
  state.counters["p50_ms"] = ms(trip["p50"]);
  state.counters["p99_ms"] = ms(trip["p99"]);
  state.counters["p999_ms"] = ms(trip["p999"]);
  state.counters["max_ms"] = ms(trip["max"]);
  const double requests = link["requests"].get<double>();
  state.counters["bytes_out"] = link["bytes_out"].get<double>() / requests;
  state.counters["bytes_in"] = link["bytes_in"].get<double>() / requests;
  state.counters["repeated"] = link["retries"].get<double>();
}

void link_in_lockstep(benchmark::State& state) {
  for (auto _ : state) tell(state, run(state.range(0), false, 120.0));
}

void link_paced(benchmark::State& state) {
  for (auto _ : state) tell(state, run(state.range(0), true, 60.0));
}

BENCHMARK(link_in_lockstep)
    ->ArgName("samples")
    ->Arg(8)
    ->Arg(32)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);
BENCHMARK(link_paced)
    ->ArgName("samples")
    ->Arg(1)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace homeostat::hil
