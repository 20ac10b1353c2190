#include "sim/tune_cost.h"

namespace homeostat::sim {
namespace {

double pulses_in(const controller::BurstSettings& burst,
                 const controller::Stimulation& output) {
  if (output.period.count() <= 0 || output.amplitude.count() == 0) return 0.0;
  return static_cast<double>((burst.duration.count() + output.period.count() - 1) /
                             output.period.count());
}

}  // namespace

TherapyCost cost_of_a_detection(const controller::TherapyProgram& program) {
  TherapyCost cost;
  if (program.policy != controller::PolicyKind::kResponsive) return cost;
  const double compliance_v =
      static_cast<double>(program.limits.compliance.count()) * 1e-6;
  for (const auto& burst : program.responsive.therapies[0].bursts) {
    for (const auto& output : burst.outputs) {
      const double phase_pc = static_cast<double>(output.amplitude.count()) *
                              static_cast<double>(output.pulse_width.count());
      const double charge_uc = pulses_in(burst, output) * phase_pc * 1e-6;
      cost.charge_uc += charge_uc;
      cost.energy_mj += 2.0 * charge_uc * compliance_v * 1e-3;
    }
  }
  return cost;
}

}  // namespace homeostat::sim
