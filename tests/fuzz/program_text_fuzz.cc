// Programs as text: an accepted one obeys every rule, travels to the device as an image
// that decodes to the same, and prints as text that loads to the same. The checker and
// the loader agree about which is which.
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/text_format.h>

#include <algorithm>

#include "clinical_configs/load.h"
#include "clinical_configs/therapy_program.pb.h"
#include "controller/program_image.h"
#include "tests/fuzz/harness.h"

namespace {

using google::protobuf::TextFormat;
using homeostat::clinical_configs::ConfigError;
using homeostat::clinical_configs::Finding;
using homeostat::clinical_configs::load_program;
using homeostat::controller::TherapyProgram;
using homeostat::fuzz::claim;
using homeostat::fuzz::MemoryFile;
using Message = homeostat::config::TherapyProgram;

void claim_told(const std::vector<Finding>& findings, const MemoryFile& file) {
  claim(refused(findings), "refused without an error");
  for (const Finding& finding : findings) {
    claim(!finding.what.empty(), "a finding that says nothing");
    claim(finding.file == file.path(), "a finding of another file");
    claim(to_line(finding).find('\n') == std::string::npos, "a finding of two lines");
  }
}

void claim_travels(const TherapyProgram& program, const Message& message) {
  std::string image;
  claim(message.SerializeToString(&image), "cannot be encoded");
  claim(image.size() <= homeostat::controller::kMaxProgramImageBytes, "image too large");
  TherapyProgram decoded;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(image.data());
  claim(homeostat::controller::decode_program({bytes, image.size()}, decoded, nullptr,
                                              nullptr),
        "the device refuses what the loader accepted");
  claim(checksum(decoded) == checksum(program), "the device decodes another program");
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile file;
  const std::string text(homeostat::fuzz::text_of(data, size));
  file.write(text);
  TherapyProgram program;
  try {
    program = load_program(file.path());
  } catch (const ConfigError& error) {
    claim_told(error.findings(), file);
    return 0;
  }
  claim(validate(program, nullptr, nullptr), "accepted against a rule");
  claim(!refused(homeostat::clinical_configs::check_file(file.path())),
        "the checker refuses what the loader accepts");
  Message message;
  claim(TextFormat::ParseFromString(text, &message), "protobuf refuses it");
  claim_travels(program, message);
  std::string printed;
  claim(TextFormat::PrintToString(message, &printed), "cannot be printed");
  file.write(printed);
  claim(checksum(load_program(file.path())) == checksum(program), "prints as another");
  return 0;
}
