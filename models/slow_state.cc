#include "models/slow_state.h"

#include <stdexcept>

#include "biomarkers/numbers.h"
#include "models/elementary.h"

namespace homeostat::models {
namespace {

constexpr double kDay_s = 86'400.0;
constexpr double kTwoPi = 6.283185307179586;

class Check {
 public:
  // Written as a proof of good: NaN does not pass.
  void range(const std::string& field, double value, double lowest, double highest,
             const char* why) {
    if (value >= lowest && value <= highest) return;
    faults.push_back({field, value, lowest, highest, why});
  }
  std::vector<SlowFault> faults;
};

}  // namespace

std::vector<SlowFault> validate(const SlowSettings& settings) {
  Check check;
  check.range("baseline", settings.baseline, -10.0, 10.0, "of the model's parameter");
  for (std::size_t i = 0; i < settings.cycles.size(); ++i) {
    const std::string field = "cycles[" + std::to_string(i) + "].";
    const SusceptibilityCycle& c = settings.cycles[i];
    check.range(field + "period_s", c.period_s, 60.0, 400.0 * kDay_s, "a cycle's length");
    check.range(field + "depth", c.depth, 0.0, 10.0, "half of the swing");
    check.range(field + "peak_s", c.peak_s, -400.0 * kDay_s, 400.0 * kDay_s,
                "a time of highest susceptibility");
  }
  for (std::size_t i = 0; i < settings.medication.size(); ++i) {
    const std::string field = "medication[" + std::to_string(i) + "].";
    const MedicationChange& m = settings.medication[i];
    check.range(field + "start_s", m.start_s, 0.0, 36'500.0 * kDay_s, "since the start");
    check.range(field + "effect", m.effect, -10.0, 10.0, "negative: a drug is given");
    check.range(field + "wash_in_s", m.wash_in_s, 1.0, 400.0 * kDay_s, "hours to weeks");
  }
  const PlasticitySettings& p = settings.plasticity;
  check.range("plasticity.depth", p.depth, 0.0, 10.0, "0: therapy changes nothing");
  if (p.depth > 0.0) {
    check.range("plasticity.half_pulses_per_day", p.half_pulses_per_day, 1.0, 1e8,
                "pulses that recruit all, a day");
    check.range("plasticity.time_s", p.time_s, 60.0, 36'500.0 * kDay_s, "months in life");
  }
  return check.faults;
}

SlowState::SlowState(const SlowSettings& settings, double start_s)
    : settings_(settings), time_s_(start_s) {
  const auto faults = validate(settings);
  if (faults.empty()) return;
  const SlowFault& f = faults.front();
  throw std::invalid_argument(
      "slow state: " + f.field + " is " + std::to_string(f.value) + "; allowed " +
      std::to_string(f.lowest) + " to " + std::to_string(f.highest) + "; " + f.why);
}

void SlowState::advance(double time_s) {
  const double passed_s = time_s - time_s_;
  if (!(passed_s > 0.0)) return;
  const PlasticitySettings& p = settings_.plasticity;
  if (p.depth > 0.0) {
    const double per_day = recruited_pulses_ * kDay_s / passed_s;
    const double goal = p.depth * per_day / (per_day + p.half_pulses_per_day);
    plasticity_ = goal + (plasticity_ - goal) * exp_of(-passed_s / p.time_s);
  }
  recruited_pulses_ = 0.0;
  time_s_ = time_s;
}

double SlowState::susceptibility() const {
  double sum = settings_.baseline - plasticity_;
  for (const SusceptibilityCycle& c : settings_.cycles) {
    double turns = (time_s_ - c.peak_s) / c.period_s;
    turns -= __builtin_floor(turns);
    sum += c.depth * biomarkers::cos(kTwoPi * turns);
  }
  for (const MedicationChange& m : settings_.medication) {
    if (time_s_ <= m.start_s) continue;
    sum += m.effect * (1.0 - exp_of(-(time_s_ - m.start_s) / m.wash_in_s));
  }
  return sum;
}

}  // namespace homeostat::models
