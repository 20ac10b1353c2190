// Prints biomarkers/DETECTION.md: detectors compared on streams of real clips.
//
// Exit codes: 0; 77 where the clips are not there, and CI is not set; 1 otherwise.
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include "tests/evaluation/bounds.h"
#include "tests/evaluation/choice.h"
#include "tests/evaluation/contenders.h"
#include "tests/evaluation/page.h"
#include "tests/evaluation/results.h"
#include "tests/evaluation/trees.h"
#include "tests/support/shared_data.h"

namespace homeostat::evaluation {
namespace {

constexpr int kSkipped = 77;

const Result& trees_among(const std::vector<Result>& results) {
  for (const Result& result : results) {
    if (result.name == kTunedTrees) return result;
  }
  throw std::runtime_error("no trees among the contenders");
}

int go() {
  if (!std::filesystem::exists(homeostat::testing::shared_data("bonn")) ||
      !std::filesystem::exists(homeostat::testing::shared_data("recordings"))) {
    std::fprintf(stderr, "no bonn or recordings among the shared data\n");
    return homeostat::testing::in_ci() ? 1 : kSkipped;
  }
  std::vector<Contender> all = contenders();
  choose(all);
  const std::vector<Result> results = results_of(all);
  print_head();
  print_choices(all);
  print_results(results);
  print_quarters(trees_among(results));
  print_recordings();
  const std::vector<std::string> broken = broken_bounds(trees_among(results));
  for (const std::string& bound : broken) std::fprintf(stderr, "%s\n", bound.c_str());
  return broken.empty() ? 0 : 1;
}

}  // namespace
}  // namespace homeostat::evaluation

int main() {
  try {
    return homeostat::evaluation::go();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
