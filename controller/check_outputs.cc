// Rules of one stimulation: what the program asks for must be what the guard would grant,
// so that nobody finds out at the bedside.
#include <algorithm>

#include "controller/program_findings.h"

namespace homeostat::controller {
namespace {

using safety::ElectrodeConfiguration;
using safety::Limits;

bool is_used(const OutputStimulation& outputs) {
  for (const Stimulation& output : outputs) {
    if (output.amplitude != Microamps{}) return true;
  }
  return false;
}

// The lowest of several bounds, and whose it is.
struct Bound {
  Microamps amplitude;
  const char* why;
  void lower(Microamps other, const char* reason) {
    if (other < amplitude) *this = {other, reason};
  }
};

void check_amplitude(const Stimulation& output, const Limits& limits, const FieldPath& at,
                     ProgramFindings& findings) {
  const ElectrodeConfiguration& configuration =
      limits.configurations[output.configuration];
  Bound bound{safety::max_amplitude_for(limits, output.configuration, output.pulse_width),
              "too much charge per phase at this pulse width"};
  bound.lower(limits.max_amplitude, "above limits.max_amplitude_ua");
  bound.lower(configuration.tested_amplitude,
              "above what titration has tested for this configuration");
  const double amplitude = output.amplitude.count();
  if (amplitude < 1) bound.why = "current that stimulates is at least 1 uA";
  findings.range(at / "amplitude_ua", amplitude, 1.0, bound.amplitude.count(), bound.why);
  if (amplitude < 1) return;
  const int ratio = std::max<int>(configuration.second_phase_ratio, 1);
  const int unbalanced = output.amplitude.count() % ratio;
  findings.range(at / "amplitude_ua", amplitude, ratio, amplitude - unbalanced,
                 "the guard rounds down to a multiple of second_phase_ratio",
                 Weight::kAdvice);
}

void check_period(const Stimulation& output, const Limits& limits, const FieldPath& at,
                  ProgramFindings& findings) {
  const ElectrodeConfiguration& configuration =
      limits.configurations[output.configuration];
  const Microseconds phases =
      times(1 + configuration.second_phase_ratio, output.pulse_width);
  const Microseconds occupied =
      plus(phases, plus(configuration.interphase_gap, configuration.recharge));
  findings.span(at / "period_us", output.period, std::max(occupied, limits.min_period),
                limits.max_period, "both phases, gap and recharge must fit");
}

void check_output(const Stimulation& output, const Limits& limits, const FieldPath& at,
                  ProgramFindings& findings) {
  findings.choice(at / "configuration", output.configuration, 0.0,
                  limits.configuration_count - 1, "not one of limits.configurations");
  findings.span(at / "pulse_width_us", output.pulse_width, limits.min_pulse_width,
                limits.max_pulse_width, "outside the program's limits");
  if (output.configuration >= limits.configuration_count ||
      output.configuration >= limits.configurations.size()) {
    return;
  }
  check_period(output, limits, at, findings);
  check_amplitude(output, limits, at, findings);
}

// What the outputs before leave of the sum. An output alone is bounded by it, too.
void check_sum(std::int64_t amplitude_ua, std::int64_t before_ua, const Limits& limits,
               const FieldPath& at, ProgramFindings& findings) {
  const std::int64_t left_ua = limits.max_sum_amplitude.count() - before_ua;
  findings.range(at / "amplitude_ua",
                 static_cast<double>(std::max(amplitude_ua, std::int64_t{})), 0.0,
                 static_cast<double>(std::max(left_ua, std::int64_t{})),
                 "together above limits.max_sum_amplitude_ua");
}

}  // namespace

void check_outputs(const OutputStimulation& outputs, const Limits& limits,
                   const FieldPath& at, ProgramFindings& findings) noexcept {
  if (!is_used(outputs)) check_output(outputs[0], limits, at[0], findings);
  std::int64_t sum_ua = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::int64_t amplitude_ua = outputs[i].amplitude.count();
    if (amplitude_ua == 0) continue;
    check_output(outputs[i], limits, at[i], findings);
    check_sum(amplitude_ua, sum_ua, limits, at[i], findings);
    sum_ua += amplitude_ua;
  }
}

}  // namespace homeostat::controller
