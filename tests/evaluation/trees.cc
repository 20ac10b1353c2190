#include "tests/evaluation/trees.h"

#include "clinical_configs/load.h"
#include "sim/tune.h"
#include "tests/evaluation/alarms.h"
#include "tests/evaluation/stream.h"

namespace homeostat::evaluation {
namespace {

constexpr std::uint64_t kTrainingSeeds[] = {4, 5};
constexpr double kBudgetPerHour = 0.5;

// Another stream after those that are there.
void append(sim::Timeline& line, const Stream& stream) {
  line.recordings.push_back({.file = {},
                             .signals_uv = {stream.uv},
                             .events = stream.seizures,
                             .begin_s = line.duration_s,
                             .duration_s = stream.duration_s});
  for (const sim::Interval& seizure : stream.seizures) {
    line.events.push_back(
        {seizure.onset_s + line.duration_s, seizure.offset_s + line.duration_s});
  }
  line.duration_s += stream.duration_s;
}

biomarkers::BiomarkerSettings tuned() {
  controller::TherapyProgram program =
      clinical_configs::load_program("epilepsy/responsive");
  program.biomarkers.channel_count = 1;
  program.biomarkers.detector_count = 0;
  // Line length wants a low pass, trees the whole band.
  biomarkers::ChannelSettings& channel = program.biomarkers.channels[0];
  channel.low_pass_hz = channel.notch_hz = 0.0F;
  channel.notch_harmonics = 0;
  const Clips clips = clips_of(Part::kTraining);
  sim::Timeline line;
  for (const std::uint64_t seed : kTrainingSeeds) {
    append(line, parted_stream_of(clips, seed));
  }
  const sim::TuneRequest request{.detector = "gbdt",
                                 .most_false_alarms_per_h = kBudgetPerHour};
  return sim::tune(program, line, request, [](double) {}).front().settings;
}

}  // namespace

std::vector<Contender> tuned_trees() {
  const biomarkers::BiomarkerSettings bank = tuned();
  const auto alarms = [bank](std::span<const float> uv, double threshold) {
    biomarkers::BiomarkerSettings chosen = bank;
    chosen.trees.alarm_at = static_cast<float>(threshold);
    return alarms_of_bank(chosen, uv);
  };
  return {{.name = "trees, as tuned",
           .settings = "on the training clips, 0.5 false alarms an hour; log-odds",
           .grid = {},
           .threshold = static_cast<double>(bank.trees.alarm_at),
           .alarms = alarms},
          {.name = "the same trees",
           .settings = "log-odds",
           .grid = {4.0, 6.0, 9.0, 13.0, 18.0, 25.0, 35.0, 50.0},
           .threshold = 50.0,
           .alarms = alarms}};
}

}  // namespace homeostat::evaluation
