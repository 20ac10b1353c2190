#include "tests/evaluation/trees.h"

#include <cstdio>
#include <stdexcept>

#include "clinical_configs/load.h"
#include "sim/tune_trees.h"
#include "tests/evaluation/alarms.h"
#include "tests/evaluation/stream.h"

namespace homeostat::evaluation {
namespace {

using Banks = std::array<biomarkers::BiomarkerSettings, kQuarters>;

constexpr double kBudgetPerHour = 0.5;
constexpr std::uint64_t kSeed = 1;

sim::Timeline one_after_the_other(const std::vector<Stream>& streams) {
  sim::Timeline line;
  for (const Stream& stream : streams) {
    sim::TuneRecording& recording = line.recordings.emplace_back();
    recording.signals_uv = {stream.uv};
    recording.begin_s = line.duration_s;
    recording.duration_s = stream.duration_s;
    for (const sim::Interval& seizure : stream.seizures) {
      line.events.push_back(
          {seizure.onset_s + line.duration_s, seizure.offset_s + line.duration_s});
    }
    line.duration_s += stream.duration_s;
  }
  return line;
}

biomarkers::BiomarkerSettings sensing() {
  biomarkers::BiomarkerSettings bank =
      clinical_configs::load_program("epilepsy/responsive").biomarkers;
  bank.channel_count = 1;
  bank.detector_count = 0;
  // Line length wants a low pass, trees the whole band.
  biomarkers::ChannelSettings& channel = bank.channels[0];
  channel.low_pass_hz = channel.notch_hz = 0.0F;
  channel.notch_harmonics = 0;
  return bank;
}

biomarkers::BiomarkerSettings tuned_beside(int quarter) {
  const sim::Timeline line =
      one_after_the_other(streams_beside(quarter, kTrainingLength));
  const sim::TuneSpan all{0.0, line.duration_s + 1.0};
  const auto candidates = sim::TreeTuner(sensing(), line, kSeed).candidates(all);
  const auto chosen = sim::choose(candidates, line, all, kBudgetPerHour);
  if (!chosen) throw std::runtime_error("trees: nothing keeps to the budget");
  return candidates[*chosen].settings;
}

std::string words_of(const Banks& banks) {
  std::string words = "on the other clips, 0.5 false alarms an hour; log-odds; drift";
  for (const auto& bank : banks) {
    char drift[16];
    std::snprintf(drift, sizeof drift, " %.1f", static_cast<double>(bank.trees.drift));
    words += drift;
  }
  return words;
}

}  // namespace

Contender tuned_trees() {
  Banks banks;
  Contender trees{.name = kTunedTrees, .settings = {}, .grid = {}, .alarms = {}};
  for (std::size_t quarter = 0; quarter < banks.size(); ++quarter) {
    banks[quarter] = tuned_beside(static_cast<int>(quarter));
    trees.thresholds[quarter] = static_cast<double>(banks[quarter].trees.alarm_at);
  }
  trees.settings = words_of(banks);
  trees.alarms = [banks](std::span<const float> uv, const Setting& as) {
    return alarms_of_bank(banks[static_cast<std::size_t>(as.quarter)], uv);
  };
  return trees;
}

}  // namespace homeostat::evaluation
