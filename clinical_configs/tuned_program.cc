#include "clinical_configs/tuned_program.h"

#include <google/protobuf/text_format.h>

#include <sstream>
#include <stdexcept>

#include "biomarkers/feature_list.h"
#include "clinical_configs/document.h"
#include "clinical_configs/program_text.h"
#include "clinical_configs/text_edit.h"
#include "clinical_configs/therapy_program.pb.h"

namespace homeostat::clinical_configs {
namespace {

using namespace biomarkers;

constexpr std::size_t kLongestName = 47;
constexpr std::size_t kLongestSource = 400;
constexpr const char* kRemarksBegin = "# ---- by homeostat tune";
constexpr const char* kRemarksEnd = "# ---- what it was made from follows";
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
  if (from.fires == Fires::kBelow) to.set_fires(config::DetectorSettings::BELOW);
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

void write(const BiomarkerSettings& from, config::BiomarkerSettings& to) {
  to.clear_detectors();
  for (std::size_t i = 0; i < from.detector_count; ++i) {
    write(from.detectors[i], *to.add_detectors());
  }
  to.mutable_persistence()->set_votes(from.persistence.votes);
  to.clear_trees();
  if (from.trees.channel_count > 0) write(from.trees, *to.mutable_trees());
}

void write(const RcsDetectorSettings& from, config::RcsDetector& to) {
  to.Clear();
  for (std::size_t i = 0; i < from.input_count; ++i) {
    config::RcsInput& input = *to.add_inputs();
    input.set_band(from.inputs[i].band);
    input.set_weight(from.inputs[i].weight);
    input.set_multiply(from.inputs[i].multiply);
    input.set_subtract(from.inputs[i].subtract);
  }
  to.set_fractional_bits(from.fractional_bits);
  to.set_update_rate(from.update_rate);
  to.set_dual_threshold(from.dual_threshold);
  to.set_low_threshold(from.low_threshold);
  if (from.dual_threshold) to.set_high_threshold(from.high_threshold);
  to.set_onset_updates(from.onset_updates);
  to.set_termination_updates(from.termination_updates);
  to.set_blanking_ffts(from.blanking_ffts);
  to.set_holdoff_updates(from.holdoff_updates);
  to.set_blank_both(from.blank_both);
}

void write(const TunedDetection& from, config::RcsSettings& to) {
  const RcsSettings& chain = *from.chain;
  to.set_name(from.chain_name.substr(0, kLongestName));
  to.set_source(from.chain_source.substr(0, kLongestSource));
  to.clear_channels();
  for (std::size_t c = 0; c < chain.channel_count; ++c) {
    config::RcsChannel& channel = *to.add_channels();
    channel.set_label(chain.channels[c].label.data());
    channel.set_gain250_trim(chain.channels[c].gain250_trim);
  }
  to.clear_bands();
  for (std::size_t b = 0; b < chain.band_count; ++b) {
    config::RcsBand& band = *to.add_bands();
    band.set_channel(chain.bands[b].channel);
    band.set_low_hz(chain.bands[b].low_hz);
    band.set_high_hz(chain.bands[b].high_hz);
  }
  to.clear_detectors();
  for (std::size_t d = 0; d < chain.detector_count; ++d) {
    write(chain.detectors[d], *to.add_detectors());
  }
}

// The file's text with the fields of `to` in the place of its own.
TextEdit edited(const std::string& text, const TextEdit::Locations& locations,
                const config::TherapyProgram& from, const config::TherapyProgram& to) {
  TextEdit edit(text);
  const auto inside = [](const TextEdit::Locations& outer,
                         const google::protobuf::Message& message, const char* field) {
    return outer.GetTreeForNested(message.GetDescriptor()->FindFieldByName(field), -1);
  };
  const auto* sensing = inside(locations, from, "biomarkers");
  edit.exchange(*sensing, from.biomarkers(), to.biomarkers(), "detectors");
  edit.exchange(*inside(*sensing, from.biomarkers(), "persistence"),
                from.biomarkers().persistence(), to.biomarkers().persistence(), "votes");
  edit.exchange(*sensing, from.biomarkers(), to.biomarkers(), "trees", "persistence");
  if (!from.has_adaptive()) return edit;
  const auto* chain =
      inside(*inside(locations, from, "adaptive"), from.adaptive(), "chain");
  for (const char* field : {"name", "source", "channels", "bands", "detectors"}) {
    edit.exchange(*chain, from.adaptive().chain(), to.adaptive().chain(), field);
  }
  return edit;
}

std::string as_comment(const std::string& remarks) {
  std::string text;
  std::istringstream in(remarks);
  for (std::string line; std::getline(in, line);) {
    text += line.empty() ? "#\n" : "# " + line + '\n';
  }
  return text;
}

// What an earlier call put there is no longer true of what is below.
std::string without_old_remarks(const std::string& text) {
  const std::size_t begin = text.find(std::string(kRemarksBegin) + '\n');
  const std::size_t last = text.find(std::string(kRemarksEnd) + '\n', begin);
  if (begin == std::string::npos || last == std::string::npos) return text;
  std::istringstream lines(text.substr(begin, last - begin));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('#')) return text;
  }
  return text.substr(0, begin) + text.substr(last + std::string(kRemarksEnd).size() + 1);
}

// Behind the lines that tell editors the schema.
std::string with_remarks(const std::string& program, const std::string& remarks) {
  const std::string text = without_old_remarks(program);
  std::size_t at = 0;
  while (text.compare(at, 8, "# proto-") == 0 &&
         text.find('\n', at) != std::string::npos) {
    at = text.find('\n', at) + 1;
  }
  return text.substr(0, at) + kRemarksBegin + '\n' + as_comment(remarks) + kRemarksEnd +
         '\n' + text.substr(at);
}

}  // namespace

TunedProgram with_detection(const std::filesystem::path& program,
                            const TunedDetection& detection, const std::string& remarks) {
  const std::string text = read_document(program);
  config::TherapyProgram own;
  TextEdit::Locations locations;
  google::protobuf::TextFormat::Parser parser;
  parser.WriteLocationsTo(&locations);
  if (!parser.ParseFromString(text, &own)) {
    throw std::logic_error("a program that was checked does not parse");
  }
  config::TherapyProgram wanted = own;
  if (detection.sensing != nullptr) {
    write(*detection.sensing, *wanted.mutable_biomarkers());
  }
  if (detection.chain != nullptr) {
    write(detection, *wanted.mutable_adaptive()->mutable_chain());
  }
  const TextEdit edit = edited(text, locations, own, wanted);
  const std::string kept = with_remarks(edit.text(), remarks);
  if (edit.understood() && parses_to(kept, wanted)) return {kept, true};
  return {with_remarks(written_anew(wanted), remarks), false};
}

}  // namespace homeostat::clinical_configs
