// Which fields of a message are there, and which had to be: for schemas without defaults.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "clinical_configs/rules.h"

namespace homeostat::clinical_configs {

enum class Presence {
  kRequired,
  kOptional,
  kForbidden,  // given, it would mean nothing
};

// What the schema wants of a field of `message` by this name.
using Wanted = std::function<Presence(const google::protobuf::Message& message,
                                      const std::string& name)>;

// Adds a fault for each required field that is absent, and each forbidden one that is
// there, with `why_forbidden`; of lists: that are empty.
void add_presence_faults(const google::protobuf::Message& message, const Wanted& wanted,
                         const std::string& why_forbidden, std::vector<Fault>& faults);

}  // namespace homeostat::clinical_configs
