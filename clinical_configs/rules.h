// What the core's rules say of a message, and how that is told to a person.
//
// Rules are functions: controller::validate() through the program's own decoder,
// models::validate() for patients. They need all fields. Where some cannot be read, each
// is tried at both ends of its range: a fault that stays whatever they are is real, and
// only those are told.
#pragma once

#include <string>
#include <vector>

#include "clinical_configs/finding.h"
#include "clinical_configs/text_reader.h"

namespace google::protobuf {
class Message;
}

namespace homeostat::clinical_configs {

// One rule that does not hold, in the schema's words and units.
struct Fault {
  enum class Kind { kMissing, kUnreadable, kBroken };
  Kind kind = Kind::kBroken;
  std::string path{};
  double value = 0.0;
  double lowest = 0.0;  // accepted range, inclusive; equal: not a matter of range
  double highest = 0.0;
  double nearest = 0.0;
  std::string why{};
  bool warning = false;
};

using Rules = std::vector<Fault> (*)(const google::protobuf::Message& message);

// Adds every finding of `rules` that holds for sure, with the lines of `reading`, no file
// yet; and to the findings of values that could not be read, what would be allowed.
void add_rule_findings(const google::protobuf::Message& message,
                       const TextReading& reading, Rules rules,
                       std::vector<Finding>& findings);

}  // namespace homeostat::clinical_configs
