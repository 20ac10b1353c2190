#include "clinical_configs/program_text.h"

#include <google/protobuf/text_format.h>

#include "clinical_configs/therapy_program.pb.h"

namespace homeostat::clinical_configs {

bool parses_to(const std::string& text, const config::TherapyProgram& wanted) {
  config::TherapyProgram message;
  return google::protobuf::TextFormat::ParseFromString(text, &message) &&
         message.SerializeAsString() == wanted.SerializeAsString();
}

std::string written_anew(const config::TherapyProgram& message) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  return "# proto-file: clinical_configs/therapy_program.proto\n"
         "# proto-message: homeostat.config.TherapyProgram\n" +
         text;
}

}  // namespace homeostat::clinical_configs
