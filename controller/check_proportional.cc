// Rules of proportional therapy: a power that can be sensed while it is on, a controller
// that can act and cannot run away, and limits of therapy that goes on.
#include <algorithm>

#include "controller/mood_rules.h"
#include "controller/ranges.h"
#include "safety/ceilings.h"

namespace homeostat::controller {
namespace {

constexpr FieldPath kAt("proportional");

// Of a second four fifths must be heard (biomarkers/mood_ear.h). A pulse spoils the
// sample in which it starts, and those of the blanking time.
bool leaves_enough(const TherapyProgram& program) {
  const biomarkers::BiomarkerSettings& sensing = program.biomarkers;
  if (sensing.blanking <= Microseconds{}) return true;
  const double sample_us = 1.0e6 / static_cast<double>(sensing.sample_rate_hz);
  double spoilt = 0.0;
  for (const Stimulation& output : program.proportional.outputs) {
    if (output.amplitude <= Microamps{}) continue;
    spoilt += (static_cast<double>(sensing.blanking.count()) + sample_us) /
              static_cast<double>(output.period.count());
  }
  return spoilt <= 0.2;
}

void check_sensing(const TherapyProgram& program, ProgramFindings& findings) {
  const biomarkers::BiomarkerSettings& sensing = program.biomarkers;
  const biomarkers::MoodSettings& mood = sensing.mood;
  findings.require(sensing.artefact == biomarkers::ArtefactRemoval::kTemplate ||
                       sensing.blanking > Microseconds{},
                   FieldPath("biomarkers") / "artefact",
                   "it is sensed under stimulation: TEMPLATE, or blanking_us");
  findings.require(
      leaves_enough(program), FieldPath("biomarkers") / "blanking_us",
      "more than a fifth of the signal is blanked under these pulses, and no "
      "power is known: TEMPLATE without blanking_us, or slower pulses");
  const std::uint8_t feature = program.proportional.feature;
  const bool known = feature < mood.feature_count && feature < mood.features.size();
  findings.choice(kAt / "feature", feature, 0.0, mood.feature_count - 1,
                  "not one of biomarkers.mood.features");
  findings.require(
      !known || mood.features[feature].measure == biomarkers::MoodMeasure::kBandPower,
      kAt / "feature", "a power is held at its target: a BAND_POWER");
}

void check_controller(const ProportionalSettings& settings, ProgramFindings& findings) {
  const auto most_ua = static_cast<double>(CEILING_AMPLITUDE_UA);
  findings.range(kAt / "target_log10", static_cast<double>(settings.target_log10),
                 kLowestPowerLog10, kHighestPowerLog10, "log10 of a power in uV2");
  findings.range(kAt / "smoothing_s", static_cast<double>(settings.smoothing_s), 0.0,
                 kLongestSmoothingS, "time over which the power is smoothed");
  findings.range(kAt / "gain_ua", static_cast<double>(settings.gain_ua), 0.0, most_ua,
                 "more current for more power");
  findings.range(kAt / "integral_ua_per_s",
                 static_cast<double>(settings.integral_ua_per_s), 0.0, most_ua,
                 "more current for more power");
  findings.require(settings.gain_ua > 0.0F || settings.integral_ua_per_s > 0.0F,
                   kAt / "gain_ua", "with integral_ua_per_s 0 too, it would do nothing");
  findings.range(kAt / "lowest_ua", settings.lowest.count(), 1.0,
                 settings.outputs[0].amplitude.count(),
                 "from 1 to the first output's amplitude_ua: without current nothing is "
                 "sensed under it");
  findings.range(kAt / "rise_ua_per_s", settings.rise_ua_per_s, 1.0, most_ua,
                 "how fast the current may rise");
  findings.range(kAt / "fall_ua_per_s", settings.fall_ua_per_s, 1.0, most_ua,
                 "how fast the current falls");
}

// It changes second by second, each time in a frame; the second output in proportion.
void check_ramp(const TherapyProgram& program, ProgramFindings& findings) {
  const safety::Limits& limits = program.limits;
  const OutputStimulation& outputs = program.proportional.outputs;
  const std::int64_t first = outputs[0].amplitude.count();
  const std::int64_t larger = std::max<std::int64_t>(first, outputs[1].amplitude.count());
  const std::int64_t rise =
      std::min<std::int64_t>(program.proportional.rise_ua_per_s, first);
  const std::int64_t fastest = (rise * larger + first - 1) / first;
  const std::int64_t frame_us = frame_length(program.biomarkers).count();
  findings.range(FieldPath("limits") / "max_ramp_ua_per_ms", limits.max_ramp_ua_per_ms,
                 static_cast<double>((fastest * 1000 + frame_us - 1) / frame_us),
                 CEILING_RAMP_UA_PER_MS,
                 "the guard's ramp is slower than the controller's", Weight::kAdvice);
}

}  // namespace

void check_proportional(const TherapyProgram& program,
                        ProgramFindings& findings) noexcept {
  findings.require(!program.limits.episodic, FieldPath("limits") / "continuous",
                   "proportional stimulation goes on: state the limits of that");
  findings.require(program.limits.continuous.max_on == Microseconds{},
                   FieldPath("limits") / "continuous" / "max_on_s",
                   "proportional stimulation does not pause by itself: the guard would "
                   "end it",
                   Weight::kAdvice);
  check_outputs(program.proportional.outputs, program.limits, kAt / "outputs", findings);
  findings.require(program.proportional.outputs[0].amplitude > Microamps{},
                   kAt / "outputs", "the first one is used, the second one follows it");
  check_followed_mood(program, biomarkers::SensedWhile::kOn,
                      "it is sensed while current flows: ON", findings);
  check_sensing(program, findings);
  check_controller(program.proportional, findings);
  if (!findings.none()) return;  // what follows reckons with sane numbers
  check_ramp(program, findings);
}

}  // namespace homeostat::controller
