// Rules of sensing: channels, quality, persistence. Ranges and their reasons are in
// biomarkers/ranges.h.
#include "biomarkers/carried.h"
#include "biomarkers/detector.h"
#include "biomarkers/ranges.h"
#include "controller/carried_rules.h"
#include "controller/program_findings.h"

namespace homeostat::controller {
namespace {

using namespace biomarkers;

bool same_label(const ChannelSettings& a, const ChannelSettings& b) {
  for (std::size_t i = 0; i < a.label.size(); ++i) {
    if (a.label[i] != b.label[i]) return false;
    if (a.label[i] == '\0') return true;
  }
  return true;
}

// What EDF can call a signal, so that a run of every valid program can be recorded.
bool is_label(const ChannelSettings& channel) {
  constexpr ChannelSettings kReserved{.label = {"EDF Annotations"}};
  if (!is_text(channel.label) || same_label(channel, kReserved)) return false;
  std::size_t length = 0;
  while (channel.label[length] != '\0') ++length;
  return length <= kLongestLabel && channel.label[0] != ' ' &&
         channel.label[length - 1] != ' ';
}

// Zero leaves the filter out.
void check_corner(const FieldPath& field, float hz, float rate_hz,
                  ProgramFindings& findings) {
  if (hz == 0.0F) return;
  findings.range(field, static_cast<double>(hz),
                 static_cast<double>(rate_hz * kLowestCornerShare),
                 static_cast<double>(rate_hz * kHighestCornerShare),
                 "corner outside what this sample rate allows (0: without)");
}

// Each a section of its own. Zero: mains alone.
void check_harmonics(const ChannelSettings& channel, float rate_hz, const FieldPath& at,
                     ProgramFindings& findings) {
  const FieldPath field = at / "notch_harmonics";
  if (channel.notch_harmonics == 0) return;
  findings.require(channel.notch_hz != 0.0F, field, "without notch_hz there are none");
  findings.range(field, channel.notch_harmonics, 0, kMaxNotchHarmonics,
                 "how many multiples of notch_hz");
  const float highest_hz =
      static_cast<float>(channel.notch_harmonics + 1) * channel.notch_hz;
  findings.require(highest_hz <= rate_hz * kHighestCornerShare, field,
                   "the highest multiple of notch_hz must lie at or below 0.45 of "
                   "sample_rate_hz");
}

void check_label(const BiomarkerSettings& settings, std::size_t index,
                 const FieldPath& at, ProgramFindings& findings) {
  const ChannelSettings& channel = settings.channels[index];
  findings.require(is_label(channel), at / "label",
                   "give the channel a label that EDF can hold: 1 to 16 characters of "
                   "plain ASCII, no space at either end, not 'EDF Annotations'");
  for (std::size_t other = 0; other < index; ++other) {
    findings.require(!same_label(channel, settings.channels[other]), at / "label",
                     "two channels have this label");
  }
}

// Zero: not watched. What is no contact of the implant is never measured.
void check_commissioned(const FieldPath& field, int contact, Ohms value,
                        ProgramFindings& findings) {
  findings.range(field, value.count(), 0, kHighestCommissionedOhm,
                 "what the contact measured when it was commissioned");
  findings.require(value == Ohms{} || contact != kExternalContact, field,
                   "not a contact of the implant: nothing measures it");
}

void check_channel(const BiomarkerSettings& settings, std::size_t index,
                   ProgramFindings& findings) {
  const ChannelSettings& channel = settings.channels[index];
  const FieldPath at = (FieldPath("biomarkers") / "channels")[index];
  check_label(settings, index, at, findings);
  findings.choice(at / "plus_contact", channel.plus_contact, kExternalContact,
                  safety::kCan, "not a contact");
  findings.choice(at / "minus_contact", channel.minus_contact, kExternalContact,
                  safety::kCan, "not a contact");
  findings.require(channel.plus_contact != channel.minus_contact ||
                       channel.plus_contact == kExternalContact,
                   at / "minus_contact", "a contact against itself senses nothing");
  check_commissioned(at / "plus_commissioned_ohm", channel.plus_contact,
                     channel.plus_commissioned, findings);
  check_commissioned(at / "minus_commissioned_ohm", channel.minus_contact,
                     channel.minus_commissioned, findings);
  const float rate_hz = settings.sample_rate_hz;
  check_corner(at / "high_pass_hz", channel.high_pass_hz, rate_hz, findings);
  check_corner(at / "low_pass_hz", channel.low_pass_hz, rate_hz, findings);
  check_corner(at / "notch_hz", channel.notch_hz, rate_hz, findings);
  check_harmonics(channel, rate_hz, at, findings);
  findings.require(
      channel.low_pass_hz == 0.0F || channel.high_pass_hz < channel.low_pass_hz,
      at / "low_pass_hz", "must lie above high_pass_hz");
  findings.require(
      channel.notch_hz == 0.0F || channel.notch_hz == 50.0F || channel.notch_hz == 60.0F,
      at / "notch_hz", "mains is 50 or 60 Hz", Weight::kAdvice);
}

// The detectors share their memory: the first that finds no room is told.
void check_memory(const BiomarkerSettings& settings, ProgramFindings& findings) {
  int taken = 0;
  for (std::size_t i = 0; i < settings.detector_count && i < kMaxDetectors; ++i) {
    taken += Detector::bytes_of(settings.detectors[i]);
    if (taken <= DetectorMemory::kBytes) continue;
    findings.require(false, (FieldPath("biomarkers") / "detectors")[i] / "feature",
                     kNoMemoryLeft);
    return;
  }
}

void check_persistence(const BiomarkerSettings& settings, ProgramFindings& findings) {
  const FieldPath at = FieldPath("biomarkers") / "persistence";
  findings.range(at / "votes", settings.persistence.votes, 1.0, settings.detector_count,
                 "at least one detector, at most all");
  findings.span(at / "onset_ms", settings.persistence.onset, {}, kLongestOnset,
                "time above threshold until a seizure begins");
  findings.span(at / "termination_ms", settings.persistence.termination, {},
                kLongestTermination, "time below threshold until it ends");
}

void check_quality(const BiomarkerSettings& settings, Microseconds frame,
                   ProgramFindings& findings) {
  const FieldPath at = FieldPath("biomarkers") / "quality";
  const QualitySettings& quality = settings.quality;
  findings.range(at / "rail_uv", static_cast<double>(quality.rail_uv),
                 static_cast<double>(kLowestRailUv), static_cast<double>(kHighestRailUv),
                 "the amplifier's rail");
  findings.span(at / "rail_time_ms", quality.rail_time, frame, kLongestRailTime,
                "at least one frame");
  findings.require(quality.flat_uv >= 0.0F && quality.flat_uv < quality.rail_uv,
                   at / "flat_uv", "from 0 to less than rail_uv");
  findings.span(at / "flat_time_ms", quality.flat_time, kShortestFlatTime,
                kLongestFlatTime, "longer than an ordinary lull");
  findings.span(at / "max_frame_age_ms", quality.max_frame_age, times(2, frame),
                kLongestFrameAge, "at least two frames");
  findings.span(at / "recovery_time_ms", quality.recovery_time, {}, kLongestRecovery,
                "until a bad channel votes again");
  findings.span(at / "episode_hold_s", quality.episode_hold, {}, kLongestEpisodeHold,
                "how long a verdict holds in an episode");
  findings.range(at / "min_good_channels", quality.min_good_channels, 1.0,
                 settings.channel_count, "at least one channel, at most all");
}

void check_line(const BiomarkerSettings& settings, const FieldPath& at,
                ProgramFindings& findings) {
  const QualitySettings& quality = settings.quality;
  check_corner(at / "line_hz", quality.line_hz, settings.sample_rate_hz, findings);
  if (quality.line_hz == 0.0F) return;
  findings.require(quality.line_hz == 50.0F || quality.line_hz == 60.0F, at / "line_hz",
                   "mains is 50 or 60 Hz", Weight::kAdvice);
  findings.range(at / "line_percent", quality.line_percent, kLowestNoisePercent,
                 kHighestNoisePercent, "share of the power that is mains");
  findings.range(at / "line_uv", static_cast<double>(quality.line_uv),
                 static_cast<double>(kLowestAmplitudeUv),
                 static_cast<double>(kHighestLineUv), "mains that is loud");
  findings.span(at / "line_time_ms", quality.line_time, Microseconds(1'000'000),
                kLongestLineTime, "time of mains alone");
}

void check_noise(const BiomarkerSettings& settings, ProgramFindings& findings) {
  const FieldPath at = FieldPath("biomarkers") / "quality" / "noise";
  const QualitySettings& quality = settings.quality;
  check_line(settings, at, findings);
  if (quality.step_medians != 0.0F) {
    findings.range(at / "step_medians", static_cast<double>(quality.step_medians),
                   static_cast<double>(kLowestStepMedians),
                   static_cast<double>(kHighestStepMedians),
                   "what no ordinary change reaches (0: not watched)");
  }
  check_corner(at / "muscle_hz", quality.muscle_hz, settings.sample_rate_hz, findings);
  if (quality.muscle_hz == 0.0F) return;
  findings.range(at / "muscle_percent", quality.muscle_percent, kLowestNoisePercent,
                 kHighestNoisePercent, "share of the power that is muscle");
}

void check_cadence(const BiomarkerSettings& settings, ProgramFindings& findings) {
  const FieldPath at("biomarkers");
  findings.range(at / "sample_rate_hz", static_cast<double>(settings.sample_rate_hz),
                 static_cast<double>(kLowestSampleRateHz),
                 static_cast<double>(kHighestSampleRateHz), "samples per second");
  findings.range(at / "samples_per_frame", settings.samples_per_frame, 1.0, kMaxSamples,
                 "samples per control period");
  findings.require(frame_length(settings) <= kLongestFrame, at / "samples_per_frame",
                   "a control period lasts at most one second");
}

}  // namespace

void check_biomarkers(const BiomarkerSettings& settings,
                      ProgramFindings& findings) noexcept {
  const FieldPath at("biomarkers");
  const Microseconds frame = frame_length(settings);
  check_cadence(settings, findings);
  findings.span(at / "blanking_us", settings.blanking, {}, kLongestBlanking,
                "time after a pulse");
  findings.require(settings.artefact <= ArtefactRemoval::kTemplate, at / "artefact",
                   "not one of the choices");
  findings.require(settings.artefact != ArtefactRemoval::kTemplate ||
                       settings.channel_count <= kMaxTemplates,
                   at / "artefact", "a template is kept of at most four channels");
  findings.span(at / "warm_up_s", settings.warm_up, {}, kLongestWarmUp,
                "time without detection after start");
  findings.range(at / "channels", settings.channel_count, 1.0, kMaxChannels,
                 "how many channels");
  findings.range(at / "detectors", settings.detector_count, 1.0, kMaxDetectors,
                 "how many detectors");
  for (std::size_t i = 0; i < settings.channel_count && i < kMaxChannels; ++i) {
    check_channel(settings, i, findings);
  }
  for (std::size_t i = 0; i < settings.detector_count && i < kMaxDetectors; ++i) {
    check_detector(settings, i, findings);
  }
  check_memory(settings, findings);
  check_persistence(settings, findings);
  check_quality(settings, frame, findings);
  check_noise(settings, findings);
  check_trees(settings, findings);
  if constexpr (kCarriesMood) check_mood(settings, findings);
}

}  // namespace homeostat::controller
