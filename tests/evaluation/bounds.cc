#include "tests/evaluation/bounds.h"

#include <cmath>
#include <cstdio>

namespace homeostat::evaluation {
namespace {

std::string broken(const char* figure, double value, const char* wanted, double bound,
                   const char* condition) {
  char line[200];
  std::snprintf(line, sizeof line, "trees: %s %.4g, %s %.4g: %s", figure, value, wanted,
                bound, condition);
  return line;
}

}  // namespace

std::vector<std::string> broken_bounds(const Result& trees) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < kConditions; ++i) {
    const sim::AlarmFigures figures = sim::performance(trees.recordings[i]).alarms;
    const double useful = sim::useful_sensitivity(figures).value_or(std::nan(""));
    const double false_alarms =
        sim::false_alarms_per_hour(figures).value_or(std::nan(""));
    const auto& [least, most] = kTreeBounds[i];
    const char* condition = conditions()[i].title;
    if (!(useful >= least)) {
      lines.push_back(broken("useful sensitivity", useful, "at least", least, condition));
    }
    if (!(false_alarms <= most)) {
      lines.push_back(
          broken("false alarms an hour", false_alarms, "at most", most, condition));
    }
  }
  return lines;
}

}  // namespace homeostat::evaluation
