#include "sim/check_command.h"

#include "clinical_configs/check.h"
#include "sim/error.h"
#include "sim/image_file.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

int check_image(const fs::path& file, std::ostream& out) {
  try {
    const ImageReading reading = judge_image(read_image(file), known_keys({}), 0);
    out << file.string() << ": ";
    if (reading.verdict.ok()) {
      out << "ok (counter " << reading.header.counter << ", signed with " << reading.key
          << ")\n";
      return 0;
    }
    out << words_of(reading.verdict);
    if (reading.verdict.refusal == controller::ImageRefusal::kUnknownKey) {
      out << " (" << reading.key << "); `homeostat image show --key` trusts another";
    }
    out << '\n';
  } catch (const UsageError& error) {
    out << error.what() << '\n';
  }
  return 2;
}

}  // namespace

int check_command(std::span<const fs::path> files, std::ostream& out) {
  int exit_code = 0;
  for (const fs::path& file : files) {
    const int found = is_image_file(file)
                          ? check_image(file, out)
                          : clinical_configs::check_command({&file, 1}, out);
    if (found != 0) exit_code = found;
  }
  return exit_code;
}

}  // namespace homeostat::sim
