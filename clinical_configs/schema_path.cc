#include "clinical_configs/schema_path.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "clinical_configs/field_kind.h"
#include "clinical_configs/field_name.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Part {
  std::string name;
  int index = -1;
};

std::vector<Part> parts_of(const std::string& path) {
  std::vector<Part> parts;
  for (std::size_t start = 0; start < path.size();) {
    const std::size_t end = std::min(path.find('.', start), path.size());
    const std::string part = path.substr(start, end - start);
    const std::size_t bracket = part.find('[');
    if (bracket == std::string::npos) {
      parts.push_back({part, -1});
    } else {
      const char* number = part.c_str() + bracket + 1;
      parts.push_back(
          {part.substr(0, bracket), static_cast<int>(std::strtol(number, nullptr, 10))});
    }
    start = end + 1;
  }
  return parts;
}

// "channel_count" counts "channels", "therapy_count" "therapies".
const FieldDescriptor* list_counted_by(const Descriptor& type, const std::string& name) {
  if (!name.ends_with("_count")) return nullptr;
  const std::string stem = name.substr(0, name.size() - 7);  // less a letter: y, ies
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated() && field.name().starts_with(stem)) return &field;
  }
  return nullptr;
}

// The child that a path goes on from; null where the message does not hold it.
const Message* child(const Message* parent, const FieldDescriptor& field, int index) {
  if (parent == nullptr || field.message_type() == nullptr) return nullptr;
  const auto* reflection = parent->GetReflection();
  if (!field.is_repeated()) return &reflection->GetMessage(*parent, &field);
  if (index < 0 || index >= reflection->FieldSize(*parent, &field)) return nullptr;
  return &reflection->GetRepeatedMessage(*parent, &field, index);
}

// Position of the element that says `contact: number`; -1 if none does.
int position_of_contact(const Message* parent, const FieldDescriptor& list, int number) {
  const FieldDescriptor* contact = list.message_type()->FindFieldByName("contact");
  if (parent == nullptr || contact == nullptr) return -1;
  const int size = parent->GetReflection()->FieldSize(*parent, &list);
  for (int i = 0; i < size; ++i) {
    const Message& element =
        parent->GetReflection()->GetRepeatedMessage(*parent, &list, i);
    if (element.GetReflection()->HasField(element, contact) &&
        element.GetReflection()->GetInt32(element, contact) == number) {
      return i;
    }
  }
  return -1;
}

// The message that holds the last part of `path`, and that part.
struct Leaf {
  Message* message;
  const FieldDescriptor* field;
  int index;
};

std::optional<Leaf> leaf_of(Message& root, const std::string& path) {
  Message* message = &root;
  const std::vector<Part> parts = parts_of(path);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const FieldDescriptor* field =
        message->GetDescriptor()->FindFieldByName(parts[i].name);
    if (field == nullptr) return std::nullopt;
    if (i + 1 == parts.size()) return Leaf{message, field, parts[i].index};
    const auto* reflection = message->GetReflection();
    if (child(message, *field, parts[i].index) == nullptr) return std::nullopt;
    message = field->is_repeated()
                  ? reflection->MutableRepeatedMessage(message, field, parts[i].index)
                  : reflection->MutableMessage(message, field);
  }
  return std::nullopt;
}

template <class Number>
Number cut(double value) {
  using Limits = std::numeric_limits<Number>;
  if (!(value > static_cast<double>(Limits::lowest()))) return Limits::lowest();
  if (value >= static_cast<double>(Limits::max())) return Limits::max();
  return static_cast<Number>(value);
}

}  // namespace

SchemaPlace place_in_schema(const Message& root, const std::string& path) {
  SchemaPlace place;
  const Message* message = &root;
  const Descriptor* type = root.GetDescriptor();
  for (const Part& part : parts_of(path)) {
    const FieldDescriptor* field =
        type == nullptr ? nullptr : type->FindFieldByName(part.name);
    if (field == nullptr && type != nullptr) {
      const std::string other(same_in_other_unit(part.name, names_of(*type)));
      field = other.empty() ? list_counted_by(*type, part.name)
                            : type->FindFieldByName(other);
      if (!other.empty()) place.scale = *scale_between(part.name, other);
    }
    int index = part.index;
    if (field != nullptr && field->name() == "contacts" && index >= 0) {
      index = position_of_contact(message, *field, part.index);
    }
    if (!place.path.empty()) place.path += '.';
    place.path += field == nullptr ? part.name : field->name();
    if (index >= 0) place.path += '[' + std::to_string(index) + ']';
    place.field = field;
    message = field == nullptr ? nullptr : child(message, *field, index);
    type = field == nullptr ? nullptr : field->message_type();
  }
  return place;
}

std::string value_text(const Message& root, const std::string& path) {
  // Const in effect: looking for a leaf never adds one.
  const auto leaf = leaf_of(const_cast<Message&>(root), path);
  if (!leaf || leaf->field->message_type() != nullptr) return {};
  if (leaf->field->type() == FieldDescriptor::TYPE_BYTES) return {};  // nobody's words
  const auto* reflection = leaf->message->GetReflection();
  int index = -1;
  if (leaf->field->is_repeated()) {
    if (leaf->index < 0 ||
        leaf->index >= reflection->FieldSize(*leaf->message, leaf->field)) {
      return {};
    }
    index = leaf->index;
  } else if (!reflection->HasField(*leaf->message, leaf->field)) {
    return {};
  }
  std::string text;
  google::protobuf::TextFormat::PrintFieldValueToString(*leaf->message, leaf->field,
                                                        index, &text);
  return text;
}

bool set_number(Message& root, const std::string& path, double value) {
  const auto leaf = leaf_of(root, path);
  if (!leaf || leaf->field->is_repeated()) return false;
  const auto* reflection = leaf->message->GetReflection();
  switch (leaf->field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      reflection->SetInt32(leaf->message, leaf->field, cut<std::int32_t>(value));
      return true;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection->SetInt64(leaf->message, leaf->field, cut<std::int64_t>(value));
      return true;
    case FieldDescriptor::CPPTYPE_FLOAT:
      reflection->SetFloat(leaf->message, leaf->field, cut<float>(value));
      return true;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      reflection->SetDouble(leaf->message, leaf->field, value);
      return true;
    default:
      return false;
  }
}

}  // namespace homeostat::clinical_configs
