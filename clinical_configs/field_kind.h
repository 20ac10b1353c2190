// What the schema says of a field: its kind in a person's words, its neighbours, and
// whether a value fits. Knows protobuf's descriptors and no particular schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace google::protobuf {
class Descriptor;
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace homeostat::clinical_configs {

// "a whole number", "true or false", "one of A, B, C".
std::string kind_text(const google::protobuf::FieldDescriptor& field);

std::vector<std::string_view> names_of(const google::protobuf::Descriptor& type);
std::string names_text(const google::protobuf::Descriptor& type);  // "a, b, c"

// The enumerator closest to `text`; empty where the field is no enumeration.
std::string nearest_choice(const google::protobuf::FieldDescriptor& field,
                           const std::string& text);

// Parses `text` as protobuf does and sets or adds the value; false if it does not fit.
bool set_value(google::protobuf::Message& message,
               const google::protobuf::FieldDescriptor& field, const std::string& text);

}  // namespace homeostat::clinical_configs
