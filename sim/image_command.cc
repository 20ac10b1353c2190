#include "sim/image_command.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "sim/image_file.h"

namespace homeostat::sim {
namespace {

using controller::ImageRefusal;

struct Check {
  const char* name;
  ImageRefusal refusal;
};

// In the order in which they are made.
constexpr std::array<Check, controller::kImageRefusals - 1> kChecks = {
    {{"magic", ImageRefusal::kNotAnImage},
     {"header_version", ImageRefusal::kOtherHeader},
     {"schema_version", ImageRefusal::kOtherSchema},
     {"length", ImageRefusal::kWrongLength},
     {"crc32", ImageRefusal::kWrongCrc},
     {"key", ImageRefusal::kUnknownKey},
     {"signature", ImageRefusal::kWrongSignature},
     {"counter", ImageRefusal::kRolledBack},
     {"decoding", ImageRefusal::kUndecodable},
     {"validation", ImageRefusal::kInvalid}}};

// One check stops all that come after it.
std::string verdict_of(const Check& check, const controller::ImageVerdict& verdict) {
  if (verdict.ok() || check.refusal < verdict.refusal) return "ok";
  return check.refusal == verdict.refusal ? "refused" : "not reached";
}

std::string hex(std::uint32_t number) {
  char text[9];
  std::snprintf(text, sizeof text, "%08x", static_cast<unsigned>(number));
  return text;
}

nlohmann::ordered_json document_of(const ImageShowOptions& options,
                                   const ImageReading& reading, std::size_t bytes) {
  nlohmann::ordered_json checks;
  for (const Check& check : kChecks) {
    checks[check.name] = verdict_of(check, reading.verdict);
  }
  nlohmann::ordered_json document = {{"file", options.file.string()},
                                     {"bytes", bytes},
                                     {"header_version", reading.header.header_version},
                                     {"schema_version", reading.header.schema_version},
                                     {"program_bytes", reading.header.program_bytes},
                                     {"counter", reading.header.counter},
                                     {"crc32", hex(reading.header.crc)},
                                     {"key", reading.key},
                                     {"program", nullptr},
                                     {"checks", checks},
                                     {"accepted", reading.verdict.ok()},
                                     {"verdict", words_of(reading.verdict)}};
  if (reading.program) document["program"] = *reading.program;
  return document;
}

// "header_version" -> "header version    1"
void print_row(std::ostream& out, std::string name, const std::string& value) {
  constexpr std::size_t kWidth = 17;
  for (char& c : name) c = c == '_' ? ' ' : c;
  out << name << std::string(kWidth - name.size(), ' ') << value << '\n';
}

void print_text(std::ostream& out, const nlohmann::ordered_json& document) {
  out << document["file"].get<std::string>() << ": device image\n";
  for (const char* field : {"bytes", "header_version", "schema_version", "program_bytes",
                            "counter", "crc32"}) {
    const nlohmann::ordered_json& value = document[field];
    print_row(out, field, value.is_string() ? value.get<std::string>() : value.dump());
  }
  print_row(out, "key", document["key"]);
  print_row(out, "program",
            document["program"].is_null() ? "unreadable" : document["program"]);
  out << "checks\n";
  for (const auto& [name, verdict] : document["checks"].items()) {
    print_row(out, "  " + name, verdict);
  }
  out << "verdict: " << document["verdict"].get<std::string>() << '\n';
}

}  // namespace

int image_show_command(const ImageShowOptions& options, const Console& console) {
  const ImageBytes image = read_image(options.file);
  const ImageReading reading =
      judge_image(image, known_keys(options.keys), options.lowest_counter);
  const nlohmann::ordered_json document = document_of(options, reading, image.size());
  if (options.json) {
    console.out << document.dump(2, ' ', false,
                                 nlohmann::ordered_json::error_handler_t::replace)
                << '\n';
  } else {
    print_text(console.out, document);
  }
  return reading.verdict.ok() ? 0 : 2;
}

}  // namespace homeostat::sim
