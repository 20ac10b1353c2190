// Paths into a message: "responsive.therapies[1].bursts[0].duration_ms", lists by
// position.
//
// The core's rules spell paths almost like this; place_in_schema() does the rest. Knows
// protobuf's reflection and one habit of the core: contacts are counted by their number.
#pragma once

#include <string>

namespace google::protobuf {
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace homeostat::clinical_configs {

struct SchemaPlace {
  std::string path;
  double scale = 1.0;  // schema's units in one of the core's
  // Of the last part; null where the schema has nothing of that name.
  const google::protobuf::FieldDescriptor* field = nullptr;
};

// Where a rule's path lies in `message`: another unit becomes the schema's unit
// ("duration_us" -> "duration_ms", scale 0.001), "channel_count" the list, and
// contacts[n] the list's element that says `contact: n`.
SchemaPlace place_in_schema(const google::protobuf::Message& message,
                            const std::string& path);

// What stands there now, as text; empty where nothing does or it is a message.
std::string value_text(const google::protobuf::Message& message, const std::string& path);

// Sets a single number, cut to what its kind can hold; false if there is no such field.
bool set_number(google::protobuf::Message& message, const std::string& path,
                double value);

}  // namespace homeostat::clinical_configs
