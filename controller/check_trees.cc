// Rules of detection by boosted trees: biomarkers/tree_settings.h. Ranges and their
// reasons are in biomarkers/ranges.h; every byte of the model is judged by
// biomarkers/tree_model.h.
#include "biomarkers/ranges.h"
#include "controller/program_findings.h"

namespace homeostat::controller {
namespace {

using namespace biomarkers;

void check_channels(const BiomarkerSettings& settings, const FieldPath& at,
                    ProgramFindings& findings) {
  const TreeSettings& trees = settings.trees;
  findings.range(at / "listens_to", trees.channel_count, 1.0, kMostTreeChannels,
                 "how many channels the trees listen to");
  for (std::size_t i = 0; i < trees.channel_count && i < kMostTreeChannels; ++i) {
    const FieldPath place = (at / "listens_to")[i];
    findings.range(place, trees.channels[i], 0.0, settings.channel_count - 1,
                   "not one of the program's channels");
    for (std::size_t other = 0; other < i; ++other) {
      findings.require(trees.channels[i] != trees.channels[other], place,
                       "a channel votes once");
    }
  }
}

}  // namespace

void check_trees(const BiomarkerSettings& settings, ProgramFindings& findings) noexcept {
  const TreeSettings& trees = settings.trees;
  const FieldPath at = FieldPath("biomarkers") / "trees";
  if (trees.channel_count == 0 && trees.model.size == 0) return;
  check_channels(settings, at, findings);
  findings.range(FieldPath("biomarkers") / "sample_rate_hz",
                 static_cast<double>(settings.sample_rate_hz),
                 static_cast<double>(kLowestTreeRateHz),
                 static_cast<double>(kHighestTreeRateHz),
                 "the trees' features are of this range of rates");
  findings.range(at / "votes", trees.votes, 1.0, trees.channel_count,
                 "at least one channel, at most all that the trees listen to");
  findings.require(trees.channel_count < 2 || trees.votes != 1, at / "votes",
                   "one channel alone may be an artefact: let two agree",
                   Weight::kAdvice);
  findings.range(at / "drift", static_cast<double>(trees.drift), 0.0,
                 static_cast<double>(kHighestDrift), "less than a half second can bring");
  findings.choice(at / "alarm_at", static_cast<double>(trees.alarm_at),
                  static_cast<double>(kLowestAlarm), static_cast<double>(kHighestAlarm),
                  "evidence that makes an alarm");
  const char* fault = fault_of(trees.model);
  findings.require(fault == nullptr, at / "model", fault != nullptr ? fault : "");
}

}  // namespace homeostat::controller
