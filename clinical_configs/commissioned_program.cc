#include "clinical_configs/commissioned_program.h"

#include <google/protobuf/text_format.h>

#include <stdexcept>

#include "clinical_configs/document.h"
#include "clinical_configs/program_text.h"
#include "clinical_configs/text_edit.h"
#include "clinical_configs/therapy_program.pb.h"

namespace homeostat::clinical_configs {
namespace {

void write(const CommissionedScore& from, config::MoodSettings& to) {
  if (static_cast<std::size_t>(to.features_size()) != from.features.size())
    throw std::logic_error("a score of another number of features");
  for (int f = 0; f < to.features_size(); ++f) {
    const CommissionedFeature& feature = from.features[static_cast<std::size_t>(f)];
    config::MoodFeature& own = *to.mutable_features(f);
    own.set_typical(feature.typical);
    own.set_deviation(feature.deviation);
    own.set_weight(feature.weight);
  }
  to.set_bias(from.bias);
  to.set_on(from.on);
  to.set_off(from.off);
  to.set_sick_from(from.sick_from);
}

void write(const CommissioningEntry& from, config::CommissioningRecord& to) {
  to.set_approver(from.approver);
  to.set_date(from.date);
  to.set_valid_days(from.valid_days);
  to.set_clauses(from.clauses);
  to.set_clauses_held(from.clauses_held);
  to.set_evidence_sha256(from.evidence_sha256);
  to.set_made_for(from.made_for);
}

const TextEdit::Locations& inside(const TextEdit::Locations& outer,
                                  const google::protobuf::Message& message,
                                  const char* field) {
  const auto* found =
      outer.GetTreeForNested(message.GetDescriptor()->FindFieldByName(field), -1);
  if (found == nullptr) throw std::logic_error("a program without a mood biomarker");
  return *found;
}

}  // namespace

CommissionedProgram with_commissioning(const std::filesystem::path& program,
                                       const CommissionedScore& score,
                                       const CommissioningEntry& entry) {
  const std::string text = read_document(program);
  config::TherapyProgram own;
  TextEdit::Locations locations;
  google::protobuf::TextFormat::Parser parser;
  parser.WriteLocationsTo(&locations);
  if (!parser.ParseFromString(text, &own))
    throw std::logic_error("a program that was checked does not parse");
  config::TherapyProgram wanted = own;
  config::MoodSettings& mood = *wanted.mutable_biomarkers()->mutable_mood();
  write(score, mood);
  write(entry, *mood.mutable_record());
  const auto& sensing = inside(locations, own, "biomarkers");
  const auto& at = inside(sensing, own.biomarkers(), "mood");
  TextEdit edit(text);
  for (const char* field : {"features", "bias", "on", "off", "sick_from"})
    edit.exchange(at, own.biomarkers().mood(), mood, field);
  edit.exchange(at, own.biomarkers().mood(), mood, "record", "circumstances");
  const std::string kept = edit.text();
  if (edit.understood() && parses_to(kept, wanted)) return {kept, true};
  return {written_anew(wanted), false};
}

}  // namespace homeostat::clinical_configs
