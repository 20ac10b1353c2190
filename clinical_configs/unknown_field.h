// A name that the schema does not have: what the person may have meant.
#pragma once

#include <string>

#include "clinical_configs/finding.h"
#include "clinical_configs/text_tokens.h"

namespace google::protobuf {
class Descriptor;
}

namespace homeostat::clinical_configs {

struct UnknownField {
  Finding finding;               // without file, line and path
  std::string meant;             // field of the same message; empty: no idea
  bool known_elsewhere = false;  // the schema has such a field in another message
};

// `name` stands in a message of type `here`, within a file of type `root`, before
// `value`.
UnknownField explain_unknown(const google::protobuf::Descriptor& root,
                             const google::protobuf::Descriptor& here,
                             const std::string& name, const Token& value);

}  // namespace homeostat::clinical_configs
