#include "clinical_configs/load.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <memory>

#include "clinical_configs/conformance.pb.h"
#include "clinical_configs/conformance_rules.h"
#include "clinical_configs/document.h"
#include "clinical_configs/patient_rules.h"
#include "clinical_configs/program_rules.h"
#include "clinical_configs/range.h"
#include "clinical_configs/rcs_profile_rules.h"
#include "clinical_configs/rcs_settings.pb.h"
#include "clinical_configs/rns_profile_rules.h"
#include "clinical_configs/rns_settings.pb.h"
#include "clinical_configs/rooms.h"
#include "clinical_configs/rules.h"
#include "clinical_configs/text_reader.h"
#include "clinical_configs/therapy_program.pb.h"
#include "clinical_configs/unit_scale.h"
#include "clinical_configs/virtual_patient.pb.h"

namespace homeostat::clinical_configs {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Message;

constexpr std::size_t kMostFindings =
    100;  // a file that has more is another kind of file

class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int, const std::string& message) override {
    if (finding.line != 0) return;
    finding.line = line + 1;
    finding.what = message;
  }
  Finding finding;
};

// What we read, protobuf must read too: other tools take these files as they are.
void add_protobuf_error(const std::string& text, const Message& message,
                        std::vector<Finding>& findings) {
  FirstError error;
  const std::unique_ptr<Message> copy(message.New());
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text, copy.get())) findings.push_back(error.finding);
}

// Each finding once, by line; none without its file.
void put_in_order(const fs::path& file, std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.line < b.line; });
  if (findings.size() > kMostFindings) {
    const std::size_t more = findings.size() - kMostFindings;
    findings.resize(kMostFindings);
    Finding rest;
    rest.line = findings.back().line;
    rest.what = std::to_string(more) + " more findings";
    findings.push_back(rest);
  }
  for (Finding& finding : findings) finding.file = file;
}

std::vector<Finding> check_text(const fs::path& file, const std::string& text,
                                Message& message, Rules rules) {
  TextReading reading = read_text(text, message);
  std::vector<Finding> findings = std::move(reading.findings);
  if (findings.empty()) add_protobuf_error(text, message, findings);
  for (Finding& finding : cut_to_rooms(message, reading)) {
    findings.push_back(std::move(finding));
  }
  add_rule_findings(message, reading, rules, findings);
  add_scale_hints(message, reading, rules, findings);
  settle_nearest(message, rules, findings);
  put_in_order(file, findings);
  return findings;
}

// How many of the names at the top this kind of file has.
int names_known(const std::string& text, const Message& kind) {
  const std::unique_ptr<Message> trial(kind.New());
  const TextReading reading = read_text(text, *trial);
  return static_cast<int>(
      std::count_if(reading.lines.begin(), reading.lines.end(), [](const auto& field) {
        return field.first.find_first_of(".[") == std::string::npos;
      }));
}

struct DocumentKind {
  const Message& empty;
  Rules rules;
};

// Of the kind that knows most of its names; of none, a program.
DocumentKind kind_of(const std::string& text) {
  const DocumentKind kinds[] = {
      {config::TherapyProgram::default_instance(), faults_of_program},
      {config::VirtualPatient::default_instance(), faults_of_patient},
      {config::RcsSettings::default_instance(), faults_of_rcs},
      {config::RnsSettings::default_instance(), faults_of_rns},
      {config::ConformanceScenario::default_instance(), faults_of_scenario}};
  const DocumentKind* best = nullptr;
  int most = -1;
  for (const DocumentKind& kind : kinds) {
    const int known = names_known(text, kind.empty);
    if (known <= most) continue;
    most = known;
    best = &kind;
  }
  return *best;
}

// The message in the file, without a fault.
template <class Wanted>
Wanted load(const fs::path& file, Rules rules) {
  Wanted message;
  std::vector<Finding> findings = check_text(file, read_document(file), message, rules);
  if (refused(findings)) throw ConfigError(std::move(findings));
  return message;
}

}  // namespace

controller::TherapyProgram load_program(const fs::path& name_or_file) {
  return to_program(
      load<config::TherapyProgram>(find_program(name_or_file), faults_of_program));
}

std::string load_program_bytes(const fs::path& name_or_file) {
  return load<config::TherapyProgram>(find_program(name_or_file), faults_of_program)
      .SerializeAsString();
}

models::VirtualPatientSettings load_patient(const fs::path& name_or_file) {
  return to_patient(
      load<config::VirtualPatient>(find_patient(name_or_file), faults_of_patient));
}

RcsProfile load_rcs(const fs::path& name_or_file) {
  return to_rcs(load<config::RcsSettings>(find_profile(name_or_file), faults_of_rcs));
}

RnsProfile load_rns(const fs::path& name_or_file) {
  return to_rns(load<config::RnsSettings>(find_profile(name_or_file), faults_of_rns));
}

ConformanceScenario load_scenario(const fs::path& name_or_file) {
  return to_scenario(
      load<config::ConformanceScenario>(find_scenario(name_or_file), faults_of_scenario));
}

std::vector<Finding> check_file(const fs::path& file) {
  try {
    const std::string text = read_document(file);
    const DocumentKind kind = kind_of(text);
    const std::unique_ptr<Message> message(kind.empty.New());
    return check_text(file, text, *message, kind.rules);
  } catch (const ConfigError& error) {
    return error.findings();
  }
}

}  // namespace homeostat::clinical_configs
