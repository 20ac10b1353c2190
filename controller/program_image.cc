#include "controller/program_image.h"

#include <pb_decode.h>
#include <pb_encode.h>

#include <algorithm>
#include <type_traits>

#include "biomarkers/carried.h"
#include "biomarkers/feature_list.h"
#include "controller/adaptive_image.h"
#include "controller/image_reader.h"
#include "controller/limits_image.h"
#include "controller/mood_image.h"
#include "controller/therapy_program.npb.h"

namespace homeostat::controller {
namespace {

using biomarkers::BiomarkerSettings;
using biomarkers::ChannelSettings;
using biomarkers::DetectorSettings;
using biomarkers::Feature;

using PbAdaptive = homeostat_config_AdaptiveSettings;
using PbBiomarkers = homeostat_config_BiomarkerSettings;
using PbBurst = homeostat_config_BurstSettings;
using PbDay = homeostat_config_DayWindow;
using PbDose = homeostat_config_DoseSettings;
using PbDosed = homeostat_config_DosedSettings;
using PbProportional = homeostat_config_ProportionalSettings;
using PbSchedule = homeostat_config_ScheduleSettings;
using PbChannel = homeostat_config_ChannelSettings;
using PbDetector = homeostat_config_DetectorSettings;
using PbLimits = homeostat_config_Limits;
using PbNoise = homeostat_config_NoiseSettings;
using PbOpenLoop = homeostat_config_OpenLoopSettings;
using PbPersistence = homeostat_config_PersistenceSettings;
using PbProgram = homeostat_config_TherapyProgram;
using PbQuality = homeostat_config_QualitySettings;
using PbResponsive = homeostat_config_ResponsiveSettings;
using PbStimulation = homeostat_config_Stimulation;
using PbTrees = homeostat_config_TreeSettings;
using PbTherapy = homeostat_config_TherapySettings;

// The schema's lists and texts are as large as the program's: nothing is ever cut.
template <class Array>
constexpr std::size_t kRoom = std::extent_v<std::remove_reference_t<Array>>;
static_assert(kRoom<decltype(PbBiomarkers::channels)> == biomarkers::kSchemaChannels);
static_assert(kRoom<decltype(PbBiomarkers::detectors)> == biomarkers::kMaxDetectors);
static_assert(kRoom<decltype(PbTrees::listens_to)> == biomarkers::kMostTreeChannels);
static_assert(kRoom<decltype(PbTrees::model.bytes)> == biomarkers::kMostTreeModelBytes);
static_assert(kRoom<decltype(PbChannel::label)> == sizeof(ChannelSettings::label));
static_assert(kRoom<decltype(PbBurst::outputs)> == safety::kOutputs);
static_assert(kRoom<decltype(PbOpenLoop::outputs)> == safety::kOutputs);
static_assert(kRoom<decltype(PbAdaptive::outputs)> == safety::kOutputs);
static_assert(kRoom<decltype(PbProportional::outputs)> == safety::kOutputs);
static_assert(kRoom<decltype(PbTherapy::bursts)> == kBurstsPerTherapy);
static_assert(kRoom<decltype(PbResponsive::therapies)> == kMaxTherapies);
static_assert(kRoom<decltype(PbProgram::name)> == sizeof(TherapyProgram::name));
static_assert(homeostat_config_TherapyProgram_size <= kMaxProgramImageBytes);
static_assert(!biomarkers::kCarriesRcsChain || !biomarkers::kCarriesMood ||
              homeostat_config_TherapyProgram_size == kMaxProgramImageBytes);
static_assert(sizeof(PbProgram) <= 11200, "see the stack stated in program_image.h");

// The schema's numbers of choices are the core's.
static_assert(homeostat_config_TherapyProgram_Policy_SCHEDULE ==
              static_cast<int>(PolicyKind::kSchedule));
static_assert(homeostat_config_BiomarkerSettings_Artefact_TEMPLATE ==
              static_cast<int>(biomarkers::ArtefactRemoval::kTemplate));
static_assert(
    _homeostat_config_DetectorSettings_Feature_MAX ==
    static_cast<homeostat_config_DetectorSettings_Feature>(biomarkers::kLastFeature));

void read(ImageReader& in, const PbChannel& from, ChannelSettings& to) noexcept {
  in.read_text("label", from.has_label, from.label, to.label.size(), to.label.data());
  in.read(IMAGE_FIELD(from, plus_contact), to.plus_contact);
  in.read(IMAGE_FIELD(from, minus_contact), to.minus_contact);
  in.read(IMAGE_FIELD(from, high_pass_hz), to.high_pass_hz);
  in.read(IMAGE_FIELD(from, low_pass_hz), to.low_pass_hz);
  in.read(IMAGE_FIELD(from, notch_hz), to.notch_hz);
  if (from.has_notch_harmonics) {
    in.read(IMAGE_FIELD(from, notch_harmonics), to.notch_harmonics);
  }
  if (from.has_plus_commissioned_ohm) {
    in.read(IMAGE_FIELD(from, plus_commissioned_ohm), to.plus_commissioned);
  }
  if (from.has_minus_commissioned_ohm) {
    in.read(IMAGE_FIELD(from, minus_commissioned_ohm), to.minus_commissioned);
  }
}

// Each is there exactly where the feature wants it.
void read_needs(ImageReader& in, const PbDetector& from, DetectorSettings& to) noexcept {
  using namespace biomarkers;
  const auto read_if = [&](FeatureNeed need, const auto& field, auto& target) {
    if (wants(to.feature, need)) {
      in.read(field, target);
    } else {
      in.refuses(field.name, field.present, "given, but this feature has no use for it");
    }
  };
  read_if(kNeedsBand, IMAGE_FIELD(from, band_low_hz), to.band_low_hz);
  read_if(kNeedsBand, IMAGE_FIELD(from, band_high_hz), to.band_high_hz);
  read_if(kNeedsHysteresis, IMAGE_FIELD(from, hysteresis_uv), to.hysteresis_uv);
  read_if(kNeedsAmplitude, IMAGE_FIELD(from, min_amplitude_uv), to.min_amplitude_uv);
  read_if(kNeedsStretch, IMAGE_FIELD(from, stretch_samples), to.stretch_samples);
  read_if(kNeedsEdge, IMAGE_FIELD(from, edge_percent), to.edge_percent);
  read_if(kNeedsLine, IMAGE_FIELD(from, line_hz), to.line_hz);
  read_if(kNeedsLag, IMAGE_FIELD(from, lag_samples), to.lag_samples);
  read_if(kNeedsOther, IMAGE_FIELD(from, other_channel), to.other_channel);
  read_if(kNeedsAmplitudeBand, IMAGE_FIELD(from, amplitude_low_hz), to.amplitude_low_hz);
  read_if(kNeedsAmplitudeBand, IMAGE_FIELD(from, amplitude_high_hz),
          to.amplitude_high_hz);
}

void read(ImageReader& in, const PbDetector& from, DetectorSettings& to) noexcept {
  in.read(IMAGE_FIELD(from, channel), to.channel);
  in.read_choice(IMAGE_CHOICE(from, feature), biomarkers::kLastFeature, to.feature);
  in.read(IMAGE_FIELD(from, short_window_ms), to.short_window, kPerMilli);
  in.read(IMAGE_FIELD(from, long_window_s), to.long_window, kPerSecond);
  in.read(IMAGE_FIELD(from, threshold), to.threshold);
  if (from.has_fires) {
    in.read_choice(IMAGE_CHOICE(from, fires), biomarkers::Fires::kBelow, to.fires);
  }
  if (to.feature != Feature::kNone) read_needs(in, from, to);
}

void read(ImageReader& in, const PbPersistence& from,
          biomarkers::PersistenceSettings& to) noexcept {
  in.read(IMAGE_FIELD(from, votes), to.votes);
  in.read(IMAGE_FIELD(from, onset_ms), to.onset, kPerMilli);
  in.read(IMAGE_FIELD(from, termination_ms), to.termination, kPerMilli);
}

// A watch's settings are there exactly where it watches.
void read(ImageReader& in, const PbNoise& from,
          biomarkers::QualitySettings& to) noexcept {
  const auto read_if = [&](bool watched, const auto& field, auto& target,
                           auto... factor) {
    if (watched) {
      in.read(field, target, factor...);
    } else {
      in.refuses(field.name, field.present,
                 "given, but what it belongs to is switched off");
    }
  };
  in.read(IMAGE_FIELD(from, line_hz), to.line_hz);
  const bool line = !from.has_line_hz || from.line_hz != 0.0F;
  read_if(line, IMAGE_FIELD(from, line_percent), to.line_percent);
  read_if(line, IMAGE_FIELD(from, line_uv), to.line_uv);
  read_if(line, IMAGE_FIELD(from, line_time_ms), to.line_time, kPerMilli);
  in.read(IMAGE_FIELD(from, step_medians), to.step_medians);
  in.read(IMAGE_FIELD(from, muscle_hz), to.muscle_hz);
  const bool muscle = !from.has_muscle_hz || from.muscle_hz != 0.0F;
  read_if(muscle, IMAGE_FIELD(from, muscle_percent), to.muscle_percent);
}

void read(ImageReader& in, const PbQuality& from,
          biomarkers::QualitySettings& to) noexcept {
  in.read(IMAGE_FIELD(from, rail_uv), to.rail_uv);
  in.read(IMAGE_FIELD(from, rail_time_ms), to.rail_time, kPerMilli);
  in.read(IMAGE_FIELD(from, flat_uv), to.flat_uv);
  in.read(IMAGE_FIELD(from, flat_time_ms), to.flat_time, kPerMilli);
  in.read(IMAGE_FIELD(from, max_frame_age_ms), to.max_frame_age, kPerMilli);
  in.read(IMAGE_FIELD(from, recovery_time_ms), to.recovery_time, kPerMilli);
  in.read(IMAGE_FIELD(from, episode_hold_s), to.episode_hold, kPerSecond);
  in.read(IMAGE_FIELD(from, min_good_channels), to.min_good_channels);
  if (from.has_noise) READ_IMAGE_PART(in, from, noise, to);
}

void read(ImageReader& in, const PbTrees& from, biomarkers::TreeSettings& to) noexcept {
  static constexpr const char* kPlaces[] = {"listens_to[0]", "listens_to[1]",
                                            "listens_to[2]", "listens_to[3]"};
  if (from.listens_to_count == 0) in.fault("listens_to", ImageReader::kEmpty);
  for (pb_size_t i = 0; i < from.listens_to_count; ++i) {
    in.read(ImageField<std::int32_t>{kPlaces[i], true, from.listens_to[i]},
            to.channels[i]);
  }
  to.channel_count = static_cast<std::uint8_t>(from.listens_to_count);
  in.read(IMAGE_FIELD(from, votes), to.votes);
  in.read(IMAGE_FIELD(from, drift), to.drift);
  in.read(IMAGE_FIELD(from, alarm_at), to.alarm_at);
  if (!in.wants(ImageField<bool>{"model", from.has_model, {}})) return;
  to.model.size = from.model.size;
  std::copy_n(from.model.bytes, from.model.size, to.model.bytes.begin());
}

void read(ImageReader& in, const PbBiomarkers& from, BiomarkerSettings& to) noexcept {
  // A build with room for fewer reads as many; validate() refuses the count.
  const auto channels =
      std::min<pb_size_t>(from.channels_count, biomarkers::kMaxChannels);
  in.read_list("channels", channels,
               [&](auto i) { read(in, from.channels[i], to.channels[i]); });
  to.channel_count = static_cast<std::uint8_t>(from.channels_count);
  in.read(IMAGE_FIELD(from, sample_rate_hz), to.sample_rate_hz);
  in.read(IMAGE_FIELD(from, samples_per_frame), to.samples_per_frame);
  in.read(IMAGE_FIELD(from, blanking_us), to.blanking);
  if (from.has_artefact) {
    in.read_choice(IMAGE_CHOICE(from, artefact), biomarkers::ArtefactRemoval::kTemplate,
                   to.artefact);
  }
  READ_IMAGE_LIST(in, from, detectors, to.detectors);
  to.detector_count = static_cast<std::uint8_t>(from.detectors_count);
  READ_IMAGE_PART(in, from, persistence, to.persistence);
  READ_IMAGE_PART(in, from, quality, to.quality);
  in.read(IMAGE_FIELD(from, warm_up_s), to.warm_up, kPerSecond);
  if (from.has_trees) READ_IMAGE_PART(in, from, trees, to.trees);
#ifndef HOMEOSTAT_NO_MOOD
  if (from.has_mood) READ_IMAGE_PART(in, from, mood, to.mood);
#endif
}

void read(ImageReader& in, const PbStimulation& from, Stimulation& to) noexcept {
  in.read(IMAGE_FIELD(from, configuration), to.configuration);
  in.read(IMAGE_FIELD(from, amplitude_ua), to.amplitude);
  in.read(IMAGE_FIELD(from, pulse_width_us), to.pulse_width);
  in.read(IMAGE_FIELD(from, period_us), to.period);
}

void read(ImageReader& in, const PbBurst& from, BurstSettings& to) noexcept {
  READ_IMAGE_LIST(in, from, outputs, to.outputs);
  in.read(IMAGE_FIELD(from, duration_ms), to.duration, kPerMilli);
}

void read(ImageReader& in, const PbTherapy& from, TherapySettings& to) noexcept {
  READ_IMAGE_LIST(in, from, bursts, to.bursts);
  in.read(IMAGE_FIELD(from, pause_ms), to.pause, kPerMilli);
}

void read(ImageReader& in, const PbResponsive& from, ResponsiveSettings& to) noexcept {
  READ_IMAGE_LIST(in, from, therapies, to.therapies);
  to.therapy_count = static_cast<std::uint8_t>(from.therapies_count);
  in.read(IMAGE_FIELD(from, redetection_ms), to.redetection, kPerMilli);
  in.read(IMAGE_FIELD(from, refractory_ms), to.refractory, kPerMilli);
  in.read(IMAGE_FIELD(from, therapies_per_day), to.therapies_per_day);
}

void read(ImageReader& in, const PbOpenLoop& from, OpenLoopSettings& to) noexcept {
  READ_IMAGE_LIST(in, from, outputs, to.outputs);
  in.read(IMAGE_FIELD(from, on_time_s), to.on_time, kPerSecond);
  in.read(IMAGE_FIELD(from, off_time_s), to.off_time, kPerSecond);
  in.read(IMAGE_FIELD(from, ramp_ms), to.ramp, kPerMilli);
}

void read(ImageReader& in, const PbAdaptive& from, AdaptiveSettings& to) noexcept {
  READ_IMAGE_LIST(in, from, outputs, to.outputs);
#ifndef HOMEOSTAT_NO_RCS_CHAIN
  READ_IMAGE_PART(in, from, chain, to.chain);
#endif
}

#ifndef HOMEOSTAT_NO_MOOD
void read(ImageReader& in, const PbDay& from, DayWindow& to) noexcept {
  in.read(IMAGE_FIELD(from, from_minute), to.from_minute);
  in.read(IMAGE_FIELD(from, to_minute), to.to_minute);
}

void read(ImageReader& in, const PbDose& from, DoseSettings& to) noexcept {
  in.read(IMAGE_FIELD(from, adapts), to.adapts);
  in.read(IMAGE_FIELD(from, start_permille), to.start_permille);
  in.read(IMAGE_FIELD(from, lowest_permille), to.lowest_permille);
  in.read(IMAGE_FIELD(from, highest_permille), to.highest_permille);
  in.read(IMAGE_FIELD(from, step_permille), to.step_permille);
}

void read(ImageReader& in, const PbDosed& from, DosedSettings& to) noexcept {
  READ_IMAGE_PART(in, from, burst, to.burst);
  in.read(IMAGE_FIELD(from, ramp_ms), to.ramp, kPerMilli);
  in.read(IMAGE_FIELD(from, spacing_s), to.spacing, kPerSecond);
  in.read(IMAGE_FIELD(from, refractory_s), to.refractory, kPerSecond);
  in.read(IMAGE_FIELD(from, bursts_per_hour), to.bursts_per_hour);
  in.read(IMAGE_FIELD(from, bursts_per_day), to.bursts_per_day);
  READ_IMAGE_PART(in, from, day, to.day);
  in.read(IMAGE_FIELD(from, lockout_s), to.lockout, kPerSecond);
  in.read(IMAGE_FIELD(from, sham), to.sham);
  READ_IMAGE_PART(in, from, dose, to.dose);
}

void read(ImageReader& in, const PbProportional& from,
          ProportionalSettings& to) noexcept {
  READ_IMAGE_LIST(in, from, outputs, to.outputs);
  in.read(IMAGE_FIELD(from, feature), to.feature);
  in.read(IMAGE_FIELD(from, target_log10), to.target_log10);
  in.read(IMAGE_FIELD(from, smoothing_s), to.smoothing_s);
  in.read(IMAGE_FIELD(from, gain_ua), to.gain_ua);
  in.read(IMAGE_FIELD(from, integral_ua_per_s), to.integral_ua_per_s);
  in.read(IMAGE_FIELD(from, lowest_ua), to.lowest);
  in.read(IMAGE_FIELD(from, rise_ua_per_s), to.rise_ua_per_s);
  in.read(IMAGE_FIELD(from, fall_ua_per_s), to.fall_ua_per_s);
}

void read(ImageReader& in, const PbSchedule& from, ScheduleSettings& to) noexcept {
  READ_IMAGE_PART(in, from, cycle, to.cycle);
  READ_IMAGE_PART(in, from, day, to.day);
}

// The policies of depression, each where it is chosen.
void read_mood_therapy(ImageReader& in, const PbProgram& from,
                       TherapyProgram& to) noexcept {
  if (from.has_dosed || to.policy == PolicyKind::kDosed) {
    READ_IMAGE_PART(in, from, dosed, to.dosed);
  }
  if (from.has_proportional || to.policy == PolicyKind::kProportional) {
    READ_IMAGE_PART(in, from, proportional, to.proportional);
  }
  if (from.has_schedule || to.policy == PolicyKind::kSchedule) {
    READ_IMAGE_PART(in, from, schedule, to.schedule);
  }
  if (to.policy == PolicyKind::kNone) return;
  in.refuses("dosed", from.has_dosed && to.policy != PolicyKind::kDosed,
             "given, but the policy is not DOSED");
  in.refuses("proportional",
             from.has_proportional && to.policy != PolicyKind::kProportional,
             "given, but the policy is not PROPORTIONAL");
  in.refuses("schedule", from.has_schedule && to.policy != PolicyKind::kSchedule,
             "given, but the policy is not SCHEDULE");
}
#else
void read_mood_therapy(ImageReader&, const PbProgram&, TherapyProgram&) noexcept {}
#endif

// A section is there exactly where the policy uses it.
void read_therapy(ImageReader& in, const PbProgram& from, TherapyProgram& to) noexcept {
  const bool chosen = to.policy != PolicyKind::kNone;
  if (from.has_responsive || to.policy == PolicyKind::kResponsive) {
    READ_IMAGE_PART(in, from, responsive, to.responsive);
  }
  if (from.has_open_loop || to.policy == PolicyKind::kOpenLoop) {
    READ_IMAGE_PART(in, from, open_loop, to.open_loop);
  }
  if (from.has_adaptive || to.policy == PolicyKind::kAdaptive) {
    READ_IMAGE_PART(in, from, adaptive, to.adaptive);
  }
  read_mood_therapy(in, from, to);
  to.has_fallback = from.has_fallback;
  if (from.has_fallback) READ_IMAGE_PART(in, from, fallback, to.fallback);
  const bool stimulates = chosen && to.policy != PolicyKind::kDetectionOnly;
  if (from.has_limits || stimulates) READ_IMAGE_PART(in, from, limits, to.limits);
  if (!chosen) return;
  in.refuses("responsive", from.has_responsive && to.policy != PolicyKind::kResponsive,
             "given, but the policy is not RESPONSIVE");
  in.refuses("open_loop", from.has_open_loop && to.policy != PolicyKind::kOpenLoop,
             "given, but the policy is not OPEN_LOOP");
  in.refuses("adaptive", from.has_adaptive && to.policy != PolicyKind::kAdaptive,
             "given, but the policy is not ADAPTIVE");
  in.refuses("limits", from.has_limits && !stimulates,
             "given, but the program never stimulates");
}

void read(ImageReader& in, const PbProgram& from, TherapyProgram& to) noexcept {
  if (in.wants(IMAGE_FIELD(from, schema_version))) {
    if (from.schema_version != static_cast<std::int32_t>(kSchemaVersion)) {
      in.fault("schema_version", "written for another version of the schema",
               from.schema_version, kSchemaVersion, kSchemaVersion);
      return;  // its fields may mean something else
    }
    to.schema_version = kSchemaVersion;
  }
  in.read_text("name", from.has_name, from.name, to.name.size(), to.name.data());
  READ_IMAGE_PART(in, from, biomarkers, to.biomarkers);
  in.read_choice(IMAGE_CHOICE(from, policy), PolicyKind::kSchedule, to.policy);
  read_therapy(in, from, to);
  in.read(IMAGE_FIELD(from, ramp_off_ms), to.ramp_off, kPerMilli);
  in.read(IMAGE_FIELD(from, start_armed), to.start_armed);
}

// Nothing was skipped: what was understood takes exactly the image's room. Unknown
// fields, repeated fields and padded numbers all fail.
bool says_no_more(const PbProgram& message, std::size_t image_bytes) noexcept {
  std::size_t bytes{};
  return pb_get_encoded_size(&bytes, homeostat_config_TherapyProgram_fields, &message) &&
         bytes == image_bytes;
}

}  // namespace

bool decode_program(std::span<const std::uint8_t> image, TherapyProgram& program,
                    FaultSink sink, void* context) noexcept {
  program = TherapyProgram{};
  ImageReader in(sink, context);
  PbProgram message = homeostat_config_TherapyProgram_init_zero;
  pb_istream_t stream = pb_istream_from_buffer(image.data(), image.size());
  if (!pb_decode(&stream, homeostat_config_TherapyProgram_fields, &message)) {
    in.fault("image", "not a program, or cut short");
  } else if (!says_no_more(message, image.size())) {
    in.fault("image", "says more than this schema knows");
  } else {
    read(in, message, program);
  }
  return in.ok();
}

}  // namespace homeostat::controller
