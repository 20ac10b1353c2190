#include "clinical_configs/field_kind.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <charconv>

#include "clinical_configs/field_name.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

// Protobuf would print; the reader says it better.
class NoErrors final : public google::protobuf::io::ErrorCollector {
  void AddError(int, int, const std::string&) override {}
};

// Zero is what a program that never chose would hold.
std::vector<std::string_view> choices_of(const EnumDescriptor& type) {
  std::vector<std::string_view> choices;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->name() != "NOT_CHOSEN") choices.push_back(type.value(i)->name());
  }
  return choices;
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

// Protobuf takes any number for an enumeration.
bool names_no_choice(const FieldDescriptor& field, const std::string& text) {
  if (field.enum_type() == nullptr) return false;
  int number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  return end.ec == std::errc{} && end.ptr == text.data() + text.size() &&
         field.enum_type()->FindValueByNumber(number) == nullptr;
}

}  // namespace

std::string kind_text(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_STRING:
      return "text in quotes";
    case FieldDescriptor::CPPTYPE_ENUM:
      return "one of " + joined(choices_of(*field.enum_type()));
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return "a number";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "{ " + names_text(*field.message_type()) + " }";
    default:
      return "a whole number";
  }
}

std::vector<std::string_view> names_of(const Descriptor& type) {
  std::vector<std::string_view> names;
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  return names;
}

std::string names_text(const Descriptor& type) { return joined(names_of(type)); }

std::string nearest_choice(const FieldDescriptor& field, const std::string& text) {
  if (field.enum_type() == nullptr) return {};
  return std::string(nearest_name(text, choices_of(*field.enum_type())));
}

bool set_value(Message& message, const FieldDescriptor& field, const std::string& text) {
  if (names_no_choice(field, text)) return false;
  NoErrors silent;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&silent);
  return parser.ParseFieldValueFromString(text, &field, &message);
}

}  // namespace homeostat::clinical_configs
