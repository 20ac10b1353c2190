#include "tests/commissioning/synthetic_person.h"

#include <array>
#include <cmath>
#include <numbers>

#include "sim/random_draws.h"

namespace homeostat::commissioning {
namespace {

constexpr double kFromDayToDay = 0.7;
constexpr double kMeanStretch = 12.0;
constexpr double kShortestStretch = 3.0;
constexpr std::size_t kFeatures = 4;

double normal(sim::RandomDraws& random) {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - random.unit()));
  return radius * std::cos(2.0 * std::numbers::pi * random.unit());
}

// How much longer or shorter than usual a stretch that begins now is.
double length(const Person& person, bool ill, double share_of_days) {
  if (!person.recovers) return 1.0;
  return ill ? 2.0 * (1.0 - share_of_days) : 2.0 * share_of_days;
}

std::vector<std::uint8_t> states(const Person& person, sim::RandomDraws& random) {
  const auto days = static_cast<std::size_t>(person.days);
  std::vector<std::uint8_t> ill;
  bool now = person.recovers || random.below(2) == 0;
  while (ill.size() < days) {
    const double share = static_cast<double>(ill.size()) / static_cast<double>(days);
    const double stretch =
        -kMeanStretch * std::log(1.0 - random.unit()) * length(person, now, share);
    const double whole = std::max(kShortestStretch, std::round(stretch));
    ill.insert(ill.end(), static_cast<std::size_t>(whole), now ? 1 : 0);
    now = !now;
  }
  ill.resize(days);
  return ill;
}

}  // namespace

sim::LabelledBins bins_of(const Person& person, std::uint64_t seed) {
  sim::RandomDraws random(seed);
  sim::LabelledBins bins;
  bins.features = {"biomarker", "other_1", "other_2", "other_3"};
  bins.symptomatic = states(person, random);
  std::array<double, kFeatures> noise;
  for (double& n : noise) n = normal(random);
  for (std::size_t day = 0; day < bins.symptomatic.size(); ++day) {
    const double ill = bins.symptomatic[day];
    const double share = static_cast<double>(day) / static_cast<double>(person.days);
    bins.day.push_back(static_cast<double>(day));
    bins.label.push_back(20.0 * ill + random.unit());
    for (std::size_t f = 0; f < kFeatures; ++f) {
      noise[f] = kFromDayToDay * noise[f] +
                 std::sqrt(1.0 - kFromDayToDay * kFromDayToDay) * normal(random);
      double value = noise[f] + person.trend * share;
      if (f == 0 && person.leak) value = ill + 0.001 * noise[f];
      if (f == 0) value += person.strength * ill;
      bins.rows.push_back(value);
    }
  }
  return bins;
}

}  // namespace homeostat::commissioning
