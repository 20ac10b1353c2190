#include "clinical_configs/presence.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

class Walk {
 public:
  Walk(const Wanted& wanted, const std::string& why_forbidden, std::vector<Fault>& faults)
      : wanted_(wanted), why_forbidden_(why_forbidden), faults_(faults) {}

  void into(const Message& message, const std::string& path) const {
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      const std::string place = path.empty() ? field.name() : path + '.' + field.name();
      const Presence presence = wanted_(message, field.name());
      const bool there = is_there(message, field);
      if (there && presence == Presence::kForbidden) {
        faults_.push_back({.path = place, .why = why_forbidden_});
      } else if (!there && presence == Presence::kRequired) {
        faults_.push_back({.kind = Fault::Kind::kMissing, .path = place});
      } else if (there && field.message_type() != nullptr) {
        into_parts(message, field, place);
      }
    }
  }

 private:
  static bool is_there(const Message& message, const FieldDescriptor& field) {
    const auto* reflection = message.GetReflection();
    return field.is_repeated() ? reflection->FieldSize(message, &field) > 0
                               : reflection->HasField(message, &field);
  }

  void into_parts(const Message& message, const FieldDescriptor& field,
                  const std::string& place) const {
    const auto* reflection = message.GetReflection();
    if (!field.is_repeated()) {
      into(reflection->GetMessage(message, &field), place);
      return;
    }
    for (int k = 0; k < reflection->FieldSize(message, &field); ++k) {
      into(reflection->GetRepeatedMessage(message, &field, k),
           place + '[' + std::to_string(k) + ']');
    }
  }

  const Wanted& wanted_;
  const std::string& why_forbidden_;
  std::vector<Fault>& faults_;
};

}  // namespace

void add_presence_faults(const Message& message, const Wanted& wanted,
                         const std::string& why_forbidden, std::vector<Fault>& faults) {
  Walk(wanted, why_forbidden, faults).into(message, "");
}

}  // namespace homeostat::clinical_configs
