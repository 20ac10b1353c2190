// Rules of adaptive stimulation: a chain that the profile's rules accept, that hears
// channels of this program, and whose states ask for no more than each output may reach.
#include <algorithm>

#include "biomarkers/detector.h"
#include "biomarkers/mood_biomarker.h"
#include "biomarkers/rcs_listener.h"
#include "biomarkers/rcs_rules.h"
#include "biomarkers/rcs_units.h"
#include "controller/program_findings.h"
#include "safety/ceilings.h"

namespace homeostat::controller {
namespace {

using biomarkers::RcsSettings;
using biomarkers::RcsStateSettings;

constexpr double kUaPerMa = 1000.0;

constexpr FieldPath kAt("adaptive");

struct Told {
  ProgramFindings* findings;
  FieldPath at;
};

void forward(void* context, const biomarkers::ProfileFault& fault) {
  const auto& told = *static_cast<Told*>(context);
  told.findings->add(fault, told.at);
}

void check_hearing(const TherapyProgram& program, const FieldPath& at,
                   ProgramFindings& findings) {
  const RcsSettings& chain = program.adaptive.chain;
  const auto rate_hz = static_cast<double>(program.biomarkers.sample_rate_hz);
  findings.require(chain.sample_rate_hz == rate_hz, at / "sample_rate_hz",
                   "not biomarkers.sample_rate_hz, at which the chain hears");
  findings.range(at / "channels", static_cast<double>(chain.channel_count), 1.0,
                 biomarkers::kRcsAdaptiveChannels, "what there is memory for");
  for (std::size_t c = 0; c < chain.channel_count && c < chain.channels.size(); ++c) {
    findings.require(
        biomarkers::channel_called(chain.channels[c].label, program.biomarkers) >= 0,
        (at / "channels")[c] / "label", "no channel of biomarkers is called so");
  }
}

std::size_t outputs_used(const OutputStimulation& outputs) {
  std::size_t used = 0;
  while (used < outputs.size() && outputs[used].amplitude > Microamps{}) ++used;
  return used;
}

// Of an output that a state may hold, what it holds at was another state's.
void check_currents(const AdaptiveSettings& settings, const FieldPath& at,
                    ProgramFindings& findings) {
  const std::size_t used = outputs_used(settings.outputs);
  for (std::size_t s = 0; s < settings.chain.state_count; ++s) {
    const RcsStateSettings& state = settings.chain.states[s];
    const FieldPath amplitudes = (at / "states")[s] / "amplitudes_ma";
    findings.require(state.amplitude_count == used, amplitudes,
                     "give as many as there are outputs");
    for (std::size_t p = 0; p < state.amplitude_count && p < used; ++p) {
      if (state.amplitudes_ma[p] == biomarkers::kRcsHoldMa) continue;
      findings.range(amplitudes[p], state.amplitudes_ma[p], 0.0,
                     settings.outputs[p].amplitude.count() / kUaPerMa,
                     "above the output's amplitude_ua, which is the most it may reach");
    }
  }
}

std::int64_t rounded_up(double value) {
  const std::int64_t whole = biomarkers::rcs_nearest(value);
  return static_cast<double>(whole) < value ? whole + 1 : whole;
}

// mA a second are uA a millisecond.
void check_ramp(const AdaptiveSettings& settings, const safety::Limits& limits,
                ProgramFindings& findings) {
  constexpr const char* kWhy = "the guard's ramp is slower than the chain's";
  const double rise = settings.chain.rise_ma_per_s;
  std::int64_t highest = 0;
  for (const Stimulation& output : settings.outputs) {
    highest = std::max<std::int64_t>(highest, output.amplitude.count());
  }
  const std::int64_t in_window =
      rounded_up(rise * static_cast<double>(limits.ramp_window.count()) / 1000.0);
  findings.range(FieldPath("limits") / "max_ramp_ua_per_ms", limits.max_ramp_ua_per_ms,
                 static_cast<double>(rounded_up(rise)), CEILING_RAMP_UA_PER_MS, kWhy,
                 Weight::kAdvice);
  findings.range(FieldPath("limits") / "max_rise_per_window_ua",
                 limits.max_rise_per_window.count(),
                 static_cast<double>(std::min(in_window, highest)), CEILING_AMPLITUDE_UA,
                 kWhy, Weight::kAdvice);
}

void check_memory(const TherapyProgram& program, const FieldPath& at,
                  ProgramFindings& findings) {
  int taken = biomarkers::RcsListener::kBytes;
  const biomarkers::MoodSettings* mood = mood_of(program.biomarkers);
  if (mood != nullptr && mood->feature_count > 0) {
    taken += biomarkers::DetectorMemory::bytes_of<biomarkers::MoodBiomarker>();
  }
  for (std::size_t d = 0; d < program.biomarkers.detector_count; ++d) {
    taken += biomarkers::Detector::bytes_of(program.biomarkers.detectors[d]);
  }
  findings.require(taken <= biomarkers::DetectorMemory::kBytes, at,
                   "no memory is left for it beside these detectors: two of LINE_LENGTH, "
                   "AREA, TEAGER_ENERGY or BAND_POWER fit, and no mood biomarker");
}

}  // namespace

void check_adaptive(const TherapyProgram& program, ProgramFindings& findings) noexcept {
  const FieldPath chain = kAt / "chain";
  findings.require(!program.limits.episodic, FieldPath("limits") / "continuous",
                   "adaptive stimulation goes on: state the limits of that");
  findings.require(
      program.limits.continuous.max_on == Microseconds{},
      FieldPath("limits") / "continuous" / "max_on_s",
      "adaptive stimulation does not pause by itself: the guard would end it",
      Weight::kAdvice);
  check_outputs(program.adaptive.outputs, program.limits, kAt / "outputs", findings);
  Told told{&findings, chain};
  const bool sound = biomarkers::validate(program.adaptive.chain, forward, &told);
  check_hearing(program, chain, findings);
  if (!sound) return;  // what follows reckons with a sound chain
  check_currents(program.adaptive, chain, findings);
  check_ramp(program.adaptive, program.limits, findings);
  if (program.biomarkers.detector_count <= biomarkers::kMaxDetectors) {
    check_memory(program, chain, findings);
  }
}

}  // namespace homeostat::controller
