#include "clinical_configs/document.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "clinical_configs/finding.h"

namespace homeostat::clinical_configs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWanted =
    "a program, patient or device profile in protobuf's text form";

constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

[[noreturn]] void refuse(const fs::path& file, int line, std::string what) {
  Finding finding;
  finding.file = file;
  finding.line = line;
  finding.what = std::move(what);
  finding.allowed = kWanted;
  throw ConfigError(std::vector<Finding>{finding});
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < ' ' && c != '\n' && c != '\t' && c != '\r') || byte == 0x7F;
}

}  // namespace

std::string read_document(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (!fs::exists(status)) refuse(file, 0, "no such file");
  if (fs::is_directory(status)) refuse(file, 0, "a folder, not a file");
  if (!fs::is_regular_file(status)) refuse(file, 0, "not a plain file");
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse(file, 0, "cannot be read");
  // One byte more than allowed tells, whatever size the file claims.
  std::string text(kMaxDocumentBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.empty()) refuse(file, 0, "empty");
  if (text.size() > kMaxDocumentBytes) {
    refuse(file, 0,
           "larger than " + std::to_string(kMaxDocumentBytes / 1024) +
               " KiB, which nobody wrote by hand");
  }
  if (text.starts_with(kByteOrderMark)) {
    refuse(
        file, 1,
        "begins with a byte order mark, which no reader of protobuf's text form takes: "
        "save it as UTF-8 without BOM");
  }
  const auto control = std::find_if(text.begin(), text.end(), is_control);
  if (control != text.end()) {
    refuse(file, 1 + static_cast<int>(std::count(text.begin(), control, '\n')),
           "not text: holds control characters");
  }
  return text;
}

}  // namespace homeostat::clinical_configs
