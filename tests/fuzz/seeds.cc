// Makes the seeds that need not be committed: each shipped program as text, as image
// and in a device image, the schema's words, and a recording and an events file as the
// project writes them.
//
//   fuzz_seeds SOURCE_FOLDER OUTPUT_FOLDER
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <span>
#include <sstream>
#include <vector>

#include "clinical_configs/therapy_program.pb.h"
#include "controller/device_image.h"
#include "sim/edf_writer.h"
#include "sim/events_tsv.h"

namespace {

namespace fs = std::filesystem;
using google::protobuf::TextFormat;

void write(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error(file.string() + ": cannot be written");
}

// Nobody signed it; all else is right.
std::string unsigned_image(const std::string& program) {
  namespace core = homeostat::controller;
  std::vector<std::uint8_t> image(core::kImageHeaderBytes);
  image.insert(image.end(), program.begin(), program.end());
  const auto put = [&](std::size_t at, std::size_t value) {
    for (int i = 0; i < 4; ++i) image[at++] = static_cast<std::uint8_t>(value >> (8 * i));
  };
  std::copy(core::kImageMagic.begin(), core::kImageMagic.end(), image.begin());
  put(core::kImageHeaderVersionAt, core::kImageHeaderVersion);
  put(core::kImageSchemaVersionAt, core::kSchemaVersion);
  put(core::kImageLengthAt, program.size());
  put(core::kImageCrcAt, core::image_crc(image));
  return {image.begin(), image.end()};
}

void programs(const fs::path& configs, const fs::path& output) {
  for (const auto& entry : fs::recursive_directory_iterator(configs)) {
    if (entry.path().extension() != ".textproto") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    homeostat::config::TherapyProgram message;
    const std::string name = entry.path().stem().string();
    if (!TextFormat::ParseFromString(text.str(), &message)) continue;  // a patient
    std::string bare;  // without its comments: short inputs are run more often
    if (!TextFormat::PrintToString(message, &bare)) continue;
    write(output / "program_text" / name, bare);
    write(output / "program_image" / name, message.SerializeAsString());
    write(output / "device_image" / name, unsigned_image(message.SerializeAsString()));
  }
}

// Every word of the schema, as libFuzzer takes them.
void words(const google::protobuf::Descriptor& kind, std::set<std::string>& all) {
  for (int i = 0; i < kind.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *kind.field(i);
    all.insert('"' + field.name() + '"');
    if (field.message_type() != nullptr) words(*field.message_type(), all);
    if (field.enum_type() == nullptr) continue;
    for (int k = 0; k < field.enum_type()->value_count(); ++k) {
      all.insert('"' + field.enum_type()->value(k)->name() + '"');
    }
  }
}

void dictionary(const fs::path& file) {
  std::set<std::string> all;
  words(*homeostat::config::TherapyProgram::descriptor(), all);
  std::string text;
  for (const std::string& word : all) text += word + '\n';
  write(file, text);
}

// Two seconds of two channels and one annotation, as a run writes them.
void recording(const fs::path& file) {
  fs::create_directories(file.parent_path());
  homeostat::sim::EdfWriter writer(file, {{"F4", 16.0}, {"T6", 8.0}});
  std::vector<float> fast(32);
  std::vector<float> slow(16);
  for (std::size_t k = 0; k < fast.size(); ++k) fast[k] = static_cast<float>(k) * 3.0F;
  const std::array<std::span<const float>, 2> block{fast, slow};
  writer.append(block);
  writer.annotate(0.5, 0.25, "burst");
  writer.close();
}

void events(const fs::path& file) {
  fs::create_directories(file.parent_path());
  homeostat::sim::EventFile told;
  told.recording_duration_s = 600.0;
  told.date_time = "2026-01-31 23:59:59";
  told.events.push_back({12.5, 30.0, "sz_foc_ia", 0.9, "F4,T6"});
  told.events.push_back({100.0, 1.25, "sz", std::nullopt, "all"});
  homeostat::sim::write_events(file, told);
}

}  // namespace

int main(int count, char** argv) {
  if (count != 3) return 2;
  google::protobuf::SetLogHandler(nullptr);  // a patient is no program: no image of it
  try {
    const fs::path source = argv[1];
    const fs::path output = argv[2];
    programs(source / "clinical_configs", output);
    dictionary(output / "program_text.dict");
    recording(output / "edf" / "written");
    events(output / "events" / "written");
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
