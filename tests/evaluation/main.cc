// Prints biomarkers/DETECTION.md: detectors compared on streams of real clips.
//
//   compare_detectors            the page; thresholds are chosen again first
//   compare_detectors --first   the first condition's section, with thresholds as they
//   are compare_detectors --choose  what would be chosen
//
// Exit codes: 0; 77 where the clips are not there, and CI is not set; 1 otherwise.
#include <cstdio>
#include <exception>
#include <string>

#include "tests/evaluation/choice.h"
#include "tests/evaluation/contenders.h"
#include "tests/evaluation/page.h"
#include "tests/evaluation/stream.h"
#include "tests/support/shared_data.h"

namespace homeostat::evaluation {
namespace {

constexpr std::uint64_t kValidationSeed = 1;
constexpr std::uint64_t kTestSeed = 2;
constexpr int kSkipped = 77;

// False where a contender's threshold is not what its grid and the stream choose.
bool choose(const std::vector<Contender>& all, bool tell) {
  const Stream validation = stream_of(clips_of(Part::kValidation), kValidationSeed);
  bool as_chosen = true;
  for (const Contender& contender : all) {
    const double best = best_threshold(contender, validation);
    if (tell) std::printf("%s: %g\n", contender.name.c_str(), best);
    if (best == contender.threshold) continue;
    as_chosen = false;
    std::fprintf(stderr, "%s: the validation stream chooses %g; contenders.cc says %g\n",
                 contender.name.c_str(), best, contender.threshold);
  }
  return as_chosen;
}

int go(const std::string& mode) {
  if (!std::filesystem::exists(homeostat::testing::shared_data("bonn")) ||
      !std::filesystem::exists(homeostat::testing::shared_data("recordings"))) {
    std::fprintf(stderr, "no bonn or recordings among the shared data\n");
    return homeostat::testing::in_ci() ? 1 : kSkipped;
  }
  const std::vector<Contender> all = contenders();
  if (mode == "--choose") return choose(all, true) ? 0 : 1;
  if (mode.empty() && !choose(all, false)) return 1;
  const Stream test = stream_of(clips_of(Part::kTest), kTestSeed);
  print_head();
  print_choices(all);
  for (const Condition& condition : conditions()) print_condition(condition, all, test);
  print_recordings();
  return 0;
}

}  // namespace
}  // namespace homeostat::evaluation

int main(int argc, char** argv) {
  try {
    return homeostat::evaluation::go(argc > 1 ? argv[1] : "");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
