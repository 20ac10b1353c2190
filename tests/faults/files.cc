#include "tests/faults/files.h"

#include <google/protobuf/text_format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "clinical_configs/load.h"
#include "clinical_configs/therapy_program.pb.h"
#include "controller/program_image.h"

namespace homeostat::faults {

std::string text_of(const std::string& name) {
  const auto file = clinical_configs::find_program(name);
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::string image_of(const std::string& name) {
  config::TherapyProgram message;
  if (!google::protobuf::TextFormat::ParseFromString(text_of(name), &message)) {
    throw std::runtime_error(name + " cannot be read");
  }
  return message.SerializeAsString();
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("there is no " + from);
  return text.replace(at, from.size(), to);
}

void try_text(const std::string& text, Outcome& outcome) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("homeostat_faults_" + std::to_string(getpid()) + ".textproto");
  std::ofstream(file, std::ios::binary) << text;
  ++outcome.tries;
  if (clinical_configs::refused(clinical_configs::check_file(file))) ++outcome.refused;
  std::filesystem::remove(file);
}

void try_image(const std::string& image, Outcome& outcome) {
  controller::TherapyProgram program;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(image.data());
  ++outcome.tries;
  const bool read =
      controller::decode_program({bytes, image.size()}, program, nullptr, nullptr);
  if (!read || !controller::validate(program, nullptr, nullptr)) ++outcome.refused;
}

}  // namespace homeostat::faults
