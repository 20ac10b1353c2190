#include "clinical_configs/rooms.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "biomarkers/mood_settings.h"
#include "biomarkers/ranges.h"
#include "biomarkers/rcs_settings.h"
#include "biomarkers/rns_settings.h"
#include "controller/therapy_program.h"
#include "models/slow_state.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kLongestSource = 400;  // a reference and what of it is ours

struct Room {
  std::string_view name;
  int size;
};

constexpr std::array kListRooms = {
    Room{"channels", biomarkers::kMaxChannels},
    Room{"detectors", biomarkers::kMaxDetectors},
    Room{"listens_to", biomarkers::kMostTreeChannels},
    Room{"outputs", safety::kOutputs},
    Room{"bursts", controller::kBurstsPerTherapy},
    Room{"therapies", controller::kMaxTherapies},
    Room{"leads", safety::kMaxLeads},
    Room{"configurations", safety::kMaxConfigurations},
    Room{"contacts", safety::kContacts},
    Room{"cycles", models::kMostCycles},
    Room{"medication", models::kMostMedicationChanges},
    Room{"bands", biomarkers::kRcsBands},
    Room{"inputs", biomarkers::kRcsInputs},
    Room{"states", biomarkers::kRcsStates},
    Room{"amplitudes_ma", biomarkers::kRcsPrograms},
    Room{"tools", biomarkers::kRnsTools},
    Room{"patterns", biomarkers::kRnsPatterns},
    Room{"clauses", 8},
    Room{"steps", 64},
    Room{"expectations", 64},
    Room{"features", biomarkers::kMaxMoodFeatures},
};
constexpr std::array kTextRooms = {
    // less the final zero
    Room{"name", sizeof(controller::TherapyProgram::name) - 1},
    Room{"label", biomarkers::kLongestLabel},
    Room{"source", kLongestSource},
    Room{"title_en", 80},
    Room{"title_zh", 240},  // bytes; a character takes three
    Room{"purpose_en", 400},
    Room{"purpose_zh", 800},
    Room{"program", 200},
    Room{"number", 16},
    Room{"lead", sizeof(biomarkers::Circumstances::lead) - 1},
    Room{"gain", sizeof(biomarkers::Circumstances::gain) - 1},
    Room{"medication", sizeof(biomarkers::Circumstances::medication) - 1},
    Room{"approver", sizeof(biomarkers::CommissioningRecord::approver) - 1},
    Room{"date", sizeof(biomarkers::CommissioningRecord::date) - 1},
    Room{"evidence_sha256", 64},
};

template <std::size_t kSize>
int room_of(const std::array<Room, kSize>& rooms, const std::string& name) {
  for (const Room& room : rooms) {
    if (room.name == name) return room.size;
  }
  return 0;
}

bool printable(char c) { return c >= ' ' && c <= '~'; }

class Cutter {
 public:
  explicit Cutter(const TextReading& reading) : reading_(reading) {}

  void cut(Message& message, const std::string& path) {
    const auto& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const std::string place = path.empty() ? field.name() : path + '.' + field.name();
      if (field.is_repeated()) {
        cut_list(message, field, place);
      } else if (message.GetReflection()->HasField(message, &field)) {
        cut_single(message, field, place);
      }
    }
  }

  std::vector<Finding> findings;

 private:
  void report(const std::string& path, std::string what, const std::string& allowed) {
    Finding finding;
    finding.line = line_of(reading_, path);
    finding.field = path;
    finding.what = std::move(what);
    finding.allowed = allowed;
    findings.push_back(std::move(finding));
  }

  void cut_list(Message& message, const FieldDescriptor& field, const std::string& path) {
    const auto* reflection = message.GetReflection();
    const int room = room_of(kListRooms, field.name());
    const int size = reflection->FieldSize(message, &field);
    if (size > room) {
      report(path + '[' + std::to_string(room) + ']', "one too many",
             "1 to " + std::to_string(room));
    }
    for (int i = room; i < size; ++i) reflection->RemoveLast(&message, &field);
    if (field.message_type() == nullptr) return;
    for (int i = 0; i < std::min(size, room); ++i) {
      cut(*reflection->MutableRepeatedMessage(&message, &field, i),
          path + '[' + std::to_string(i) + ']');
    }
  }

  void cut_single(Message& message, const FieldDescriptor& field,
                  const std::string& path) {
    const auto* reflection = message.GetReflection();
    if (field.message_type() != nullptr) {
      cut(*reflection->MutableMessage(&message, &field), path);
    } else if (field.type() == FieldDescriptor::TYPE_BYTES) {
      cut_bytes(message, field, path);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      std::string text = reflection->GetString(message, &field);
      cut_text(text, field, path);
      reflection->SetString(&message, &field, text);
    }
  }

  // Not for people to write: what is too long is told, and its rule tells the rest.
  void cut_bytes(Message& message, const FieldDescriptor& field,
                 const std::string& path) {
    const auto* reflection = message.GetReflection();
    const std::string bytes = reflection->GetString(message, &field);
    constexpr std::size_t kRoom = biomarkers::kMostTreeModelBytes;
    if (bytes.size() <= kRoom) return;
    report(path, std::to_string(bytes.size()) + " bytes",
           "at most " + std::to_string(kRoom) + " bytes");
    reflection->SetString(&message, &field, bytes.substr(0, kRoom));
  }

  void cut_text(std::string& text, const FieldDescriptor& field,
                const std::string& path) {
    const auto room = static_cast<std::size_t>(room_of(kTextRooms, field.name()));
    if (field.name().ends_with("_zh")) return cut_bytes_of_text(text, room, path);
    const std::string allowed =
        "1 to " + std::to_string(room) + " plain ASCII characters";
    if (!std::all_of(text.begin(), text.end(), printable)) {
      report(path, "not plain ASCII", allowed);
      text = "?";
    } else if (text.empty() || text.size() > room) {
      report(path, std::to_string(text.size()) + " characters", allowed);
      text = text.substr(0, room);
      text.erase(text.find_last_not_of(' ') + 1);  // the cut makes no fault of its own
      if (text.empty()) text = "?";
    }
  }

  // UTF-8, which protobuf's parser has checked.
  void cut_bytes_of_text(std::string& text, std::size_t room, const std::string& path) {
    if (!text.empty() && text.size() <= room) return;
    report(path, std::to_string(text.size()) + " bytes",
           "1 to " + std::to_string(room) + " bytes of UTF-8");
    text = "?";
  }

  const TextReading& reading_;
};

}  // namespace

std::vector<Finding> cut_to_rooms(Message& message, const TextReading& reading) {
  Cutter cutter(reading);
  cutter.cut(message, "");
  return std::move(cutter.findings);
}

}  // namespace homeostat::clinical_configs
