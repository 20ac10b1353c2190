#include "clinical_configs/check.h"

#include <string>
#include <vector>

#include "clinical_configs/load.h"

namespace homeostat::clinical_configs {
namespace {

namespace fs = std::filesystem;

// A name that finds none is told as the missing file that it is; one that finds two
// throws.
fs::path found(const fs::path& name_or_file) {
  for (const auto find : {find_program, find_patient, find_profile}) {
    try {
      return find(name_or_file);
    } catch (const AmbiguousName&) {
      throw;
    } catch (const ConfigError&) {
    }
  }
  return name_or_file;
}

std::string verdict(const fs::path& file, std::size_t warnings) {
  std::string line = file.string() + ": ok";
  if (warnings == 1) line += " (1 warning)";
  if (warnings > 1) line += " (" + std::to_string(warnings) + " warnings)";
  return line;
}

bool accepts(const fs::path& name_or_file, std::ostream& out) {
  try {
    const fs::path file = found(name_or_file);
    const std::vector<Finding> findings = check_file(file);
    for (const Finding& finding : findings) out << to_line(finding) << '\n';
    if (refused(findings)) return false;
    out << verdict(file, findings.size()) << '\n';
    return true;
  } catch (const AmbiguousName& error) {
    out << error.what() << '\n';
    return false;
  }
}

}  // namespace

int check_command(std::span<const fs::path> files, std::ostream& out) {
  int exit_code = 0;
  for (const fs::path& file : files) {
    if (!accepts(file, out)) exit_code = 2;
  }
  return exit_code;
}

}  // namespace homeostat::clinical_configs
