// Lists and texts that are longer than the core has room for.
//
// The decoder can only say that an image does not fit; here the line is still known.
#pragma once

#include <vector>

#include "clinical_configs/finding.h"
#include "clinical_configs/text_reader.h"

namespace google::protobuf {
class Message;
}

namespace homeostat::clinical_configs {

// Cuts every list and text of `message` to its room and tells what was cut. A text that
// is not plain ASCII is told and replaced, but in fields that end in _zh: they are UTF-8.
std::vector<Finding> cut_to_rooms(google::protobuf::Message& message,
                                  const TextReading& reading);

}  // namespace homeostat::clinical_configs
