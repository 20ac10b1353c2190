// `homeostat profile rcs`: declared in sim/profile_command.h.
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

#include "biomarkers/rcs_chain.h"
#include "clinical_configs/field_name.h"
#include "clinical_configs/load.h"
#include "sim/error.h"
#include "sim/profile_folder.h"
#include "sim/profile_signal.h"
#include "sim/rcs_tables.h"

namespace homeostat::sim {
namespace {

using biomarkers::RcsChain;
using biomarkers::RcsSettings;
using clinical_configs::number_text;
using Json = nlohmann::ordered_json;

constexpr const char* kFilesOfRcs[] = {"power.csv", "detector.csv", "therapy.csv",
                                       kProfileMark};
constexpr double kMicrovoltsPerMillivolt = 1000.0;
constexpr std::size_t kSamplesBetweenLooks = 4096;

std::vector<std::string> labels_of(const RcsSettings& settings) {
  std::vector<std::string> labels;
  for (std::size_t c = 0; c < settings.channel_count; ++c) {
    labels.emplace_back(settings.channels[c].label.data());
  }
  return labels;
}

Json bands_of(const RcsSettings& settings, const RcsChain& chain) {
  Json bands = Json::array();
  const double bin_hz = static_cast<double>(settings.sample_rate_hz) / settings.fft_size;
  for (std::size_t b = 0; b < settings.band_count; ++b) {
    const biomarkers::RcsBins bins = chain.spectrum().bins(b);
    const auto channel = static_cast<std::size_t>(settings.bands[b].channel);
    bands.push_back({{"name", "band" + std::to_string(b)},
                     {"channel", settings.channels[channel].label.data()},
                     {"first_bin", bins.first},
                     {"last_bin", bins.last},
                     {"first_bin_centre_hz", bins.first * bin_hz},
                     {"last_bin_centre_hz", bins.last * bin_hz}});
  }
  return bands;
}

void tell_bands(std::ostream& out, const Json& bands) {
  for (const Json& band : bands) {
    out << band["name"].get<std::string>() << ": " << band["channel"].get<std::string>()
        << ", bins " << band["first_bin"] << " to " << band["last_bin"] << ", centres "
        << number_text(band["first_bin_centre_hz"]) << " to "
        << number_text(band["last_bin_centre_hz"]) << " Hz\n";
  }
}

biomarkers::RcsCounts counts_at(const ProfileSignal& signal, std::size_t sample,
                                const RcsSettings& settings) {
  biomarkers::RcsCounts counts{};
  for (std::size_t c = 0; c < settings.channel_count; ++c) {
    counts[c] = biomarkers::rcs_counts(
        static_cast<double>(signal.channels_uv[c][sample]) / kMicrovoltsPerMillivolt,
        settings.channels[c].gain250_trim);
  }
  return counts;
}

// How many results there were, and how many of them in each state.
struct Tally {
  std::size_t powers = 0;
  std::size_t detections = 0;
  std::size_t over_range = 0;
  std::size_t missing = 0;
  std::array<std::size_t, biomarkers::kRcsNoState + 1> states{};

  void see(const RcsChain& chain, const RcsChain::Step& step) {
    if (!step.power) return;
    ++powers;
    if (step.detection) ++detections;
    if (chain.spectrum().power().over_range != 0) ++over_range;
    if (chain.spectrum().power().missing != 0) ++missing;
    ++states[static_cast<std::size_t>(chain.state())];
  }
};

void tell_tally(std::ostream& out, const Tally& tally) {
  out << tally.powers << " power results, " << tally.over_range << " over range, "
      << tally.missing << " with missing samples; " << tally.detections
      << " detections\n";
  for (std::size_t s = 0; s < tally.states.size(); ++s) {
    if (tally.states[s] == 0) continue;
    out << (s == biomarkers::kRcsNoState ? "no state yet" : "state " + std::to_string(s))
        << ": "
        << number_text(std::round(1000.0 * static_cast<double>(tally.states[s]) /
                                  static_cast<double>(tally.powers)) /
                       10.0)
        << " % of results\n";
  }
}

std::size_t run(RcsChain& chain, const ProfileSignal& signal, const RcsSettings& settings,
                RcsTables& tables, Tally& tally, const Console& console) {
  for (std::size_t n = 0; n < signal.samples(); ++n) {
    if (n % kSamplesBetweenLooks == 0 && console.stop.load()) return n;
    const RcsChain::Step step = chain.update(counts_at(signal, n, settings));
    tables.see(chain, step);
    tally.see(chain, step);
  }
  return signal.samples();
}

void refuse_short(const ProfileOptions& options, const ProfileSignal& signal,
                  const RcsSettings& settings) {
  const int needed = biomarkers::rcs_real_samples(settings.fft_size,
                                                  settings.first_window_samples == 63);
  if (signal.samples() >= static_cast<std::size_t>(needed)) return;
  throw RecordingError(options.signal.string() + ": " + std::to_string(signal.samples()) +
                       " samples; an FFT of " + std::to_string(settings.fft_size) +
                       " needs at least " + std::to_string(needed));
}

}  // namespace

int profile_rcs(const ProfileOptions& options, const Console& console) {
  const std::filesystem::path file = clinical_configs::find_profile(options.settings);
  const clinical_configs::RcsProfile profile = clinical_configs::load_rcs(file);
  const RcsSettings& settings = profile.settings;
  const ProfileSignal signal =
      read_profile_signal(options.signal, profile_labels(options, labels_of(settings)),
                          settings.sample_rate_hz, console.err);
  refuse_short(options, signal, settings);
  RcsChain chain(settings);
  const Json bands = bands_of(settings, chain);
  begin_profile_folder(
      options, file, kFilesOfRcs,
      {"rcs", profile.name, profile.source, Json{{"bands", bands}}.dump()});
  RcsTables tables(options.out, settings, signal.start_s);
  Tally tally;
  const std::size_t done = run(chain, signal, settings, tables, tally, console);
  tables.close();
  tell_bands(console.out, bands);
  tell_tally(console.out, tally);
  tell_end(options, static_cast<double>(done) / signal.rate_hz,
           static_cast<double>(signal.samples()) / signal.rate_hz, console);
  return 0;
}

}  // namespace homeostat::sim
