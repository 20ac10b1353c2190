#include "clinical_configs/tuned_program.h"

#include <google/protobuf/text_format.h>

#include <sstream>
#include <stdexcept>

#include "biomarkers/feature_list.h"
#include "clinical_configs/document.h"
#include "clinical_configs/therapy_program.pb.h"

namespace homeostat::clinical_configs {
namespace {

using namespace biomarkers;

constexpr std::int64_t kPerMilli = 1000;
constexpr std::int64_t kPerSecond = 1'000'000;

std::int32_t whole(std::int64_t value) { return static_cast<std::int32_t>(value); }

void write_needs(const DetectorSettings& from, config::DetectorSettings& to) {
  const auto needs = [&](FeatureNeed need) { return wants(from.feature, need); };
  if (needs(kNeedsBand)) {
    to.set_band_low_hz(from.band_low_hz);
    to.set_band_high_hz(from.band_high_hz);
  }
  if (needs(kNeedsHysteresis)) to.set_hysteresis_uv(from.hysteresis_uv);
  if (needs(kNeedsAmplitude)) to.set_min_amplitude_uv(from.min_amplitude_uv);
  if (needs(kNeedsStretch)) to.set_stretch_samples(from.stretch_samples);
  if (needs(kNeedsEdge)) to.set_edge_percent(from.edge_percent);
  if (needs(kNeedsLine)) to.set_line_hz(from.line_hz);
  if (needs(kNeedsLag)) to.set_lag_samples(from.lag_samples);
  if (needs(kNeedsOther)) to.set_other_channel(from.other_channel);
  if (needs(kNeedsAmplitudeBand)) {
    to.set_amplitude_low_hz(from.amplitude_low_hz);
    to.set_amplitude_high_hz(from.amplitude_high_hz);
  }
}

void write(const DetectorSettings& from, config::DetectorSettings& to) {
  to.set_channel(from.channel);
  to.set_feature(static_cast<config::DetectorSettings::Feature>(from.feature));
  to.set_short_window_ms(whole(from.short_window.count() / kPerMilli));
  to.set_long_window_s(whole(from.long_window.count() / kPerSecond));
  to.set_threshold(from.threshold);
  write_needs(from, to);
}

void write(const TreeSettings& from, config::TreeSettings& to) {
  for (std::size_t i = 0; i < from.channel_count; ++i) {
    to.add_listens_to(from.channels[i]);
  }
  to.set_votes(from.votes);
  to.set_drift(from.drift);
  to.set_alarm_at(from.alarm_at);
  to.set_model(from.model.bytes.data(), from.model.size);
}

std::string as_comment(const std::string& remarks) {
  std::string text;
  std::istringstream in(remarks);
  for (std::string line; std::getline(in, line);) text += "# " + line + '\n';
  return text;
}

}  // namespace

std::string with_detection(const std::filesystem::path& program,
                           const BiomarkerSettings& detection,
                           const std::string& remarks) {
  config::TherapyProgram message;
  if (!google::protobuf::TextFormat::ParseFromString(read_document(program), &message)) {
    throw std::logic_error("a program that was checked does not parse");
  }
  config::BiomarkerSettings& sensing = *message.mutable_biomarkers();
  sensing.clear_detectors();
  for (std::size_t i = 0; i < detection.detector_count; ++i) {
    write(detection.detectors[i], *sensing.add_detectors());
  }
  sensing.mutable_persistence()->set_votes(detection.persistence.votes);
  sensing.clear_trees();
  if (detection.trees.channel_count > 0) write(detection.trees, *sensing.mutable_trees());
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  return "# proto-file: clinical_configs/therapy_program.proto\n"
         "# proto-message: homeostat.config.TherapyProgram\n#\n" +
         as_comment(remarks) + text;
}

}  // namespace homeostat::clinical_configs
