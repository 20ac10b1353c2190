#include "clinical_configs/rns_profile_rules.h"

#include "biomarkers/rns_rules.h"
#include "clinical_configs/presence.h"
#include "clinical_configs/profile_lists.h"
#include "clinical_configs/rns_settings.pb.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::Message;

Presence goes_with(bool there) {
  return there ? Presence::kRequired : Presence::kForbidden;
}

Presence presence_in_settings(const config::RnsSettings& settings,
                              const std::string& name) {
  const bool treats = settings.therapies_size() > 0;
  if (name == "therapies") return Presence::kOptional;
  if (name == "lead" || name == "ranges" || name == "redetection_ms") {
    return goes_with(treats);
  }
  if (name == "combination") return goes_with(settings.patterns_size() > 1);
  return Presence::kRequired;
}

Presence presence_in_tool(const config::RnsTool& tool, const std::string& name) {
  if (name == "channel" || name == "kind" || name == "inverted") {
    return Presence::kRequired;
  }
  if (tool.kind() == config::RnsTool::NOT_CHOSEN) return Presence::kOptional;
  const bool of_trends = name.ends_with("window_ms") || name.starts_with("threshold");
  if (of_trends == (tool.kind() == config::RnsTool::BANDPASS)) {
    return Presence::kForbidden;
  }
  const bool relative = tool.long_window_ms() != 0 || !tool.has_long_window_ms();
  if (name == "threshold_percent") return goes_with(relative);
  if (name == "threshold_uv") return goes_with(!relative);
  return Presence::kRequired;
}

// Fields that go with another.
Presence presence_of(const Message& message, const std::string& name) {
  if (const auto* settings = dynamic_cast<const config::RnsSettings*>(&message)) {
    return presence_in_settings(*settings, name);
  }
  if (const auto* tool = dynamic_cast<const config::RnsTool*>(&message)) {
    return presence_in_tool(*tool, name);
  }
  if (const auto* pattern = dynamic_cast<const config::RnsPattern*>(&message)) {
    if (name == "combination") return goes_with(pattern->tools_size() > 1);
  }
  return Presence::kRequired;
}

biomarkers::RnsToolSettings to_tool(const config::RnsTool& from) {
  biomarkers::RnsToolSettings tool;
  tool.channel = from.channel();
  tool.kind = static_cast<biomarkers::RnsToolKind>(from.kind());
  tool.inverted = from.inverted();
  tool.trend = {.short_window_ms = from.short_window_ms(),
                .long_window_ms = from.long_window_ms(),
                .threshold_percent = from.threshold_percent(),
                .threshold_uv = from.threshold_uv()};
  tool.bandpass = {.low_hz = from.low_hz(),
                   .high_hz = from.high_hz(),
                   .min_amplitude_percent = from.min_amplitude_percent(),
                   .max_amplitude_percent = from.max_amplitude_percent(),
                   .hysteresis_percent = from.hysteresis_percent(),
                   .half_waves = from.half_waves(),
                   .windows_hit = from.windows_hit(),
                   .windows_looked_at = from.windows_looked_at()};
  return tool;
}

biomarkers::RnsPatternSettings to_pattern(const config::RnsPattern& from) {
  biomarkers::RnsPatternSettings pattern;
  pattern.tool_count =
      copy_list(from.tools(), pattern.tools, [](int tool) { return tool; });
  pattern.combination = static_cast<biomarkers::RnsCombination>(from.combination());
  return pattern;
}

biomarkers::RnsTherapySettings to_therapy(const config::RnsTherapy& from) {
  biomarkers::RnsTherapySettings therapy;
  therapy.burst_count =
      copy_list(from.bursts(), therapy.bursts, [](const config::RnsBurst& burst) {
        return biomarkers::RnsBurstSettings{burst.amplitude_ma(), burst.pulse_width_us(),
                                            burst.rate_hz(), burst.duration_ms()};
      });
  return therapy;
}

safety::LeadModel to_lead(config::RnsSettings::Lead lead) {
  switch (lead) {
    case config::RnsSettings::DEPTH_RING_127X200:
      return safety::LeadModel::kDepthRing127x200;
    case config::RnsSettings::STRIP_DISC_318:
      return safety::LeadModel::kStripDisc318;
    default:
      return safety::LeadModel::kNone;
  }
}

biomarkers::RnsRanges to_ranges(const config::RnsRanges& from) {
  return {.min_amplitude_ma = from.min_amplitude_ma(),
          .max_amplitude_ma = from.max_amplitude_ma(),
          .min_pulse_width_us = from.min_pulse_width_us(),
          .max_pulse_width_us = from.max_pulse_width_us(),
          .min_rate_hz = from.min_rate_hz(),
          .max_rate_hz = from.max_rate_hz(),
          .min_duration_ms = from.min_duration_ms(),
          .max_duration_ms = from.max_duration_ms()};
}

biomarkers::RnsSettings to_settings(const config::RnsSettings& from) {
  biomarkers::RnsSettings s;
  s.sample_rate_hz = from.sample_rate_hz();
  s.window_ms = from.window_ms();
  s.full_scale_uv = from.full_scale_uv();
  s.channel_count =
      copy_list(from.channels(), s.channels, [](const config::RnsChannel& channel) {
        return to_label<biomarkers::kLongestLabel + 1>(channel.label());
      });
  s.tool_count = copy_list(from.tools(), s.tools, to_tool);
  s.pattern_count = copy_list(from.patterns(), s.patterns, to_pattern);
  s.combination = static_cast<biomarkers::RnsCombination>(from.combination());
  s.lead = to_lead(from.lead());
  s.ranges = to_ranges(from.ranges());
  s.therapy_count = copy_list(from.therapies(), s.therapies, to_therapy);
  s.redetection_ms = from.redetection_ms();
  s.event_end_ms = from.event_end_ms();
  return s;
}

}  // namespace

RnsProfile to_rns(const Message& message) {
  const auto& settings = dynamic_cast<const config::RnsSettings&>(message);
  return {settings.name(), settings.source(), settings.ranges().source(),
          to_settings(settings)};
}

std::vector<Fault> faults_of_rns(const Message& message) {
  std::vector<Fault> faults;
  add_presence_faults(message, presence_of, "given, but nothing here goes with it",
                      faults);
  biomarkers::validate(to_settings(dynamic_cast<const config::RnsSettings&>(message)),
                       note_profile_fault, &faults);
  return faults;
}

}  // namespace homeostat::clinical_configs
