// What the decoder makes of an image: good or not, and every fault that it names.
#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "clinical_configs/therapy_program.pb.h"
#include "controller/program_image.h"
#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {

using controller::ProgramFault;
using controller::TherapyProgram;
using google::protobuf::Message;

inline config::TherapyProgram shipped(const Written& file = responsive()) {
  config::TherapyProgram message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(file.text(), &message));
  return message;
}

struct Decoded {
  bool good = false;
  TherapyProgram program;
  std::vector<std::string> faults;  // "path: why"
  std::vector<ProgramFault> told;
};

inline Decoded decode(const std::string& image) {
  Decoded decoded;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(image.data());
  decoded.good = controller::decode_program(
      {bytes, image.size()}, decoded.program,
      [](void* context, const ProgramFault& fault) {
        auto& into = *static_cast<Decoded*>(context);
        into.faults.push_back(std::string(fault.field.data()) + ": " + fault.why);
        into.told.push_back(fault);
      },
      &decoded);
  EXPECT_EQ(decoded.good, decoded.faults.empty());
  return decoded;
}

inline Decoded decode(const Message& message) {
  return decode(message.SerializeAsString());
}

using Faults = std::vector<std::string>;

}  // namespace homeostat::clinical_configs
