// `homeostat profile rns`: declared in sim/profile_command.h.
#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>
#include <span>

#include "clinical_configs/field_name.h"
#include "clinical_configs/load.h"
#include "sim/error.h"
#include "sim/events_tsv.h"
#include "sim/profile_folder.h"
#include "sim/profile_signal.h"
#include "sim/rns_tables.h"

namespace homeostat::sim {
namespace {

using biomarkers::RnsChain;
using biomarkers::RnsSettings;
using clinical_configs::number_text;

constexpr const char* kFilesOfRns[] = {"detector.csv", "therapy.csv", "detections.tsv",
                                       kProfileMark};
constexpr std::size_t kSamplesBetweenLooks = 4096;

std::vector<std::string> labels_of(const RnsSettings& settings) {
  std::vector<std::string> labels;
  for (std::size_t c = 0; c < settings.channel_count; ++c) {
    labels.emplace_back(settings.channels[c].data());
  }
  return labels;
}

std::size_t run(RnsChain& chain, const ProfileSignal& signal, RnsTables& tables,
                const Console& console) {
  std::array<float, biomarkers::kRnsChannels> uv{};
  for (std::size_t n = 0; n < signal.samples(); ++n) {
    if (n % kSamplesBetweenLooks == 0 && console.stop.load()) return n;
    for (std::size_t c = 0; c < signal.channels_uv.size(); ++c) {
      uv[c] = signal.channels_uv[c][n];
    }
    if (chain.update(uv)) tables.see(chain);
  }
  return signal.samples();
}

void refuse_short(const ProfileOptions& options, const ProfileSignal& signal,
                  const RnsSettings& settings) {
  const auto needed =
      static_cast<std::size_t>(settings.window_ms * settings.sample_rate_hz / 1000);
  if (signal.samples() >= needed) return;
  throw RecordingError(options.signal.string() + ": " + std::to_string(signal.samples()) +
                       " samples; one window needs " + std::to_string(needed));
}

void write_detections(const ProfileOptions& options, const RnsTables& tables,
                      double done_s) {
  EventFile file{.events = {}, .recording_duration_s = done_s, .date_time = {}};
  for (const Interval& event : tables.events()) {
    file.events.push_back(
        {event.onset_s, event.offset_s - event.onset_s, "sz", {}, "all"});
  }
  write_events(options.out / "detections.tsv", file);
}

}  // namespace

int profile_rns(const ProfileOptions& options, const Console& console) {
  const std::filesystem::path file = clinical_configs::find_profile(options.settings);
  const clinical_configs::RnsProfile profile = clinical_configs::load_rns(file);
  const RnsSettings& settings = profile.settings;
  const ProfileSignal signal =
      read_profile_signal(options.signal, profile_labels(options, labels_of(settings)),
                          settings.sample_rate_hz, console.err);
  refuse_short(options, signal, settings);
  const nlohmann::ordered_json details = {{"ranges_source", profile.ranges_source}};
  begin_profile_folder(options, file, kFilesOfRns,
                       {"rns", profile.name, profile.source, details.dump()});
  RnsChain chain(settings);
  RnsTables tables(options.out, settings, signal.start_s);
  const std::size_t done = run(chain, signal, tables, console);
  tables.close();
  const double done_s = static_cast<double>(done) / signal.rate_hz;
  write_detections(options, tables, std::max(done_s, 0.01));
  console.out << tables.events().size() << " events, " << tables.therapies()
              << " therapies in " << number_text(std::round(done_s)) << " s\n";
  tell_end(options, done_s, static_cast<double>(signal.samples()) / signal.rate_hz,
           console);
  return 0;
}

}  // namespace homeostat::sim
