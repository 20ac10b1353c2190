#include "clinical_configs/fit.h"

#include <string>

#include "clinical_configs/document.h"
#include "clinical_configs/load.h"
#include "clinical_configs/schema_path.h"
#include "clinical_configs/text_reader.h"
#include "clinical_configs/therapy_program.pb.h"

namespace homeostat::clinical_configs {
namespace {

namespace fs = std::filesystem;
using biomarkers::kExternalContact;
using models::ContactMap;

std::string present_in(const ContactMap& contacts) {
  std::string list;
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    if (!contacts[i].present) continue;
    list += (list.empty() ? "" : ", ") + std::to_string(i);
  }
  return list;
}

class Fit {
 public:
  Fit(const fs::path& program_file, const fs::path& patient_file)
      : file_(program_file),
        patient_file_(patient_file),
        contacts_(load_patient(patient_file).contacts),
        reading_(read_text(read_document(program_file), message_)) {}

  std::vector<Finding> check(const controller::TherapyProgram& program) {
    const biomarkers::BiomarkerSettings& sensing = program.biomarkers;
    for (std::size_t i = 0; i < sensing.channel_count; ++i) {
      check_sensed(sensing.channels[i],
                   "biomarkers.channels[" + std::to_string(i) + "].");
    }
    for (std::size_t i = 0; i < program.limits.configuration_count; ++i) {
      check_driven(program.limits.configurations[i],
                   "limits.configurations[" + std::to_string(i) + "].");
    }
    return std::move(findings_);
  }

 private:
  void check_sensed(const biomarkers::ChannelSettings& channel, const std::string& at) {
    if (channel.plus_contact == kExternalContact &&
        channel.minus_contact == kExternalContact) {
      add(at + "plus_contact",
          "-1: neither input of this channel is a contact of the implant, and a virtual "
          "patient has no other; replay the program on a recording instead");
      return;
    }
    require(channel.plus_contact, at + "plus_contact");
    require(channel.minus_contact, at + "minus_contact");
  }

  void check_driven(const safety::ElectrodeConfiguration& used, const std::string& at) {
    for (int contact = 0; contact < safety::kContacts; ++contact) {
      if (used.contacts[static_cast<std::size_t>(contact)].polarity ==
          safety::Polarity::kUnused) {
        continue;
      }
      const std::string entry = at + "contacts[" + std::to_string(contact) + "]";
      require(contact, place_in_schema(message_, entry).path + ".contact");
    }
  }

  void require(int contact, const std::string& field) {
    if (contact == kExternalContact) return;  // the far reference of one input
    if (contacts_[static_cast<std::size_t>(contact)].present) return;
    add(field, "contact " + std::to_string(contact) +
                   (contact == safety::kCan ? " (the case)" : "") + ": the patient " +
                   patient_file_.string() + " does not have it");
  }

  void add(const std::string& field, std::string what) {
    Finding finding;
    finding.file = file_;
    finding.line = line_of(reading_, field);
    finding.field = field;
    finding.what = std::move(what);
    finding.allowed = "contacts " + present_in(contacts_);
    findings_.push_back(std::move(finding));
  }

  const fs::path& file_;
  const fs::path& patient_file_;
  ContactMap contacts_;
  config::TherapyProgram message_;
  TextReading reading_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> misfits(const fs::path& program_file, const fs::path& patient_file) {
  const controller::TherapyProgram program = load_program(program_file);
  return Fit(program_file, patient_file).check(program);
}

void require_fit(const fs::path& program_file, const fs::path& patient_file) {
  const std::vector<Finding> findings = misfits(program_file, patient_file);
  if (findings.empty()) return;
  const std::size_t more = findings.size() - 1;
  throw ConfigError(to_line(findings.front()) +
                    (more == 0 ? "" : " (and " + std::to_string(more) + " more)"));
}

}  // namespace homeostat::clinical_configs
